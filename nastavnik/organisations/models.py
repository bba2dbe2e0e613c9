"""The tree of organisations, their lists, bodies and calendar."""

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.http import Http404
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.access.scoping import Scope
from nastavnik.core.errors import Conflict
from nastavnik.core.identifiers import new_id

from .rows import CHANGED_BY_ANOTHER, Row, RowQuerySet
from .rules import BodyKind, Kind, Level, ListName


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, actor: Actor, permission: Permission) -> "OrganisationQuerySet":
        """Organisations in which the permission is held, and those where the actor has a card of their own."""
        reach = actor.reach(permission)
        rows = Q(pk__in=())
        for path in reach.paths:
            rows |= Q(path__startswith=path) if path else ~Q(pk__in=())
        return self.filter(rows)

    def pick(self, actor: Actor, permission: Permission, **lookup: Any) -> "Organisation":
        organisation = self.visible_to(actor, permission).filter(**lookup).first()
        if organisation is None:
            raise Http404
        return organisation

    def revise(self, organisation: "Organisation", *, seen: int, **values: Any) -> None:
        changed = self.filter(pk=organisation.pk, version=seen).update(
            **values, version=F("version") + 1, updated_at=timezone.now()
        )
        if not changed:
            raise Conflict(CHANGED_BY_ANOTHER)
        organisation.refresh_from_db()


class Organisation(models.Model):
    """A node of the tree. `path` is the hex ids from the top down, so a subtree is a prefix."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField("код", max_length=50, unique=True)
    level = models.CharField("уровень", max_length=20, choices=Level.choices)
    kind = models.CharField("вид", max_length=20, choices=Kind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    root = models.ForeignKey("self", models.PROTECT, related_name="+", editable=False)
    is_contour = models.BooleanField("контур размещения", default=False)
    path = models.CharField(max_length=300, unique=True, editable=False)
    is_demo = models.BooleanField("пример", default=False, editable=False)
    full_name = models.CharField("полное наименование", max_length=400)
    short_name = models.CharField("краткое наименование", max_length=150)
    legal_type = models.CharField("организационно-правовая форма", max_length=200, blank=True)  # R001
    # Cases are guessed and may be overridden once for ever: {"genitive": "…", "short_genitive": "…"}
    name_cases = models.JSONField("наименование в падежах", default=dict, blank=True)
    founder = models.CharField("учредитель", max_length=300, blank=True)
    place = models.CharField(
        "населённый пункт", max_length=150, blank=True, help_text="Как в приказе: г. Заречинск"
    )
    address = models.CharField("адрес", max_length=300, blank=True)
    phone = models.CharField("телефон", max_length=40, blank=True)
    email = models.EmailField("электронная почта", blank=True)
    site = models.URLField("сайт", blank=True)
    inn = models.CharField("ИНН", max_length=12, blank=True)
    kpp = models.CharField("КПП", max_length=9, blank=True)
    ogrn = models.CharField("ОГРН", max_length=15, blank=True)
    okpo = models.CharField("ОКПО", max_length=10, blank=True)
    time_zone = models.CharField("часовой пояс", max_length=50, default="Europe/Moscow")
    # R085: a structure (council) or one responsible person
    has_council = models.BooleanField("действует совет наставников", default=True)
    # Simple electronic signature works only under an act of the organisation (63-ФЗ, ст. 9)
    esign_act_number = models.CharField("акт о простой электронной подписи, №", max_length=40, blank=True)
    esign_act_date = models.DateField("дата акта о простой электронной подписи", null=True, blank=True)
    young_max_age = models.PositiveSmallIntegerField("молодой специалист: возраст не больше, лет", default=35)
    young_max_career = models.PositiveSmallIntegerField("молодой специалист: стаж не больше, лет", default=3)
    wizard_step = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.short_name

    @property
    def lies_at(self) -> str:
        return self.path

    @property
    def owned_by(self) -> frozenset[UUID]:
        return frozenset()

    @property
    def organisation_id(self) -> UUID:
        return self.pk


class ListItem(Row):
    """One line of an editable list: a form, a kind, an issue, a domain… `code` is stable, words are the organisation's."""

    scope = Scope()

    list = models.CharField("список", max_length=20, choices=ListName.choices)
    code = models.SlugField("код", max_length=50, db_index=False)
    title = models.CharField("название", max_length=300)
    hint = models.TextField("пояснение", blank=True)
    source_act = models.CharField("источник", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField("порядок", default=0)
    enabled = models.BooleanField("используется", default=True)
    sensitive = models.BooleanField("не показывать в списках и бумагах", default=False)

    objects = RowQuerySet["ListItem"].as_manager()

    class Meta:
        ordering = ["list", "order", "title"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "list", "code"], name="list_item_code_once")
        ]

    def __str__(self) -> str:
        return self.title


class CollegialBody(Row):
    """A council of mentors, a pedagogical council, a union committee… (R099–R101)."""

    scope = Scope()

    kind = models.CharField("вид", max_length=20, choices=BodyKind.choices)
    title = models.CharField("название", max_length=200)
    external_councils = models.TextField("участие в общественных советах", blank=True)
    formed_on = models.DateField("создан", null=True, blank=True)
    closed_on = models.DateField("прекратил работу", null=True, blank=True)

    objects = RowQuerySet["CollegialBody"].as_manager()

    class Meta:
        ordering = ["kind", "title"]

    def __str__(self) -> str:
        return self.title


class BodyDecision(Row):
    """A decision of a collegial body with its protocol: may stand as a basis of an order (R005)."""

    scope = Scope()

    body = models.ForeignKey(CollegialBody, models.PROTECT, related_name="decisions")
    on = models.DateField("дата")
    protocol = models.CharField("№ протокола", max_length=40)
    question = models.CharField("вопрос", max_length=300)
    decided = models.TextField("решили", blank=True)

    objects = RowQuerySet["BodyDecision"].as_manager()

    class Meta:
        ordering = ["-on"]

    def __str__(self) -> str:
        return f"{self.body}, протокол от {self.on:%d.%m.%Y} № {self.protocol}"


class CalendarDay(models.Model):
    """An exception of the Russian production calendar: a working Saturday or a day off. Common to the installation."""

    day = models.DateField("день", primary_key=True)
    is_working = models.BooleanField("рабочий")
    title = models.CharField("что за день", max_length=120, blank=True)
    checked = models.BooleanField("проверено по постановлению", default=False)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}: {'рабочий' if self.is_working else 'выходной'}"


class SchoolHoliday(Row):
    """Days without lessons, from a day to a day: set by the organisation, or by a level above for all below it."""

    scope = Scope()

    title = models.CharField("название", max_length=80)
    starts_on = models.DateField("с")
    ends_on = models.DateField("по")

    objects = RowQuerySet["SchoolHoliday"].as_manager()

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="school_holiday_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.starts_on:%d.%m.%Y} — {self.ends_on:%d.%m.%Y}"
