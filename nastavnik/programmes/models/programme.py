"""A programme of a mentorship in one version: terms, sections, goals, activities, agreement, advice."""

from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Q

from nastavnik.access.scoping import Scope
from nastavnik.core.deadlines import Deadline, DeadlineKind
from nastavnik.core.identifiers import new_id
from nastavnik.organisations.models import BodyDecision, ListItem
from nastavnik.organisations.rows import Row, RowQuerySet
from nastavnik.pairs.models import Mentorship
from nastavnik.people.models import Person
from nastavnik.programmes.rules import LIVE, MAKING, Aim, CommentKind, GoalKind, GoalState, Part, State


class ProgrammeQuerySet(RowQuerySet["Programme"]):
    def current(self) -> "ProgrammeQuerySet":
        return self.filter(is_current=True)

    def live(self) -> "ProgrammeQuerySet":
        return self.filter(is_current=True, state__in=LIVE)


class Programme(Row):
    """One version. Exactly one is current for a mentorship; a correction stands beside it until approved (R215, R218)."""

    scope = Scope(
        own=("mentorship__participations__person",),
        own_while=Q(mentorship__participations__left_on__isnull=True),
    )

    mentorship = models.ForeignKey(Mentorship, models.PROTECT, related_name="programmes")
    state = models.CharField("состояние", max_length=10, choices=State.choices, default=State.DRAFT)
    is_current = models.BooleanField("действующая редакция", default=True)
    edition = models.PositiveSmallIntegerField("редакция", default=1)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="исправляет"
    )
    why_corrected = models.CharField("почему исправлена", max_length=300, blank=True)
    continues = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="continued_by", verbose_name="продолжает"
    )
    starts_on = models.DateField("с")
    ends_on = models.DateField("по")
    why_length = models.CharField("почему такой срок", max_length=300, blank=True)
    topic = models.ForeignKey(
        ListItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="предмет наставничества",
    )
    topic_parts = models.CharField("подпункты предмета", max_length=600, blank=True)
    directions = models.ManyToManyField(ListItem, related_name="+", verbose_name="направления", blank=True)
    changed_by = models.CharField("кто изменил", max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField("кто утвердил", max_length=200, blank=True)
    facts = models.JSONField("факты бумаги", default=dict, blank=True)
    ended_on = models.DateField("завершена", null=True, blank=True)
    end_words = models.CharField("итог или причина", max_length=600, blank=True)
    # R104: tried before it is recommended to others
    pilot_from_on = models.DateField("апробация с", null=True, blank=True)
    pilot_words = models.CharField("что проверяем", max_length=300, blank=True)
    pilot_decision = models.ForeignKey(
        BodyDecision,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="заключение совета",
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["organisation", "state"], name="programme_org_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "mentorship"],
                condition=Q(is_current=True),
                name="programme_one_current",
            ),
            models.UniqueConstraint(
                fields=["organisation", "mentorship"],
                condition=Q(is_current=False, state__in=sorted(MAKING)),
                name="programme_one_correction",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="programme_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"Программа с {self.starts_on:%d.%m.%Y} по {self.ends_on:%d.%m.%Y}"

    @property
    def owned_by(self) -> frozenset[UUID]:
        """Those who are in the pair now, as the row of the pair may know already."""
        return self.mentorship.owned_by

    @property
    def is_correction(self) -> bool:
        return self.replaces_id is not None and not self.is_current


def _of_programme() -> Scope:
    """A part of a programme belongs to those whose programme it is."""
    way = "programme__mentorship__participations"
    return Scope(own=(f"{way}__person",), own_while=Q(**{f"{way}__left_on__isnull": True}))


class Section(Row):
    """The text of one section, written by both: the version tells whose text was there first."""

    scope = _of_programme()

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="sections")
    part = models.CharField("раздел", max_length=12, choices=Part.choices)
    text = models.TextField("текст", blank=True)
    written_by = models.CharField("кто написал", max_length=200, blank=True)

    objects = RowQuerySet["Section"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "programme", "part"], name="programme_section_once"
            )
        ]

    def __str__(self) -> str:
        return self.get_part_display()


