"""Files beside a meeting or a lesson visit: guarded by content, kept by the organisation."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Denied, Refusal
from nastavnik.core.files import DOCUMENTS, SCANS, TABLES, FileKind, accept
from nastavnik.meetings.models import Attachment, LessonVisit, Meeting
from nastavnik.meetings.queries import sides as people
from nastavnik.pairs.models import Mentorship

from . import check_working

ALLOWED = SCANS | DOCUMENTS | TABLES | {FileKind.PPTX}
MOST = 20
FULL = f"Здесь уже {MOST} файлов. Соберите остальное в один документ."


@transaction.atomic
def attach_to_meeting(
    meeting: Meeting, upload: "UploadedFile[Any]", *, title: str = "", by: Actor
) -> Attachment:
    by.require(Permission.MEETING_RUN, meeting)
    return _attach(meeting.mentorship, upload, title, by, meeting=meeting)


@transaction.atomic
def attach_to_visit(
    visit: LessonVisit, upload: "UploadedFile[Any]", *, title: str = "", by: Actor
) -> Attachment:
    by.require(Permission.MEETING_RUN, visit)
    return _attach(visit.mentorship, upload, title, by, visit=visit)


def _attach(
    mentorship: Mentorship, upload: "UploadedFile[Any]", title: str, by: Actor, **owner: Any
) -> Attachment:
    check_working(mentorship)
    author = people.author_of(by, mentorship, people.sides_of(mentorship))
    if author is None:
        raise Denied(Permission.MEETING_RUN)
    if Attachment.objects.filter(**owner).count() >= MOST:
        raise Refusal(FULL)
    stored = accept(upload, allowed=ALLOWED, organisation=mentorship.organisation)
    attachment = Attachment.objects.create(
        organisation=mentorship.organisation,
        file=stored,
        title=(title.strip() or stored.name)[:200],
        added_by=author,
        **owner,
    )
    journal.record("meeting.file_added", "Приложен файл", subject=attachment, by=by)
    return attachment
