"""Who is in a group over time."""

from datetime import date, timedelta

import pytest

from nastavnik.access.roles import Role
from nastavnik.core.errors import Conflict, Denied, Refusal
from nastavnik.pairs import composition, orders
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.rules import PairState, Shape, Side, inconsistencies
from nastavnik.people.models import Appointment, Consent, Person
from nastavnik.people.rules import ConsentKind, PersonKind
from tests.cast import TODAY, Cast, make_person

from .world import STARTS, in_bank, ready, terms

LATER = STARTS + timedelta(days=10)


@pytest.fixture
def third(cast: Cast) -> Person:
    return make_person("Ясенева Полина Ильинична", cast.school)


@pytest.fixture
def group(cast: Cast) -> Mentorship:
    """A working group of two."""
    in_bank(cast.galina, capacity=3)
    made = ready(cast, cast.kirill, cast.darya, kind="group")
    paper = orders.draft(cast.school, [made], by=cast.as_actor(cast.vera))
    orders.issue(paper, number="56", on=TODAY, today=TODAY, by=cast.as_actor(cast.rodion))
    made.refresh_from_db()
    return made


def join(cast: Cast, group: Mentorship, person: Person, on: date = STARTS) -> Participation:
    return composition.join(group, person, on=on, today=TODAY, by=cast.as_actor(cast.vera))


def leave(cast: Cast, taker: Participation, on: date = LATER, reason: str = "Переезд") -> None:
    composition.leave(taker, on=on, reason=reason, today=LATER, by=cast.as_actor(cast.vera))


@pytest.mark.req("R184")
def test_one_mentor_leads_a_group_that_others_join_and_leave(
    cast: Cast, group: Mentorship, third: Person
) -> None:
    taker = join(cast, group, third)
    assert Consent.objects.filter(person=third, kind=ConsentKind.DUTIES, about=group.pk).exists()
    assert group.participations.filter(side=Side.MENTEE, left_on__isnull=True).count() == 3
    leave(cast, taker)
    taker.refresh_from_db()
    assert (taker.left_on, taker.leave_reason) == (LATER, "Переезд")
    assert group.participations.filter(side=Side.MENTEE, left_on__isnull=True).count() == 2
    assert group.state == PairState.ACTIVE


def test_two_mentees_must_stay(cast: Cast, group: Mentorship) -> None:
    with pytest.raises(Refusal, match="меньше двух"):
        leave(cast, group.participations.get(person=cast.kirill))


def test_the_mentor_does_not_leave_alone(cast: Cast, group: Mentorship, third: Person) -> None:
    join(cast, group, third)
    with pytest.raises(Refusal, match="Наставник не выходит"):
        leave(cast, group.participations.get(person=cast.galina))


@pytest.mark.parametrize(("on", "said"), [(TODAY, "раньше дня"), (LATER + timedelta(days=1), "не наступил")])
def test_a_leave_lies_between_joining_and_today(
    cast: Cast, group: Mentorship, third: Person, on: date, said: str
) -> None:
    taker = join(cast, group, third)
    with pytest.raises(Refusal, match=said):
        leave(cast, taker, on=on)


def test_leaving_twice_is_a_conflict(cast: Cast, group: Mentorship, third: Person) -> None:
    taker = join(cast, group, third)
    leave(cast, taker)
    with pytest.raises((Conflict, Refusal)):
        leave(cast, taker)


def test_the_role_of_a_mentee_ends_with_the_last_group(cast: Cast, group: Mentorship, third: Person) -> None:
    join(cast, group, third)
    leave(cast, group.participations.get(person=cast.kirill))
    role = Appointment.objects.get(person=cast.kirill, role=Role.MENTEE)
    assert role.ends_on == LATER


def test_a_group_is_not_wider_than_the_mentor_s_limit(cast: Cast, group: Mentorship, third: Person) -> None:
    join(cast, group, third)
    with pytest.raises(Refusal, match="уже ведёт 3 из 3"):
        join(cast, group, make_person("Тополев Степан Егорович", cast.school))


def test_nobody_joins_twice_or_outside_the_term(cast: Cast, group: Mentorship, third: Person) -> None:
    with pytest.raises(Refusal, match="уже в группе"):
        join(cast, group, cast.kirill)
    with pytest.raises(Refusal, match="вне срока"):
        join(cast, group, third, on=STARTS - timedelta(days=1))


def test_a_stranger_changes_no_group(cast: Cast, group: Mentorship, third: Person) -> None:
    with pytest.raises(Denied):
        composition.join(group, third, on=STARTS, today=TODAY, by=cast.as_actor(cast.oleg))


def test_an_opposite_pair_by_the_same_issue_is_refused_whole(cast: Cast) -> None:
    pair = ready(cast)
    with pytest.raises(Refusal, match="по другому вопросу"):
        composition.form_reverse(pair, terms(cast.school), today=TODAY, by=cast.as_actor(cast.vera))
    assert Mentorship.objects.count() == 1


EMPLOYEE, PUPIL = frozenset({PersonKind.PEDAGOGUE}), frozenset({PersonKind.PUPIL})


def shape(**more: object) -> Shape:
    usual: dict[str, object] = {
        "form": "teacher-teacher",
        "kinds": frozenset({"traditional"}),
        "is_group": False,
        "distance": False,
        "has_reverse": False,
        "mentors": EMPLOYEE,
        "mentees": EMPLOYEE,
    }
    return Shape(**(usual | more))  # type: ignore[arg-type]


def test_what_agrees_is_not_remarked() -> None:
    assert inconsistencies(shape()) == []
    assert inconsistencies(shape(form="own-form", mentees=PUPIL)) == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"is_group": True, "kinds": frozenset()}, "вид «в группе» не отмечен"),
        ({"kinds": frozenset({"group"})}, "наставляемый один"),
        ({"is_group": True, "kinds": frozenset({"group", "traditional"})}, "один на один"),
        ({"distance": True}, "виртуальное"),
        ({"kinds": frozenset({"reverse"})}, "две встречные пары"),
        ({"mentees": PUPIL}, "не подходит этим людям"),
        ({"form": "pupil-pupil"}, "не подходит этим людям"),
        ({"form": "head-teacher"}, "не подходит этим людям"),
    ],
)
def test_what_does_not_agree_is_said(more: dict[str, object], said: str) -> None:
    [found] = inconsistencies(shape(**more))
    assert said in found
