"""What templates ask of the stylesheet and the sprite is really built into them."""

import re
from collections.abc import Iterator
from pathlib import Path

import stylesheet

ROOT = Path(__file__).resolve().parents[2]
CLASSES = re.compile(r'\bclass="([^"]*)"')
ICON = re.compile(r'\{% icon "([\w-]+)"')


def test_no_template_uses_a_class_that_the_build_leaves_out_of_bootstrap() -> None:
    used = {
        (file.name, name)
        for file, text in _templates()
        for group in CLASSES.findall(text)
        for name in re.sub(r"\{[{%].*?[%}]\}", " ", group).split()
        if re.match(r"[a-z]", name) and stylesheet.UNUSED.match(f".{name}")
    }
    assert used == set()


def test_every_icon_that_a_template_names_stands_in_the_sprite() -> None:
    known = set((ROOT / "assets" / "icons.txt").read_text(encoding="utf-8").split())
    named = {(file.name, name) for file, text in _templates() for name in ICON.findall(text)}
    assert {each for each in named if each[1] not in known} == set()


def test_no_style_names_another_site() -> None:
    files = sorted((ROOT / "assets").rglob("*.css")) + sorted((ROOT / "assets").rglob("*.js"))
    assert files
    foreign = re.compile(r"""(?:url\(|import|fetch\(|src=)\s*['"]?(?:https?:)?//""")
    assert [file.name for file in files if foreign.search(file.read_text(encoding="utf-8"))] == []


def _templates() -> Iterator[tuple[Path, str]]:
    for folder in ("templates", "nastavnik"):
        for file in sorted((ROOT / folder).rglob("*.html")):
            yield file, file.read_text(encoding="utf-8")
