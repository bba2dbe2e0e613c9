"""The journal: who did what, in Russian, to what, with the values before and after. Append-only."""

from typing import Any, Protocol
from uuid import UUID

from django.db.models import Model, QuerySet

from .models import LogEntry


class Author(Protocol):
    @property
    def user_id(self) -> UUID | None: ...
    @property
    def name(self) -> str: ...


def of(subject: Model, event: str) -> QuerySet[LogEntry]:
    """Lines of one event about one subject, the first first. The caller has asked whether they may be seen."""
    return LogEntry.objects.filter(subject_id=subject.pk, event=event).order_by("at", "id")


def record(
    event: str,
    words: str,
    *,
    subject: Model,
    by: Author,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> LogEntry:
    """Write one line in the caller's transaction. `words` is a Russian phrase: «Приказ выпущен»."""
    organisation = getattr(subject, "organisation_id", None) or getattr(subject, "pk", None)
    return LogEntry.objects.create(
        event=event,
        words=words,
        root_id=getattr(subject, "root_id", None),
        organisation_id=organisation,
        subject_type=subject._meta.label,
        subject_id=subject.pk,
        subject_name=str(subject)[:300],
        actor_id=by.user_id,
        actor_name=by.name,
        before=before or {},
        after=after or {},
    )
