"""Lists, filters and registers: what is found, at what price, and what never leaks."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from nastavnik.access.roles import APPOINTED, Role
from nastavnik.bank import loads
from nastavnik.bank.models import Mentee, Mentor, Offer, Request
from nastavnik.bank.queries.lists import Wanted, mentees_in, mentors_in
from nastavnik.bank.services import mentees, mentors, register
from nastavnik.core.errors import Denied
from nastavnik.diagnostics import services as diagnostics
from nastavnik.people.models import Consent, Person
from tests.cast import TODAY, Cast, make_person
from tests.diagnostics.sheets import answers

from .banks import candidate, item, mentee, mentor, request
from .conftest import Enter

WORDS = "шепчу-о-трудном"


def found(cast: Cast, **wanted: Any) -> set[str]:
    rows = mentors_in(cast.school, Wanted(**wanted), today=TODAY, by=cast.as_actor(cast.vera)).rows
    return {row.person.last_name for row in rows}


@pytest.mark.req_part("R130", "every filter of the query")
def test_mentors_are_found_by_every_filter(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    vera = cast.as_actor(cast.vera)
    galina = mentor(cast, code="parents")
    mentor(cast, cast.vera, code="psychology")
    candidate(cast, cast.darya)
    candidate(cast, cast.kirill, consent=False)
    physics = item(cast.school, "subject", "physics")
    form, kind = item(cast.school, "form", "teacher-teacher"), item(cast.school, "kind", "virtual")
    mentors.add_offer(galina, issue=item(cast.school, "issue", "subject-content"), subject=physics, by=vera)
    mentors.edit_mentor(
        galina, capacity=1, distance_ok=True, forms=[form], kinds=[kind], seen=galina.version, by=vera
    )
    assert found(cast) == {"Мещерякова", "Ладыгина", "Вершинина", "Зимин"}
    assert found(cast, q="мЕЩЕР") == {"Мещерякова"}
    assert found(cast, issue=str(item(cast.school, "issue", "psychology").pk)) == {"Ладыгина"}
    for name, value in (("subject", physics), ("form", form), ("kind", kind)):
        assert found(cast, **{name: str(value.pk)}) == {"Мещерякова"}
    assert found(cast, distance=True) == {"Мещерякова"}
    assert found(cast, state="candidate") == {"Вершинина"}
    assert found(cast, state="awaits") == {"Зимин"}
    assert found(cast, state="in_bank") == {"Мещерякова", "Ладыгина"}
    monkeypatch.setattr(loads, "_SOURCES", [lambda *_: {cast.galina.pk: 1}])
    assert found(cast, state="in_bank", free=True) == {"Ладыгина"}


def test_mentees_are_found_by_state_issue_and_category(cast: Cast) -> None:
    def names(**wanted: Any) -> set[str]:
        rows = mentees_in(cast.school, Wanted(**wanted), today=TODAY, by=cast.as_actor(cast.vera)).rows
        return {row.person.last_name for row in rows}

    request(cast, mentee(cast), code="parents", distance_ok=True)
    mentee(cast, cast.darya, consent=False)
    served = request(cast, mentee(cast, cast.galina), code="psychology")
    Request.objects.filter(pk=served.pk).update(state="served")
    assert names(state="awaits") == {"Вершинина"}
    assert names(state="looking") == names(distance=True) == {"Зимин"}
    assert names(state="served") == {"Мещерякова"}
    assert names(issue=str(item(cast.school, "issue", "parents").pk)) == {"Зимин"}
    assert names(category=str(item(cast.school, "category", "young-specialist").pk)) == names()


def test_a_foreign_id_in_a_filter_and_nonsense_find_everybody(cast: Cast, enter: Enter) -> None:
    mentor(cast)
    foreign = item(cast.other_school, "issue", "parents")
    page = enter(cast.vera).get(f"/bank/mentors/?issue={foreign.pk}&form=мимо&state=х").content.decode()
    assert "Мещерякова" in page


def crowd(cast: Cast, size: int) -> None:
    issue = item(cast.school, "issue", "teaching-methods")
    for number in range(size):
        person = make_person(f"Иванов{number} Пётр Львович", cast.school, account=False)
        Consent.objects.create(organisation=cast.school, person=person, kind="processing", given_on=TODAY)
        taker = Mentee.objects.create(organisation=cast.school, person=person, entered_on=TODAY)
        Request.objects.create(organisation=cast.school, mentee=taker, issue=issue, opened_on=TODAY)
        giver = Mentor.objects.create(
            organisation=cast.school, person=person, entered_on=TODAY, state="admitted"
        )
        Offer.objects.create(organisation=cast.school, mentor=giver, issue=issue)


@pytest.mark.parametrize("address", ["/bank/", "/bank/mentors/", "/bank/mentees/new/"])
def test_a_list_costs_the_same_for_five_and_for_fifty(cast: Cast, enter: Enter, address: str) -> None:
    client = enter(cast.vera)
    counted = []
    for size in (5, 45):
        crowd(cast, size)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as bare:
            client.get("/people/new/")
        with CaptureQueriesContext(connection) as whole:
            assert client.get(address).status_code == 200
        counted.append(len(whole) - len(bare))
    assert counted[0] == counted[1] <= 12


def cells(data: bytes) -> list[list[Any]]:
    sheet = load_workbook(BytesIO(data)).active
    assert all(cell.data_type in {"s", "n"} and not cell.hyperlink for row in sheet.rows for cell in row)
    return [[cell.value for cell in row] for row in sheet.rows]


@pytest.mark.req_part("R138", "only those lawfully in the bank; no cell is a formula")
def test_the_register_of_mentors_names_those_lawfully_in_the_bank(cast: Cast) -> None:
    entry = mentor(cast)
    vera = cast.as_actor(cast.vera)
    mentors.edit_mentor(
        entry, capacity=3, results="=HYPERLINK(1)", forms=[], kinds=[], seen=entry.version, by=vera
    )
    candidate(cast, cast.darya)
    rows = cells(register.mentors_register(cast.school, today=TODAY, by=cast.as_actor(cast.rodion)))
    assert len(rows) == 2
    told = dict(zip(rows[0], rows[1], strict=True))
    assert told["ФИО наставника"] == "Мещерякова Галина Викторовна"
    assert (told["Может вести"], told["Результаты"]) == ("3", "=HYPERLINK(1)")
    assert told["С чем поможет"] == "Методика обучения и преподавания"


@pytest.mark.parametrize("who", ["galina", "oleg"])
def test_a_register_is_denied_to_others(cast: Cast, who: str) -> None:
    actor = cast.as_actor(getattr(cast, who))
    for make in (register.mentors_register, register.mentees_register):
        with pytest.raises(Denied):
            make(cast.school, today=TODAY, by=actor)


def test_a_register_is_taken_only_with_a_second_factor(cast: Cast, enter: Enter) -> None:
    answer = enter(cast.vera).get("/bank/mentors/register.xlsx")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/me/second-factor/")


@pytest.fixture
def everybody(cast: Cast) -> dict[str, Person]:
    """One holder of every role, and somebody whose entry holds all that could leak."""
    entry = mentee(cast)
    diagnostics.assess_oneself(
        cast.kirill, answers(cast.school, law=0), note=WORDS, today=TODAY, by=cast.as_actor(cast.kirill)
    )
    request(cast, entry, words=WORDS, domains=["methods"])
    problems = [item(cast.school, "problem", code) for code in ("growth-crisis", "burnout", "new-team")]
    mentees.mark_problems(entry, problems, by=cast.as_actor(cast.vera))
    holders = {role.value: make_person("Белова Инна Петровна", cast.school, role) for role in APPOINTED}
    named = {name: getattr(cast, name) for name in ("vera", "rodion", "galina", "kirill", "oleg")}
    return {**holders, **named}


@pytest.mark.req("R173", "R174")
def test_sensitive_marks_and_own_words_are_seen_by_the_exact_three(
    cast: Cast, everybody: dict[str, Person], enter: Enter
) -> None:
    entry = Mentee.objects.get()
    sensitive, words, request_seen, plain = set(), set(), set(), set()
    for name, person in everybody.items():
        client = enter(person)
        own = client.get(f"/bank/mentees/{entry.pk}/").content.decode()
        lists = [client.get(url).content.decode() for url in ("/bank/", "/bank/mentors/", "/people/", "/")]
        card = client.get(f"/people/{cast.kirill.pk}/").content.decode()
        assert not any("выгорание" in page.lower() or "кризис" in page.lower() for page in [*lists, card])
        assert not any(WORDS in page for page in [*lists, card])
        sensitive |= {name} if "Профессиональное выгорание" in own else set()
        words |= {name} if WORDS in own else set()
        plain |= {name} if "Молодой специалист в новом коллективе" in own else set()
        request_seen |= {name} if "Методическая" in own else set()
    assert sensitive == words == {"kirill", "vera", "curator", "psychologist"}
    # Head and council see the request: its issue and domains.
    overseers = {"rodion", "head", "deputy", "council_chair", "council_member"}
    assert request_seen == plain == sensitive | overseers


def test_the_register_of_mentees_holds_no_sensitive_mark_no_words_and_no_level(
    cast: Cast, everybody: dict[str, Person]
) -> None:
    rows = cells(register.mentees_register(cast.school, today=TODAY, by=cast.as_actor(cast.rodion)))
    assert len(rows) == 2
    text = " ".join(str(cell) for row in rows for cell in row).lower()
    assert "методика обучения" in text
    assert not any(word in text for word in ("выгорание", "кризис", WORDS, "не знаю, с чего"))


def test_roles_without_the_bank_do_not_open_its_lists(
    cast: Cast, everybody: dict[str, Person], enter: Enter
) -> None:
    opened = {name for name, person in everybody.items() if enter(person).get("/bank/").status_code == 200}
    allowed = {Role.HEAD, Role.DEPUTY, Role.CURATOR, Role.COUNCIL_CHAIR, Role.COUNCIL_MEMBER}
    assert opened - {"oleg"} == {role.value for role in allowed} | {"vera", "rodion"}
    assert "Зимин" not in enter(cast.oleg).get("/bank/").content.decode()
