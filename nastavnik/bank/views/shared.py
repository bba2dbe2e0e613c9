"""What the pages of both banks share: lists for forms, the consent panel, the week in words."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.actor import Actor
from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.bank import queries, rules
from nastavnik.bank.forms.entries import DAYS, CriteriaForm, WeekForm
from nastavnik.bank.queries import entries
from nastavnik.bank.services import entering, mentors, windows
from nastavnik.core import ui
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.errors import Refusal
from nastavnik.core.russian.folding import fold
from nastavnik.core.ways import with_back
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.organisations.rules import ListName
from nastavnik.people.card_sections import Section
from nastavnik.people.consent_words import curator_actions
from nastavnik.people.models import Person
from nastavnik.people.queries.consents import processing_awaited


def lists_of(organisation: Organisation, *, domain_hint: str = "") -> dict[str, Any]:
    """Choices of the forms by the name of the list."""
    lists: dict[str, Any] = {name.value: queries.items_of(organisation, name) for name in ListName}
    return {**lists, "domain_hint": domain_hint}


def taught_by(person: Person, lists: dict[str, Any]) -> ListItem | None:
    """The one subject of the person's job now, if the list knows it: it need not be chosen again."""
    jobs = person.employments.filter(ends_on__isnull=True)
    taught = {fold(job.subjects) for job in jobs if job.subjects}
    found = [item for item in lists["subject"] if fold(item.title) in taught]
    return found[0] if len(found) == 1 == len(taught) else None


def titles(items: Any) -> str:
    return ", ".join(item.title for item in items)


def consent_section(
    person: Person, actor: Actor, *, has_consent: bool, may_edit: bool, page: str, today: date
) -> Section | None:
    """An application waits for the sheet: what that means and the next step. Nothing to show once it counts."""
    if has_consent:
        return None
    note = (
        "Человек записан, но в банке не считается и в подбор не попадает, пока нет согласия на обработку данных "
        "или другого основания."
    )
    if person.is_minor(today) and not person.representatives.exists():
        note += " Согласие за ученика даёт законный представитель: сначала укажите его в карточке."
    actions = _sheet_actions(person, actor, page, today) if may_edit else []
    return Section(name="consent", title="Согласие", note=note, actions=actions)


def _sheet_actions(person: Person, actor: Actor, page: str, today: date) -> list[ui.Action]:
    """The sheet that waits: print it, mark it; when there is none, prepare it."""
    sheet = processing_awaited(person, today=today)
    if sheet is None:
        address = reverse("bank:consent", args=[person.pk])
        return [ui.Action("Подготовить лист согласия", address, post=True, primary=True)]
    return [
        replace(action, url=with_back(action.url, page)) if action.primary else action
        for action in curator_actions(sheet, actor, today)[:2]
    ]


def week_words(person: Person) -> str:
    week = entries.week_of(person)
    return "; ".join(
        f"{DAYS[day - 1].lower()} {rules.in_words(spans)}" for day, spans in sorted(week.items())
    )


def criteria_lines(person: Person, codes: tuple[str, ...] = ()) -> list[ui.Line]:
    """Marked criteria: «да», «нет», «пока неизвестно», and the words. With `codes` only these."""
    marks = entries.marks_of(person)
    rows = queries.items_of(person.organisation, ListName.CRITERION)
    answers = {True: "да", False: "нет", None: "пока неизвестно"}
    lines = []
    for item in rows:
        mark = marks.get(item.code)
        if mark is None or (codes and item.code not in codes):
            continue
        lines.append(ui.Line(item.title, answers[mark.met] + (f" — {mark.words}" if mark.words else "")))
    return lines


@requires(Permission.OFFER_OWN)
def week(request: Request, pk: UUID) -> HttpResponse:
    person = entries.person_with_week(request.actor, pk)
    form = WeekForm(request.POST or None, week=entries.week_of(person))
    back = way_back(request, person)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, lambda: windows.set_windows(person, form.week(), by=request.actor))
    ):
        messages.success(request, "Свободное время записано.")
        return redirect(back)
    return form_page(
        request,
        form,
        title="Когда удобно встречаться",
        sub=person.full_name,
        lead="Например: 14:00–16:00. Несколько промежутков — через запятую. Пустой день — не удобно.",
        back="К записи",
        back_url=back,
        submit="Сохранить время",
    )


@requires(Permission.BANK_EDIT)
def criteria(request: Request, pk: UUID) -> HttpResponse:
    person, today = entries.person_to_mark(request.actor, pk), timezone.localdate()
    mentor = queries.mentor_entry_of(person, today=today)
    hints = _hints(person) if mentor is None else _hints(person) | _fits(mentor)
    form = CriteriaForm(
        request.POST or None,
        criteria=_criteria_for(person, is_mentor=mentor is not None),
        marks=entries.marks_of(person),
        hints=hints,
    )
    back = way_back(request, person)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(
            form, lambda: mentors.mark_criteria(person, form.marks(), today=today, by=request.actor)
        )
    ):
        messages.success(request, "Критерии отмечены.")
        return redirect(back)
    context = {"form": form, "person": person, "title": "Критерии отбора", "back_url": back}
    return render(request, "bank/criteria.html", context)


def _criteria_for(person: Person, *, is_mentor: bool) -> list[ListItem]:
    rows = queries.items_of(person.organisation, ListName.CRITERION)
    return [item for item in rows if is_mentor or item.code in rules.FOR_MENTEES]


def _hints(person: Person) -> dict[str, str]:
    return {"time": f"Свободно: {words}"} if (words := week_words(person)) else {}


def _fits(mentor: Any) -> dict[str, str]:
    number = entries.fitting_requests(mentor, today=timezone.localdate())
    return {"fits": f"Открытых запросов по вопросам этого наставника: {number}"}


def way_back(request: Request, person: Person) -> str:
    """To the entry the person has, as a mentor first; else to the card."""
    today = timezone.localdate()
    asked = request.GET.get("bank", "")
    mentor = None if asked == "mentee" else queries.mentor_entry_of(person, today=today)
    if mentor is not None:
        return reverse("bank:mentor", args=[mentor.pk])
    mentee = queries.mentee_entry_of(person, today=today)
    if mentee is not None:
        return reverse("bank:mentee", args=[mentee.pk])
    return reverse("people:card", args=[person.pk])


@requires(Permission.BANK_EDIT)
@require_POST
def ask_consent(request: Request, pk: UUID) -> HttpResponse:
    person = entries.person_to_mark(request.actor, pk)
    try:
        entering.ask_consent(person, today=timezone.localdate(), by=request.actor)
        messages.success(request, "Лист согласия подготовлен. Напечатайте его и дайте на подпись.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(way_back(request, person))
