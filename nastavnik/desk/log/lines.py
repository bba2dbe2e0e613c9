"""Lines of the journal of one organisation, narrowed by what is looked for; and their values in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Concat

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.models import LogEntry
from nastavnik.core.russian.folding import fold
from nastavnik.core.search import RuFold
from nastavnik.organisations.models import Organisation

# Who turns to the psychologist and what type of problem somebody has is not told to those who read the journal.
# Who writes a diary, complains, asks for another pair, measures the own time or follows a calendar is nobody's business here.
UNTOLD = (
    "care.",
    "bank.problems_marked",
    "diary.",
    "feed.",
    "talk.",
    "workload.",
    "programme.feedback",
    "pair.rematch_asked",
    "wish.",
)
# What was typed into a bank is read on its own page, by those who may; so is why somebody was away.
WITHOUT_VALUES = ("bank.", "diagnostics.", "match.decision", "pair.pause", "pair.absence", "pair.rematch")
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "people": ("Люди и роли", ("person.", "employment.", "role.", "representative.", "import.")),
    "entrance": ("Вход в систему", ("invitation.", "account.")),
    "consents": ("Согласия", ("consent.", "esign.")),
    "banks": ("Банки и диагностика", ("bank.", "diagnostics.")),
    "pairs": (
        "Подбор и пары",
        ("match.", "weights.", "wishing.", "council.", "pair.", "health.", "request."),
    ),
    "meetings": ("Встречи", ("meeting.", "task.", "visit.", "room.", "video.", "lessons.")),
    "programmes": ("Программы", ("programme.",)),
    "papers": ("Документы", ("paper.", "order.", "act.")),
    "organisation": ("Организация", ("organisation.", "list.", "body.", "decision.", "first_run.", "board.")),
}


# Lines about a person whose values are those of the person's jobs and roles.
VALUES_OF = {"employment": "people.Employment", "role": "people.Appointment"}


@dataclass(frozen=True)
class Wanted:
    """A group of events, a few letters of a name or of what happened, days, one subject."""

    group: str = ""
    q: str = ""
    since: date | None = None
    until: date | None = None
    about: UUID | None = None


def lines_of(organisation: Organisation, wanted: Wanted, *, by: Actor) -> QuerySet[LogEntry]:
    """The latest first."""
    by.require(Permission.JOURNAL_VIEW, organisation)
    rows = LogEntry.objects.filter(organisation_id=organisation.pk).exclude(_begins(UNTOLD))
    if wanted.group:
        rows = rows.filter(_begins(GROUPS[wanted.group][1]))
    if wanted.q:
        said = Concat(F("actor_name"), Value(" "), F("words"), Value(" "), F("subject_name"))
        rows = rows.alias(said=RuFold(said)).filter(said__contains=fold(wanted.q))
    if wanted.since:
        rows = rows.filter(at__date__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(at__date__lte=wanted.until)
    if wanted.about:
        rows = rows.filter(subject_id=wanted.about)
    return rows


def _begins(starts: tuple[str, ...]) -> Q:
    found = Q()
    for start in starts:
        found |= Q(event__startswith=start)
    return found


def changes_of(line: LogEntry) -> list[str]:
    """«телефон: было 8 900…, стало 8 901…»; what only the machine understands is left out."""
    if line.event.startswith(WITHOUT_VALUES):
        return []
    names = dict.fromkeys([*line.before, *line.after])
    told = (_change(line, name) for name in names)
    return [words for words in told if words]


def _change(line: LogEntry, name: str) -> str:
    model = VALUES_OF.get(line.event.partition(".")[0], line.subject_type)
    label, choices = _field(model, name)
    was, now = (_words(values.get(name), choices) for values in (line.before, line.after))
    if not label or was == now:
        return ""
    if not was:
        return f"{label}: {now}"
    return f"{label}: было {was}, стало {now or 'пусто'}"


def _field(model: str, name: str) -> tuple[str, Mapping[Any, Any]]:
    """The Russian name of a field with its choices; a key that is Russian already names itself."""
    if not name.isascii():
        return name, {}
    try:
        field = apps.get_model(model)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return "", {}
    label = str(getattr(field, "verbose_name", ""))
    return ("" if label.isascii() else label), dict(getattr(field, "flatchoices", ()))


def _words(value: Any, choices: Mapping[Any, Any]) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, list):
        return ", ".join(filter(None, (_words(each, choices) for each in value)))
    if isinstance(value, dict):
        return ""
    text = str(choices.get(value, value))
    if _is_key(text):
        return ""
    try:
        return f"{date.fromisoformat(text):%d.%m.%Y}"
    except ValueError:
        return f"«{text}»" if " " in text else text


DIGEST = re.compile(r"[0-9a-f]{64}")


def _is_key(text: str) -> bool:
    """A key or a digest: it says nothing to people."""
    if DIGEST.fullmatch(text):
        return True
    try:
        UUID(text)
    except ValueError:
        return False
    return True
