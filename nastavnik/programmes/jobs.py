"""What the worker does for programmes by the clock."""

from datetime import timedelta

from django.utils import timezone

from nastavnik.core.routines import routine

from .services import moving


@routine("settle programmes", every=timedelta(hours=1))
def settle_programmes() -> None:
    """Approved programmes begin on their day; those of stopped pairs end."""
    moving.settle(timezone.now())
