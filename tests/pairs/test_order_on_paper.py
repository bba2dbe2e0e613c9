"""From the database to the sheet: the issued order is opened by LibreOffice and says what the data say."""

from datetime import date, timedelta

import pytest

from nastavnik.core.deadlines import parse
from nastavnik.documents import services as documents
from nastavnik.documents.drawing.pdf import convert, office
from nastavnik.documents.drawing.readback import paragraphs, tables
from nastavnik.documents.models import Paper
from nastavnik.documents.rules import PaperState
from nastavnik.organisations.models import ListItem
from nastavnik.organisations.services.lists import edit_item
from nastavnik.pairs import gates, orders
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import Side, items_from, text_of
from nastavnik.people.models import Appointment, Consent, Person
from tests.cast import TODAY, Cast, make_person
from tests.documents.drawing.samples import said

from .conftest import Enter
from .world import approved, formed, in_bank, ready

needs_office = pytest.mark.skipif(
    office() is None, reason="LibreOffice is missing: orders were NOT opened by it"
)
LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"


def issue(cast: Cast, pairs: list[Mentorship], number: str = "56-ОД") -> Paper:
    paper = orders.draft(cast.school, pairs, by=cast.as_actor(cast.vera))
    orders.issue(paper, number=number, on=TODAY, today=TODAY, by=cast.as_actor(cast.rodion))
    return paper


def annex(docx: bytes) -> list[tuple[str, ...]]:
    rows = next(rows for rows in tables(docx) if len(rows[0]) == 7)
    return [tuple(said(cell) for cell in row) for row in rows[1:]]


def cells(docx: bytes) -> list[tuple[str, ...]]:
    return [tuple(said(cell) for cell in row) for rows in tables(docx) for row in rows]


def spoken(docx: bytes) -> str:
    return said("\n".join(paragraphs(docx)))


def many(cast: Cast, count: int) -> list[Mentorship]:
    """`count` rows: the second is a group, the third is led by a guest, the others are pairs."""
    in_bank(cast.galina, capacity=30)
    in_bank(cast.vera, capacity=30)
    fresh = [
        make_person(
            f"Ольхин{LETTERS[n % 28]} Пётр {LETTERS[n // 28].upper()}ндреевич", cast.school, account=False
        )
        for n in range(count + 1)
    ]
    made = [ready(cast, fresh[0])]
    if count > 1:
        made.append(ready(cast, fresh[1], fresh[-1], kind="group"))
    if count > 2:
        guest = make_person("Юдина Лариса Борисовна", cast.other_school, subjects="английский язык")
        made.append(ready(cast, fresh[2], mentor=guest, distance=True, kind="virtual"))
    made += [
        ready(cast, one, mentor=cast.galina if n % 2 else cast.vera) for n, one in enumerate(fresh[3:-1])
    ]
    return made


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 3, 40])
def test_an_issued_order_opened_by_an_office_equals_the_data(cast: Cast, count: int) -> None:
    pairs = many(cast, count)
    paper = issue(cast, pairs)

    docx = convert(documents.docx_of(paper, today=TODAY), "docx")

    rows = annex(docx)
    assert len(rows) == len(pairs) == count
    for number, (row, pair) in enumerate(zip(rows, pairs, strict=True), 1):
        takers = gates.takers_of(pair)
        mentor, mentees = gates.people_of(takers, Side.MENTOR)[0], gates.people_of(takers, Side.MENTEE)
        assert row[0] == str(number)
        assert row[1].startswith(mentor.full_name)
        assert [mentee.full_name in row[2] for mentee in mentees] == [True] * len(mentees)
        assert row[4] == "Методика обучения и преподавания"
        assert row[5].split() == ["16.09.2026", "–", "28.05.2027"]
        assert "дополнительное соглашение от 14.09.2026 № 7" in row[6]
        assert row[6].count("15.09.2026") == len(takers)
    assert ("МБОУ «СШ № 3»" in rows[-1 if count == 3 else 2 if count > 2 else 0][1]) is (count > 2)
    assert "№ 56-ОД" in spoken(docx)


