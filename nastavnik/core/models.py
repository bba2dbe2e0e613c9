"""The tables under everything: journal, jobs, outgoing messages, files. No links upward, ids only."""

from django.db import models
from django.utils import timezone

from .choices import Choices
from .identifiers import new_id


class LogEntry(models.Model):
    """One line of the journal. No foreign keys: history outlives its subjects. Append-only by triggers."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField("когда", default=timezone.now, db_index=True)
    root_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    event = models.CharField("событие", max_length=80)
    words = models.CharField("что произошло", max_length=400)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField("кто", max_length=200)
    subject_type = models.CharField(max_length=80)
    subject_id = models.UUIDField(null=True)
    subject_name = models.CharField("над чем", max_length=300, blank=True)
    before = models.JSONField("было", default=dict)
    after = models.JSONField("стало", default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["organisation_id", "-at"], name="log_organisation_at"),
            models.Index(fields=["subject_id", "-at"], name="log_subject_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%d.%m.%Y} {self.actor_name}: {self.words}"


class JobState(Choices):
    READY = "ready", "ждёт"
    RUNNING = "running", "идёт"
    DONE = "done", "выполнено"
    PARKED = "parked", "остановлено после пяти неудач"
    REFUSED = "refused", "отказано: исправьте причину и закажите снова"
    CANCELLED = "cancelled", "отменено"


UNFINISHED = (JobState.READY, JobState.RUNNING)


class Job(models.Model):
    """Work to be done apart from a request: leased, retried with growing pauses, parked after five failures."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    root_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    ordered_by = models.UUIDField(null=True)
    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.READY)
    run_after = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    run_token = models.UUIDField(null=True)
    done_steps = models.PositiveIntegerField(default=0)
    all_steps = models.PositiveIntegerField(default=0)
    words = models.CharField("что делается", max_length=300, blank=True)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=models.Q(state__in=UNFINISHED), name="job_once_per_key"
            )
        ]
        indexes = [models.Index(fields=["state", "run_after"], name="job_state_run_after")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_state_display()}"

    @property
    def is_finished(self) -> bool:
        return self.state not in UNFINISHED

    @property
    def percent(self) -> int:
        """How much is done, 0–100, for a progress bar."""
        if self.state == JobState.DONE:
            return 100
        return min(99, 100 * self.done_steps // self.all_steps) if self.all_steps else 0


class Channel(Choices):
    INSIDE = "inside", "в системе"
    EMAIL = "email", "по электронной почте"
    MAX = "max", "в MAX"
    VK = "vk", "во ВКонтакте"
    TELEGRAM = "telegram", "в Telegram"


class MessageState(Choices):
    WAITING = "waiting", "ждёт отправки"
    HELD = "held", "ждёт сводки"
    SENT = "sent", "отправлено"
    FOLDED = "folded", "вошло в сводку"
    DROPPED = "dropped", "не понадобилось"
    PARKED = "parked", "не удалось отправить"


class OutgoingMessages(models.QuerySet["OutgoingMessage"]):
    def unread(self) -> "OutgoingMessages":
        """Told inside and not seen yet."""
        return self.filter(channel=Channel.INSIDE, read_at__isnull=True)


class OutgoingMessage(models.Model):
    """A message written in the same transaction as the fact it tells of; delivered later by the worker."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    root_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    # Of a mailbox, or of a dialogue in a messenger
    address = models.CharField(max_length=254, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    link = models.CharField(max_length=300, blank=True)
    why = models.CharField("почему пришло", max_length=200, blank=True)
    # An invitation to a meeting (text/calendar), attached to the letter
    calendar = models.TextField("приглашение для календаря", blank=True)
    # The thing a reminder is about: it is not sent once the thing is done
    key = models.CharField(max_length=200, blank=True)
    # Leaves at any hour: about this very day, or asked for by the person at the door
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.WAITING)
    fault = models.CharField("почему не ушло", max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = OutgoingMessages.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["state", "next_try"], name="message_state_next_try"),
            models.Index(fields=["person_id", "-created_at"], name="message_person_created"),
            models.Index(fields=["organisation_id", "-created_at"], name="message_organisation_created"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.get_state_display()})"


class StoredFile(models.Model):
    """A file kept under DATA_DIR/files by a key that no person typed; guarded before it is stored."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    root_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    key = models.CharField(max_length=200, unique=True)
    name = models.CharField("имя файла", max_length=200)
    mime = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    # Exports and uploads on their way in are swept after this moment; None is kept for ever.
    expires_at = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        return self.name


class OnceToken(models.Model):
    """A form that has been sent: its repetition gets the answer of the first time and does nothing more."""

    key = models.CharField(primary_key=True, max_length=64)  # sha256 of who, where and the token of the form
    location = models.CharField(max_length=600, blank=True)  # empty while the first one is still at work
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.location


class Mark(models.Model):
    """A fact of the installation by its name: the worker's pulse, the last backup."""

    name = models.CharField(primary_key=True, max_length=60)
    at = models.DateTimeField()
    value = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.name}: {self.at:%d.%m.%Y %H:%M}"
