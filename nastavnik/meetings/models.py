"""Meetings with their records, the tasks between them, the diary, lesson visits; rooms, weekly lessons, feeds."""

from django.db import models
from django.db.models import F, Q

from nastavnik.access.scoping import Scope
from nastavnik.core.models import StoredFile
from nastavnik.organisations.rows import Row, RowQuerySet
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import Side
from nastavnik.people.models import Person

from .rules import LONGEST_TASK, Doer, Fit, Mark, MeetingState, Way, Work

TAKER = "mentorship__participations"
IS_HERE = Q(**{f"{TAKER}__left_on__isnull": True})
LEADS = Q(**{f"{TAKER}__side": Side.MENTOR})


class Room(Row):
    """A place of the organisation where a meeting may be: one meeting at a time."""

    scope = Scope()

    title = models.CharField("помещение", max_length=100)
    note = models.CharField("пояснение", max_length=200, blank=True)
    closed_on = models.DateField("не используется с", null=True, blank=True)

    objects = RowQuerySet["Room"].as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "title"], condition=Q(closed_on__isnull=True), name="room_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class VideoService(Row):
    """By what template the organisation's video service makes a link of a meeting."""

    scope = Scope()

    template = models.CharField("шаблон ссылки", max_length=300, blank=True)

    objects = RowQuerySet["VideoService"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="video_service_once")]

    def __str__(self) -> str:
        return self.template


class Meeting(Row):
    """A meeting of a mentorship: with one mentee or with the whole group (R232), maybe the only one (R234)."""

    scope = Scope(
        own=(f"{TAKER}__person",),
        # In a group what is between the mentor and one mentee is theirs.
        own_while=IS_HERE & (LEADS | Q(only_with__isnull=True) | Q(only_with=F(f"{TAKER}__person"))),
    )

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="meetings")
    only_with = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="с кем из группы"
    )
    is_single = models.BooleanField("однократная встреча", default=False)
    topic = models.CharField("тема", max_length=200, blank=True)
    starts_at = models.DateTimeField("когда")
    ends_at = models.DateTimeField("до")
    way = models.CharField("как", max_length=6, choices=Way.choices, default=Way.IN_PERSON)
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name="помещение"
    )
    place = models.CharField("где", max_length=200, blank=True)
    link = models.URLField("ссылка", max_length=400, blank=True)
    state = models.CharField(max_length=9, choices=MeetingState.choices, default=MeetingState.PROPOSED)
    proposed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто предложил"
    )
    wish = models.CharField("просьба о другом времени", max_length=300, blank=True)
    cancel_reason = models.CharField("почему отменена", max_length=300, blank=True)
    # Of the invitation in calendars: each change makes it newer (RFC 5545, SEQUENCE).
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = RowQuerySet["Meeting"].as_manager()

    class Meta:
        ordering = ["-starts_at", "-id"]
        indexes = [
            models.Index(fields=["organisation", "starts_at"], name="meeting_org_starts"),
            models.Index(fields=["room", "starts_at"], name="meeting_room_starts"),
            models.Index(fields=["mentorship", "starts_at"], name="meeting_pair_starts"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.topic or "Встреча"

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


class MeetingMove(Row):
    """A time that a meeting had before it was moved."""

    scope = Scope(
        own=(f"meeting__{TAKER}__person",),
        own_while=Q(**{f"meeting__{TAKER}__left_on__isnull": True})
        & (
            Q(**{f"meeting__{TAKER}__side": Side.MENTOR})
            | Q(meeting__only_with__isnull=True)
            | Q(meeting__only_with=F(f"meeting__{TAKER}__person"))
        ),
    )

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="moves")
    from_at = models.DateTimeField("было")
    to_at = models.DateTimeField("стало")
    moved_by = models.CharField("кто перенёс", max_length=200)
    reason = models.CharField("почему", max_length=300, blank=True)

    objects = RowQuerySet["MeetingMove"].as_manager()

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"{self.from_at:%d.%m.%Y %H:%M} → {self.to_at:%d.%m.%Y %H:%M}"


class MeetingRecord(Row):
    """What one person wrote down of a meeting. Everybody has a record of their own, so that no text is written over."""

    scope = Scope(own=("author",))

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="records")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="кто записал")
    was = models.BooleanField("состоялась", default=True)
    words = models.TextField("чем занимались", blank=True)

    objects = RowQuerySet["MeetingRecord"].as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "meeting", "author"], name="meeting_record_once")
        ]

    def __str__(self) -> str:
        return self.words or "Запись о встрече"


class MeetingRating(Row):
    """How a meeting was for one person. Read by its author and the curator, never by the other side."""

    scope = Scope(own=("person",))

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="ratings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    mark = models.PositiveSmallIntegerField("полезна ли", choices=Mark.choices, null=True, blank=True)
    fit = models.CharField("подходит ли", max_length=6, choices=Fit.choices, blank=True)

    objects = RowQuerySet["MeetingRating"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "meeting", "person"], name="meeting_rating_once"),
            models.CheckConstraint(
                condition=Q(mark__isnull=True) | Q(mark__gte=1, mark__lte=4), name="meeting_rating_mark"
            ),
        ]

    def __str__(self) -> str:
        return self.get_mark_display() or "без оценки"


