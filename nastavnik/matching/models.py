"""Runs of matching with their proof, what they propose, and who is left out and why."""

from django.db import models

from nastavnik.access.scoping import Scope
from nastavnik.bank.models import Mentor, Request
from nastavnik.organisations.rows import Row, RowQuerySet
from nastavnik.pairs.models import Mentorship
from nastavnik.people.models import Person

from .rules import DecisionKind, ProposalState


class MatchRun(Row):
    """One run: the same digest gives the same pairs; `proved` means that the bound equals the value."""

    scope = Scope()

    run_at = models.DateTimeField()
    run_by = models.CharField("кто запустил", max_length=200)
    parameters = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    certificate = models.JSONField(default=dict)
    proved = models.BooleanField(default=False)
    matched = models.PositiveIntegerField(default=0)
    fit = models.BigIntegerField(default=0)
    name = models.CharField("название", max_length=100, blank=True)

    objects = RowQuerySet["MatchRun"].as_manager()

    class Meta:
        ordering = ["-run_at"]

    def __str__(self) -> str:
        return f"Подбор {self.run_at:%d.%m.%Y %H:%M}"

    @property
    def is_calm(self) -> bool:
        """A re-run: it proposes only what changes, and what stood before stands on."""
        return "calm" in self.parameters


class Proposal(Row):
    """A mentor for a request, with the parts of its score in words."""

    scope = Scope()

    run = models.ForeignKey(MatchRun, models.CASCADE, related_name="proposals")
    request = models.ForeignKey(Request, models.CASCADE, related_name="proposals")
    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="proposals")
    points = models.PositiveIntegerField()
    parts = models.JSONField(default=list)
    fits = models.JSONField(default=list)
    gaps = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.PENDING)
    reason = models.CharField("причина отказа", max_length=300, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    mentorship = models.ForeignKey(Mentorship, models.SET_NULL, null=True, related_name="proposals")

    objects = RowQuerySet["Proposal"].as_manager()

    class Meta:
        ordering = ["-points", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "run", "request", "mentor"], name="proposal_once")
        ]

    def __str__(self) -> str:
        return f"{self.mentor} — {self.request}"


class LeftOut(Row):
    """A request without a mentor in this run: the reason and the next step, in words."""

    scope = Scope()

    run = models.ForeignKey(MatchRun, models.CASCADE, related_name="left_out")
    request = models.ForeignKey(Request, models.CASCADE, related_name="left_out")
    code = models.CharField(max_length=40)
    reason = models.CharField(max_length=400)
    next_step = models.CharField(max_length=400)
    step = models.CharField("шаг", max_length=20, blank=True)
    mentor = models.ForeignKey(
        Mentor, models.SET_NULL, null=True, related_name="+", verbose_name="у кого не хватает места"
    )

    objects = RowQuerySet["LeftOut"].as_manager()

    def __str__(self) -> str:
        return self.reason


class Decision(Row):
    """What the curator has decided about two people before the next run, and why; a lifted one stays as history."""

    scope = Scope()

    request = models.ForeignKey(Request, models.CASCADE, related_name="decisions")
    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="decisions")
    kind = models.CharField("решение", max_length=5, choices=DecisionKind.choices)
    reason = models.CharField("почему", max_length=300)
    made_by = models.CharField("кто решил", max_length=200)
    made_at = models.DateTimeField("когда решено")
    lifted_by = models.CharField("кто отменил", max_length=200, blank=True)
    lifted_at = models.DateTimeField("когда отменено", null=True)

    objects = RowQuerySet["Decision"].as_manager()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "request", "mentor"],
                condition=models.Q(lifted_at__isnull=True),
                name="one_decision_about_two",
            ),
            models.UniqueConstraint(
                fields=["organisation", "request"],
                condition=models.Q(lifted_at__isnull=True, kind=DecisionKind.LOCK),
                name="one_lock_of_a_request",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor} — {self.request}"


class Weight(Row):
    """How much a part of the score matters here, where the organisation has chosen otherwise than the model."""

    scope = Scope()

    about = models.CharField("для каких запросов", max_length=40, blank=True)
    part = models.CharField("что", max_length=20)
    word = models.CharField("важность", max_length=10)

    objects = RowQuerySet["Weight"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "about", "part"], name="weight_once")]

    def __str__(self) -> str:
        return f"{self.about} {self.part}: {self.word}"


class Aims(Row):
    """What is preferred among possible sets of pairs; its version is that of all the settings of matching."""

    scope = Scope()

    aim = models.CharField("цель", max_length=15, default="participation")
    cut_off = models.PositiveSmallIntegerField("порог", default=0)
    keep = models.CharField("прежние предложения", max_length=5, default="free")

    objects = RowQuerySet["Aims"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="aims_once")]

    def __str__(self) -> str:
        return f"Цели подбора: {self.organisation}"


class WishRound(Row):
    """Until what day wishes are collected, and how soon after it people hear what came of them."""

    scope = Scope()

    until = models.DateField("последний день")
    reply_days = models.PositiveSmallIntegerField("дней до ответа", default=7)

    objects = RowQuerySet["WishRound"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="wish_round_once")]

    def __str__(self) -> str:
        return f"Пожелания до {self.until:%d.%m.%Y}"


def _ranked(owner: str, other: str, name: str) -> list[models.BaseConstraint]:
    """One row about two, one wish of each rank, first to third."""
    return [
        models.UniqueConstraint(fields=["organisation", owner, other], name=f"{name}_once"),
        models.UniqueConstraint(
            fields=["organisation", owner, "rank"],
            condition=models.Q(rank__isnull=False),
            name=f"{name}_rank_once",
        ),
        models.CheckConstraint(
            condition=models.Q(rank__isnull=True) | models.Q(rank__gte=1, rank__lte=3), name=f"{name}_rank"
        ),
    ]


class MenteeWish(Row):
    """A mentor whom the mentee asks for by this request (the first is the dearest), or has put out of sight."""

    scope = Scope(own=("request__mentee__person",))

    request = models.ForeignKey(Request, models.CASCADE, related_name="wishes")
    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="wished_by")
    rank = models.PositiveSmallIntegerField("которое пожелание", null=True)
    hidden = models.BooleanField("скрыт из списка", default=False)

    objects = RowQuerySet["MenteeWish"].as_manager()

    class Meta:
        constraints = _ranked("request", "mentor", "mentee_wish")

    def __str__(self) -> str:
        return f"Пожелание {self.rank or '—'}"


class MentorWish(Row):
    """A request that the mentor would like to take, or has put out of sight."""

    scope = Scope(own=("mentor__person",))

    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="wishes")
    request = models.ForeignKey(Request, models.CASCADE, related_name="wished_by")
    rank = models.PositiveSmallIntegerField("которое пожелание", null=True)
    hidden = models.BooleanField("скрыт из списка", default=False)

    objects = RowQuerySet["MentorWish"].as_manager()

    class Meta:
        constraints = _ranked("mentor", "request", "mentor_wish")

    def __str__(self) -> str:
        return f"Пожелание {self.rank or '—'}"


class Openness(Row):
    """A person's own word: my card or my name may be shown to the other side while wishes are collected."""

    scope = Scope(own=("person",))

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    objects = RowQuerySet["Openness"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "person"], name="openness_once")]

    def __str__(self) -> str:
        return "Показывается при сборе пожеланий"
