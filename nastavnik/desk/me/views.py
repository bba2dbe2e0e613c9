"""«Мои данные и согласия», «Где вы вошли», «Настройки вида», and the file with everything kept about oneself."""

from typing import cast

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission as P
from nastavnik.core import ui
from nastavnik.people import own_data
from nastavnik.people.accounts import second_factor, services, sessions
from nastavnik.people.card_sections import sections_of
from nastavnik.people.models import Person, User
from nastavnik.people.queries import cards_of

from .forms import LookForm


@requires(P.OWN_DATA)
def my_data(request: Request) -> HttpResponse:
    """Cards with their sections as the person may see them, roles, the sign-in."""
    user, today = cast(User, request.user), timezone.localdate()
    cards = [
        {
            "person": card,
            "lines": _lines(card),
            "sections": sections_of(card, leaf="about", today=today, by=request.actor),
        }
        for card in cards_of(request.actor).select_related("organisation")
    ]
    return render(request, "me/my_data.html", {"cards": cards, "account": _account(user)})


def _lines(card: Person) -> list[ui.Line]:
    return [
        ui.Line("Организация", card.organisation.full_name),
        ui.Line("Кто это", card.get_kind_display()),
        ui.Line("Год рождения", card.birth_year),
        ui.Line("Электронная почта", card.email),
        ui.Line("Телефон", card.phone),
    ]


def _account(user: User) -> list[ui.Line]:
    on = second_factor.has_second_factor(user)
    return [
        ui.Line("Почта для входа", user.email),
        ui.Line("Пароль", "задан", change_url=reverse("account_change_password")),
        ui.Line(
            "Второй шаг входа",
            status=ui.Status("ok", "Включён") if on else ui.Status("rest", "Не включён"),
            change_url=reverse(second_factor.SET_UP),
        ),
        ui.Line("Где вы вошли", "устройства и время", url=reverse("desk:sessions")),
        ui.Line("Сообщения", "о чём и как часто писать", url=reverse("notifications:settings")),
        ui.Line("Вид страниц", services.THEMES.get(user.theme, ""), change_url=reverse("desk:settings")),
        ui.Line(
            "Версия для слабовидящих",
            "включена" if user.vision else "не включена",
            change_url=reverse("desk:vision"),
        ),
    ]


@requires(P.OWN_DATA)
def download(request: Request) -> HttpResponse:
    """All rows about oneself in one file (152-ФЗ, ст. 14)."""
    answer = JsonResponse(
        own_data.about(request.actor), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@requires(P.OWN_DATA)
def show_sessions(request: Request) -> HttpResponse:
    found = sessions.sessions_of(cast(User, request.user), this_key=request.session.session_key)
    return render(request, "me/sessions.html", {"sessions": found})


@requires(P.OWN_DATA)
@require_POST
def end_session(request: Request, pk: int) -> HttpResponse:
    sessions.end(cast(User, request.user), pk)
    messages.success(request, "Вход на том устройстве закрыт.")
    return redirect("desk:sessions")


@requires(P.OWN_DATA)
@require_POST
def end_other_sessions(request: Request) -> HttpResponse:
    sessions.end_others(cast(User, request.user), this_key=request.session.session_key)
    messages.success(request, "На всех других устройствах вход закрыт.")
    return redirect("desk:sessions")


@requires(P.OWN_DATA)
def look(request: Request) -> HttpResponse:
    user = cast(User, request.user)
    form = LookForm(request.POST or None, initial={"theme": user.theme})
    if request.method == "POST" and form.is_valid():
        services.choose_theme(form.cleaned_data["theme"], by=request.actor)
        messages.success(request, "Вид сохранён.")
        return redirect("desk:settings")
    return render(request, "me/look.html", {"form": form})


@requires(P.HOME_VIEW)
@require_POST
def stand_here(request: Request) -> HttpResponse:
    """Choose another of one's own places; a strange id changes nothing."""
    chosen = request.POST.get("place", "")
    standing = request.presence.at(chosen)
    if standing is not None and str(standing.organisation.pk) == chosen:
        request.session["here"] = chosen
    return redirect("home")
