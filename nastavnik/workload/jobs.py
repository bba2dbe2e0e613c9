"""The worker's part: minutes older than thirteen months are forgotten."""

from datetime import timedelta

from django.utils import timezone

from nastavnik.core.routines import routine

from . import services


@routine("forget old minutes", every=timedelta(hours=24))
def forget_old_minutes() -> None:
    services.forget_old(timezone.localdate())
