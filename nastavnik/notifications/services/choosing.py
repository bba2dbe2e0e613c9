"""How people choose to be told, and how an organisation writes: the settings of both."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Conflict
from nastavnik.core.models import Channel
from nastavnik.notifications import rules, stopping
from nastavnik.notifications.kinds import ALL, kind_of
from nastavnik.notifications.models import Manners, Preference
from nastavnik.notifications.rules import Rhythm
from nastavnik.notifications.stopping import Stop
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.rows import CHANGED_BY_ANOTHER
from nastavnik.people.models import Person
from nastavnik.people.queries import cards_of

Chosen = Mapping[tuple[str, Channel], Rhythm | None]


@transaction.atomic
def choose(chosen: Chosen, *, by: Actor) -> None:
    """The same for every card of the actor; None takes the choice back. Nobody else's business: no journal."""
    for person in cards_of(by).select_related("organisation"):
        by.require(Permission.OWN_DATA, person)
        for (kind, channel), rhythm in chosen.items():
            _set(person, kind, channel, rhythm)


def _set(person: Person, kind: str, channel: Channel, rhythm: Rhythm | None) -> None:
    mine: dict[str, Any] = {
        "organisation": person.organisation,
        "person": person,
        "kind": kind,
        "channel": channel,
    }
    if rhythm is None:
        Preference.objects.filter(**mine).delete()
    else:
        Preference.objects.update_or_create(**mine, defaults={"rhythm": rhythm})


@transaction.atomic
def stop(asked: Stop) -> bool:
    """By the secret of a letter: no more of this kind by this way. A digest stops whole. False if nobody is there."""
    person = Person.objects.filter(pk=asked.person_id).select_related("organisation").first()
    if person is None:
        return False
    if stopping.is_digest(asked):
        gathered = Preference.objects.filter(
            person=person, channel=asked.channel, rhythm__in=(Rhythm.DAILY, Rhythm.WEEKLY)
        )
        gathered.delete()
        _set(person, ALL, asked.channel, Rhythm.OFF)
    else:
        _set(person, kind_of(asked.kind).code, asked.channel, Rhythm.OFF)
    return True


@transaction.atomic
def set_manners(organisation: Organisation, *, seen: int, by: Actor, **values: Any) -> Manners:
    """The ladder, the quiet hours and the days of rest of an organisation."""
    by.require(Permission.ORGANISATION_EDIT, organisation)
    rules.check_ladder(rules.steps_of(values["steps"]), values["weekly_from"], values["next_from"])
    manners = Manners.objects.get_or_create(organisation=organisation)[0]
    before = {
        name: getattr(manners, name) for name, value in values.items() if getattr(manners, name) != value
    }
    if manners.version != seen:
        raise Conflict(CHANGED_BY_ANOTHER)
    Manners.objects.revise(manners, seen=seen, **values)
    if before:
        journal.record(
            "manners.changed",
            "Изменены правила сообщений",
            subject=manners,
            by=by,
            before={name: str(value) for name, value in before.items()},
            after={name: str(getattr(manners, name)) for name in before},
        )
    return manners
