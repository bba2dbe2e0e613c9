"""Mentorships: pairs and groups by issue, who takes part, on what basis, in which order."""

from django.db import models
from django.db.models import Q

from nastavnik.access.scoping import Scope
from nastavnik.bank.models import Request
from nastavnik.core.deadlines import Deadline, DeadlineKind
from nastavnik.core.models import StoredFile
from nastavnik.documents.models import Paper
from nastavnik.organisations.models import BodyDecision, ListItem, Organisation
from nastavnik.organisations.rows import Row, RowQuerySet
from nastavnik.people.models import Consent, Person

from .changing.rules import ChangeKind, ChangeState, Ground, Initiator, OrderNeed
from .health.rules import HealthCode
from .rules import OPEN, Aim, Answer, LabourKind, Origin, PairState, Side


class MentorshipQuerySet(RowQuerySet["Mentorship"]):
    def open(self) -> "MentorshipQuerySet":
        return self.filter(state__in=OPEN)


class Mentorship(Row):
    """A pair or a group: one mentor, one issue, one form, several kinds (R180–R186)."""

    scope = Scope(own=("participations__person",), own_while=Q(participations__left_on__isnull=True))

    issue = models.ForeignKey(ListItem, models.PROTECT, related_name="+", verbose_name="вопрос")
    form = models.ForeignKey(ListItem, models.PROTECT, related_name="+", verbose_name="форма")
    kinds = models.ManyToManyField(ListItem, related_name="+", verbose_name="виды")
    subject = models.ForeignKey(
        ListItem, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="предмет"
    )
    words = models.TextField("чему помогает", blank=True)
    is_group = models.BooleanField("группа", default=False)
    distance = models.BooleanField("дистанционно, наставник из другой организации", default=False)
    starts_on = models.DateField("с")
    ends_on = models.DateField("по")
    state = models.CharField(max_length=10, choices=PairState.choices, default=PairState.DRAFT)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.BY_HAND)
    reverse_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reversed_by",
        verbose_name="встречная пара",
    )
    decided_by = models.CharField("кто решил", max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.ForeignKey(BodyDecision, models.SET_NULL, null=True, blank=True)
    order = models.ForeignKey(Paper, models.SET_NULL, null=True, blank=True, related_name="mentorships")
    # A pair that lived before the system: its order as it was
    former_order_number = models.CharField("№ прежнего приказа", max_length=40, blank=True)
    former_order_date = models.DateField("дата прежнего приказа", null=True, blank=True)
    former_order_scan = models.ForeignKey(StoredFile, models.SET_NULL, null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField("причина", max_length=300, blank=True)
    # The mentorship that goes on with the same mentees and terms under another mentor
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaces", verbose_name="продолжение"
    )

    objects = MentorshipQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-created_at"]
        indexes = [models.Index(fields=["organisation", "state"], name="mentorship_org_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="mentorship_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"Наставническая {'группа' if self.is_group else 'пара'}: {self.issue}"


class Participation(Row):
    """A person takes part on one side, from a day to a day, of their own will (R049, R161)."""

    scope = Scope(own=("person",))

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="participations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="participations")
    side = models.CharField(max_length=6, choices=Side.choices)
    request = models.ForeignKey(
        Request, models.SET_NULL, null=True, blank=True, related_name="participations"
    )
    joined_on = models.DateField("с")
    left_on = models.DateField("по", null=True, blank=True)
    leave_reason = models.CharField("почему вышел", max_length=300, blank=True)
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.WAITING)
    answered_at = models.DateTimeField(null=True)
    answer_words = models.CharField("причина или пояснение", max_length=300, blank=True)
    duty_consent = models.ForeignKey(
        Consent,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="согласие на обязанности",
    )

    objects = RowQuerySet["Participation"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "mentorship", "person"], name="participation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.person}"


class LabourBasis(Row):
    """On what basis a mentor does the work: content, term, form and payment are stated (ТК РФ, ст. 351.8)."""

    # The mentor's own: what they are paid is no business of the mentee.
    scope = Scope(
        own=("mentorship__participations__person",),
        own_while=Q(mentorship__participations__side=Side.MENTOR),
    )

    mentorship = models.OneToOneField(Mentorship, models.CASCADE, related_name="labour_basis")
    kind = models.CharField("основание", max_length=10, choices=LabourKind.choices)
    number = models.CharField("№", max_length=40, blank=True)
    on = models.DateField("дата", null=True, blank=True)
    content = models.TextField("содержание работы", blank=True)
    form_words = models.CharField("форма выполнения", max_length=300, blank=True)
    starts_on = models.DateField("срок с", null=True, blank=True)
    ends_on = models.DateField("срок по", null=True, blank=True)
    payment = models.CharField("размер и условия выплаты", max_length=300, blank=True)
    explanation = models.CharField("пояснение", max_length=300, blank=True)

    objects = RowQuerySet["LabourBasis"].as_manager()

    def __str__(self) -> str:
        return self.get_kind_display()


class OrderRow(Row):
    """A mentorship named in an order, in its line."""

    scope = Scope()

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="order_rows")
    mentorship = models.ForeignKey(Mentorship, models.PROTECT, related_name="order_rows")
    line = models.PositiveSmallIntegerField(default=0)

    objects = RowQuerySet["OrderRow"].as_manager()

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "paper", "mentorship"], name="order_row_once")
        ]

    def __str__(self) -> str:
        return f"{self.line}. {self.mentorship}"


