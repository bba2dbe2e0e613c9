"""The banks: mentees with their requests by issue, mentors with their offers, time and evidence."""

from django.db import models
from django.db.models import Q

from nastavnik.access.scoping import Scope
from nastavnik.core.models import StoredFile
from nastavnik.organisations.models import ListItem
from nastavnik.organisations.rows import Row, RowQuerySet
from nastavnik.people.models import Person

from .rules import BankState, Priority, RequestState


class Mentee(Row):
    """A person in the bank of mentees (R122, R124). May be a mentor as well (R050)."""

    scope = Scope(own=("person",))

    person = models.ForeignKey(Person, models.PROTECT, related_name="mentee_entries")
    categories = models.ManyToManyField(ListItem, related_name="+", blank=True)
    priorities = models.TextField("чему хочет научиться в первую очередь", blank=True)
    age_reason = models.CharField("почему принят младше десяти лет", max_length=300, blank=True)
    entered_on = models.DateField("в банке с")
    left_on = models.DateField("выбыл", null=True, blank=True)

    objects = RowQuerySet["Mentee"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(left_on__isnull=True), name="mentee_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class ProblemMark(Row):
    """The type of problem (R173–R174). Lines whose list item is sensitive are shown to three people only."""

    scope = Scope(own=("mentee__person",))

    mentee = models.ForeignKey(Mentee, models.CASCADE, related_name="problems")
    problem = models.ForeignKey(ListItem, models.PROTECT, related_name="+")

    objects = RowQuerySet["ProblemMark"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "mentee", "problem"], name="problem_mark_once")
        ]

    def __str__(self) -> str:
        return str(self.problem)


class Request(Row):
    """What a mentee asks help with: one issue, maybe a subject (R105, R135). The left side of matching."""

    scope = Scope(own=("mentee__person",))

    mentee = models.ForeignKey(Mentee, models.CASCADE, related_name="requests")
    issue = models.ForeignKey(ListItem, models.PROTECT, related_name="+", verbose_name="вопрос")
    subject = models.ForeignKey(
        ListItem, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="предмет"
    )
    domains = models.ManyToManyField(ListItem, related_name="+", blank=True, verbose_name="области")
    words = models.TextField("своими словами", blank=True)
    priority = models.CharField(
        "насколько важно", max_length=6, choices=Priority.choices, default=Priority.NORMAL
    )
    forms = models.ManyToManyField(ListItem, related_name="+", blank=True, verbose_name="подходящие формы")
    kinds = models.ManyToManyField(ListItem, related_name="+", blank=True, verbose_name="подходящие виды")
    distance_ok = models.BooleanField(
        "можно дистанционно, с наставником из другой организации", default=False
    )
    opened_on = models.DateField("открыт")
    closed_on = models.DateField("закрыт", null=True, blank=True)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.OPEN)

    objects = RowQuerySet["Request"].as_manager()

    class Meta:
        ordering = ["opened_on", "id"]
        indexes = [models.Index(fields=["organisation", "state"], name="request_org_state")]

    def __str__(self) -> str:
        return f"{self.mentee}: {self.issue}"


class Mentor(Row):
    """A person in the bank of mentors (R121, R127): from where, how many mentees, in what forms and kinds."""

    scope = Scope(own=("person",))

    person = models.ForeignKey(Person, models.PROTECT, related_name="mentor_entries")
    source = models.ForeignKey(
        ListItem, models.PROTECT, null=True, related_name="+", verbose_name="откуда наставник"
    )
    state = models.CharField(max_length=10, choices=BankState.choices, default=BankState.CANDIDATE)
    capacity = models.PositiveSmallIntegerField("сколько наставляемых может вести", default=2)
    forms = models.ManyToManyField(ListItem, related_name="+", blank=True, verbose_name="формы")
    kinds = models.ManyToManyField(ListItem, related_name="+", blank=True, verbose_name="виды")
    distance_ok = models.BooleanField("готов дистанционно, и с людьми из других организаций", default=False)
    # Three things apart (R088); what confirms the results stands in `evidence`.
    results = models.TextField("результаты", blank=True)
    practices = models.TextField("лучшие практики", blank=True)
    interaction = models.TextField("профессиональное взаимодействие", blank=True)
    entered_on = models.DateField("в банке с")
    left_on = models.DateField("выбыл", null=True, blank=True)

    objects = RowQuerySet["Mentor"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(left_on__isnull=True), name="mentor_once"
            ),
            models.CheckConstraint(condition=Q(capacity__lte=30), name="mentor_capacity_sane"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Offer(Row):
    """An issue a mentor is ready to help with. The right side of matching."""

    scope = Scope(own=("mentor__person",))

    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="offers")
    issue = models.ForeignKey(ListItem, models.PROTECT, related_name="+", verbose_name="вопрос")
    subject = models.ForeignKey(
        ListItem, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="предмет"
    )
    words = models.CharField("чем может помочь", max_length=300, blank=True)

    objects = RowQuerySet["Offer"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "mentor", "issue", "subject"], name="offer_once"),
            # Two empty subjects are different for a database, but not for a person.
            models.UniqueConstraint(
                fields=["organisation", "mentor", "issue"],
                condition=Q(subject__isnull=True),
                name="offer_once_without_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor}: {self.issue}"


class TimeWindow(Row):
    """A weekly window in which a person is free: 1 is Monday."""

    scope = Scope(own=("person",))

    person = models.ForeignKey(Person, models.CASCADE, related_name="windows")
    weekday = models.PositiveSmallIntegerField("день недели")
    starts = models.TimeField("с")
    ends = models.TimeField("до")

    objects = RowQuerySet["TimeWindow"].as_manager()

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="window_weekday"),
            models.CheckConstraint(condition=Q(ends__gt=models.F("starts")), name="window_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts:%H:%M}–{self.ends:%H:%M}"


class Evidence(Row):
    """A confirmed result of a mentor (R088): a title, a date, a link or a file."""

    scope = Scope(own=("mentor__person",))

    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="evidence")
    title = models.CharField("что достигнуто", max_length=300)
    on = models.DateField("дата", null=True, blank=True)
    link = models.URLField("ссылка", blank=True)
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, blank=True)

    objects = RowQuerySet["Evidence"].as_manager()

    def __str__(self) -> str:
        return self.title


class CriterionMark(Row):
    """One line of the checklist by which a mentor or a mentee is chosen (R141–R150)."""

    scope = Scope(own=("person",))

    person = models.ForeignKey(Person, models.CASCADE, related_name="criterion_marks")
    criterion = models.ForeignKey(ListItem, models.PROTECT, related_name="+")
    met = models.BooleanField("выполнено", null=True)
    words = models.CharField("чем подтверждается", max_length=300, blank=True)
    marked_on = models.DateField("когда отмечено", null=True)

    objects = RowQuerySet["CriterionMark"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "criterion"], name="criterion_mark_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.criterion)
