"""What the worker does for people."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from nastavnik.access.actor import CONSOLE, NOBODY, Actor
from nastavnik.core.errors import Refusal
from nastavnik.core.jobs import Work, job
from nastavnik.core.routines import routine

from .accounts import guessing
from .models import User
from .queries import actor_for
from .services import importing


@job(importing.JOB)
def import_staff(work: Work) -> dict[str, Any]:
    """Apply a staff import as the person who ordered it."""
    row = importing.import_by_id(UUID(work.payload["import"]))
    if row is None:
        return {}
    try:
        return importing.apply_now(
            row,
            today=timezone.localdate(),
            progress=lambda done, of: work.progress(done, of, "Читаем список"),
            finish=work.finish,
            by=_orderer(work),
        )
    except Refusal as refusal:
        importing.fail(row, reason=str(refusal))
        raise


def _orderer(work: Work) -> Actor:
    """Rights as they are now: who has lost them since the order is refused."""
    if work.ordered_by is None:
        return CONSOLE
    user = User.objects.filter(pk=work.ordered_by, is_active=True).first()
    return actor_for(user, today=timezone.localdate()) if user else NOBODY


@routine("forget staff lists that have served", every=timedelta(minutes=15))
def forget_staff_lists() -> None:
    importing.forget_served(timezone.now())


@routine("forget failed sign-ins", every=timedelta(hours=1))
def forget_failed_sign_ins() -> None:
    guessing.forget_attempts(timezone.now())
