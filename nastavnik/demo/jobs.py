"""The example is filled as a job, so that the first visitor sees how far it has come."""

from django.utils import timezone

from nastavnik.access.actor import CONSOLE
from nastavnik.core.jobs import Work, job

from . import services


@job("demo.fill")
def fill(work: Work) -> None:
    services.fill(by=CONSOLE, today=timezone.localdate(), progress=work.progress)
