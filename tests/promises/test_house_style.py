"""The house style that a machine can see: names, opening sentences, views without tables, forms without scripts."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAPS = {"utils", "util", "helpers", "helper", "common", "lib", "misc", "manager", "managers"}
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>\s*\S|<style\b|\sstyle=[\"']|\son[a-z]+=[\"']|href=[\"']javascript:",
    re.IGNORECASE,
)


def _modules(*folders: str) -> list[Path]:
    found = [file for folder in folders for file in sorted((ROOT / folder).rglob("*.py"))]
    return [file for file in found if "migrations" not in file.parts]


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def test_every_module_opens_with_a_sentence() -> None:
    # apps.py is a declaration of three lines; what the package is stands in its __init__.py.
    silent = [
        _name(file)
        for file in _modules("nastavnik", "config", "tools", "tests")
        if file.stem != "apps"
        and (text := file.read_text(encoding="utf-8")).strip()
        and not ast.get_docstring(ast.parse(text))
    ]
    assert silent == []


def test_no_module_is_a_heap() -> None:
    assert [_name(file) for file in _modules("nastavnik") if HEAPS & {file.stem, file.parent.name}] == []


@pytest.mark.parametrize("layer", ["views", "forms"])
def test_views_and_forms_never_ask_tables_directly(layer: str) -> None:
    asking = [
        f"{_name(file)}:{node.lineno}"
        for file in _modules("nastavnik")
        if layer in {file.stem, file.parent.name}
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_base_manager", "_default_manager"}
    ]
    assert asking == []


def test_rules_take_no_clock() -> None:
    looking = [
        f"{_name(file)}:{node.lineno}"
        for file in _modules("nastavnik")
        if "rules" in {file.stem, file.parent.name}
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"today", "now", "localdate", "utcnow"}
    ]
    assert looking == []


def test_no_template_holds_a_script_or_a_style_of_its_own() -> None:
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "nastavnik").rglob("*.html")]
    assert files
    assert [_name(file) for file in files if INLINE.search(file.read_text(encoding="utf-8"))] == []


def test_nothing_is_left_for_later_in_the_code() -> None:
    marks = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
    left = [_name(f) for f in _modules("nastavnik", "config", "tools") if marks.search(f.read_text("utf-8"))]
    assert left == []
