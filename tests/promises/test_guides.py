"""The guides for people name only what stands on the screen, say only what the product says, and stay short."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "для пользователей"
FILES = sorted(FOLDER.glob("*.md"))
NAME = re.compile(r"\*\*([^*]+)\*\*")
SAID = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
LINK = re.compile(r"\[[^\]]+\]\(([^)]+)\)")
TAG = re.compile(r"<[^>]*>|\{[%#].*?[%#]\}|\{\{.*?\}\}", re.DOTALL)
GIVEN = re.compile(r"\"([^\"<>{}%]*[а-яё][^\"<>{}%]*)\"", re.IGNORECASE)
LONGEST_SENTENCE = 15
# Words of a guide that are printed: a sheet of A4 holds about 350 of them in this type.
LONGEST = {"наставник.md": 700, "наставляемый.md": 525, "руководитель.md": 525}


def _plain(words: str) -> str:
    return " ".join(words.replace("\N{NO-BREAK SPACE}", " ").split())


def _templates() -> Iterator[str]:
    for folder in ("nastavnik", "templates"):
        for file in (ROOT / folder).rglob("*.html"):
            yield file.read_text(encoding="utf-8")


@cache
def _strings() -> frozenset[str]:
    """Every string of the product's code with a Russian letter; pieces of formatted ones stand by themselves."""
    return frozenset(
        _plain(node.value)
        for file in [*(ROOT / "nastavnik").rglob("*.py"), *(ROOT / "config").rglob("*.py")]
        if not {"demo", "migrations"} & set(file.relative_to(ROOT).parts) and "samples" not in file.stem
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search("[а-яё]", node.value)
    )


@cache
def _names() -> frozenset[str]:
    """What may be the whole name of something on the screen: a string of code, a text between tags, a value of an include."""
    found = {words.rstrip(": ") for words in _strings()}
    for text in _templates():
        found |= {_plain(piece).strip(":.· ") for piece in TAG.split(text)} | set(
            map(_plain, GIVEN.findall(text))
        )
    return frozenset(found)


@cache
def _speech() -> str:
    """All that the product can say, in one string."""
    scripts = [file.read_text(encoding="utf-8") for file in (ROOT / "assets" / "js").rglob("*.js")]
    return "\n".join(
        [*_strings(), *(_plain(TAG.sub(" ", text)) for text in _templates()), *map(_plain, scripts)]
    )


def _sentences(text: str) -> Iterator[str]:
    for block in re.split(r"\n\s*(?:\n|- |\d+\. )", text):
        yield from re.split(r"(?<=[.!?:;])\*?\s+", LINK.sub("", _plain(block)).lstrip("#-0123456789. "))


def test_there_is_a_guide_for_each_who_works_here() -> None:
    wanted = {
        "README.md",
        "куратор.md",
        "наставник.md",
        "наставляемый.md",
        "руководитель.md",
        "совет.md",
    }
    assert {file.name for file in FILES} == wanted


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_name_in_bold_stands_on_a_screen(file: Path) -> None:
    named = set(NAME.findall(file.read_text(encoding="utf-8")))
    assert named
    assert sorted(name for name in named if _plain(name) not in _names()) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_sentence_of_the_product_is_really_said(file: Path) -> None:
    """«…» stands for what differs from case to case."""
    said = [
        piece.strip()
        for words in SAID.findall(file.read_text(encoding="utf-8"))
        for piece in words.split("…")
    ]
    assert [piece for piece in said if piece not in _speech()] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_sentences_are_short_and_typed_well(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    own = SAID.sub("Так.", NAME.sub(r"\1", text))
    assert [each for each in _sentences(own) if len(re.findall(r"[\w№−+-]+", each)) > LONGEST_SENTENCE] == []
    assert re.findall(r'["\']| - |\bты\b|\bтебе\b', text) == []


@pytest.mark.parametrize("name", LONGEST)
def test_a_guide_fits_its_sheets(name: str) -> None:
    assert len((FOLDER / name).read_text(encoding="utf-8").split()) <= LONGEST[name]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_links_lead_to_guides(file: Path) -> None:
    assert [
        name for name in LINK.findall(file.read_text(encoding="utf-8")) if not (FOLDER / name).is_file()
    ] == []
