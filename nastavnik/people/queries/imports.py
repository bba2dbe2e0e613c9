"""Staff imports for their pages."""

from datetime import datetime
from uuid import UUID

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.models import Job, JobState
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import StaffImport
from nastavnik.people.rules import UNDO_WITHIN, ImportState


def import_for(actor: Actor, pk: UUID) -> StaffImport:
    """One import of an organisation where the actor may import, or 404."""
    rows = StaffImport.objects.select_related("organisation", "source").defer("undo")
    return rows.pick(actor, Permission.PEOPLE_IMPORT, pk=pk)


def recent_imports(actor: Actor, organisation: Organisation) -> list[StaffImport]:
    rows = StaffImport.objects.visible_to(actor, Permission.PEOPLE_IMPORT).filter(organisation=organisation)
    return list(rows.defer("undo", "mapping", "preview").order_by("-created_at")[:5])


def job_of(row: StaffImport) -> Job | None:
    return Job.objects.filter(pk=row.job_id).first() if row.job_id else None


def is_stuck(job: Job | None) -> bool:
    """The job has ended without the import: parked, refused or cancelled."""
    return job is not None and job.state in (JobState.PARKED, JobState.REFUSED, JobState.CANCELLED)


def may_undo(row: StaffImport, now: datetime) -> bool:
    applied = row.state == ImportState.APPLIED and row.applied_at is not None
    return applied and row.applied_at is not None and now - row.applied_at <= UNDO_WITHIN
