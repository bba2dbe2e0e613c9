"""What the administrator of the installation sees: organisations within reach and stopped jobs."""

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.models import Job, JobState
from nastavnik.organisations.models import Organisation


def organisations(actor: Actor) -> list[Organisation]:
    return list(Organisation.objects.visible_to(actor, Permission.SYSTEM_VIEW))


def parked() -> list[Job]:
    return list(Job.objects.filter(state=JobState.PARKED).order_by("-created_at")[:100])
