"""Pages of sign-in, second factor, sessions and kept text."""

import re
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlsplit

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from nastavnik.access import kept
from nastavnik.access.http import Request, open_to_all, requires
from nastavnik.access.permissions import Permission as P
from nastavnik.people.models import User

from . import second_factor
from .adapters import letters_go_out


class SignIn(account.LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = self.request.session.get(kept.KEY)
        return {**super().get_context_data(**kwargs), "text_is_kept": bool(waiting)}


class SignOut(account.LogoutView):
    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """No cookies here: the header would clear those of the whole domain, of the school's own site too."""
        response: HttpResponse = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        response.delete_cookie(kept.COOKIE)
        return response


class ForgottenPassword(account.PasswordResetView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "letters_go_out": letters_go_out()}


class ChangePassword(account.PasswordChangeView):
    success_url = "/me/sessions/"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if isinstance(request.user, User) and not request.user.has_usable_password():
            messages.info(request, "У этой учётной записи нет пароля: менять нечего.")
            return redirect("home")
        return cast(HttpResponse, super().dispatch(request, *args, **kwargs))

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        messages.success(self.request, "Пароль изменён. На других устройствах придётся войти заново.")
        return response


@requires(P.HOME_VIEW)
def show_kept(request: Request) -> HttpResponse:
    """«Ваш текст сохранён»: what was typed before the session lapsed, for the same account only."""
    waiting = request.session.get(kept.KEY)
    if waiting and waiting["owner"] != str(request.actor.user_id):
        del request.session[kept.KEY]
        waiting = None
    if not waiting:
        return redirect("/")
    return render(request, "account/kept.html", {"kept": waiting, "shown": _shown(waiting)})


def _shown(waiting: dict[str, Any]) -> list[str]:
    """What a person would recognise: Russian words, addresses, phrases; not keys, choices and marks of the form."""
    return [value for _, value in waiting["fields"] if re.search(r"[а-яё]|@|\S\s+\S", value, re.IGNORECASE)]


@requires(P.HOME_VIEW)
@require_POST
def drop_kept(request: Request) -> HttpResponse:
    request.session.pop(kept.KEY, None)
    return redirect("/")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form from an old tab: its text is kept, but only if the form was ours and not a foreign site's."""
    user = request.user
    owner = str(user.pk) if isinstance(user, User) else kept.owner(request)
    if _from_our_page(request) and kept.keep(request, owner_id=owner):
        return redirect("kept_text")
    return render(request, "account/csrf_failure.html", status=HTTPStatus.FORBIDDEN)


def _from_our_page(request: HttpRequest) -> bool:
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    same_site = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    return same_site and urlsplit(source).netloc == request.get_host()


@requires(P.HOME_VIEW)
def set_up_second_factor(request: Request) -> HttpResponse:
    """Choose: an application on the phone, or a printed sheet."""
    user = cast(User, request.user)
    context = {
        "on": second_factor.ways(user),
        "standing": second_factor.standing(user, request.actor, now=timezone.now()),
        "next": _inside(request.GET.get("next", "")),
    }
    return render(request, "account/second_factor.html", context)


def _inside(url: str) -> str:
    return url if url and get_adapter().is_safe_url(url) else ""


@requires(P.HOME_VIEW)
@reauthentication_required
@require_POST
@sensitive_post_parameters()
def print_codes(request: Request) -> HttpResponse:
    codes = second_factor.print_codes(cast(User, request.user))
    return render(request, "account/codes.html", {"codes": codes})


@open_to_all
def inactive(request: HttpRequest) -> HttpResponse:
    return render(request, "account/account_inactive.html", status=HTTPStatus.FORBIDDEN)