class Task(Row):
    """What was agreed to do between meetings (R204): words, who, until when, done. `goal` is a goal of a programme."""

    scope = Scope(
        own=(f"{TAKER}__person",),
        own_while=IS_HERE
        & (
            LEADS
            | Q(mentorship__is_group=False)
            | Q(person=F(f"{TAKER}__person"))
            | Q(meeting__isnull=True, person__isnull=True)
            | Q(meeting__isnull=False, meeting__only_with__isnull=True)
            | Q(meeting__only_with=F(f"{TAKER}__person"))
        ),
    )

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="tasks")
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name="встреча"
    )
    words = models.CharField("что сделать", max_length=LONGEST_TASK)
    doer = models.CharField("чьё дело", max_length=6, choices=Doer.choices, default=Doer.MENTEE)
    # Nobody named: everybody of that side.
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто"
    )
    due_on = models.DateField("до")
    done_on = models.DateField("выполнено", null=True, blank=True)
    goal = models.UUIDField("цель программы", null=True, blank=True)

    objects = RowQuerySet["Task"].as_manager()

    class Meta:
        ordering = ["due_on", "created_at", "id"]
        indexes = [models.Index(fields=["organisation", "done_on", "due_on"], name="task_org_due")]

    def __str__(self) -> str:
        return self.words


class DiaryEntry(Row):
    """One's own note in the diary (R071, R073). Meetings stand in the diary by themselves and are not copied here."""

    scope = Scope(own=("author",))

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="diary")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="кто написал")
    on = models.DateField("день")
    work = models.CharField("что это", max_length=10, choices=Work.choices, default=Work.REFLECTION)
    minutes = models.PositiveSmallIntegerField("сколько минут", null=True, blank=True)
    words = models.TextField("запись")
    is_private = models.BooleanField("только для меня", default=False)

    objects = RowQuerySet["DiaryEntry"].as_manager()

    class Meta:
        ordering = ["-on", "-created_at"]
        indexes = [models.Index(fields=["mentorship", "on"], name="diary_pair_on")]

    def __str__(self) -> str:
        return f"{self.on:%d.%m.%Y}: {self.get_work_display()}"


class LessonVisit(Row):
    """The sheet of a lesson that one of the pair visited."""

    scope = Scope(
        own=(f"{TAKER}__person",),
        own_while=IS_HERE & (LEADS | Q(mentorship__is_group=False) | Q(teacher=F(f"{TAKER}__person"))),
    )

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="visits")
    visitor = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="кто посетил")
    teacher = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="чей урок")
    on = models.DateField("день")
    minutes = models.PositiveSmallIntegerField("сколько минут", default=45)
    group = models.CharField("класс", max_length=50, blank=True)
    subject = models.CharField("предмет", max_length=100, blank=True)
    topic = models.CharField("тема урока", max_length=200, blank=True)
    purpose = models.CharField("цель посещения", max_length=300, blank=True)
    strengths = models.TextField("сильные стороны", blank=True)
    advice = models.TextField("рекомендации", blank=True)

    objects = RowQuerySet["LessonVisit"].as_manager()

    class Meta:
        ordering = ["-on", "-created_at"]
        indexes = [models.Index(fields=["mentorship", "on"], name="visit_pair_on")]

    def __str__(self) -> str:
        return " · ".join(filter(None, ("Посещение урока", self.group, self.subject)))


class VisitPoint(Row):
    """One point of the sheet: what was looked at and what was seen; the points are the visitor's to name."""

    scope = Scope(own=("visit__visitor", "visit__teacher"))

    visit = models.ForeignKey(LessonVisit, models.CASCADE, related_name="points")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField("на что смотрели", max_length=200)
    words = models.TextField("что увидели", blank=True)

    objects = RowQuerySet["VisitPoint"].as_manager()

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title


class Attachment(Row):
    """A file beside a meeting or a lesson visit."""

    scope = Scope(own=("added_by",))

    meeting = models.ForeignKey(Meeting, models.CASCADE, null=True, blank=True, related_name="files")
    visit = models.ForeignKey(LessonVisit, models.CASCADE, null=True, blank=True, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    title = models.CharField("что это", max_length=200)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = RowQuerySet["Attachment"].as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False) ^ Q(visit__isnull=False), name="attachment_of_one"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Lesson(Row):
    """A lesson of a person's weekly grid: no meeting is proposed over it. 1 is Monday."""

    scope = Scope(own=("person",))

    person = models.ForeignKey(Person, models.CASCADE, related_name="lessons")
    weekday = models.PositiveSmallIntegerField("день недели")
    starts = models.TimeField("с")
    ends = models.TimeField("до")

    objects = RowQuerySet["Lesson"].as_manager()

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="lesson_weekday"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="lesson_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts:%H:%M}–{self.ends:%H:%M}"


class CalendarFeed(Row):
    """A secret address by which a person's calendar program reads their meetings. Only the hash of the secret is kept."""

    scope = Scope(own=("person",))

    person = models.ForeignKey(Person, models.CASCADE, related_name="calendar_feeds")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    revoked_at = models.DateTimeField("отозвана", null=True, blank=True)

    objects = RowQuerySet["CalendarFeed"].as_manager()

    def __str__(self) -> str:
        return f"Календарь: {self.person}"
