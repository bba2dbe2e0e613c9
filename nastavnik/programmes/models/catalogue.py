"""What an organisation suggests for programmes: sections in use, templates with their lines, its own long programme."""

from django.db import models
from django.db.models import Q

from nastavnik.access.scoping import Scope
from nastavnik.core.choices import Choices
from nastavnik.organisations.models import ListItem
from nastavnik.organisations.rows import Row, RowQuerySet
from nastavnik.programmes.rules import Aim, Part


class Whose(Choices):
    """For whom a template is meant."""

    ANY = "any", "Для всех"
    EMPLOYED = "employed", "Для педагогов"
    LEARNERS = "learners", "Для обучающихся"


class LineKind(Choices):
    GOAL = "goal", "Цель"
    TASK = "task", "Задача"
    ACTIVITY = "activity", "Мероприятие"
    RESULT = "result", "Планируемый результат"


class SectionSetting(Row):
    """What the organisation has decided about one section: is it used, where it stands, what it is called."""

    scope = Scope()

    part = models.CharField("раздел", max_length=12, choices=Part.choices)
    title = models.CharField("название", max_length=120)
    enabled = models.BooleanField("используется", default=False)
    order = models.PositiveSmallIntegerField("порядок", default=0)

    objects = RowQuerySet["SectionSetting"].as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["organisation", "part"], name="section_setting_once")]

    def __str__(self) -> str:
        return self.title


class Frame(Row):
    """The organisation's own programme of mentoring, maybe of several years: personalised ones lie inside (R221)."""

    scope = Scope()

    title = models.CharField("название", max_length=200)
    starts_on = models.DateField("с")
    ends_on = models.DateField("по")

    objects = RowQuerySet["Frame"].as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="frame_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Template(Row):
    """Goals, tasks and activities to tick: for a type of problem (R173–R175), for a topic (R176–R179), or for all."""

    scope = Scope()

    code = models.SlugField("код", max_length=50, db_index=False)
    title = models.CharField("название", max_length=200)
    problem = models.ForeignKey(
        ListItem, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="тип проблемы"
    )
    topic = models.ForeignKey(
        ListItem,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="предмет наставничества",
    )
    whose = models.CharField("для кого", max_length=8, choices=Whose.choices, default=Whose.ANY)
    enabled = models.BooleanField("используется", default=True)
    order = models.PositiveSmallIntegerField("порядок", default=0)

    objects = RowQuerySet["Template"].as_manager()

    class Meta:
        ordering = ["order", "title"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="template_code_once")]

    def __str__(self) -> str:
        return self.title


class TemplateLine(Row):
    """One thing to tick. `month`: in which month of the programme an activity usually falls, from 0."""

    scope = Scope()

    template = models.ForeignKey(Template, models.CASCADE, related_name="lines")
    kind = models.CharField("что это", max_length=8, choices=LineKind.choices)
    words = models.CharField("текст", max_length=300)
    aim = models.CharField("для чего", max_length=8, choices=Aim.choices, default=Aim.REMOVE)
    domain = models.CharField("код области", max_length=50, blank=True)
    month = models.PositiveSmallIntegerField("месяц программы", default=0)
    product = models.CharField("что получится", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField("порядок", default=0)

    objects = RowQuerySet["TemplateLine"].as_manager()

    class Meta:
        ordering = ["order", "created_at", "id"]

    def __str__(self) -> str:
        return self.words
