"""Joining and leaving a group by a date with a reason; the opposite pair of the same two people."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core.acting import carried_out, form_page
from nastavnik.pairs import composition, gates, queries
from nastavnik.pairs.forms.forming import JoinForm, LeaveForm, ReverseForm
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import Side, default_end

from .forming import tell_oddities, usual


@requires(Permission.PAIR_FORM)
def join(request: Request, pk: UUID) -> HttpResponse:
    mentorship, today = queries.mentorship_for(request.actor, pk, Permission.PAIR_FORM), timezone.localdate()
    people = queries.people_to_pair(mentorship.organisation, today=today).mentees
    form = JoinForm(request.POST or None, people=people, initial={"on": max(today, mentorship.starts_on)})

    def act() -> None:
        composition.join(mentorship, form.chosen(), on=form.cleaned_data["on"], today=today, by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Записано. Теперь нужны согласия нового участника и новая версия приказа.")
        return redirect("pairs:pair", pk=pk)
    return form_page(
        request,
        form,
        title="Добавить в группу",
        sub=queries.mentorship_words(gates.takers_of(mentorship)),
        back="К группе",
        back_url=reverse("pairs:pair", args=[pk]),
        submit="Добавить в группу",
    )


@requires(Permission.PAIR_FORM)
def leave(request: Request, pk: UUID, taker: UUID) -> HttpResponse:
    row, today = queries.taker_in(request.actor, pk, taker, Permission.PAIR_FORM), timezone.localdate()
    form = LeaveForm(request.POST or None, initial={"on": today})

    def act() -> None:
        data = form.cleaned_data
        composition.leave(row, on=data["on"], reason=data["reason"], today=today, by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Записано. Запись об участии осталась, человек снова ищет наставника.")
        return redirect("pairs:pair", pk=pk)
    return form_page(
        request,
        form,
        title="Выход из группы",
        sub=row.person.full_name,
        back="К группе",
        back_url=reverse("pairs:pair", args=[pk]),
        submit="Записать выход",
    )


@requires(Permission.PAIR_FORM)
def reverse_pair(request: Request, pk: UUID) -> HttpResponse:
    """The same two people the other way round, by another issue."""
    mentorship, today = queries.mentorship_for(request.actor, pk, Permission.PAIR_FORM), timezone.localdate()
    initial = {
        "starts_on": today,
        "ends_on": max(mentorship.ends_on, today) if mentorship.ends_on > today else default_end(today),
        **usual(mentorship.organisation, "reverse"),
    }
    form = ReverseForm(request.POST or None, organisation=mentorship.organisation, initial=initial)
    made: list[Mentorship] = []

    def act() -> None:
        terms = form.common_terms(distance=mentorship.distance)
        made.append(composition.form_reverse(mentorship, terms, today=today, by=request.actor))

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        made[0].refresh_from_db()
        tell_oddities(request, made[0], form)
        messages.success(request, "Встречная пара создана и связана с этой.")
        return redirect("pairs:pair", pk=made[0].pk)
    return form_page(
        request,
        form,
        title="Встречная пара",
        lead=_opposite(mentorship),
        back="К паре",
        back_url=reverse("pairs:pair", args=[pk]),
        submit="Создать встречную пару",
    )


def _opposite(mentorship: Mentorship) -> str:
    takers = gates.takers_of(mentorship)
    mentees, mentors = gates.people_of(takers, Side.MENTEE), gates.people_of(takers, Side.MENTOR)
    if not mentees or not mentors:
        return "Во встречной паре те же двое людей меняются ролями."
    return (
        f"Наставником будет {mentees[0].full_name}, наставляемым — {mentors[0].full_name}. "
        "Вопрос должен быть другим."
    )
