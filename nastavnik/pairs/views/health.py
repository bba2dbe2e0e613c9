"""Rules of health of the organisation with a preview, and the message to a pair that needs a contact."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.russian.wording import counted
from nastavnik.pairs import queries
from nastavnik.pairs.changing.queries import changes_of, pause_of
from nastavnik.pairs.forms.health import ContactForm, RulesForm
from nastavnik.pairs.health import services
from nastavnik.pairs.health.queries import caught_by, health_for, rules_of
from nastavnik.pairs.life import life_of

from .forming import here_of


@requires(Permission.LISTS_EDIT)
def rules(request: Request) -> HttpResponse:
    here, today = here_of(request, Permission.LISTS_EDIT), timezone.localdate()
    now = rules_of(here.pk)
    form = RulesForm(request.POST or None, rules=now)
    typed = form.chosen() if request.method == "POST" and form.is_valid() else now
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        services.set_rules(here, typed, by=request.actor)
        messages.success(request, "Правила сохранены.")
        return redirect("pairs:health")
    caught = caught_by(here, typed, today=today)
    context: dict[str, Any] = {
        "form": form,
        "rules": list(form.shown(caught)),
        "previewed": request.method == "POST" and form.is_valid(),
        "back_url": reverse("pairs:board"),
    }
    return render(request, "pairs/health.html", context)


@requires(Permission.PAIR_CLOSE)
def contact(request: Request, pk: UUID) -> HttpResponse:
    """A few words to the people of a pair: suggested by the rule, changed as one likes."""
    mentorship, today = queries.mentorship_for(request.actor, pk, Permission.PAIR_CLOSE), timezone.localdate()
    takers = queries.named_takers(mentorship)
    until, _ = pause_of(changes_of(mentorship))
    life = life_of(mentorship, today=today)
    health = health_for(request.actor, mentorship, life, until, today=today)
    initial = {"text": health.message if health else "", "to": [str(t.person_id) for t in takers]}
    form = ContactForm(request.POST or None, takers=takers, initial=initial)
    sent: list[int] = []

    def act() -> None:
        sent.append(services.write(mentorship, form.people(), form.cleaned_data["text"], by=request.actor))

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, f"Сообщение отправлено: {counted(sent[0], 'человек,человека,человек')}.")
        return redirect("pairs:pair", pk=pk)
    return form_page(
        request,
        form,
        title="Написать участникам",
        sub=queries.mentorship_words(takers),
        lead=f"{health.word}: {health.words}." if health else "",
        back="К паре",
        back_url=reverse("pairs:pair", args=[pk]),
        submit="Отправить сообщение",
    )
