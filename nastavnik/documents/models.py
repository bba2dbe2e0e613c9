"""Papers with frozen facts, the legal acts they cite, and the bases of each paper."""

from django.db import models
from django.db.models import Q

from nastavnik.access.scoping import Scope
from nastavnik.core.models import StoredFile
from nastavnik.core.russian.names import Case
from nastavnik.core.russian.titles import decline_title
from nastavnik.documents.drawing.facts import act_words, decision_words
from nastavnik.organisations.models import BodyDecision
from nastavnik.organisations.rows import Row, RowQuerySet
from nastavnik.people.models import Person

from .rules import ActLevel, ActStatus, PaperKind, PaperState


class LegalAct(Row):
    """An act that papers may cite: level, kind, issuer, date, number, title, status (R004)."""

    scope = Scope()

    level = models.CharField("уровень", max_length=10, choices=ActLevel.choices)
    kind = models.CharField("вид акта", max_length=80)
    issuer = models.CharField("кем издан", max_length=200, blank=True)
    on = models.DateField("дата", null=True, blank=True)
    number = models.CharField("№", max_length=60, blank=True)
    title = models.CharField("название", max_length=500, blank=True)
    status = models.CharField("статус", max_length=10, choices=ActStatus.choices, default=ActStatus.IN_FORCE)
    valid_from = models.DateField("действует с", null=True, blank=True)
    valid_to = models.DateField("действует по", null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, verbose_name="заменён актом"
    )
    cite = models.BooleanField("ссылаться в приказах о парах", default=False)

    objects = RowQuerySet["LegalAct"].as_manager()

    class Meta:
        ordering = ["level", "on"]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """As papers cite it: «Приказ … от 06.11.2024 № 779 «Об утверждении…»»."""
        return act_words(self.kind, issuer=self.issuer, issued=self.on, number=self.number, title=self.title)

    @property
    def brief(self) -> str:
        """«Приказ от 06.11.2024 № 779» for a line of a warning."""
        return act_words(self.kind, issued=self.on, number=self.number)


class Paper(Row):
    """A paper: a draft from live data, then facts frozen at issue. A new fact gives a new version."""

    scope = Scope(own=("people",))

    kind = models.CharField("вид", max_length=20, choices=PaperKind.choices)
    state = models.CharField("состояние", max_length=10, choices=PaperState.choices, default=PaperState.DRAFT)
    title = models.CharField("заголовок", max_length=300)
    number = models.CharField("№", max_length=40, blank=True)
    on = models.DateField("дата", null=True, blank=True)
    # What the author of a draft chose: purpose, items, control…; shapes in the package that owns the kind.
    draft = models.JSONField("выбрано в черновике", default=dict, blank=True)
    # Frozen at issue; the file is drawn from these for ever.
    facts = models.JSONField("факты", default=dict, blank=True)
    version_no = models.PositiveSmallIntegerField("версия", default=1)
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="later")
    people = models.ManyToManyField(Person, related_name="papers", blank=True)
    about = models.UUIDField(null=True, blank=True)
    scan = models.ForeignKey(StoredFile, models.SET_NULL, null=True, blank=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.CharField(max_length=200, blank=True)

    objects = RowQuerySet["Paper"].as_manager()

    class Meta:
        ordering = ["-on", "-created_at"]
        indexes = [models.Index(fields=["organisation", "kind", "state"], name="paper_org_kind_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "number", "on", "version_no"],
                condition=Q(state="issued"),
                name="paper_number_once",
            ),
        ]

    def __str__(self) -> str:
        number = f" № {self.number}" if self.number else ""
        return f"{self.get_kind_display()}{number}"


class PaperBasis(Row):
    """One ground of a paper, in order: an act, a decision of a body, or words."""

    scope = Scope()

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="bases")
    order = models.PositiveSmallIntegerField(default=0)
    act = models.ForeignKey(LegalAct, models.PROTECT, null=True, blank=True)
    decision = models.ForeignKey(BodyDecision, models.PROTECT, null=True, blank=True)
    words = models.CharField("основание словами", max_length=400, blank=True)

    objects = RowQuerySet["PaperBasis"].as_manager()

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        if self.act:
            # Grounds go on from «на основании:», so a small letter.
            return f"{self.act.words[:1].lower()}{self.act.words[1:]}"
        if self.decision:
            title = self.decision.body.title
            body = decline_title(title[:1].lower() + title[1:], Case.GENITIVE).text
            return decision_words(body, held=self.decision.on, number=self.decision.protocol)
        return self.words


class NumberCounter(Row):
    """Suggests the next number of a kind of papers in a year; a free string may be typed instead."""

    scope = Scope()

    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    objects = RowQuerySet["NumberCounter"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "series", "year"], name="number_counter_once")
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"
