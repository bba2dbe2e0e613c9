"""Three who ask and three who help: who fits whom is plain to see, and one place is missing."""

from dataclasses import dataclass

from nastavnik.bank.models import Mentor, Request
from nastavnik.matching.models import Decision
from nastavnik.matching.rules import DecisionKind
from nastavnik.matching.workspace import queries, services
from nastavnik.matching.workspace.queries import Plan
from tests.cast import TODAY, Cast, make_person
from tests.matching.world import asks, offers, sheet


@dataclass
class Trio:
    """Kirill fits Galina best, Darya fits Marina best, Pyotr is left out: two places for three."""

    kirill: Request
    darya: Request
    pyotr: Request
    galina: Mentor
    marina: Mentor


def trio(cast: Cast) -> Trio:
    pyotr = make_person("Осинин Пётр Львович", cast.school, subjects="химия")
    marina = make_person("Лугова Марина Игоревна", cast.school, subjects="биология")
    sheet(cast.kirill, {"methods": 0, "ict": 4})
    sheet(cast.darya, {"methods": 4, "ict": 0})
    sheet(pyotr, {"methods": 2, "ict": 2})
    sheet(cast.galina, {"methods": 4, "ict": 1})
    sheet(marina, {"methods": 1, "ict": 4})
    return Trio(
        asks(cast.kirill),
        asks(cast.darya),
        asks(pyotr),
        offers(cast.galina, capacity=1),
        offers(marina, capacity=1),
    )


def plan(cast: Cast) -> Plan:
    return queries.plan_of(cast.school, today=TODAY)


def pairs(found: Plan) -> set[tuple[str, str]]:
    """Surnames (mentee, mentor)."""
    gathered = found.gathered
    return {
        (gathered.requests[i].mentee.person.last_name, gathered.mentors[j].person.last_name)
        for i, j in found.result.pairs.tolist()
    }


def decide(
    cast: Cast, kind: DecisionKind, request: Request, mentor: Mentor, reason: str = "Работают рядом"
) -> Decision:
    by = cast.as_actor(cast.vera)
    return services.decide(kind, request, mentor, reason=reason, today=TODAY, by=by)
