"""The example: who fills it, and whose eyes one can look through. The filler registers itself from above."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from nastavnik.access.actor import CONSOLE
from nastavnik.access.roles import Role
from nastavnik.bank.models import Mentee, Mentor
from nastavnik.core import jobs
from nastavnik.core.errors import Refusal
from nastavnik.core.models import Job
from nastavnik.people.models import Appointment, Person, User
from nastavnik.people.rules import PersonKind

from . import state

KEY = "example"
_kinds: list[str] = []
_hints: dict[str, str] = {}


def offer(job_kind: str, hints: Mapping[str, str] | None = None) -> None:
    """Tell which kind of job fills the example, and what each account is worth a look for (by its address, in the
    order in which they are offered). Called by the package that stands above."""
    _kinds[:] = [job_kind]
    _hints.clear()
    _hints.update(hints or {})


def is_offered() -> bool:
    return bool(_kinds)


def begin() -> Job:
    """Order the filling; one that is going on is that very job."""
    if not state.is_open():
        raise Refusal("Пример открывается только на пустой установке. Войдите под своей почтой.")
    if not _kinds:
        raise Refusal("Пример в эту установку не входит. Создайте организацию и начните с неё.")
    return jobs.enqueue(_kinds[0], key=KEY, by=CONSOLE)


def current() -> Job | None:
    return Job.objects.filter(kind__in=_kinds, key=KEY).order_by("-created_at").first()


@dataclass(frozen=True)
class Persona:
    user_id: UUID
    name: str
    roles: str
    place: str
    look: str = ""


def personas() -> list[Persona]:
    """People of the example, each once: those with a word of what to look at first, then those with roles."""
    cards = Person.objects.filter(account__is_demo=True, organisation__is_demo=True)
    held = Appointment.objects.filter(person__in=cards).order_by("starts_on")
    roles: dict[UUID, list[str]] = {}
    for appointment in held:
        roles.setdefault(appointment.person_id, []).append(Role(appointment.role).label.lower())
    for pk, words in _in_banks(cards):
        roles.setdefault(pk, []).append(words)
    shown = [
        Persona(
            card.account_id,
            card.full_name,
            ", ".join(dict.fromkeys(roles.get(card.pk, []))),
            str(card.organisation),
            _hints.get(card.account.email, "") if card.account else "",
        )
        for card in cards.select_related("organisation", "account")
        if card.account_id
    ]
    order = {words: number for number, words in enumerate(_hints.values())}
    return sorted(
        shown, key=lambda each: (order.get(each.look, len(order)), not each.roles, each.place, each.name)
    )


def _in_banks(cards: QuerySet[Person]) -> Iterator[tuple[UUID, str]]:
    """Who has no appointment is known by the bank, or as a parent."""
    for rows, words in ((Mentor.objects, "наставник"), (Mentee.objects, "наставляемый")):
        for pk in rows.filter(person__in=cards, left_on__isnull=True).values_list("person", flat=True):
            yield pk, words
    for pk in cards.filter(kind=PersonKind.PARENT).values_list("pk", flat=True):
        yield pk, "родитель"


def persona(pk: UUID) -> User | None:
    """An account of the example, never one with rights over the installation."""
    return User.objects.filter(pk=pk, is_demo=True, is_installer=False, is_active=True).first()
