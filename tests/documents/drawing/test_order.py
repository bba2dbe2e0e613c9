"""The order is opened by LibreOffice and read back against its facts, cell by cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nastavnik.documents.drawing.facts import ElectronicSignature, PersonLine, day
from nastavnik.documents.drawing.papers import draw
from nastavnik.documents.drawing.pdf import convert, office, to_pdf
from nastavnik.documents.drawing.readback import paragraphs, tables
from tests.documents.drawing.samples import HEAD, SCHOOL, order, pair, said

needs_office = pytest.mark.skipif(
    office() is None, reason="LibreOffice is missing: papers were NOT opened by it"
)
PAIRS_HEAD = "Наставляемый (наставляемые)"


def pair_rows(docx: bytes) -> list[tuple[str, ...]]:
    table = next(rows for rows in tables(docx) if len(rows[0]) == 7)
    assert table[0][2] == PAIRS_HEAD
    return [tuple(said(cell) for cell in row) for row in table[1:]]


def text(docx: bytes) -> str:
    cells = "\n".join(cell for rows in tables(docx) for row in rows for cell in row)
    return said("\n".join(paragraphs(docx)) + "\n" + cells)


@pytest.mark.parametrize("pairs", [1, 3, 40])
def test_every_cell_of_the_annex_says_its_fact(pairs: int) -> None:
    facts = order(pairs)
    rows = pair_rows(draw(facts).docx)
    assert len(rows) == pairs
    for number, (row, fact) in enumerate(zip(rows, facts.rows, strict=True), 1):
        assert row == (
            str(number),
            f"{fact.mentor.name}\n{fact.mentor.position}",
            "\n".join(f"{one.name}\n{one.position}" for one in fact.mentees),
            f"{fact.form}, {fact.kind}",
            fact.issue,
            f"{day(fact.starts)} –\n{day(fact.ends)}",
            f"{fact.basis}\nСогласия: {'; '.join(fact.consents)}",
        )


def test_the_order_has_its_requisites_in_their_order() -> None:
    lines = [said(line) for line in paragraphs(draw(order(3)).docx)]
    expected = [
        SCHOOL.founders[0],
        SCHOOL.full_name,
        "(МБОУ СШ № 14)",
        "ПРИКАЗ",
        "16.09.2026\tг. Заречинск\t№ 118-ОД",
        "О закреплении наставнических пар (групп) на 2026/27 учебный год",
        (
            "В целях реализации системы наставничества педагогических работников, на основании следующих актов, решений "
            "и согласий:"
        ),
        "— статья 351.8 Трудового кодекса Российской Федерации;",
        "— приказ МБОУ СШ № 14 от 20.02.2026 № 12-ОД «О положении»;",
        "— решение совета наставников (протокол от 15.09.2026 № 2);",
        "— письменные согласия участников",
        "ПРИКАЗЫВАЮ:",
        "1. Закрепить наставнические пары (группы) согласно приложению.",
        "2. Наставникам:",
        "2.1. составить программы до 30.09.2026;",
        "2.2. сообщать куратору о ходе.",
        "3. Контроль за исполнением настоящего приказа оставляю за собой.",
    ]
    assert lines[: len(expected)] == expected
    assert "Приложение\nк приказу МБОУ СШ № 14\nот 16.09.2026 № 118-ОД" in lines


@pytest.mark.req("R010")
def test_control_stays_with_the_signer_or_is_laid_on_a_named_person() -> None:
    own = text(draw(order(1)).docx)
    named = text(draw(replace(order(1), control="Ладыгину Веру Николаевну, заместителя директора")).docx)
    assert "3. Контроль за исполнением настоящего приказа оставляю за собой." in own
    assert (
        "3. Контроль за исполнением настоящего приказа возложить на Ладыгину Веру Николаевну, заместителя"
        in named
    )
    assert "оставляю за собой" not in named


@pytest.mark.req_part("R011", "the block on the sheet, by hand and electronic")
def test_the_signature_has_position_a_line_or_an_electronic_mark_and_initials_before_the_surname() -> None:
    mark = ElectronicSignature(
        certificate="00A1B2",
        owner="Рощин Андрей Петрович",
        valid_from=date(2026, 1, 10),
        valid_until=date(2027, 4, 10),
    )
    by_hand = draw(order(1)).docx
    electronic = draw(replace(order(1), signer=replace(HEAD, electronic=mark))).docx
    assert ("Директор", "_________________", "А. П. Рощин") in rows_of(by_hand)
    assert ("Директор", "", "А. П. Рощин") in rows_of(electronic)
    shown = "Сертификат: 00A1B2\nВладелец: Рощин Андрей Петрович\nДействителен: с 10.01.2026 по 10.04.2027"
    assert shown in text(electronic)
    assert shown not in text(by_hand)


def rows_of(docx: bytes) -> list[tuple[str, ...]]:
    return [tuple(said(cell) for cell in row) for rows in tables(docx) for row in rows]


def test_no_number_and_no_date_leave_blanks_to_fill_by_hand() -> None:
    lines = [said(line) for line in paragraphs(draw(replace(order(1), number="", dated=None)).docx)]
    assert "«___» ____________ 20___ г.\tг. Заречинск\t№ ______" in lines
    assert "Приложение\nк приказу МБОУ СШ № 14\nот «___» ____________ 20___ г. № ______" in lines


def test_an_empty_fact_is_a_blank_and_is_named() -> None:
    assert draw(order(1)).empty == ()
    drawn = draw(replace(order(1), purpose=" "))
    assert drawn.empty == ("purpose",)
    assert "В целях __________, на основании" in text(drawn.docx)


@pytest.mark.parametrize("pairs", [1, 40])
def test_everybody_acquaints_themselves_once(pairs: int) -> None:
    facts = replace(order(pairs), rows=(*order(pairs).rows, pair(1)))
    names = [
        rows for rows in tables(draw(facts).docx) if rows[0] == ("Фамилия, имя, отчество", "Подпись", "Дата")
    ]
    assert len(names) == 1
    people = {one.name for row in facts.rows for one in (row.mentor, *row.mentees)}
    listed = [row[0] for row in names[0][1:]]
    assert set(listed) == people
    assert len(listed) == len(people)


def test_namesakes_are_two_people_and_the_list_is_alphabetical() -> None:
    facts = order(1)
    namesake = replace(facts.rows[0].mentor, position="логопед")
    row = replace(
        facts.rows[0], mentees=(namesake, PersonLine(name="Ёжикова Яна"), PersonLine(name="Ершова Яна"))
    )
    [listed] = [
        rows for rows in tables(draw(replace(facts, rows=(row,))).docx) if rows[0][1:] == ("Подпись", "Дата")
    ]
    assert [one[0] for one in listed[1:]] == ["Ершова Яна", "Ёжикова Яна", namesake.name, namesake.name]


@pytest.mark.parametrize(
    "name",
    [
        '<b>Ёжикова</b> & "сын"',
        "{{ 7*7 }}",
        "{% for x in y %}",
        "]]><w:p/>",
        "О’Брайен",
        "\x07Тихая\x00\x0c",
        "&lt;",
    ],
)
def test_a_name_stays_literal_whatever_it_holds(name: str) -> None:
    facts = order(1)
    row = replace(facts.rows[0], mentor=PersonLine(name=name, position="учитель"))
    drawn = draw(replace(facts, rows=(row,))).docx
    clean = "".join(char for char in name if char.isprintable())
    assert pair_rows(drawn)[0][1] == f"{clean}\nучитель"


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("pairs", [1, 3, 40])
def test_libreoffice_opens_the_order_and_shows_every_name(pairs: int) -> None:
    facts = order(pairs)
    docx = draw(facts).docx
    shown = said(convert(docx, "txt:Text (encoded):UTF8").decode("utf-8-sig"))
    for row in facts.rows:
        for one in (row.mentor, *row.mentees):
            assert one.name in shown
        assert row.issue in shown
        assert row.basis in shown
    assert to_pdf(docx).startswith(b"%PDF-")
