"""The worker's part: changes of pairs take effect on their day."""

from datetime import timedelta

from django.utils import timezone

from nastavnik.core.routines import routine

from .changing import due


@routine("let changes of pairs take effect", every=timedelta(minutes=10))
def let_changes_take_effect() -> None:
    due.apply_due(timezone.now())
