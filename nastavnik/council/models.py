"""Questions to the council of mentors: their lines, who sits, the ballots, the care decided, the letters that follow."""

from django.db import models
from django.db.models import Q

from nastavnik.access.roles import Role
from nastavnik.access.scoping import Scope
from nastavnik.bank.models import Request
from nastavnik.matching.models import LeftOut, MatchRun, Proposal
from nastavnik.organisations.models import BodyDecision, CollegialBody
from nastavnik.organisations.rows import Row, RowQuerySet
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import Side
from nastavnik.people.models import Person

from . import rules
from .rules import LetterState, LineState, Majority, QuestionKind, QuestionState, Quorum, Voice, Way


class Regulation(Row):
    """How the council of one organisation decides; no row: as `rules.Regulation` has it by default."""

    scope = Scope()

    quorum = models.CharField("кворум", max_length=12, choices=Quorum.choices, default=Quorum.HALF)
    majority = models.CharField(
        "решение принято", max_length=12, choices=Majority.choices, default=Majority.OF_VOTES
    )
    chair_decides = models.BooleanField("при равенстве голосов решает голос председателя", default=True)
    only_council = models.BooleanField("подобранные пары утверждает только совет", default=False)

    objects = RowQuerySet["Regulation"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="council_regulation_once")]

    def __str__(self) -> str:
        return f"Порядок голосования: {self.organisation}"

    @property
    def rules(self) -> rules.Regulation:
        return rules.Regulation(Quorum(self.quorum), Majority(self.majority), self.chair_decides)


class Question(Row):
    """One question of the agenda: sent by the curator, voted on, closed by the chair with its minutes.

    `run` is the matching whose pairs are decided; a question of another kind has none.
    """

    scope = Scope()

    body = models.ForeignKey(CollegialBody, models.PROTECT, related_name="questions")
    kind = models.CharField(max_length=12, choices=QuestionKind.choices, default=QuestionKind.PAIRS)
    title = models.CharField("вопрос", max_length=200)
    note = models.TextField("пояснение", blank=True)
    run = models.ForeignKey(MatchRun, models.PROTECT, null=True, related_name="questions")
    way = models.CharField("как голосуют", max_length=8, choices=Way.choices, default=Way.APART)
    due_on = models.DateField("срок")
    asked_on = models.DateField("когда направлен")
    asked_by = models.CharField("кто направил", max_length=200)
    state = models.CharField(max_length=10, choices=QuestionState.choices, default=QuestionState.OPEN)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField("кто закрыл", max_length=200, blank=True)
    decision = models.ForeignKey(BodyDecision, models.PROTECT, null=True, related_name="council_questions")
    # Frozen when the question is closed; the minutes are drawn from these for ever.
    facts = models.JSONField("факты протокола", default=dict, blank=True)

    objects = RowQuerySet["Question"].as_manager()

    class Meta:
        ordering = ["-asked_on", "-id"]
        indexes = [models.Index(fields=["organisation", "state", "due_on"], name="council_org_state_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed", decision__isnull=False)
                | Q(~Q(state="closed"), decision__isnull=True),
                name="council_closed_with_minutes",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Line(Row):
    """One pair of a question. What has been counted is kept with the decision."""

    scope = Scope()

    question = models.ForeignKey(Question, models.CASCADE, related_name="lines")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="council_lines")
    order = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=LineState.choices, default=LineState.WAITING)
    reason = models.CharField("почему", max_length=300, blank=True)
    given_for = models.PositiveSmallIntegerField("за", default=0)
    against = models.PositiveSmallIntegerField("против", default=0)
    abstained = models.PositiveSmallIntegerField("воздержались", default=0)
    mentorship = models.ForeignKey(Mentorship, models.SET_NULL, null=True, related_name="council_lines")

    objects = RowQuerySet["Line"].as_manager()

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "proposal"],
                condition=Q(state=LineState.WAITING.value),
                name="council_proposal_in_one_question",
            )
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.proposal}"


class Seat(Row):
    """A member at a question: present when they voted or were at the sitting; absent ones are written at its close."""

    scope = Scope(own=("person",))

    question = models.ForeignKey(Question, models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(
        "кто в совете",
        max_length=20,
        choices=[(role.value, role.label) for role in (Role.COUNCIL_CHAIR, Role.COUNCIL_MEMBER)],
        default=Role.COUNCIL_MEMBER,
    )
    present = models.BooleanField("участвует", default=True)

    objects = RowQuerySet["Seat"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "question", "person"], name="council_seat_once")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.question}"


class Ballot(Row):
    """The voice of one member on one pair; `entered_by` is the secretary where the member did not vote by oneself."""

    scope = Scope(own=("person",))

    line = models.ForeignKey(Line, models.CASCADE, related_name="ballots")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    voice = models.CharField("голос", max_length=8, choices=Voice.choices)
    comment = models.CharField("пояснение", max_length=300, blank=True)
    entered_by = models.CharField("кто записал", max_length=200, blank=True)

    objects = RowQuerySet["Ballot"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "line", "person"], name="council_ballot_once")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_voice_display()}"


class Care(Row):
    """What is decided for somebody who stayed without a mentor, and when this is looked at again (R188–R189)."""

    scope = Scope(own=("request__mentee__person",))

    question = models.ForeignKey(Question, models.CASCADE, related_name="cares")
    left = models.ForeignKey(LeftOut, models.SET_NULL, null=True, related_name="cares")
    request = models.ForeignKey(Request, models.CASCADE, related_name="cares")
    # One column for each of `rules.Measure`, of the same name
    support = models.BooleanField("психолого-педагогическая поддержка", default=False)
    wider = models.BooleanField("поиск наставника в других организациях", default=False)
    train = models.BooleanField("подготовка наставника по этому вопросу", default=False)
    distance = models.BooleanField("дистанционная работа", default=False)
    wait = models.BooleanField("поиск в организации продолжается", default=False)
    words = models.CharField("пояснение", max_length=300, blank=True)
    next_on = models.DateField("когда вернёмся", null=True, blank=True)

    objects = RowQuerySet["Care"].as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["organisation", "next_on"], name="council_care_org_next")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "question", "request"], name="council_care_once")
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.measure_words or 'не решено'}"

    @property
    def measures(self) -> list[rules.Measure]:
        return [each for each in rules.Measure if getattr(self, each.value)]

    @property
    def measure_words(self) -> str:
        return "; ".join(each.label for each in self.measures)

    @property
    def is_decided(self) -> bool:
        return bool(self.measures and self.next_on)


class Letter(Row):
    """A letter to one side of an approved pair: drafted from data, edited by the curator, sent after the approval."""

    # A draft is the curator's alone.
    scope = Scope(own=("person",), own_while=Q(state__in=(LetterState.SENT, LetterState.HANDED)))

    line = models.ForeignKey(Line, models.CASCADE, related_name="letters")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    side = models.CharField("кому", max_length=6, choices=Side.choices)
    subject = models.CharField("тема", max_length=150)
    text = models.TextField("письмо")
    state = models.CharField(max_length=8, choices=LetterState.choices, default=LetterState.DRAFT)
    sent_at = models.DateTimeField("когда", null=True)

    objects = RowQuerySet["Letter"].as_manager()

    class Meta:
        ordering = ["line", "side"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "line", "person"], name="council_letter_once")
        ]

    def __str__(self) -> str:
        return f"Письмо: {self.person}"
