"""Every command of the project, standard library only: `python3 tools/dev.py help` lists them."""

import io
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import assets
import checks
import environment
import machine
import requirements_report
import suite
from environment import PYTHON, ROOT, SCRIPTS, STAMPS, Stop, say


def run(arguments: list[str]) -> int:
    """start «Наставник» here and print its address (PORT, DATA_DIR, DATABASE_URL are obeyed)"""
    environment.ensure("run")
    collect_static(assets.build())
    script = environment.write_console_script()
    return become([str(script), "serve", *arguments])


def test(arguments: list[str]) -> int:
    """set up all that tests need and play the whole suite; with arguments, pytest with exactly these"""
    environment.ensure("test")
    collect_static(assets.build())
    environment.write_console_script()
    return suite.play(arguments)


def check(_arguments: list[str]) -> int:
    """format, lint, floors, types, migrations, locks"""
    environment.ensure("check")
    return checks.run()


def setup(_arguments: list[str]) -> int:
    """prepare this machine for development without starting anything"""
    environment.ensure("check")
    collect_static(assets.build())
    script = environment.write_console_script()
    machine.prepare()
    say(f"ready; the console command is {script.relative_to(ROOT)}")
    return 0


def requirements(arguments: list[str]) -> int:
    """which rows of docs/requirements.tsv the last `test` tried: whole, part, none (or only the ids given)"""
    return requirements_report.report(arguments)


def bench(arguments: list[str]) -> int:
    """milliseconds and queries of the main screens, on SQLite and PostgreSQL (tests/bench)"""
    if not (ROOT / "tests" / "bench" / "__main__.py").exists():
        raise Stop("There are no measurements yet: tests/bench/__main__.py is not written.")
    environment.ensure("test")
    collect_static(assets.build())
    return environment.call([PYTHON, "-m", "tests.bench", *arguments])


def bench_matching(arguments: list[str]) -> int:
    """the matching engine beside other solvers, as ratios, with its goals (--only region, --limit SECONDS)"""
    environment.ensure("test")
    env = {**os.environ, "PYTHONPATH": str(environment.folder_of("peers"))}
    return environment.call([PYTHON, "-m", "tests.bench.matching", *arguments], env)


def soak(arguments: list[str]) -> int:
    """repeat the tests on SQLite with ever new random inputs, for 30 minutes or as many as given"""
    environment.ensure("test")
    collect_static(assets.build())
    return suite.repeat(float(arguments[0]) if arguments else 30)


def docs(arguments: list[str]) -> int:
    """write docs/generated/ from the code: permissions by role, addresses, tables"""
    environment.ensure("run")
    with tempfile.TemporaryDirectory(prefix="nastavnik-docs-") as data:
        env = {**os.environ, "DATA_DIR": data}
        return environment.call([PYTHON, ROOT / "tools" / "gen_docs.py", *arguments], env)


def lock(_arguments: list[str]) -> int:
    """write the locks anew from requirements/*.in and frontend/package.json (needs uv and npm)"""
    uv = next((each for each in (SCRIPTS / "uv", Path("uv")) if each.exists()), "uv")
    flags = ["--universal", "--python-version", "3.11", "--generate-hashes", "--quiet", "--no-emit-index-url"]
    flags += ["--no-emit-find-links", "--no-header", "--no-annotate"]
    smaller: list[object] = []
    for name in (*environment.SETS, "peers", "assets"):
        source, target = (ROOT / "requirements" / f"{name}.{kind}" for kind in ("in", "txt"))
        same = smaller if name != "assets" else []
        environment.must([uv, "pip", "compile", source, *flags, *same, "-o", target], "uv pip compile")
        smaller = ["--constraint", target]
    npm = [*assets.npm(), "install", "--package-lock-only", "--loglevel=error"]
    environment.must(npm, "npm install", cwd=assets.FRONTEND)
    faults = list(checks.lock_faults())
    print("\n".join(faults))
    return 1 if faults else 0


def help_(_arguments: list[str]) -> int:
    """this list"""
    print("python3 tools/dev.py COMMAND   (or: make COMMAND)\n")
    for name, verb in VERBS.items():
        print(f"  {name:<16}{verb.__doc__}")
    return 0


VERBS = {
    "run": run,
    "test": test,
    "check": check,
    "setup": setup,
    "requirements": requirements,
    "bench": bench,
    "bench-matching": bench_matching,
    "soak": soak,
    "docs": docs,
    "lock": lock,
    "help": help_,
}


def collect_static(sources: str) -> None:
    """Hash and compress static files, unless this was done from exactly these sources and this environment."""
    lock_file = ROOT / "requirements" / "run.txt"
    stamp, wanted = STAMPS / "static.sha256", f"{sources}-{environment.sha256(lock_file)}"
    if not (ROOT / "manage.py").exists() or (stamp.exists() and stamp.read_text() == wanted):
        return
    say("collecting static files")
    collect = [PYTHON, "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity=0"]
    with tempfile.TemporaryDirectory(prefix="nastavnik-static-") as data:  # no school's data are touched
        if environment.call(collect, {**os.environ, "DATA_DIR": data}):
            raise Stop("collectstatic failed. Its own words stand above.")
    STAMPS.mkdir(exist_ok=True)
    stamp.write_text(wanted)


def become(command: list[str]) -> int:
    """Turn into the command, so that signals reach it directly; on Windows stand aside until it ends."""
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606  no shell is wanted
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the console sends Ctrl-C to both; the child answers it
    return subprocess.call([f"{command[0]}.cmd", *command[1:]])


def main(arguments: list[str]) -> int:
    """0 done, 1 failed, 2 wrong use."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console that cannot write «» must not stop us
            stream.reconfigure(errors="replace")
    name, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if name not in VERBS:
        print(f"There is no command «{name}».\n", file=sys.stderr)
        help_([])
        return 2
    try:
        return VERBS[name](rest)
    except Stop as stop:
        environment.shout(str(stop))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
