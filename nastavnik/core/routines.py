"""What the worker does by the clock; packages add theirs in their jobs.py."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from . import files, health
from .models import Job, OnceToken

KEEP_JOBS = timedelta(days=30)
KEEP_TOKENS = timedelta(days=1)

log = logging.getLogger(__name__)


@dataclass
class Routine:
    name: str
    every: timedelta
    act: Callable[[], object]
    next_at: float = field(default=0.0)  # by the monotonic clock


ROUTINES: dict[str, Routine] = {}


def routine(name: str, *, every: timedelta) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register an act that any worker may repeat at any time: it must be safe to do twice, or at once by two."""

    def register(act: Callable[[], object]) -> Callable[[], object]:
        ROUTINES[name] = Routine(name, every, act)
        return act

    return register


def tick(now: float | None = None) -> None:
    """Do what is due; one that fails is logged and does not stop the others."""
    now = time.monotonic() if now is None else now
    for each in ROUTINES.values():
        if each.next_at <= now:
            each.next_at = now + each.every.total_seconds()
            try:
                each.act()
            except Exception:
                log.exception("routine %s failed", each.name)


@routine("clear what has served", every=timedelta(hours=1))
def clear_what_has_served() -> None:
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    OnceToken.objects.filter(created_at__lt=now - KEEP_TOKENS).delete()
    Job.objects.filter(finished_at__lt=now - KEEP_JOBS, state__in=("done", "cancelled", "refused")).delete()


@routine("sweep files", every=timedelta(hours=1))
def sweep_files() -> None:
    files.sweep(timezone.now())


@routine("remind of the backup", every=timedelta(days=1))
def remind_of_the_backup() -> None:
    well, words = health.backup(timezone.now())
    if not well:
        log.warning(words)
