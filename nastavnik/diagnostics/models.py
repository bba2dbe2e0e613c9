"""Assessments of a person over the organisation's domains, and requests for the psychologist's care."""

from django.db import models
from django.db.models import Q

from nastavnik.access.scoping import Scope
from nastavnik.organisations.models import ListItem
from nastavnik.organisations.rows import Row, RowQuerySet
from nastavnik.people.models import Person

from .rules import Assessor, Mastery


class Assessment(Row):
    """One filled sheet: whose, by whom, on what day."""

    scope = Scope(own=("person",))

    person = models.ForeignKey(Person, models.CASCADE, related_name="assessments")
    assessor = models.CharField("кто оценивает", max_length=8, choices=Assessor.choices)
    assessed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    on = models.DateField("дата")
    note = models.TextField("комментарий", blank=True)

    objects = RowQuerySet["Assessment"].as_manager()

    class Meta:
        ordering = ["-on", "-created_at"]

    def __str__(self) -> str:
        return f"{self.get_assessor_display()}: {self.person}"


class AssessedLevel(Row):
    """The answer to one question of a sheet. A domain that nobody answered has no row."""

    scope = Scope(own=("assessment__person",))

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="levels")
    domain = models.ForeignKey(ListItem, models.PROTECT, related_name="+")
    mastery = models.PositiveSmallIntegerField("уровень", choices=Mastery.choices)

    objects = RowQuerySet["AssessedLevel"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "assessment", "domain"], name="assessed_level_once"
            ),
            models.CheckConstraint(condition=Q(mastery__lte=4), name="assessed_level_0_to_4"),
        ]

    def __str__(self) -> str:
        return f"{self.domain}: {self.get_mastery_display()}"


class CareRequest(Row):
    """A person asks the psychologist; only then may the psychologist see that person's levels."""

    scope = Scope(own=("person",))

    person = models.ForeignKey(Person, models.CASCADE, related_name="care_requests")
    asked_on = models.DateField("дата")
    words = models.TextField("о чём", blank=True)
    # Whom of a pair or a group the talk concerns as well: the psychologist works with both (R090).
    partners = models.ManyToManyField(Person, related_name="+", blank=True, verbose_name="с кем вместе")
    closed_on = models.DateField("закрыто", null=True, blank=True)

    objects = RowQuerySet["CareRequest"].as_manager()

    def __str__(self) -> str:
        return f"{self.person}, {self.asked_on:%d.%m.%Y}"


class CareNote(Row):
    """A working note of the psychologist (R090). It belongs to nobody as a person: no one but psychologists reads it."""

    scope = Scope()

    care = models.ForeignKey(CareRequest, models.CASCADE, related_name="notes")
    # Nobody: the note is about how they work together.
    about = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    on = models.DateField("дата")
    text = models.TextField("заметка")
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = RowQuerySet["CareNote"].as_manager()

    class Meta:
        ordering = ["-on", "-created_at"]

    def __str__(self) -> str:
        return f"Заметка, {self.on:%d.%m.%Y}"
