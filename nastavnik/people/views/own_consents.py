"""One's own consents: to say yes, to print, to take back. A representative sees those of the child."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core.acting import carried_out
from nastavnik.core.errors import Refusal
from nastavnik.people import consent_words as words
from nastavnik.people import consequences
from nastavnik.people.forms.consents import WithdrawForm
from nastavnik.people.queries import consents as queries
from nastavnik.people.services import consents as services


@requires(Permission.CONSENT_GIVE)
def mine(request: Request) -> HttpResponse:
    today = timezone.localdate()
    agreed = queries.agreed_among(request.actor.person_ids, today=today)
    rows = queries.own_consents(request.actor, today=today)
    cards = [words.own_card(row, today, agreed=words.signer(row, today).pk in agreed) for row in rows]
    return render(request, "people/my_consents.html", {"cards": cards})


@requires(Permission.CONSENT_GIVE)
@require_POST
def express(request: Request, pk: UUID) -> HttpResponse:
    today = timezone.localdate()
    row = queries.consent_for(request.actor, pk, today=today)
    try:
        services.express(row, at=timezone.now(), today=today, by=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("people:my_consents")
    agreed = queries.has_agreed(words.signer(row, today).pk, today=today)
    messages.success(request, words.thanks(row, agreed=agreed))
    return redirect("people:my_consents")


@requires(Permission.CONSENT_WITHDRAW)
def withdraw(request: Request, pk: UUID) -> HttpResponse:
    today = timezone.localdate()
    row = queries.consent_for(request.actor, pk, today=today, permission=Permission.CONSENT_WITHDRAW)
    is_marker = request.actor.can(Permission.CONSENT_MARK, row)
    back = reverse("people:consent", args=[pk]) if is_marker else reverse("people:my_consents")
    was_given = bool(row.given_on or row.expressed_at)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["words"]
        if carried_out(form, lambda: services.withdraw(row, words=said, today=today, by=request.actor)):
            messages.success(request, "Согласие отозвано." if was_given else "Отказ записан.")
            return redirect(back)
    context = {
        "form": form,
        "title": "Отозвать согласие" if was_given else "Отказ от согласия",
        "sub": f"{row.person.full_name} · {row.get_kind_display().lower()}",
        "consequences": consequences.of(row, today=today),
        "submit": "Отозвать согласие" if was_given else "Записать отказ",
        "back_url": back,
    }
    return render(request, "people/withdraw.html", context)