def test_facts_on_paper_outlive_a_new_surname_and_the_old_version_stays(cast: Cast) -> None:
    first = issue(cast, [ready(cast)])
    cast.kirill.last_name = "Летов"
    cast.kirill.save()

    assert "Зимин Кирилл Андреевич" in annex(documents.docx_of(first, today=TODAY + timedelta(days=30)))[0][2]

    later = orders.new_version(first, by=cast.as_actor(cast.vera))
    orders.issue(later, number="57-ОД", on=TODAY, today=TODAY, by=cast.as_actor(cast.rodion))
    first.refresh_from_db()
    assert first.state == PaperState.SUPERSEDED
    assert "Летов Кирилл Андреевич" in annex(documents.docx_of(later, today=TODAY))[0][2]
    assert "Зимин Кирилл Андреевич" in annex(documents.docx_of(first, today=TODAY))[0][2]


def drafted(cast: Cast, **chosen: object) -> str:
    paper = orders.draft(cast.school, [ready(cast)], by=cast.as_actor(cast.vera))
    documents.change_draft(paper, seen=paper.version, by=cast.as_actor(cast.vera), draft=chosen)
    return spoken(documents.docx_of(paper, today=TODAY))


@pytest.mark.req("R001")
def test_the_organisation_has_a_legal_type_and_an_order_uses_either_of_its_names(
    cast: Cast, enter: Enter
) -> None:
    Appointment.objects.update(starts_on=date(2020, 9, 1))
    legal = "муниципальное бюджетное общеобразовательное учреждение"
    sent = {
        "full_name": "Муниципальное бюджетное общеобразовательное учреждение «Гимназия № 14»",
        "short_name": "МБОУ «Гимназия № 14»",
        "legal_type": legal,
        "kind": "school",
        "place": "г. Заречинск",
        "time_zone": "Asia/Barnaul",
        "young_max_age": "35",
        "young_max_career": "3",
        "version": cast.school.version,
    }
    answer = enter(cast.rodion).post(f"/organisation/{cast.school.pk}/edit/", sent)
    assert legal in enter(cast.vera).get(answer["Location"]).content.decode()
    cast.school.refresh_from_db()
    assert cast.school.legal_type == legal
    text = spoken(documents.docx_of(issue(cast, [ready(cast)]), today=TODAY))
    assert text.startswith(sent["full_name"])
    assert f"({sent['short_name']})" in text
    assert f"к приказу {sent['short_name']}" in text


@pytest.mark.req("R006")
def test_items_of_an_order_are_numbered_with_their_sub_items(cast: Cast) -> None:
    typed = "Провести занятие.\n- для наставников;\n- для наставляемых.\nВручить памятки."
    lines = drafted(cast, items=items_from(typed, TODAY)).splitlines()
    at = next(n for n, line in enumerate(lines) if "Провести занятие" in line)
    assert [line.split()[0] for line in lines[at : at + 4]] == ["2.", "2.1.", "2.2.", "3."]
    assert text_of(items_from(typed, TODAY)) == typed


@pytest.mark.req("R010")
@pytest.mark.parametrize("named", [False, True])
def test_the_signer_keeps_the_control_or_names_a_person(cast: Cast, named: bool) -> None:
    text = drafted(cast, control_id=str(cast.vera.pk) if named else "")
    assert ("оставляю за собой" in text) is not named
    assert ("на заместителя директора Ладыгину Веру Николаевну" in text) is named


SIGNED = {"certificate": "00 A1 B2 C3", "valid_from": "2026-01-10", "valid_until": "2027-04-10"}


