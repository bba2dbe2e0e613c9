"""Invitations: the curator hands out links, the invited person opens one."""

from http import HTTPStatus
from typing import cast
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, open_to_all, requires
from nastavnik.access.permissions import Permission as P
from nastavnik.core.errors import Conflict, Refusal
from nastavnik.people.accounts.adapters import letters_go_out
from nastavnik.people.accounts.entrance import let_in
from nastavnik.people.accounts.forms import NewAccountForm
from nastavnik.people.forms.invitations import AcceptForm
from nastavnik.people.models import Invitation, User
from nastavnik.people.queries import invitations as queries
from nastavnik.people.services import invitations as services


@requires(P.PERSON_INVITE)
def invitations(request: Request) -> HttpResponse:
    """People of the place without a sign-in; the marked ones get links, to be sent or printed."""
    if request.here is None:
        raise Http404
    waiting = queries.without_account(request.here, now=timezone.now(), by=request.actor)
    if request.method == "POST":
        marked = set(request.POST.getlist("person"))
        chosen = [each.person for each in waiting if str(each.person.pk) in marked]
        if chosen:
            return _slips(request, services.invite_many(chosen, now=timezone.now(), by=request.actor))
        messages.error(request, "Никто не отмечен. Отметьте, кого пригласить.")
    context = {
        "waiting": waiting,
        "letters_go_out": letters_go_out(),
        "here": request.here,
        "has_errors": request.method == "POST",
    }
    return render(request, "people/invitations.html", context)


@requires(P.PERSON_INVITE)
@require_POST
def invite(request: Request, pk: UUID) -> HttpResponse:
    person = queries.person_for(request.actor, pk)
    try:
        sent = services.invite(person, now=timezone.now(), by=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("people:card", pk)
    return _slips(request, [sent])


@requires(P.PERSON_INVITE)
@require_POST
def give_password_link(request: Request, pk: UUID) -> HttpResponse:
    person = queries.person_for(request.actor, pk)
    now, today = timezone.now(), timezone.localdate()
    try:
        sent = services.give_password_link(person, now=now, today=today, by=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("people:card", pk)
    return _slips(request, [sent])


@requires(P.PERSON_INVITE)
@require_POST
def revoke(request: Request, pk: UUID) -> HttpResponse:
    person = queries.person_for(request.actor, pk)
    try:
        services.revoke(person, now=timezone.now(), by=request.actor)
        messages.success(request, "Приглашение отозвано: ссылка больше не открывается.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("people:card", pk)


def _slips(request: Request, sent: list[services.Sent]) -> HttpResponse:
    """Links are shown once: the secret itself is not kept. The Host here is the curator's own address bar."""
    site = settings.BASE_URL.rstrip("/") or f"{request.scheme}://{request.get_host()}"
    slips = [{"sent": each, "link": site + each.path} for each in sent]
    only_here = (urlsplit(site).hostname or "") in {"localhost", "127.0.0.1", "::1"}
    return render(request, "people/invitation_slips.html", {"slips": slips, "only_here": only_here})


@open_to_all
@never_cache
@sensitive_post_parameters("password1", "password2")
def open_link(request: Request, secret: str) -> HttpResponse:
    """The page behind a link. Opening it changes nothing: mail scanners open every link."""
    invitation = queries.found_by(secret)
    now, today = timezone.now(), timezone.localdate()
    if invitation is None or not queries.is_live(invitation, now=now, today=today):
        return _dead(request)
    try:
        if invitation.account is not None:
            return _new_password(request, invitation)
        if isinstance(request.user, User):
            return _join(request, invitation)
        return _first_password(request, invitation)
    except Conflict:
        return _dead(request)


def _dead(request: Request) -> HttpResponse:
    return render(request, "people/invitation_dead.html", status=HTTPStatus.GONE)


def _first_password(request: Request, invitation: Invitation) -> HttpResponse:
    form = AcceptForm(request.POST or None, known_email=invitation.email)
    if request.method == "POST" and form.is_valid():
        email, password = form.cleaned_data.get("email", ""), form.cleaned_data["password1"]
        try:
            user = services.accept_new(
                invitation, email=email, password=password, now=timezone.now(), today=timezone.localdate()
            )
        except Conflict:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return let_in(request, user, to="/")
    return render(request, "people/invitation.html", {"invitation": invitation, "form": form})


def _join(request: Request, invitation: Invitation) -> HttpResponse:
    user, refused = cast(User, request.user), ""
    if request.method == "POST":
        try:
            services.accept_with(invitation, user, now=timezone.now(), today=timezone.localdate())
            messages.success(request, f"Карточка присоединена: {invitation.person.organisation}.")
            return redirect("/")
        except Conflict:
            raise
        except Refusal as refusal:
            refused = str(refusal)
    return render(request, "people/invitation_join.html", {"invitation": invitation, "refused": refused})


def _new_password(request: Request, invitation: Invitation) -> HttpResponse:
    form = NewAccountForm(request.POST or None, user=invitation.account)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password1"]
        user = services.set_password(
            invitation, password=password, now=timezone.now(), today=timezone.localdate()
        )
        return let_in(request, user, to="/")
    return render(request, "people/invitation.html", {"invitation": invitation, "form": form})
