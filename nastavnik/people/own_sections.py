"""Sections of a card that people themselves own: jobs, roles, representatives."""

from datetime import date

from django.urls import reverse

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.access.roles import Role
from nastavnik.core.ui import Action, Line
from nastavnik.people.card_sections import Section
from nastavnik.people.models import Appointment, Employment, Person, Representative
from nastavnik.people.queries import cards
from nastavnik.people.rules import LEFT_FREELY, PersonKind, QualificationCategory


def jobs(actor: Actor, person: Person, today: date) -> Section | None:  # noqa: ARG001
    may_edit = actor.can(Permission.PERSON_EDIT, person)
    rows = cards.employments_of(person)
    if not rows and person.kind in {PersonKind.PUPIL, PersonKind.PARENT}:
        return None
    add = Action("Добавить должность", reverse("people:job-add", args=[person.pk]), icon="plus-lg")
    return Section(
        name="jobs",
        title="Работа и учёба",
        lines=[_job(job, may_edit) for job in rows],
        note="" if rows else "Должность ещё не указана.",
        actions=[add] if may_edit else [],
    )


def _job(job: Employment, may_edit: bool) -> Line:
    return Line(
        period_words(job.starts_on, job.ends_on) or "без дат",
        job_words(job),
        change_url=reverse("people:job-edit", args=[job.pk]) if may_edit else "",
        change_what=job.position,
    )


def job_words(job: Employment) -> str:
    """«учитель · физика · 18 ч в неделю · первая категория (с 01.03.2024)»."""
    category = ""
    if job.category != QualificationCategory.NONE:
        category = f"категория: {job.get_category_display()}"
        category += f" (с {job.category_on:%d.%m.%Y})" if job.category_on else ""
    hours = f"{job.workload:g} ч в неделю".replace(".", ",") if job.workload else ""
    contract = f"договор {job.contract}" if job.contract else ""
    other = "" if job.is_pedagogical else "не педагогическая должность"
    parts = (job.position, job.subjects, hours, category, contract, other)
    return " · ".join(part for part in parts if part)


def period_words(start: date | None, end: date | None) -> str:
    first = f"с {start:%d.%m.%Y}" if start else ""
    last = f"по {end:%d.%m.%Y}" if end else ""
    return " ".join(part for part in (first, last) if part)


def roles(actor: Actor, person: Person, today: date) -> Section | None:
    may_appoint = actor.can(Permission.ROLES_APPOINT, person) and not person.archived_on
    held = cards.appointments_of(person)
    if not held and not may_appoint:
        return None
    actions = [
        Action("Выйти из совета", reverse("people:role-leave", args=[each.pk]), post=True)
        for each in held
        if person.pk in actor.person_ids and Role(each.role) in LEFT_FREELY and _lasts(each, today)
    ]
    if may_appoint:
        add = reverse("people:role-add", args=[person.pk])
        actions.append(Action("Назначить роль", add, icon="plus-lg"))
    return Section(
        name="roles",
        title="Роли",
        lines=[_role(each, may_appoint, today) for each in held],
        note="" if held else "Ролей пока нет.",
        actions=actions,
    )


def _role(held: Appointment, may_appoint: bool, today: date) -> Line:
    words = " · ".join(p for p in (period_words(held.starts_on, held.ends_on), basis_words(held)) if p)
    return Line(
        held.get_role_display(),
        words,
        change_url=reverse("people:role-end", args=[held.pk]) if may_appoint and _lasts(held, today) else "",
        change_what=f"роль «{held.get_role_display()}»: закончить",
    )


def _lasts(held: Appointment, today: date) -> bool:
    return held.ends_on is None or held.ends_on > today


def basis_words(held: Appointment) -> str:
    """«приказ № 12 от 01.09.2026», or the decision of a collegial body."""
    if held.decision:
        return str(held.decision)
    number = f"№ {held.basis_number}" if held.basis_number else ""
    day = f"от {held.basis_date:%d.%m.%Y}" if held.basis_date else ""
    return " ".join(part for part in (held.basis, number, day) if part)


def representatives(actor: Actor, person: Person, today: date) -> Section | None:
    may_edit = actor.can(Permission.PERSON_EDIT, person)
    learns = person.kind in {PersonKind.PUPIL, PersonKind.STUDENT}
    if not person.is_minor(today) and not learns:
        children = cards.minors_of(person)
        lines = [Line(each.kinship, each.minor.full_name, _url(each.minor, may_edit)) for each in children]
        return Section(name="represents", title="Представляет детей", lines=lines) if lines else None
    links = cards.representatives_of(person)
    if not links and not person.is_minor(today):
        return None
    add = Action("Указать представителя", reverse("people:representative-add", args=[person.pk]))
    return Section(
        name="representatives",
        title="Представители",
        lines=[_representative(link, may_edit) for link in links],
        note="" if links else "Без представителя нельзя записать дату рождения и принять согласия.",
        actions=[add] if may_edit and person.is_minor(today) else [],
    )


def _url(person: Person, may_edit: bool) -> str:
    return reverse("people:card", args=[person.pk]) if may_edit else ""


def _representative(link: Representative, may_edit: bool) -> Line:
    parts = (link.person.full_name, link.authority, period_words(link.starts_on, link.ends_on))
    ends = reverse("people:representative-end", args=[link.pk]) if may_edit and not link.ends_on else ""
    return Line(
        link.kinship.capitalize(),
        " · ".join(part for part in parts if part),
        _url(link.person, may_edit),
        change_url=ends,
        change_what=f"представитель {link.person.full_name}: больше не действует",
    )
