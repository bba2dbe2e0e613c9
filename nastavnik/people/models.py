"""Persons, their jobs, appointments, representatives, consents and accounts. Person ≠ account ≠ role."""

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q, TextField, Value
from django.db.models.functions import Concat
from django.utils import timezone

from nastavnik.access.roles import Role
from nastavnik.access.scoping import Scope
from nastavnik.core.identifiers import new_id
from nastavnik.core.models import StoredFile
from nastavnik.core.search import RuFold
from nastavnik.organisations.models import BodyDecision
from nastavnik.organisations.rows import Row, RowQuerySet

from .rules import (
    ConsentKind,
    ConsentState,
    ConsentWay,
    Gender,
    PersonKind,
    QualificationCategory,
    age_on,
    is_minor,
    may_be_fourteen,
)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, is_installer=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A sign-in. May stand behind several person cards, one in each organisation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField("электронная почта", unique=True)
    name = models.CharField("имя", max_length=200, blank=True)
    is_active = models.BooleanField("действует", default=True)
    # The installation administrator: technical, sees no personal data.
    is_installer = models.BooleanField("администратор установки", default=False)
    is_demo = models.BooleanField(default=False, editable=False)
    theme = models.CharField("тема", max_length=5, default="auto")
    vision = models.CharField("версия для слабовидящих", max_length=60, blank=True, default="")
    first_login_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name or self.email


class Person(Row):
    """A human being, with or without a sign-in. Adults: year of birth only; minors: full date once represented."""

    scope = Scope(own=("id",))

    last_name = models.CharField("фамилия", max_length=100)
    first_name = models.CharField("имя", max_length=100)
    middle_name = models.CharField("отчество", max_length=100, blank=True)
    # Overrides of declension, once for ever: {"genitive": "Ивановой Анны Сергеевны"}
    name_cases = models.JSONField("ФИО в падежах", default=dict, blank=True)
    gender = models.CharField("пол", max_length=6, choices=Gender.choices, blank=True)
    kind = models.CharField(
        "кто это", max_length=12, choices=PersonKind.choices, default=PersonKind.PEDAGOGUE
    )
    birth_year = models.PositiveSmallIntegerField("год рождения", null=True, blank=True)
    birth_date = models.DateField("дата рождения (только для несовершеннолетних)", null=True, blank=True)
    email = models.EmailField("электронная почта", blank=True)
    phone = models.CharField("телефон", max_length=30, blank=True)
    career_start = models.DateField("начало педагогической работы", null=True, blank=True)
    group_name = models.CharField("класс или группа", max_length=50, blank=True)
    account = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="cards")
    archived_on = models.DateField("выбыл", null=True, blank=True)
    search_text = models.GeneratedField(
        expression=RuFold(Concat("last_name", Value(" "), "first_name", Value(" "), "middle_name")),
        output_field=TextField(),
        db_persist=True,
    )

    objects = RowQuerySet["Person"].as_manager()

    class Meta:
        ordering = ["search_text", "id"]
        indexes = [models.Index(fields=["organisation", "search_text"], name="person_org_search")]
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_year__isnull=True) | Q(birth_year__gte=1900), name="person_birth_year_sane"
            )
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.last_name, self.first_name, self.middle_name) if part)

    @property
    def short_name(self) -> str:
        initials = "\u00a0".join(f"{part[0]}." for part in (self.first_name, self.middle_name) if part)
        return f"{self.last_name}\u00a0{initials}" if initials else self.last_name

    @property
    def has_initials(self) -> bool:
        """The staff list gave letters where a paper needs the whole name."""
        return self.first_name.endswith(".") or self.middle_name.endswith(".")

    @property
    def face(self) -> str:
        """Two letters for the round picture."""
        return f"{self.first_name[:1]}{self.last_name[:1]}".upper()

    def age(self, today: date) -> int | None:
        return age_on(today, birth_date=self.birth_date, birth_year=self.birth_year)

    def is_minor(self, today: date) -> bool:
        return is_minor(PersonKind(self.kind), self.age(today))

    def signs_together(self, today: date) -> bool:
        """A minor who may be 14 or older signs beside the representative."""
        return self.is_minor(today) and may_be_fourteen(
            today, birth_date=self.birth_date, birth_year=self.birth_year
        )


