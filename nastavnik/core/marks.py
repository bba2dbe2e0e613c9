"""Facts of the installation by name: when it happened last and what it was."""

from datetime import datetime
from typing import Any

from .models import Mark

BACKUP = "backup"
WORKER = "worker"


def leave(name: str, *, at: datetime, **value: Any) -> None:
    Mark.objects.update_or_create(name=name, defaults={"at": at, "value": value})


def last(name: str) -> datetime | None:
    return Mark.objects.filter(name=name).values_list("at", flat=True).first()
