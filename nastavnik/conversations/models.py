"""Conversations of mentorships, what was complained of in them, links to outside chats, the board of announcements."""

from django.db import models
from django.db.models import F, Q

from nastavnik.access.scoping import Scope
from nastavnik.core.models import StoredFile
from nastavnik.organisations.rows import Row, RowQuerySet
from nastavnik.pairs.models import Mentorship
from nastavnik.people.models import Person

from .rules import Audience, ComplaintState, Reason


class Message(Row):
    """What a participant said to the others of a mentorship. Who else may read it is told by `queries.threads`.

    `overseen`: a minor took part when it was written and the page said that the curator sees it. What was promised
    at that moment holds afterwards, in both directions.
    """

    scope = Scope(own=("author",))

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="messages")
    author = models.ForeignKey(Person, models.PROTECT, related_name="messages")
    text = models.TextField("сообщение", blank=True)
    sent_at = models.DateTimeField("отправлено")
    edited_at = models.DateTimeField("изменено", null=True, blank=True)
    deleted_at = models.DateTimeField("удалено", null=True, blank=True)
    frozen_at = models.DateTimeField("рассматривается с", null=True, blank=True)
    overseen = models.BooleanField("видно куратору", default=False)

    objects = RowQuerySet["Message"].as_manager()

    class Meta:
        ordering = ["sent_at", "id"]
        indexes = [models.Index(fields=["mentorship", "sent_at"], name="talk_message_sent")]

    def __str__(self) -> str:
        return f"Сообщение {self.sent_at:%d.%m.%Y}"


class Attachment(Row):
    """A file of a message."""

    scope = Scope(own=("message__author",))

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="+", verbose_name="файл")

    objects = RowQuerySet["Attachment"].as_manager()

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return str(self.file)


class ReadMark(Row):
    """Until what moment a participant has read the conversation."""

    scope = Scope(own=("person",))

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="read_marks")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    read_at = models.DateTimeField("прочитано до")

    objects = RowQuerySet["ReadMark"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "mentorship", "person"], name="read_mark_once")
        ]

    def __str__(self) -> str:
        return f"{self.read_at:%d.%m.%Y %H:%M}"


class Complaint(Row):
    """A complaint of a message, with the message as it was. The reporter is known to those who decide, to nobody else."""

    scope = Scope(own=("reporter",))

    message = models.ForeignKey(Message, models.PROTECT, related_name="complaints")
    reporter = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField("на что", max_length=10, choices=Reason.choices)
    words = models.TextField("пояснение", blank=True)
    frozen_text = models.TextField("текст сообщения", blank=True)
    made_at = models.DateTimeField("подана")
    state = models.CharField(max_length=8, choices=ComplaintState.choices, default=ComplaintState.NEW)
    seen_at = models.DateTimeField("разбирается с", null=True, blank=True)
    decided_at = models.DateTimeField("решено", null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    decision = models.TextField("решение", blank=True)

    objects = RowQuerySet["Complaint"].as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["organisation", "state", "-made_at"], name="talk_complaint_state")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "message", "reporter"], name="complaint_once")
        ]

    def __str__(self) -> str:
        return f"Жалоба на сообщение, {self.made_at:%d.%m.%Y}"


class ChatLink(Row):
    """A chat outside the system (R041): of one mentorship, or of the whole organisation when it names none."""

    scope = Scope()

    mentorship = models.ForeignKey(
        Mentorship, models.CASCADE, null=True, blank=True, related_name="chat_links"
    )
    title = models.CharField("название", max_length=120)
    address = models.URLField("ссылка", max_length=500)

    objects = RowQuerySet["ChatLink"].as_manager()

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.title


class Announcement(Row):
    """A sheet on the board of the organisation (R040): for whom, from what day to what day."""

    scope = Scope()

    title = models.CharField("заголовок", max_length=150)
    text = models.TextField("текст", blank=True)
    audience = models.CharField("кому", max_length=10, choices=Audience.choices, default=Audience.ALL)
    starts_on = models.DateField("с")
    ends_on = models.DateField("по", null=True, blank=True)
    pinned = models.BooleanField("закрепить наверху", default=False)
    taken_down_on = models.DateField("снято", null=True, blank=True)

    objects = RowQuerySet["Announcement"].as_manager()

    class Meta:
        ordering = ["-pinned", "-starts_on", "-created_at"]
        indexes = [models.Index(fields=["organisation", "-starts_on"], name="announcement_starts")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="announcement_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.title


class AnnouncementFile(Row):
    """A file of an announcement."""

    scope = Scope()

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="+", verbose_name="файл")

    objects = RowQuerySet["AnnouncementFile"].as_manager()

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return str(self.file)
