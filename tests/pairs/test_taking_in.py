"""Pairs that worked before the system: by hand and from a table, with their lacks as work."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from nastavnik.access.roles import Role
from nastavnik.bank import loads
from nastavnik.core.errors import Denied, Refusal
from nastavnik.core.models import StoredFile
from nastavnik.diagnostics.viewers import is_viewer
from nastavnik.organisations.models import ListItem
from nastavnik.pairs import existing_sample, existing_table, gates
from nastavnik.pairs.existing_plan import Plan, plan_for
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import Gap, Origin, PairState, Side
from nastavnik.pairs.taking_in import FormerOrder, take_in
from nastavnik.people.card_sections import sections_of
from nastavnik.people.models import Appointment, Consent
from nastavnik.people.rules import ConsentKind
from tests.cast import TODAY, Cast, make_person

from .world import in_bank, terms

FORMER = FormerOrder("31-ОД", date(2026, 9, 1))
HEADINGS = ("Наставник", "Наставляемый", "Вопрос", "№ приказа", "Дата приказа", "С", "По", "Группа")
PAIR = (
    *("Мещерякова Галина Викторовна", "Зимин Кирилл Андреевич", "Содержание предмета"),
    *("31-ОД", "01.09.2026", "", "", ""),
)


def taken(cast: Cast, **more: object) -> Mentorship:
    return take_in(
        cast.galina,
        [cast.kirill],
        terms(cast.school, **more),
        FORMER,
        organisation=cast.school,
        today=TODAY,
        by=cast.as_actor(cast.vera),
    )


def sheet(*rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    for number, row in enumerate((("Список наставнических пар",), headings, *rows)):
        page.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def changed(**cells: str) -> tuple[str, ...]:
    names = ("mentor", "mentee", "issue", "number", "dated", "starts", "ends", "group")
    return tuple(cells.get(name, value) for name, value in zip(names, PAIR, strict=True))


def planned(cast: Cast, *rows: tuple[str, ...]) -> Plan:
    return plan_for(sheet(*rows), cast.school, today=TODAY)


def test_a_living_pair_works_at_once_and_its_lacks_are_work(cast: Cast) -> None:
    pair = taken(cast)

    assert (pair.state, pair.origin) == (PairState.ACTIVE, Origin.EXISTING)
    assert (pair.former_order_number, pair.former_order_date) == ("31-ОД", date(2026, 9, 1))
    needed = Consent.objects.filter(given_on__isnull=True).values_list("person", "kind")
    kinds = (ConsentKind.PROCESSING, ConsentKind.DUTIES)
    assert set(needed) == {(p.pk, kind) for p in (cast.galina, cast.kirill) for kind in kinds}
    lacking = {m.gap for m in gates.missing_in([pair], today=TODAY)[pair.pk]}
    assert lacking == {Gap.PROCESSING, Gap.DUTIES, Gap.LABOUR}
    appointed = Appointment.objects.filter(basis_number="31-ОД")
    assert {(a.person, a.role) for a in appointed} == {(cast.galina, Role.MENTOR), (cast.kirill, Role.MENTEE)}


def test_the_limit_does_not_bar_what_lives_already(cast: Cast) -> None:
    in_bank(cast.galina, capacity=1)
    taken(cast)
    pair = take_in(
        cast.galina,
        [cast.darya],
        terms(cast.school),
        FORMER,
        organisation=cast.school,
        today=TODAY,
        by=cast.as_actor(cast.vera),
    )
    assert pair.state == PairState.ACTIVE


@pytest.mark.parametrize(
    ("former", "ends_on", "said"),
    [
        (FormerOrder(" ", TODAY), date(2027, 5, 28), "номер приказа"),
        (FormerOrder("1", TODAY + timedelta(days=1)), date(2027, 5, 28), "ещё не наступила"),
    ],
)
def test_a_living_pair_brings_a_signed_order(
    cast: Cast, former: FormerOrder, ends_on: date, said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        take_in(
            cast.galina,
            [cast.kirill],
            terms(cast.school),
            former,
            organisation=cast.school,
            today=TODAY,
            by=cast.as_actor(cast.vera),
        )
    assert ends_on > TODAY
    assert not Mentorship.objects.exists()


def test_a_stranger_takes_nothing_in(cast: Cast) -> None:
    with pytest.raises(Denied):
        take_in(
            cast.galina,
            [cast.kirill],
            terms(cast.school),
            FORMER,
            organisation=cast.school,
            today=TODAY,
            by=cast.as_actor(cast.oleg),
        )


# --- a table ---


def test_a_table_is_read_by_its_headings(cast: Cast) -> None:
    plan = planned(cast, PAIR, changed(mentee="Вершинина Д.О.", starts="15.09.2026", ends="25.12.2026"))
    assert plan.troubles == []
    first, second = plan.ready
    assert (first.mentor, first.mentees, first.former.number) == (cast.galina, (cast.kirill,), "31-ОД")
    assert (first.terms.starts_on, first.terms.ends_on) == (date(2026, 9, 1), date(2027, 5, 31))
    assert (second.mentees, second.terms.ends_on) == ((cast.darya,), date(2026, 12, 25))
    assert second.rows == (4,)


@pytest.mark.parametrize("heading", ["С чем помогает", "Тема наставничества", "Чему учит"])
def test_the_issue_is_found_under_other_headings(cast: Cast, heading: str) -> None:
    data = sheet(PAIR, headings=(*HEADINGS[:2], heading, *HEADINGS[3:]))
    assert len(plan_for(data, cast.school, today=TODAY).ready) == 1


def test_marked_rows_of_one_mentor_make_one_group(cast: Cast) -> None:
    rows = [changed(group="да"), changed(group="да", mentee="Вершинина Дарья Олеговна")]
    [group] = planned(cast, *rows).ready
    assert group.mentees == (cast.kirill, cast.darya)
    assert group.terms.is_group
    assert [kind.code for kind in group.terms.kinds] == ["group"]


@pytest.mark.parametrize(
    ("cells", "cell", "said"),
    [
        ({"mentee": "Небывалов Пётр Ильич"}, "Наставляемый", "нет среди карточек"),
        ({"mentor": ""}, "Наставник", "Имени нет"),
        ({"issue": "Полёты во сне"}, "Вопрос", "Впишите одно из"),
        ({"issue": ""}, "Вопрос", "Впишите вопрос из списка"),
        ({"dated": "осенью"}, "Дата приказа", "Не похоже на дату"),
        ({"number": ""}, "№ приказа", "номер и дату"),
        ({"ends": "01.08.2026", "starts": "01.07.2026"}, "Строка", "уже закончился"),
        ({"ends": "01.08.2026"}, "По", "раньше начала"),
        ({"mentee": "Мещерякова Галина Викторовна"}, "Строка", "самому себе"),
        ({"group": "да"}, "Строка", "не меньше двух"),
    ],
)
def test_a_bad_row_says_whose_which_cell_and_what_to_do(
    cast: Cast, cells: dict[str, str], cell: str, said: str
) -> None:
    plan = planned(cast, changed(mentee="Вершинина Дарья Олеговна"), changed(**cells))
    assert len(plan.ready) == 1
    [trouble] = plan.troubles
    assert (trouble.row, trouble.cell) == (4, cell)
    assert said in trouble.message


def test_namesakes_are_not_guessed(cast: Cast) -> None:
    make_person("Зимин Кирилл Андреевич", cast.school, account=False)
    [trouble] = planned(cast, PAIR).troubles
    assert "вручную" in trouble.message


def test_a_repeat_in_the_table_and_a_pair_that_is_there_are_not_taken_twice(cast: Cast) -> None:
    plan = planned(cast, PAIR, PAIR)
    assert (len(plan.ready), len(plan.troubles)) == (1, 1)
    issue = ListItem.objects.get(organisation=cast.school, list="issue", code="subject-content")
    taken(cast, issue=issue.code)
    assert [t.message for t in planned(cast, PAIR).troubles] == [
        "Такая пара по этому вопросу уже есть. Откройте её или выберите другой вопрос."
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "пустой"),
        (sheet(PAIR, headings=("Кто", "Кого", "Вопрос", "Н", "Д", "С", "По", "Группа")), "Не нашли столбцы"),
        (
            sheet(PAIR, headings=("Наставник", "Наставляемый", "Ещё", *HEADINGS[3:])),
            "Не нашли столбцы: «Вопрос»",
        ),
        (sheet(), "нет ни одной пары"),
    ],
)
def test_a_table_as_a_whole_is_refused_in_words(cast: Cast, data: bytes, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        plan_for(data, cast.school, today=TODAY)


def test_our_own_sample_is_understood(cast: Cast) -> None:
    [trouble] = plan_for(existing_sample.sample(), cast.school, today=TODAY).troubles
    assert "нет среди карточек" in trouble.message


def test_a_table_goes_from_upload_to_pairs(cast: Cast) -> None:
    by = cast.as_actor(cast.vera)
    upload = SimpleUploadedFile("пары.xlsx", sheet(PAIR, changed(mentee="Никто Никакой Никакович")))
    stored = existing_table.upload(cast.school, upload, today=TODAY, by=by)
    pairs = existing_table.take_in_table(stored, organisation=cast.school, today=TODAY, by=by)
    assert [p.state for p in pairs] == [PairState.ACTIVE]
    with pytest.raises(Refusal, match="ни одной пары"):
        existing_table.take_in_table(stored, organisation=cast.school, today=TODAY, by=by)
    assert Mentorship.objects.count() == 1


def test_a_refused_table_is_not_kept(cast: Cast) -> None:
    with pytest.raises(Refusal):
        existing_table.upload(
            cast.school,
            SimpleUploadedFile("пары.xlsx", sheet()),
            today=TODAY,
            by=cast.as_actor(cast.vera),
        )
    assert not StoredFile.objects.exists()


# --- what others hear of pairs ---


def test_the_bank_hears_how_many_a_mentor_leads(cast: Cast) -> None:
    taken(cast)
    found = loads.loads_of([cast.galina.pk, cast.kirill.pk], today=TODAY)
    assert found == {cast.galina.pk: 1, cast.kirill.pk: 0}


def test_the_mentor_of_a_working_pair_sees_levels_and_nobody_else(cast: Cast) -> None:
    assert not is_viewer(cast.as_actor(cast.galina), cast.kirill, TODAY)
    taken(cast)
    assert is_viewer(cast.as_actor(cast.galina), cast.kirill, TODAY)
    assert not is_viewer(cast.as_actor(cast.kirill), cast.galina, TODAY)
    assert not is_viewer(cast.as_actor(cast.darya), cast.kirill, TODAY)


def test_the_card_names_the_person_s_pairs(cast: Cast) -> None:
    taken(cast)
    sections = sections_of(cast.kirill, leaf="mentoring", today=TODAY, by=cast.as_actor(cast.vera))
    [own] = [section for section in sections if section.name == "pairs"]
    [line] = own.lines
    assert (line.term, "Мещерякова Г. В." in str(line.value).replace("\u00a0", " ")) == ("Наставляемый", True)
    assert Side.MENTEE.label == line.term
