"""The worker's part: letters go out every few seconds."""

from datetime import timedelta

from nastavnik.core.routines import routine

from . import delivery


@routine("deliver letters", every=timedelta(seconds=3))
def deliver_letters() -> None:
    delivery.deliver()