class Employment(Row):
    """A dated job or place of study of a person in an organisation (position, subjects, workload, category)."""

    scope = Scope(own=("person",))

    person = models.ForeignKey(Person, models.CASCADE, related_name="employments")
    position = models.CharField("должность", max_length=200)
    position_cases = models.JSONField("должность в падежах", default=dict, blank=True)
    is_pedagogical = models.BooleanField("педагогическая должность по номенклатуре", default=True)
    is_deputy = models.BooleanField("заместитель руководителя", default=False)
    subjects = models.CharField("предметы", max_length=300, blank=True)
    workload = models.DecimalField(
        "нагрузка, часов в неделю", max_digits=4, decimal_places=1, null=True, blank=True
    )
    category = models.CharField(
        "категория", max_length=10, choices=QualificationCategory.choices, default=QualificationCategory.NONE
    )
    category_on = models.DateField("дата присвоения категории", null=True, blank=True)
    contract = models.CharField("трудовой договор (№ и дата)", max_length=120, blank=True)
    starts_on = models.DateField("с", null=True, blank=True)
    ends_on = models.DateField("по", null=True, blank=True)

    objects = RowQuerySet["Employment"].as_manager()

    class Meta:
        ordering = ["-starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=models.F("starts_on")),
                name="employment_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.position


class Representative(Row):
    """A parent or guardian who signs for a minor."""

    scope = Scope(own=("person", "minor"))

    minor = models.ForeignKey(Person, models.CASCADE, related_name="representatives")
    person = models.ForeignKey(Person, models.PROTECT, related_name="represents")
    kinship = models.CharField("кем приходится", max_length=80)
    authority = models.CharField("документ о полномочиях (для опекуна)", max_length=200, blank=True)
    starts_on = models.DateField("с", null=True, blank=True)
    ends_on = models.DateField("по", null=True, blank=True)

    objects = RowQuerySet["Representative"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "minor", "person"], name="representative_once"),
            models.CheckConstraint(condition=~Q(minor=models.F("person")), name="representative_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.person} — {self.kinship}"


class Appointment(Row):
    """A person holds a role in an organisation and everything below it, from a day to a day, by a document."""

    scope = Scope(own=("person",))

    person = models.ForeignKey(Person, models.CASCADE, related_name="appointments")
    role = models.CharField("роль", max_length=20, choices=[(r.value, r.label) for r in Role])
    starts_on = models.DateField("с")
    ends_on = models.DateField("по", null=True, blank=True)
    basis = models.CharField("основание: вид документа", max_length=200, blank=True)
    basis_number = models.CharField("№", max_length=40, blank=True)
    basis_date = models.DateField("от", null=True, blank=True)
    decision = models.ForeignKey(BodyDecision, models.SET_NULL, null=True, blank=True)

    objects = RowQuerySet["Appointment"].as_manager()

    class Meta:
        ordering = ["role", "starts_on"]
        indexes = [models.Index(fields=["organisation", "role"], name="appointment_org_role")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="appointment_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["organisation", "person", "role"],
                condition=Q(ends_on__isnull=True),
                name="appointment_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class Consent(Row):
    """One document for one purpose. Its state is computed from its dates; a withdrawal acts at once."""

    scope = Scope(own=("person",))  # a representative: only while they act, see queries.consents

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    kind = models.CharField("цель", max_length=12, choices=ConsentKind.choices)
    way = models.CharField("как дано", max_length=12, choices=ConsentWay.choices, default=ConsentWay.PAPER)
    signed_by = models.ForeignKey(
        Representative, models.PROTECT, null=True, blank=True, verbose_name="подписал представитель"
    )
    # What the additional duties concern: the id of a mentorship (it stands on a floor above, so no link).
    about = models.UUIDField(null=True, blank=True)
    about_words = models.CharField("о чём", max_length=300, blank=True)
    recipients = models.CharField("кому передаются", max_length=300, blank=True)
    basis = models.CharField("другое основание (документ, №, дата)", max_length=300, blank=True)
    printed_on = models.DateField("бланк напечатан", null=True, blank=True)
    expressed_at = models.DateTimeField("высказано в системе", null=True, blank=True)
    given_on = models.DateField("дано", null=True, blank=True)
    received_by = models.CharField("кто принял бумагу", max_length=200, blank=True)
    kept_where = models.CharField("где хранится", max_length=200, blank=True)
    valid_until = models.DateField("действует по", null=True, blank=True)
    withdrawn_on = models.DateField("отозвано", null=True, blank=True)
    withdrawal_words = models.CharField("как отозвано", max_length=300, blank=True)
    scan = models.ForeignKey(StoredFile, models.SET_NULL, null=True, blank=True)

    objects = RowQuerySet["Consent"].as_manager()

    class Meta:
        ordering = ["kind", "-created_at"]
        indexes = [models.Index(fields=["organisation", "kind", "person"], name="consent_org_kind_person")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person}"

    def state(self, today: date) -> ConsentState:
        if self.withdrawn_on and self.withdrawn_on <= today:
            return ConsentState.WITHDRAWN
        if self.valid_until and self.valid_until < today:
            return ConsentState.EXPIRED
        if self.given_on and self.given_on <= today:
            return ConsentState.GIVEN
        if self.expressed_at:
            return ConsentState.EXPRESSED
        return ConsentState.PRINTED if self.printed_on else ConsentState.NEEDED


class ESignAgreement(Row):
    """A person's own agreement to the organisation's act on simple electronic signature (63-ФЗ, ст. 9)."""

    scope = Scope(own=("person",))

    person = models.ForeignKey(Person, models.CASCADE, related_name="esign_agreements")
    agreed_on = models.DateField("дата соглашения")
    number = models.CharField("№ соглашения", max_length=40, blank=True)
    ended_on = models.DateField("прекращено", null=True, blank=True)

    objects = RowQuerySet["ESignAgreement"].as_manager()

    def __str__(self) -> str:
        return f"{self.person}: {self.agreed_on:%d.%m.%Y}"


class Invitation(Row):
    """A link that opens an account for one person, once, within seven days. Only the hash of its secret is kept."""

    scope = Scope()

    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    # Set on a link that gives a new password to an account that exists; empty on one that opens an account.
    account = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    email = models.EmailField("куда отправлено", blank=True)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.UUIDField(null=True)
    expires_at = models.DateTimeField("действует до")
    used_at = models.DateTimeField("использовано", null=True)
    revoked_at = models.DateTimeField("отозвано", null=True)

    objects = RowQuerySet["Invitation"].as_manager()

    def __str__(self) -> str:
        return f"{self.person} до {timezone.localtime(self.expires_at):%d.%m.%Y}"


class StaffImport(Row):
    """One staff list on its way in: upload → mapping → preview → applied → (undone within an hour)."""

    scope = Scope()

    file_name = models.CharField("файл", max_length=200)
    source = models.ForeignKey(StoredFile, models.SET_NULL, null=True)
    mapping = models.JSONField(default=dict)
    preview = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="mapping")
    job_id = models.UUIDField(null=True)
    # What was created and the former values of what was changed: enough to undo.
    undo = models.JSONField(default=dict)
    ordered_by = models.CharField("кто загрузил", max_length=200, blank=True)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = RowQuerySet["StaffImport"].as_manager()

    def __str__(self) -> str:
        return self.file_name
