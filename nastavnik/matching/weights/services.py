"""Changing what matters in matching; going back to the model."""

from dataclasses import replace

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Conflict
from nastavnik.matching.engine.labels import PART_NAMES
from nastavnik.matching.models import Aims, Weight
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.rows import CHANGED_BY_ANOTHER

from . import rules
from .queries import aims_of, settings_of
from .rules import Aim, Keep, Settings, Word


@transaction.atomic
def save(organisation: Organisation, settings: Settings, about: str, *, seen: int, by: Actor) -> None:
    """Keep the words for `about`, and the goals. `seen` is the version of the settings that the page showed."""
    by.require(Permission.MATCH_RUN, organisation)
    words = rules.words_of(settings, about)
    rules.check(words)
    before = settings_of(organisation)
    _take_version(organisation, settings, seen)
    Weight.objects.filter(organisation=organisation, about=about).delete()
    Weight.objects.bulk_create(
        Weight(organisation=organisation, about=about, part=part, word=word)
        for part, word in settings.words.get(about, {}).items()
    )
    _record(organisation, before, settings, about, by)


def reset(organisation: Organisation, about: str, *, by: Actor) -> None:
    """The words of the model for `about`; with the common ones the goals go back too."""
    now = settings_of(organisation)
    words = {key: own for key, own in now.words.items() if key != about}
    without = Settings(words) if about == rules.COMMON else replace(now, words=words)
    save(organisation, without, about, seen=version_of(organisation), by=by)


def version_of(organisation: Organisation) -> int:
    """0 while the organisation has changed nothing."""
    aims = aims_of(organisation)
    return aims.version if aims else 0


def _take_version(organisation: Organisation, settings: Settings, seen: int) -> None:
    values = {"aim": settings.aim, "cut_off": settings.cut_off, "keep": settings.keep}
    if seen:
        row = aims_of(organisation)
        if row is None:
            raise Conflict(CHANGED_BY_ANOTHER)
        Aims.objects.revise(row, seen=seen, **values)
        return
    _, made = Aims.objects.get_or_create(
        organisation=organisation, defaults={"root": organisation.root, **values}
    )
    if not made:
        raise Conflict(CHANGED_BY_ANOTHER)


def _record(organisation: Organisation, before: Settings, after: Settings, about: str, by: Actor) -> None:
    was, now = (_told(settings, about) for settings in (before, after))
    changed = [name for name in now if was[name] != now[name]]
    if changed:
        journal.record(
            "weights.changed",
            "Изменено, что важно при подборе",
            subject=organisation,
            by=by,
            before={name: was[name] for name in changed},
            after={name: now[name] for name in changed},
        )


def _told(settings: Settings, about: str) -> dict[str, str]:
    words = {PART_NAMES[part]: Word(word).label for part, word in rules.words_of(settings, about).items()}
    goals = {"цель": Aim(settings.aim).label, "порог": str(settings.cut_off)}
    return words | goals | {"прежние предложения": Keep(settings.keep).label}
