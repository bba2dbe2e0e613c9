"""How an organisation writes to its people, what each has chosen, which reminders were sent, which messenger is whose."""

from datetime import time

from django.db import models

from nastavnik.access.scoping import Scope
from nastavnik.core.models import Channel
from nastavnik.organisations.rows import Row, RowQuerySet
from nastavnik.people.models import Person

from .rules import Hours, Ladder, Rhythm, steps_of


class Manners(Row):
    """The ladder of reminders, quiet hours and days of rest of one organisation."""

    scope = Scope()

    steps = models.CharField("дни напоминаний", max_length=60, default="−7, −1, 0, +1")
    weekly_from = models.PositiveSmallIntegerField("раз в неделю — с какого дня после срока", default=7)
    next_from = models.PositiveSmallIntegerField("следующему ответственному — с какого дня", default=7)
    quiet_from = models.TimeField("тихие часы с", default=time(21))
    quiet_until = models.TimeField("тихие часы до", default=time(8))
    rest_on_days_off = models.BooleanField("не писать в выходные и праздники", default=True)
    rest_on_holidays = models.BooleanField("не писать в каникулы", default=True)
    # The last day for which everything due was looked through: another worker need not do it again.
    reminded_on = models.DateField(null=True)

    objects = RowQuerySet["Manners"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="manners_once")]

    def __str__(self) -> str:
        return f"Правила сообщений: {self.organisation}"

    @property
    def ladder(self) -> Ladder:
        return Ladder(steps_of(self.steps), self.weekly_from, self.next_from)

    @property
    def hours(self) -> Hours:
        return Hours(self.quiet_from, self.quiet_until)


class Preference(Row):
    """How one person hears of one kind of messages by one channel."""

    scope = Scope(own=("person",))

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField("о чём", max_length=60)
    channel = models.CharField("как", max_length=10, choices=Channel.choices)
    rhythm = models.CharField("когда", max_length=10, choices=Rhythm.choices)

    objects = RowQuerySet["Preference"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "kind", "channel"], name="preference_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_rhythm_display()}"


class ReminderSent(Row):
    """One rung of the ladder was told to one person: never again for the same due date."""

    scope = Scope(own=("person",))

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField("о чём", max_length=60)
    key = models.CharField(max_length=200)
    due_on = models.DateField("срок")
    rung = models.SmallIntegerField("дней от срока")
    sent_on = models.DateField("когда напомнили")

    objects = RowQuerySet["ReminderSent"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "key", "person", "due_on", "rung"], name="reminder_once"
            )
        ]
        indexes = [models.Index(fields=["organisation", "kind", "due_on"], name="reminder_org_kind_due")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.due_on:%d.%m.%Y}, {self.rung:+d}"


class MessengerLink(Row):
    """A dialogue of a person in a messenger; works once the code sent there has been typed here."""

    scope = Scope(own=("person",))

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    channel = models.CharField("мессенджер", max_length=10, choices=Channel.choices)
    address = models.CharField("номер в мессенджере", max_length=40)
    code_sha256 = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_on = models.DateField(null=True)
    tries_that_day = models.PositiveSmallIntegerField(default=0)  # a fresh code buys no fresh ones
    confirmed_at = models.DateTimeField("подключено", null=True)

    objects = RowQuerySet["MessengerLink"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person", "channel"], name="messenger_once")
        ]

    def __str__(self) -> str:
        return self.get_channel_display()
