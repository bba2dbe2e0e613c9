"""A pair or a group by hand; the basis of the mentor's work; a sheet of consent that is not there yet."""

from datetime import date
from typing import TypeVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core.acting import carried_out
from nastavnik.core.errors import Refusal
from nastavnik.core.ways import asked_back, back_of, with_back
from nastavnik.organisations.models import Organisation
from nastavnik.pairs import gates, queries, services
from nastavnik.pairs.forms.basis import BasisForm
from nastavnik.pairs.forms.forming import FormerFields, GroupForm, PairForm, TermsForm
from nastavnik.pairs.models import LabourBasis, Mentorship
from nastavnik.pairs.rules import LabourKind, default_end, inconsistencies
from nastavnik.people.rules import ConsentKind
from nastavnik.people.services import consents


def here_of(request: Request, permission: Permission) -> Organisation:
    """The current organisation, if the permission is held there."""
    if request.here is None:
        raise Http404
    request.actor.require(permission, request.here)
    organisation: Organisation = request.here
    return organisation


@requires(Permission.PAIR_FORM)
def form_by_hand(request: Request) -> HttpResponse:
    """One page; who may approve approves at once, so that two people by hand cost one form."""
    here, today = here_of(request, Permission.PAIR_FORM), timezone.localdate()
    is_group = request.GET.get("shape") == "group"
    form = people_form(request, here, today, GroupForm if is_group else PairForm)
    if request.method == "POST" and form.is_valid():
        made: list[Mentorship] = []
        if carried_out(form, lambda: made.append(_make(form, here, request))):
            tell_oddities(request, made[0], form)
            done = "Группа создана." if is_group else "Пара создана."
            messages.success(request, f"{done} Теперь нужны согласия участников.")
            return redirect("pairs:pair", pk=made[0].pk)
    context = {"form": form, "is_group": is_group, "back_url": reverse("pairs:list")}
    return render(request, "pairs/form.html", context)


AnyPairForm = TypeVar("AnyPairForm", bound=PairForm)


def people_form(request: Request, here: Organisation, today: date, kind: type[AnyPairForm]) -> AnyPairForm:
    """The form of a pair or a group with whom the organisation may pair and what it usually chooses."""
    chosen = request.GET.getlist("mentee")
    initial = {
        "mentor": request.GET.get("mentor", ""),
        "mentees": chosen if kind.is_group else "".join(chosen[:1]),
        "starts_on": None if _works_already(kind) else today,
        "ends_on": default_end(today),
        "kinds": usual(here, "group" if kind.is_group else "")["kinds"],
    }
    choices = queries.people_to_pair(here, today=today)
    return kind(
        request.POST or None, request.FILES or None, organisation=here, choices=choices, initial=initial
    )


def _works_already(kind: type[forms.BaseForm]) -> bool:
    return issubclass(kind, FormerFields)


def usual(here: Organisation, kind: str = "") -> dict[str, object]:
    """Defaults of the short forms: the first form, and the kind named or the first that the organisation uses."""
    forms, kinds = queries.list_items(here, "form"), queries.list_items(here, "kind")
    named = kinds.filter(code=kind).first() or kinds.first()
    return {"form": forms.first(), "kinds": [named] if named else []}


def tell_oddities(request: Request, mentorship: Mentorship, form: TermsForm) -> None:
    """What is allowed, but should be looked at: the term, the kinds, who stands on which side."""
    takers = gates.takers_of(mentorship)
    odd = [form.warning(), *inconsistencies(queries.shape_of(mentorship, takers))]
    for words in filter(None, odd):
        messages.warning(request, words)


def _make(form: PairForm, here: Organisation, request: Request) -> Mentorship:
    return services.form_and_approve(
        form.chosen_mentor(),
        form.chosen_mentees(),
        form.terms(here.pk),
        organisation=here,
        today=timezone.localdate(),
        by=request.actor,
    )


@requires(Permission.PAIR_FORM)
def basis(request: Request, pk: UUID) -> HttpResponse:
    mentorship = queries.mentorship_for(request.actor, pk, Permission.PAIR_FORM)
    form = BasisForm(request.POST or None, initial=_initial(mentorship))
    back_url = back_of(request, reverse("pairs:pair", args=[pk]))

    def act() -> None:
        values = dict(form.cleaned_data)
        services.set_labour_basis(mentorship, kind=LabourKind(values.pop("kind")), by=request.actor, **values)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Основание записано.")
        return redirect(back_url)
    takers = gates.takers_of(mentorship)
    context = {
        "form": form,
        "title": queries.mentorship_words(takers),
        "both_employed": gates.both_employed(takers),
        "back": "Назад" if asked_back(request) else "К паре",
        "back_url": back_url,
    }
    return render(request, "pairs/basis.html", context)


COPIED = ("on", "content", "form_words", "payment")  # the same for all pairs of one sitting, as a rule


def _initial(mentorship: Mentorship) -> dict[str, object]:
    basis: LabourBasis | None = getattr(mentorship, "labour_basis", None)
    names = (
        "kind",
        "number",
        "on",
        "content",
        "form_words",
        "starts_on",
        "ends_on",
        "payment",
        "explanation",
    )
    if basis is not None:
        return {name: getattr(basis, name) for name in names}
    last = queries.last_basis(mentorship.organisation)
    term = {"kind": LabourKind.ADDENDUM, "starts_on": mentorship.starts_on, "ends_on": mentorship.ends_on}
    return {**({name: getattr(last, name) for name in COPIED} if last else {}), **term}


@requires(Permission.CONSENT_MARK)
@require_POST
def ask_processing(request: Request, pk: UUID, person: UUID) -> HttpResponse:
    """Make the sheet of consent to processing for a participant and open it."""
    mentorship = queries.mentorship_for(request.actor, pk, Permission.CONSENT_MARK)
    for taker in gates.takers_of(mentorship):
        if taker.person_id == person:
            try:
                sheet = consents.ask(
                    taker.person, ConsentKind.PROCESSING, today=timezone.localdate(), by=request.actor
                )
            except Refusal as refusal:
                messages.error(request, str(refusal))
                return redirect(back_of(request, reverse("pairs:pair", args=[pk])))
            return redirect(with_back(reverse("people:consent", args=[sheet.pk]), asked_back(request)))
    raise Http404
