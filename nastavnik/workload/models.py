"""Time in forms, private to the person, and the wish not to be measured."""

from django.db import models

from nastavnik.access.roles import Role
from nastavnik.access.scoping import Scope
from nastavnik.organisations.rows import Row, RowQuerySet
from nastavnik.people.models import Person


class FormTime(Row):
    """How long one person filled one form in one day, as whom. The name of the address only, nothing that was typed."""

    scope = Scope(own=("person",))

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    role = models.CharField(
        "как кто", max_length=20, choices=[(r.value, r.label) for r in Role], blank=True, default=""
    )
    address = models.CharField("форма", max_length=100)
    seconds = models.PositiveIntegerField("секунд", default=0)
    times = models.PositiveIntegerField("раз", default=0)
    on = models.DateField("день")

    objects = RowQuerySet["FormTime"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "on"], name="form_time_org_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "role", "address", "on"], name="form_time_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.address}, {self.on:%d.%m.%Y}"


class Unmeasured(Row):
    """This person has switched the measuring off."""

    scope = Scope(own=("person",))

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    since = models.DateField("не измерять с")

    objects = RowQuerySet["Unmeasured"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "person"], name="unmeasured_once")]

    def __str__(self) -> str:
        return f"с {self.since:%d.%m.%Y}"
