"""Journeys of the workspace that change something: each shows its effect before it is confirmed."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission as P
from nastavnik.bank.models import Mentor
from nastavnik.bank.models import Request as Asked
from nastavnik.core.acting import carried_out
from nastavnik.core.errors import Refusal
from nastavnik.core.forms import Form
from nastavnik.matching.gathering import Gathered
from nastavnik.matching.models import Decision
from nastavnik.matching.rules import DecisionKind

from . import queries, services, showing, telling
from .forms import ReasonForm, SecondForm
from .queries import Plan
from .views import both

NEXT_RUN = "Подействует в следующем подборе."
WORDS = {
    DecisionKind.LOCK: {
        "title": "Закрепить вместе",
        "submit": "Закрепить",
        "lead": "Следующий подбор оставит этих двоих вместе и расставит остальных вокруг них. Пара от этого ещё не "
        "утверждена.",
        "done": f"Пара закреплена. {NEXT_RUN}",
    },
    DecisionKind.APART: {
        "title": "Не предлагать вместе",
        "submit": "Не предлагать",
        "lead": "Подбор не предложит этих двоих друг другу ни по одному запросу, пока решение не отменят.",
        "done": f"Этих двоих подбор больше не предложит друг другу. {NEXT_RUN}",
    },
    DecisionKind.HIDE: {
        "title": "Скрыть наставника для этого запроса",
        "submit": "Скрыть",
        "lead": "По другим запросам наставника можно предлагать. Вернуть его можно в любой день.",
        "done": f"Наставник скрыт для этого запроса. {NEXT_RUN}",
    },
}


@requires(P.MATCH_RUN)
def lock(request: Request, pk: UUID, mentor: UUID) -> HttpResponse:
    return _decide(request, DecisionKind.LOCK, *both(request, pk, mentor))


@requires(P.MATCH_RUN)
def apart(request: Request, pk: UUID, mentor: UUID) -> HttpResponse:
    return _decide(request, DecisionKind.APART, *both(request, pk, mentor))


@requires(P.MATCH_RUN)
def hide(request: Request, pk: UUID, mentor: UUID) -> HttpResponse:
    return _decide(request, DecisionKind.HIDE, *both(request, pk, mentor))


def _decide(request: Request, kind: DecisionKind, asked: Asked, mentor: Mentor) -> HttpResponse:
    words, today = WORDS[kind], timezone.localdate()
    form = ReasonForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(
            form,
            lambda: services.decide(
                kind, asked, mentor, reason=form.cleaned_data["reason"], today=today, by=request.actor
            ),
        )
    ):
        messages.success(request, words["done"])
        return redirect(showing.work_url(request=asked.pk))
    plan = queries.plan_of(asked.organisation, today=today)
    head = {
        "title": words["title"],
        "sub": _two(asked, mentor),
        "lead": words["lead"],
        "submit": words["submit"],
        "back_url": showing.work_url(request=asked.pk),
    }
    draft = services.drafted(kind, asked, mentor)
    return _page(request, plan, form, lambda: services.under(plan.gathered, [draft]), head)


def _two(asked: Asked, mentor: Mentor) -> str:
    return f"{mentor.person.full_name} и {asked.mentee.person.full_name} — {asked.issue.title}"


def _page(
    request: Request, plan: Plan, form: Form, would_be: Callable[[], Gathered], head: dict[str, Any]
) -> HttpResponse:
    """The effect and the form; a decision that could not hold has its reason in place of them."""
    try:
        told = telling.changes(plan, *queries.effect_of(plan, would_be()))
    except Refusal as refusal:
        return render(request, "matching/workspace/decide.html", {**head, "refusal": str(refusal)})
    return render(request, "matching/workspace/decide.html", {**head, "form": form, "changes": told})


@requires(P.MATCH_RUN)
def lift(request: Request, pk: UUID) -> HttpResponse:
    """What would change if the decision were taken back, and the button that does it."""
    decision = queries.decision_for(request.actor, pk)
    back = showing.work_url(request=decision.request_id)
    if decision.lifted_at is not None:
        messages.info(request, services.LIFTED)
        return redirect(back)
    form = Form(request.POST or None)
    if request.method == "POST" and carried_out(form, lambda: services.lift(decision, by=request.actor)):
        messages.success(request, f"Решение отменено. {NEXT_RUN}")
        return redirect(back)
    plan = queries.plan_of(decision.organisation, today=timezone.localdate())
    head = {
        "title": "Отменить решение",
        "sub": _two(decision.request, decision.mentor),
        "lead": f"{DecisionKind(decision.kind).label}: {showing.decided(decision)}",
        "submit": "Отменить решение",
        "back_url": back,
    }
    return _page(request, plan, form, lambda: queries.without(plan, decision), head)


@requires(P.MATCH_RUN)
def swap(request: Request, pk: UUID, mentor: UUID) -> HttpResponse:
    """`?second=<request>`: the pair to swap with, chosen from the plan; then the effect and the reason."""
    asked, first = both(request, pk, mentor)
    plan = queries.plan_of(asked.organisation, today=timezone.localdate())
    pairs = _others(plan, asked, first)
    head = {
        "title": "Поменять местами",
        "sub": _two(asked, first),
        "back_url": showing.work_url(request=asked.pk),
    }
    second = pairs.get(request.GET.get("second", ""))
    if second is None:
        return _choose_second(request, pairs, head)
    return _swap(request, plan, (asked, first), second, head)


Two = tuple[Asked, Mentor]


def _others(plan: Plan, asked: Asked, mentor: Mentor) -> dict[str, Two]:
    """Pairs of the plan with another request and another mentor, by the id of the request."""
    found: dict[str, Two] = {}
    for row, column in plan.result.pairs.tolist():
        two = plan.gathered.requests[row], plan.gathered.mentors[column]
        if two[0].pk != asked.pk and two[1].pk != mentor.pk:
            found[str(two[0].pk)] = two
    return found


def _choose_second(request: Request, pairs: dict[str, Two], head: dict[str, Any]) -> HttpResponse:
    named = sorted((_short(two), key) for key, two in pairs.items())
    form = SecondForm(
        request.GET if "second" in request.GET else None, pairs=[(key, name) for name, key in named]
    )
    context = {**head, "form": form, "nobody": not pairs}
    return render(request, "matching/workspace/second.html", context)


def _short(two: Two) -> str:
    return f"{two[0].mentee.person.short_name} — {two[1].person.short_name} ({two[0].issue.title})"


def _swap(request: Request, plan: Plan, first: Two, second: Two, head: dict[str, Any]) -> HttpResponse:
    form, today = ReasonForm(request.POST or None), timezone.localdate()
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(
            form,
            lambda: services.swap(
                first, second, reason=form.cleaned_data["reason"], today=today, by=request.actor
            ),
        )
    ):
        messages.success(request, f"Пары поменялись местами и закреплены. {NEXT_RUN}")
        return redirect(head["back_url"])
    drafts: Sequence[Decision] = services.swapped(first, second)
    head |= {
        "lead": f"Вторая пара: {_short(second)}. Обе новые пары будут закреплены до следующего подбора.",
        "submit": "Поменять местами",
    }
    return _page(request, plan, form, lambda: services.under(plan.gathered, drafts), head)