@pytest.mark.req("R011")
@pytest.mark.parametrize("sent", [{}, SIGNED])
def test_the_head_signs_by_hand_or_electronically_and_the_sheet_says_so(
    cast: Cast, enter: Enter, sent: dict[str, str]
) -> None:
    Appointment.objects.update(starts_on=date(2020, 9, 1))
    paper = orders.draft(cast.school, [ready(cast)], by=cast.as_actor(cast.vera))
    head = enter(cast.rodion)
    head.post(f"/pairs/orders/{paper.pk}/issue/", {"number": "56-ОД", "on": f"{TODAY}", **sent})
    paper.refresh_from_db()
    docx = documents.docx_of(paper, today=TODAY)
    lines = cells(docx)
    assert ("Директор", "" if sent else "_________________", "Р. П. Рощин") in lines
    mark = (
        "Сертификат: 00 A1 B2 C3\nВладелец: Рощин Родион Павлович\nДействителен: с 10.01.2026 по 10.04.2027"
    )
    assert any(mark in cell for line in lines for cell in line) is bool(sent)
    page = head.get(f"/pairs/orders/{paper.pk}/").content.decode()
    assert ("электронная, сертификат 00 A1 B2 C3" in page) is bool(sent)
    later = orders.new_version(paper, by=cast.as_actor(cast.vera))
    assert "Сертификат:" not in str(cells(documents.docx_of(later, today=TODAY)))  # it is to be signed anew


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"certificate": "номер"}, "только цифры и буквы от A до F"),
        ({"certificate": ""}, "Укажите номер сертификата"),
        ({"valid_until": ""}, "по какой день действует сертификат"),
        ({"valid_until": "2025-01-10"}, "закончился раньше, чем начался"),
        ({"valid_until": "2026-01-11"}, "не действовал 15.09.2026"),
    ],
)
def test_an_electronic_signature_that_cannot_be_is_refused(
    cast: Cast, enter: Enter, wrong: dict[str, str], words: str
) -> None:
    Appointment.objects.update(starts_on=date(2020, 9, 1))
    paper = orders.draft(cast.school, [ready(cast)], by=cast.as_actor(cast.vera))
    sent = {"number": "56-ОД", "on": f"{TODAY}", **SIGNED, **wrong}
    page = enter(cast.rodion).post(f"/pairs/orders/{paper.pk}/issue/", sent).content.decode()
    assert words in page
    paper.refresh_from_db()
    assert (paper.state, paper.draft.get("certificate")) == ("draft", None)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        pytest.param("октябрь 2026", "в октябре 2026 г.", marks=pytest.mark.req("R240")),
        pytest.param("в течение года", "в течение 2026/27 учебного года", marks=pytest.mark.req("R241")),
        pytest.param("сентябрь — ноябрь 2026", "в сентябре — ноябре 2026 г.", marks=pytest.mark.req("R242")),
        ("01.10.2026", "до 01.10.2026"),
        ("10 рабочих дней", "в течение 10 рабочих дней"),
    ],
)
def test_a_deadline_stands_in_the_items_of_an_order_in_words(cast: Cast, typed: str, words: str) -> None:
    due = parse(typed, TODAY)
    assert due is not None
    text = drafted(
        cast, programmes_due=due.as_dict(), items=items_from(f"Провести первые встречи | {typed}", TODAY)
    )
    assert f"подготовить программы {words}" in text
    assert f"Провести первые встречи {words}" in text


# --- lists of forms and kinds; the row of a pair ---


def form_named(cast: Cast, code: str) -> ListItem:
    return ListItem.objects.get(organisation=cast.school, list="form", code=code)


@pytest.mark.req("R180")
@pytest.mark.req("R194")
@pytest.mark.req("R197")
def test_a_row_says_the_form_the_kind_and_the_position_of_each(cast: Cast) -> None:
    [row] = annex(documents.docx_of(issue(cast, [ready(cast)]), today=TODAY))
    assert row[1] == "Мещерякова Галина Викторовна\nучитель (физика)"
    assert row[2] == "Зимин Кирилл Андреевич\nучитель (физика)"
    assert row[3] == "педагог — педагог, традиционное («один на один»)"
    assert form_named(cast, "teacher-teacher").hint == "Опытный педагог поддерживает коллегу"


@pytest.mark.req("R199")
def test_a_form_renamed_by_the_organisation_stands_in_the_order_under_its_own_name(cast: Cast) -> None:
    form = form_named(cast, "teacher-teacher")
    edit_item(form, title="учитель — учитель", seen=form.version, by=cast.as_actor(cast.vera))
    [row] = annex(documents.docx_of(issue(cast, [ready(cast)]), today=TODAY))
    assert row[3].startswith("учитель — учитель, ")


@pytest.mark.req("R158")
def test_pairing_asks_everybody_for_the_consent_to_processing(cast: Cast) -> None:
    def asked() -> set[Person]:
        return {c.person for c in Consent.objects.filter(kind="processing").select_related("person")}

    formed(cast)
    assert asked() == set()
    approved(cast, cast.darya)
    assert asked() == {cast.galina, cast.darya}
