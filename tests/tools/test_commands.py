"""The commands tell the truth about themselves."""

import subprocess
import sys
from pathlib import Path

import pytest

import dev
import environment
import suite
import with_postgres

ROOT = Path(__file__).resolve().parents[2]


def test_make_knows_every_command_and_no_other() -> None:
    lines = (ROOT / "Makefile").read_text().splitlines()
    known = {line.split(":")[0] for line in lines if "$(DEV) " in line}
    assert known == set(dev.VERBS)


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["help"]) == 0
    said = capsys.readouterr().out
    assert [name for name in dev.VERBS if f"  {name} " not in said] == []


def test_an_unknown_command_is_wrong_use() -> None:
    assert dev.main(["fly"]) == 2


def test_the_commands_need_nothing_but_the_standard_library() -> None:
    code = f"import runpy, sys; sys.path.insert(0, {str(ROOT / 'tools')!r}); sys.argv = ['dev.py', 'help']; "
    bare = [
        sys.executable,
        "-S",
        "-I",
        "-c",
        code + "runpy.run_path(sys.path[0] + '/dev.py', run_name='__main__')",
    ]
    assert subprocess.run(bare, capture_output=True, check=False).returncode == 0


def test_the_console_script_runs_from_a_folder_with_spaces_and_russian_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "Мои документы"
    (home / "nastavnik").mkdir(parents=True)
    (home / "nastavnik" / "__init__.py").touch()
    (home / "nastavnik" / "cli.py").write_text("def main() -> int:\n    return 7\n")
    monkeypatch.setattr(environment, "ROOT", home)
    monkeypatch.setattr(environment, "VENV", home / ".venv")
    monkeypatch.setattr(environment, "SCRIPTS", home / ".venv" / "bin")
    (home / ".venv" / "bin").mkdir(parents=True)
    monkeypatch.setattr(environment, "PYTHON", Path(sys.executable))
    script = environment.write_console_script()
    assert subprocess.run([script], check=False).returncode == 7


def test_a_run_that_broke_before_its_report_counts_as_failed(tmp_path: Path) -> None:
    assert suite._read("sqlite", tmp_path / "missing.xml", 3) == suite.Outcome(failed=1)


def test_a_report_is_counted_by_outcome(tmp_path: Path) -> None:
    report = tmp_path / "run.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="1" errors="1" skipped="2"/></testsuites>')
    assert suite._read("sqlite", report, 1) == suite.Outcome(passed=5, failed=2, skipped=2)


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        (
            "postgresql://postgres:@/postgres?host=/tmp/a b",
            "postgres://postgres@/postgres?host=%2Ftmp%2Fa%20b",
        ),
        ("postgresql://postgres:@127.0.0.1:5433/postgres", "postgres://postgres:@127.0.0.1:5433/postgres"),
    ],
)
def test_the_address_of_the_server_from_the_wheel_is_one_that_settings_read(uri: str, expected: str) -> None:
    assert with_postgres.address(uri) == expected
