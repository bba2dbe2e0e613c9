"""The first steps of a pair come from what was diagnosed, and each serves a difficulty or a strength."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from nastavnik.bank.models import Mentee
from nastavnik.core.deadlines import Deadline, DeadlineKind
from nastavnik.core.errors import Denied, Refusal
from nastavnik.diagnostics.services import assess_oneself
from nastavnik.documents.models import Paper
from nastavnik.organisations.models import ListItem
from nastavnik.pairs import first_steps, order_draft
from nastavnik.pairs.models import Activity, Mentorship, Participation
from nastavnik.pairs.rules import Aim, PairState, month_of_step
from nastavnik.people.models import Appointment, Person
from nastavnik.people.queries.responsibility import default_responsible, responsibility_in
from nastavnik.people.rules import Duty
from tests.bank import banks
from tests.cast import TODAY, Cast, make_person
from tests.diagnostics.sheets import answers

from .world import approved, in_bank, ready

DUE = Deadline(DeadlineKind.YEAR, day=TODAY)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_kwargs: TODAY)


def enter(person: Person) -> Client:
    client = Client()
    assert person.account is not None
    client.force_login(person.account)
    return client


def domain(cast: Cast, code: str) -> ListItem:
    return ListItem.objects.get(organisation=cast.school, list="domain", code=code)


def told(cast: Cast, person: Person | None = None, *, usual: int = 2, **levels: int) -> None:
    who = person or cast.kirill
    assess_oneself(who, answers(cast.school, usual, **levels), today=TODAY, by=cast.as_actor(who))


def links(mentorship: Mentorship) -> list[tuple[Aim, str]]:
    return [(link.aim, link.domain.code) for link in first_steps.links_of(mentorship, today=TODAY)]


@pytest.mark.req("R163")
def test_diagnosed_difficulties_become_the_first_steps_when_somebody_takes_them(cast: Cast) -> None:
    told(cast, usual=2, methods=0, law=1, psychology=4)
    pair, curator = approved(cast), enter(cast.vera)
    page = curator.get(f"/pairs/{pair.pk}/").content.decode()
    assert "Взять предложенные шаги" in page
    assert Activity.objects.count() == 0
    assert curator.post(f"/pairs/{pair.pk}/steps/take/").headers["Location"] == f"/pairs/{pair.pk}/"
    taken = [(s.aim, s.domain.code, s.deadline.words, s.responsible) for s in first_steps.steps_of(pair)]
    assert taken[:2] == [
        ("remove", "methods", "в сентябре 2026 г.", cast.galina),
        ("remove", "law", "в октябре 2026 г.", cast.galina),
    ]
    assert [step[0] for step in taken] == ["remove"] * 3 + ["support"]
    assert taken[3][1] == "psychology"
    page = curator.get(f"/pairs/{pair.pk}/").content.decode()
    assert f"Устранить трудность: {domain(cast, 'methods').title}" in page
    assert "Взять предложенные шаги" not in page
    with pytest.raises(Refusal, match="шаги уже есть"):
        first_steps.take_suggested(pair, today=TODAY, by=cast.as_actor(cast.vera))
    assert Activity.objects.count() == 4


def test_nothing_is_suggested_before_the_pair_is_approved_or_without_diagnostics(cast: Cast) -> None:
    pair = approved(cast)
    assert first_steps.suggested(pair, today=TODAY) == []
    told(cast, methods=0)
    assert first_steps.suggested(pair, today=TODAY)
    Mentorship.objects.filter(pk=pair.pk).update(state=PairState.PROPOSED)
    pair.refresh_from_db()
    assert first_steps.suggested(pair, today=TODAY) == []


def test_domains_that_the_request_names_are_difficulties_too(cast: Cast) -> None:
    pair = approved(cast)
    assert links(pair) == []
    request = banks.request(cast, banks.mentee(cast), domains=["methods"])
    Participation.objects.filter(mentorship=pair, person=cast.kirill).update(request=request)
    assert links(pair) == [(Aim.REMOVE, "methods")]


@pytest.mark.req("R164")
@pytest.mark.parametrize(
    ("aim", "code", "known"),
    [
        (Aim.REMOVE, "methods", True),
        (Aim.SUPPORT, "law", True),
        (Aim.SUPPORT, "methods", False),
        (Aim.REMOVE, "law", False),
    ],
)
def test_a_step_serves_a_difficulty_or_a_strength_of_the_mentee_and_nothing_else(
    cast: Cast, aim: Aim, code: str, *, known: bool
) -> None:
    told(cast, usual=2, methods=0, law=4)
    pair, curator = approved(cast), enter(cast.vera)
    sent = {
        "words": "Посетить урок и разобрать его",
        "deadline": "10 рабочих дней",
        "responsible": str(cast.galina.pk),
    }
    address = f"/pairs/{pair.pk}/steps/new/"
    offered = curator.get(address).content.decode()
    key = f"{aim}:{domain(cast, code).pk}"
    assert (key in offered) is known
    without = curator.post(address, sent)
    assert "Выберите трудность или сильную сторону" in without.content.decode()
    curator.post(address, {**sent, "link": key})
    made = [(s.aim, s.domain.code, s.deadline.words, s.responsible) for s in first_steps.steps_of(pair)]
    assert made == ([(aim, code, "в течение 10 рабочих дней", cast.galina)] if known else [])


def test_the_service_refuses_a_link_that_is_not_the_mentees(cast: Cast) -> None:
    told(cast, usual=2, methods=0, law=4)
    pair = approved(cast)
    step = {"words": "Разобрать урок", "deadline": DUE, "responsible": None, "today": TODAY}
    with pytest.raises(Refusal, match="Выберите её из списка"):
        first_steps.add(
            pair, aim=Aim.SUPPORT, domain=domain(cast, "methods"), by=cast.as_actor(cast.vera), **step
        )
    first_steps.add(pair, aim=Aim.REMOVE, domain=domain(cast, "methods"), by=cast.as_actor(cast.vera), **step)


def test_the_database_keeps_no_step_without_an_aim(cast: Cast) -> None:
    pair = approved(cast)
    row = {"organisation": cast.school, "mentorship": pair, "domain": domain(cast, "law"), "words": "шаг"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.create(**row, aim="", due_kind="year")
    Activity.objects.create(**row, aim="remove", due_kind="year")


def test_a_step_is_changed_and_done_once(cast: Cast) -> None:
    told(cast, usual=2, methods=0, law=4)
    pair, curator = approved(cast), enter(cast.vera)
    curator.post(f"/pairs/{pair.pk}/steps/take/")
    step = first_steps.steps_of(pair)[0]
    address = f"/pairs/{pair.pk}/steps/{step.pk}/"
    assert step.words in curator.get(address).content.decode()
    sent = {
        "link": f"support:{domain(cast, 'law').pk}",
        "words": "Провести семинар",
        "deadline": "01.10.2026",
    }
    curator.post(address, {**sent, "responsible": str(cast.vera.pk)})
    step.refresh_from_db()
    changed = (step.aim, step.domain.code, step.words, step.deadline.words, step.responsible)
    assert changed == ("support", "law", "Провести семинар", "до 01.10.2026", cast.vera)
    curator.post(f"{address}done/")
    step.refresh_from_db()
    assert step.done_on == TODAY
    with pytest.raises(Refusal, match="уже отмечен"):
        first_steps.mark_done(step, today=TODAY, by=cast.as_actor(cast.vera))


@pytest.mark.req_part("R193", "common tasks of the pair, set by the curator and by both participants")
@pytest.mark.parametrize(
    ("who", "sees"), [("vera", True), ("kirill", True), ("galina", True), ("rodion", False)]
)
def test_steps_are_seen_by_those_who_see_levels_and_numbered_for_the_head(
    cast: Cast, who: str, *, sees: bool
) -> None:
    told(cast, usual=3, methods=0)
    pair = ready(cast)
    Mentorship.objects.filter(pk=pair.pk).update(state=PairState.ACTIVE)
    first_steps.take_suggested(pair, today=TODAY, by=cast.as_actor(cast.kirill))
    client, link = enter(getattr(cast, who)), f"Устранить трудность: {domain(cast, 'methods').title}"
    page = client.get(f"/pairs/{pair.pk}/").content.decode().replace("\u00a0", " ")
    assert (link in page) is sees
    assert ("Намечено: 2 шага" in page) is not sees
    assert client.get(f"/pairs/{pair.pk}/steps/new/").status_code == (200 if sees else 403)


def test_the_mentor_learns_of_difficulties_only_after_the_order(cast: Cast) -> None:
    told(cast, usual=3, methods=0)
    pair = approved(cast)
    first_steps.take_suggested(pair, today=TODAY, by=cast.as_actor(cast.vera))
    assert domain(cast, "methods").title not in enter(cast.galina).get(f"/pairs/{pair.pk}/").content.decode()
    assert enter(cast.galina).get(f"/pairs/{pair.pk}/steps/new/").status_code == 403


def test_in_a_group_one_mentee_does_not_read_the_difficulties_of_another(cast: Cast) -> None:
    told(cast, usual=3, methods=0)
    told(cast, cast.darya, usual=3, law=0)
    group = approved(cast, cast.kirill, cast.darya)
    first_steps.take_suggested(group, today=TODAY, by=cast.as_actor(cast.vera))
    page = enter(cast.darya).get(f"/pairs/{group.pk}/").content.decode()
    assert "Намечено" in page
    assert domain(cast, "methods").title not in page


def test_strangers_of_the_pair_change_nothing(cast: Cast) -> None:
    told(cast, methods=0)
    pair = approved(cast)
    for who in (cast.darya, cast.oleg, cast.rodion):
        with pytest.raises(Denied):
            first_steps.take_suggested(pair, today=TODAY, by=cast.as_actor(who))
    assert enter(cast.oleg).post(f"/pairs/{pair.pk}/steps/take/").status_code == 404


@pytest.mark.req("R091")
def test_the_matrix_of_the_organisation_gives_the_responsible_of_plan_rows(cast: Cast) -> None:
    matrix = {row.duty: row.people for row in responsibility_in(cast.school, today=TODAY)}
    assert matrix[Duty.APPROVE] == (cast.rodion,)
    assert matrix[Duty.PROGRAMMES] == (cast.vera,)
    curator = enter(cast.vera)
    told(cast, methods=0)
    pair = ready(cast)
    curator.post("/pairs/orders/new/", {"rows": [str(pair.pk)]})
    assert Paper.objects.get().draft["responsible_id"] == str(cast.vera.pk)
    # The work with a mentee is the mentor's by the matrix, and a step of the pair is offered to this very mentor.
    assert first_steps.responsible_by_default(pair, today=TODAY) == cast.galina
    curator.post(f"/pairs/{pair.pk}/steps/take/")
    assert {step.responsible for step in first_steps.steps_of(pair)} == {cast.galina}
    Participation.objects.filter(mentorship=pair, person=cast.galina).update(left_on=TODAY)
    assert first_steps.responsible_by_default(pair, today=TODAY) == cast.vera
    # With no curator the deputy answers, with no deputy the head: the rows follow the appointments.
    Appointment.objects.filter(person=cast.vera).delete()
    assert default_responsible(Duty.PROGRAMMES, cast.school, today=TODAY) == cast.rodion
    psychologist = make_person("Белова Инна Петровна", cast.school, "psychologist")
    assert default_responsible(Duty.CARE, cast.school, today=TODAY) == psychologist


def test_a_new_draft_of_an_order_follows_the_matrix(cast: Cast) -> None:
    pair = ready(cast)
    paper = order_draft.begin(cast.school, [pair], today=TODAY, by=cast.as_actor(cast.rodion))
    assert paper.draft["responsible_id"] == str(cast.vera.pk)


@pytest.mark.parametrize(
    ("number", "ends", "month"),
    [
        (0, date(2027, 5, 28), date(2026, 9, 1)),
        (4, date(2027, 5, 28), date(2027, 1, 1)),
        (4, date(2026, 11, 3), date(2026, 11, 1)),
    ],
)
def test_months_of_steps_follow_each_other_within_the_pair(number: int, ends: date, month: date) -> None:
    assert month_of_step(number, date(2026, 9, 16), ends) == Deadline(DeadlineKind.MONTHS, month, month)


@pytest.mark.req("R051")
def test_each_mentee_has_steps_and_priorities_of_one_s_own(cast: Cast) -> None:
    """One mentor and one issue for both: what differs is the mentee alone."""
    Appointment.objects.update(starts_on=date(2020, 9, 1))
    in_bank(cast.galina, capacity=2)
    own = {cast.kirill: ("methods", "Научиться планировать время"), cast.darya: ("law", "Разобраться с ФГОС")}
    for person, (hard, priority) in own.items():
        told(cast, person, **{hard: 0})
        issue = ListItem.objects.get(organisation=cast.school, list="issue", code="teaching-methods")
        sent = {"issue": issue.pk, "words": "Прошу помочь", "priorities": priority, "priority": "high"}
        enter(person).post("/bank/my-request/", sent)
        first_steps.take_suggested(approved(cast, person), today=TODAY, by=cast.as_actor(cast.vera))
    for person, (hard, priority) in own.items():
        pair = Mentorship.objects.get(participations__person=person)
        served = {step.domain.code for step in first_steps.steps_of(pair)}
        assert served & {"methods", "law"} == {hard}
        entry = Mentee.objects.get(person=person)
        page = enter(cast.vera).get(f"/bank/mentees/{entry.pk}/").content.decode()
        assert [words for _, words in own.values() if words in page] == [priority]