class Goal(Row):
    """A goal of the mentee or a common task (R193): from what to what, in words or in numbers."""

    scope = _of_programme()

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="goals")
    lineage = models.UUIDField(default=new_id, editable=False)  # the same through versions and years
    kind = models.CharField("вид", max_length=4, choices=GoalKind.choices, default=GoalKind.GOAL)
    words = models.CharField("цель", max_length=300)
    measure = models.CharField("в чём измеряем", max_length=120, blank=True)
    start = models.CharField("сейчас", max_length=120, blank=True)
    target = models.CharField("к чему придём", max_length=200, blank=True)
    now = models.CharField("на сегодня", max_length=200, blank=True)
    state = models.CharField("состояние", max_length=8, choices=GoalState.choices, default=GoalState.OPEN)
    result = models.CharField("результат", max_length=600, blank=True)
    order = models.PositiveSmallIntegerField("порядок", default=0)
    changed_by = models.CharField("кто изменил", max_length=200, blank=True)

    objects = RowQuerySet["Goal"].as_manager()

    class Meta:
        ordering = ["kind", "order", "created_at", "id"]

    def __str__(self) -> str:
        return self.words


class Activity(Row):
    """A line of the programme's road map: it removes a difficulty or supports a strength (R164, R219).

    It has no owner among people by itself: whose difficulty it serves is shown to few (`queries.sees_links`).
    """

    scope = Scope()

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="activities")
    lineage = models.UUIDField(default=new_id, editable=False)
    goal = models.ForeignKey(
        Goal, models.SET_NULL, null=True, blank=True, related_name="activities", verbose_name="цель"
    )
    words = models.CharField("мероприятие", max_length=300)
    aim = models.CharField("для чего", max_length=8, choices=Aim.choices)
    domain = models.ForeignKey(ListItem, models.PROTECT, related_name="+", verbose_name="область")
    due_kind = models.CharField("вид срока", max_length=12, choices=DeadlineKind.choices)
    due_day = models.DateField(null=True, blank=True)
    due_until = models.DateField(null=True, blank=True)
    due_count = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField("последний день", null=True, blank=True)
    responsible = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ответственный"
    )
    product = models.CharField("что получится", max_length=300, blank=True)
    done_on = models.DateField("выполнено", null=True, blank=True)
    fact = models.CharField("что получилось", max_length=600, blank=True)
    changed_by = models.CharField("кто изменил", max_length=200, blank=True)

    objects = RowQuerySet["Activity"].as_manager()

    class Meta:
        ordering = ["due_on", "created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(aim__in=Aim.values), name="programme_activity_has_an_aim")
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def deadline(self) -> Deadline:
        return Deadline(DeadlineKind(self.due_kind), self.due_day, self.due_until, self.due_count)

    def is_late(self, today: date) -> bool:
        return self.done_on is None and self.due_on is not None and self.due_on < today


class Agreement(Row):
    """Somebody who takes part has agreed to this version as it stands; a change of the text takes it back."""

    scope = Scope(own=("person",))

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="agreements")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agreed_on = models.DateField("согласие")

    objects = RowQuerySet["Agreement"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "programme", "person"], name="programme_agreement_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.agreed_on:%d.%m.%Y}"


class Comment(Row):
    """Advice on a programme (R219), or the reason for which it came back from approval; about one section."""

    scope = _of_programme()

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="comments")
    part = models.CharField("раздел", max_length=12, choices=Part.choices)
    kind = models.CharField("вид", max_length=6, choices=CommentKind.choices, default=CommentKind.ADVICE)
    words = models.TextField("текст")
    author = models.CharField("кто написал", max_length=200)
    settled_on = models.DateField("учтено", null=True, blank=True)

    objects = RowQuerySet["Comment"].as_manager()

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words[:80]}"


class TypedText(Row):
    """What somebody is typing and has not saved yet: seen by nobody else, gone when it is saved."""

    scope = Scope(own=("person",))

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="typed")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    part = models.CharField("раздел", max_length=12, choices=Part.choices)
    text = models.TextField("текст", blank=True)

    objects = RowQuerySet["TypedText"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "programme", "person", "part"], name="typed_text_once"
            )
        ]

    def __str__(self) -> str:
        return self.get_part_display()
