"""What a programme has brought: intermediate results, feedback of both, the characteristic, joint projects."""

from django.db import models

from nastavnik.access.scoping import Scope
from nastavnik.organisations.rows import Row, RowQuerySet
from nastavnik.pairs.models import Mentorship
from nastavnik.people.models import Person
from nastavnik.programmes.rules import Mark, ProjectKind, Satisfaction

from .programme import Programme, _of_programme


class Interim(Row):
    """An intermediate result: what has come out by a day, and what helps or hinders (R230)."""

    scope = _of_programme()

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="interims")
    on = models.DateField("дата")
    words = models.TextField("что получилось")
    hinders = models.TextField("что мешает", blank=True)
    by_organisers = models.BooleanField("запись организаторов", default=False)
    author = models.CharField("кто записал", max_length=200)

    objects = RowQuerySet["Interim"].as_manager()

    class Meta:
        ordering = ["-on", "-created_at"]

    def __str__(self) -> str:
        return f"{self.on:%d.%m.%Y}"


class Feedback(Row):
    """One side about the work together: `words` for the other side, `private_words` for the curator alone."""

    scope = Scope(own=("person",))

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="feedbacks")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    helped = models.PositiveSmallIntegerField("помогло ли", choices=Satisfaction.choices)
    words = models.TextField("для второй стороны", blank=True)
    private_words = models.TextField("только для куратора", blank=True)
    learned = models.TextField("чему научился я", blank=True)  # R073: the mentor grows too

    objects = RowQuerySet["Feedback"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "programme", "person"], name="programme_feedback_once"
            )
        ]

    def __str__(self) -> str:
        return f"Отзыв: {self.person}"


class Characteristic(Row):
    """The mentee at the end: independence, quality and responsibility in the duties (R381), qualities in words (R064)."""

    scope = Scope(own=("person",))

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="characteristics")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    independence = models.PositiveSmallIntegerField("самостоятельно", choices=Mark.choices)
    quality = models.PositiveSmallIntegerField("качественно", choices=Mark.choices)
    responsibility = models.PositiveSmallIntegerField("ответственно", choices=Mark.choices)
    words = models.TextField("характеристика", blank=True)
    author = models.CharField("кто написал", max_length=200)

    objects = RowQuerySet["Characteristic"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "programme", "person"], name="programme_characteristic_once"
            )
        ]

    def __str__(self) -> str:
        return f"Характеристика: {self.person}"


class Project(Row):
    """A joint project of mentor and mentee with its result (R235)."""

    scope = Scope(
        own=("mentorship__participations__person",),
        own_while=models.Q(mentorship__participations__left_on__isnull=True),
    )

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="projects")
    kind = models.CharField("вид", max_length=12, choices=ProjectKind.choices)
    title = models.CharField("название", max_length=200)
    starts_on = models.DateField("с", null=True, blank=True)
    ends_on = models.DateField("по", null=True, blank=True)
    result = models.TextField("результат", blank=True)
    done_on = models.DateField("завершён", null=True, blank=True)

    objects = RowQuerySet["Project"].as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title
