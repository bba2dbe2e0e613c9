"""Rooms of the organisation and the template of its video service; one's own weekly lessons."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.meetings import rules
from nastavnik.meetings.models import Lesson, Room, VideoService
from nastavnik.meetings.rules.slots import Window
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Person

TAKEN = "Такое помещение уже есть в списке. Назовите по-другому."


@transaction.atomic
def add_room(organisation: Organisation, *, title: str, note: str = "", by: Actor) -> Room:
    by.require(Permission.ROOMS_EDIT, organisation)
    try:
        with transaction.atomic():
            room = Room.objects.create(organisation=organisation, title=title.strip(), note=note.strip())
    except IntegrityError as twice:
        raise Refusal(TAKEN) from twice
    journal.record("room.added", "Добавлено помещение", subject=room, by=by)
    return room


@transaction.atomic
def rename_room(room: Room, *, title: str, note: str = "", by: Actor) -> None:
    by.require(Permission.ROOMS_EDIT, room)
    try:
        with transaction.atomic():
            Room.objects.filter(pk=room.pk).update(
                title=title.strip(), note=note.strip(), version=F("version") + 1
            )
    except IntegrityError as twice:
        raise Refusal(TAKEN) from twice
    room.refresh_from_db()
    journal.record("room.changed", "Изменено помещение", subject=room, by=by)


@transaction.atomic
def close_room(room: Room, *, today: date, by: Actor) -> None:
    """No new meeting takes it; those that were agreed stay."""
    by.require(Permission.ROOMS_EDIT, room)
    Room.objects.filter(pk=room.pk, closed_on__isnull=True).update(closed_on=today)
    room.refresh_from_db()
    journal.record("room.closed", "Помещение больше не используется", subject=room, by=by)


@transaction.atomic
def set_video_template(organisation: Organisation, template: str, *, by: Actor) -> None:
    """Links of new meetings are made by it; empty switches them off."""
    by.require(Permission.ROOMS_EDIT, organisation)
    template = template.strip()
    rules.check_template(template)
    VideoService.objects.update_or_create(
        organisation=organisation, defaults={"template": template, "root_id": organisation.root_id}
    )
    journal.record("video.changed", "Изменён шаблон видеосвязи", subject=organisation, by=by)


@transaction.atomic
def set_lessons(person: Person, week: Mapping[int, Sequence[Window]], *, by: Actor) -> None:
    """Replace the weekly grid of a person: weekday (1 is Monday) → lessons."""
    by.require(Permission.MEETING_RUN, person)
    Lesson.objects.filter(person=person).delete()
    Lesson.objects.bulk_create(
        Lesson(organisation=person.organisation, person=person, weekday=day, starts=starts, ends=ends)
        for day, spans in week.items()
        for starts, ends in spans
    )
    journal.record("lessons.changed", "Изменено расписание уроков", subject=person, by=by)
