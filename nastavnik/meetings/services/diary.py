"""Own notes of the diary and sheets of lesson visits. Nothing here is required of anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Denied, Refusal
from nastavnik.meetings.models import DiaryEntry, LessonVisit, VisitPoint
from nastavnik.meetings.queries import sides as people
from nastavnik.meetings.rules import Work
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import WORKING
from nastavnik.people.models import Person

from . import check_working

CLOSED = "Пара закончила работу, и её дневник закрыт: записи больше не меняют. Об ошибке скажите куратору."
AHEAD = "Этот день ещё впереди. Запишите его, когда он пройдёт."


@dataclass(frozen=True)
class Note:
    on: date
    words: str
    work: Work = Work.REFLECTION
    minutes: int | None = None
    is_private: bool = False


@transaction.atomic
def write(mentorship: Mentorship, note: Note, *, today: date, by: Actor) -> DiaryEntry:
    """A note of a participant: of the mentor or of the mentee, each has a diary of one's own."""
    by.require(Permission.DIARY_WRITE, mentorship)
    check_working(mentorship)
    author = people.sides_of(mentorship).own(by)
    if author is None:
        raise Denied(Permission.DIARY_WRITE)
    _check_day(note.on, today)
    entry = DiaryEntry.objects.create(
        organisation=mentorship.organisation, mentorship=mentorship, author=author, **_values(note)
    )
    journal.record("diary.written", "Запись в дневнике", subject=mentorship, by=by)
    return entry


@transaction.atomic
def rewrite(entry: DiaryEntry, note: Note, *, seen: int, today: date, by: Actor) -> None:
    """Another text of one's own note, while the pair works: its hours are paid for and reported by then."""
    _check_own(entry, by)
    _check_open(entry)
    _check_day(note.on, today)
    DiaryEntry.objects.revise(entry, seen=seen, **_values(note))
    journal.record("diary.changed", "Изменена запись в дневнике", subject=entry.mentorship, by=by)


@transaction.atomic
def remove(entry: DiaryEntry, *, by: Actor) -> None:
    """One's own note is gone for good; what nobody else reads or counts may go at any time."""
    _check_own(entry, by)
    if not entry.is_private:
        _check_open(entry)
    journal.record("diary.removed", "Удалена запись в дневнике", subject=entry.mentorship, by=by)
    entry.delete()


def _values(note: Note) -> dict[str, Any]:
    return {
        "on": note.on,
        "words": note.words.strip(),
        "work": note.work,
        "minutes": note.minutes,
        "is_private": note.is_private,
    }


def _check_own(entry: DiaryEntry, by: Actor) -> None:
    if entry.author_id not in by.person_ids:
        raise Denied(Permission.DIARY_WRITE)


def _check_open(entry: DiaryEntry) -> None:
    if entry.mentorship.state not in WORKING:
        raise Refusal(CLOSED)


def _check_day(on: date, today: date) -> None:
    if on > today:
        raise Refusal(AHEAD)


@dataclass(frozen=True)
class Sheet:
    """What is written down of a lesson: `points` are (what was looked at, what was seen)."""

    on: date
    teacher: Person
    points: Sequence[tuple[str, str]] = ()
    minutes: int = 45
    group: str = ""
    subject: str = ""
    topic: str = ""
    purpose: str = ""
    strengths: str = ""
    advice: str = ""

    def values(self) -> dict[str, Any]:
        names = ("on", "teacher", "minutes", "group", "subject", "topic", "purpose", "strengths", "advice")
        return {name: getattr(self, name) for name in names}


@transaction.atomic
def record_visit(mentorship: Mentorship, sheet: Sheet, *, today: date, by: Actor) -> LessonVisit:
    """A sheet of a lesson of one of the pair."""
    by.require(Permission.MEETING_RUN, mentorship)
    check_working(mentorship)
    _check_day(sheet.on, today)
    sides = people.sides_of(mentorship)
    visitor = people.author_of(by, mentorship, sides)
    if visitor is None:
        raise Denied(Permission.MEETING_RUN)
    _check_teacher(sheet.teacher, sides.everybody)
    visit = LessonVisit.objects.create(
        organisation=mentorship.organisation, mentorship=mentorship, visitor=visitor, **sheet.values()
    )
    _lay_points(visit, sheet)
    journal.record("visit.recorded", "Записано посещение урока", subject=visit, by=by)
    return visit


@transaction.atomic
def change_visit(visit: LessonVisit, sheet: Sheet, *, seen: int, today: date, by: Actor) -> None:
    """Only who visited changes the sheet."""
    by.require(Permission.MEETING_RUN, visit.mentorship)
    if visit.visitor_id not in by.person_ids:
        raise Denied(Permission.MEETING_RUN)
    check_working(visit.mentorship)
    _check_day(sheet.on, today)
    _check_teacher(sheet.teacher, [*people.sides_of(visit.mentorship).everybody, visit.teacher])
    LessonVisit.objects.revise(visit, seen=seen, **sheet.values())
    VisitPoint.objects.filter(visit=visit).delete()
    _lay_points(visit, sheet)
    journal.record("visit.changed", "Изменён лист посещения урока", subject=visit, by=by)


def _check_teacher(teacher: Person, known: Sequence[Person]) -> None:
    if teacher not in known:
        raise Refusal("Урок — одного из участников пары. Выберите его из списка.")


def _lay_points(visit: LessonVisit, sheet: Sheet) -> None:
    VisitPoint.objects.bulk_create(
        VisitPoint(
            organisation=visit.organisation,
            visit=visit,
            order=order,
            title=title.strip(),
            words=words.strip(),
        )
        for order, (title, words) in enumerate(sheet.points)
        if title.strip()
    )
