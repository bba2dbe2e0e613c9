"""What a person sees of the own time, and what the curator sees of roles: never of people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet, Sum

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.access.roles import Role
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Person

from . import rules
from .models import FormTime, Unmeasured


@dataclass(frozen=True)
class Week:
    monday: date
    seconds: int


def weeks_of(actor: Actor, *, today: date) -> list[Week]:
    """The last weeks, the newest first, those without forms too."""
    first = rules.week_of(today) - timedelta(weeks=rules.WEEKS - 1)
    spent: dict[date, int] = {}
    for row in _own(actor).filter(on__gte=first).values("on").annotate(all=Sum("seconds")):
        monday = rules.week_of(row["on"])
        spent[monday] = spent.get(monday, 0) + row["all"]
    mondays = [rules.week_of(today) - timedelta(weeks=back) for back in range(rules.WEEKS)]
    return [Week(monday, spent.get(monday, 0)) for monday in mondays]


def forms_of(actor: Actor, *, today: date) -> list[tuple[str, int, int]]:
    """(address, seconds, times) of the same weeks, the longest first."""
    first = rules.week_of(today) - timedelta(weeks=rules.WEEKS - 1)
    rows = _own(actor).filter(on__gte=first).values("address")
    summed = rows.annotate(all=Sum("seconds"), n=Sum("times")).order_by("-all")
    return [(row["address"], row["all"], row["n"]) for row in summed]


def _own(actor: Actor) -> QuerySet[FormTime]:
    return FormTime.objects.visible_to(actor, Permission.OWN_TIME).order_by()


def is_measured(actor: Actor) -> bool:
    return not Unmeasured.objects.filter(person__in=actor.person_ids).exists()


def card_here(actor: Actor, here: Organisation | None) -> Person | None:
    """The actor's card in this place, else any."""
    cards = list(Person.objects.filter(pk__in=actor.person_ids).order_by("id"))
    return next(
        (c for c in cards if here is not None and c.organisation_id == here.pk), next(iter(cards), None)
    )


@dataclass(frozen=True)
class OfRole:
    """`mean`: minutes a week of one person; None where the group is too small to be told of."""

    role: Role
    mean: float | None


def by_role(organisation: Organisation, *, today: date, weeks: int = 4) -> Sequence[OfRole]:
    """The last four weeks; a role is one line, a person is none."""
    rows = FormTime.objects.filter(organisation=organisation, on__gt=today - timedelta(weeks=weeks))
    summed = (
        rows.exclude(role="")
        .order_by()
        .values("role")
        .annotate(all=Sum("seconds"), n=Count("person", distinct=True))
    )
    return [
        OfRole(Role(r["role"]), rules.shown_mean(r["all"], r["n"], weeks)) for r in summed.order_by("role")
    ]
