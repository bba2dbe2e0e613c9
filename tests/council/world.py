"""A council of the cast and a question brought to any stage, by services only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from nastavnik.access.roles import Role
from nastavnik.core.models import OutgoingMessage
from nastavnik.council.models import Line, Question
from nastavnik.council.rules import LineState, Measure, Voice, Way
from nastavnik.council.services import asking, caring, closing, voting
from nastavnik.council.services.closing import Closing
from nastavnik.council.services.voting import Given
from nastavnik.matching.models import MatchRun
from nastavnik.organisations.models import BodyDecision, CollegialBody
from nastavnik.organisations.rules import BodyKind
from nastavnik.people.models import Person
from tests.cast import TODAY, Cast, make_person
from tests.matching.world import asks, offers, ran, sheet

DUE = TODAY + timedelta(days=7)
NEXT = TODAY + timedelta(days=30)
ENDS = date(2027, 5, 31)


@dataclass
class Council:
    """A chair and two members; the third of them has no account."""

    body: CollegialBody
    maria: Person  # the chair
    anna: Person
    inna: Person  # without an account

    @property
    def people(self) -> tuple[Person, ...]:
        return self.maria, self.anna, self.inna


def make_council(cast: Cast, *, account: bool = False) -> Council:
    body = CollegialBody.objects.create(
        organisation=cast.school, kind=BodyKind.COUNCIL, title="Совет наставников", formed_on=date(2026, 9, 1)
    )
    return Council(
        body,
        make_person("Осинина Мария Львовна", cast.school, Role.COUNCIL_CHAIR),
        make_person("Лугова Анна Игоревна", cast.school, Role.COUNCIL_MEMBER),
        make_person("Ежова Инна Павловна", cast.school, Role.COUNCIL_MEMBER, account=account),
    )


def two_pairs(cast: Cast) -> MatchRun:
    """Galina for Kirill and Darya; levels that must not be told."""
    sheet(cast.kirill, {"methods": 1, "ict": 3, "psychology": 0})
    sheet(cast.galina, {"methods": 4, "ict": 1, "psychology": 3})
    asks(cast.kirill, domains=("methods",))
    asks(cast.darya)
    offers(cast.galina)
    return ran(cast)


def asked(cast: Cast, run: MatchRun | None = None, **more: Any) -> Question:
    values: dict[str, Any] = {"due_on": DUE, "today": TODAY, **more}
    return asking.ask(run or two_pairs(cast), **values, by=cast.as_actor(cast.vera))


def lines(question: Question) -> list[Line]:
    return list(Line.objects.filter(question=question).order_by("order"))


def says(
    cast: Cast, question: Question, person: Person, voice: Voice = Voice.FOR, *, only: Iterable[Line] = ()
) -> int:
    """The member votes on all lines or on `only` these; for one without an account the curator writes it down."""
    by = cast.as_actor(person if person.account else cast.vera)
    given = {line.pk: Given(voice) for line in (only or lines(question))}
    return voting.vote(question, given, member=person.pk, today=TODAY, by=by)


def closed(cast: Cast, question: Question, by: Person, **more: Any) -> BodyDecision:
    values: dict[str, Any] = {"number": "3", "held_on": TODAY, "starts": TODAY, "ends": ENDS, **more}
    decision = closing.close(question, Closing(**values), today=TODAY, by=cast.as_actor(by))
    question.refresh_from_db()
    return decision


def cared(cast: Cast, question: Question) -> None:
    caring.decide_rest(question, [Measure.SUPPORT], next_on=NEXT, today=TODAY, by=cast.as_actor(cast.vera))


def decided(cast: Cast, council: Council, **more: Any) -> Question:
    """Everybody is «за», the chair has closed it."""
    question = asked(cast, **more)
    for person in council.people:
        says(cast, question, person)
    closed(cast, question, council.maria)
    return question


__all__ = ["LineState", "Way"]


def told(*people: Person) -> set[str]:
    """Subjects of everything these people have been told."""
    rows = OutgoingMessage.objects.filter(person_id__in=[person.pk for person in people])
    return set(rows.values_list("subject", flat=True))


def kirills(question: Question) -> Line:
    return next(line for line in lines(question) if line.proposal.request.mentee.person.last_name == "Зимин")