class Activity(Row):
    """A first step of a mentorship: it removes a difficulty or supports a strength of the mentee (R164).

    It belongs to no participant by itself: in a group it tells of one mentee's difficulty (`first_steps.sees_steps`).
    """

    scope = Scope()

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="activities")
    domain = models.ForeignKey(ListItem, models.PROTECT, related_name="+", verbose_name="область")
    aim = models.CharField("для чего", max_length=8, choices=Aim.choices)
    words = models.CharField("что сделать", max_length=300)
    due_kind = models.CharField("вид срока", max_length=12, choices=DeadlineKind.choices)
    due_day = models.DateField(null=True, blank=True)
    due_until = models.DateField(null=True, blank=True)
    due_count = models.PositiveSmallIntegerField(default=0)
    responsible = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    done_on = models.DateField("выполнено", null=True, blank=True)

    objects = RowQuerySet["Activity"].as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [models.CheckConstraint(condition=Q(aim__in=Aim.values), name="activity_has_an_aim")]

    def __str__(self) -> str:
        return self.words

    @property
    def deadline(self) -> Deadline:
        return Deadline(DeadlineKind(self.due_kind), self.due_day, self.due_until, self.due_count)


class MentorshipChange(Row):
    """A dated fact about a mentorship: paused, moved, replaced, ended. `person` is whom it is about, if it is one of them.

    `ground` and `note` are the curator's and that person's; everybody else reads `changing.rules.public_reason`.
    """

    scope = Scope(own=("person",))

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="changes")
    kind = models.CharField("что изменилось", max_length=12, choices=ChangeKind.choices)
    state = models.CharField(max_length=10, choices=ChangeState.choices, default=ChangeState.DONE)
    on = models.DateField("записано или предупреждено")
    effective_on = models.DateField("вступает в силу")
    until = models.DateField("до какого дня", null=True, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    initiator = models.CharField(
        "кто начал", max_length=6, choices=Initiator.choices, default=Initiator.ORGANISATION
    )
    ground = models.CharField("причина", max_length=12, choices=Ground.choices, blank=True)
    note = models.CharField("пояснение", max_length=300, blank=True)
    place = models.CharField("куда перешёл", max_length=300, blank=True)
    # Another organisation of the contour, where the request opens
    to = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField("кто записал", max_length=200, blank=True)
    # An order made outside the system is written down here by hand
    order_need = models.CharField(max_length=6, choices=OrderNeed.choices, default=OrderNeed.NONE)
    order_number = models.CharField("№ приказа", max_length=40, blank=True)
    order_on = models.DateField("дата приказа", null=True, blank=True)

    objects = RowQuerySet["MentorshipChange"].as_manager()

    class Meta:
        ordering = ["effective_on", "created_at"]
        indexes = [models.Index(fields=["organisation", "state"], name="pair_change_org_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("effective_on")) | Q(kind="term"),
                name="pair_change_until_after",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} с {self.effective_on:%d.%m.%Y}"

    @property
    def lacks_order(self) -> bool:
        counts = self.state in {ChangeState.AHEAD, ChangeState.DONE}
        return counts and self.order_need != OrderNeed.NONE and not self.order_number


class HealthRule(Row):
    """A rule of health as an organisation has set it; a rule without a row is as shipped (`health.rules.SHIPPED`)."""

    scope = Scope()

    code = models.CharField("правило", max_length=16, choices=HealthCode.choices)
    threshold = models.PositiveSmallIntegerField("число", null=True, blank=True)
    enabled = models.BooleanField("включено", default=True)
    message = models.TextField("сообщение", blank=True)

    objects = RowQuerySet["HealthRule"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="health_rule_once")]

    def __str__(self) -> str:
        return self.get_code_display()
