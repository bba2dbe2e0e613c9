"""«Настройки сообщений»: of what, by which way and how often one is told."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission as P
from nastavnik.core import ui
from nastavnik.core.models import Channel
from nastavnik.notifications import queries
from nastavnik.notifications.forms import SettingsForm
from nastavnik.notifications.kinds import optional_for
from nastavnik.notifications.messengers import NAMES, working
from nastavnik.notifications.services import letters_go_out
from nastavnik.notifications.services.choosing import choose


@requires(P.OWN_DATA)
def settings(request: Request) -> HttpResponse:
    linked = {link.channel for link in queries.own_links(request.actor) if link.confirmed_at}
    channels = [Channel.EMAIL, *(Channel(name) for name in working() if name in linked)]
    kinds = optional_for(request.actor)
    form = SettingsForm(request.POST or None, channels=channels, kinds=kinds, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        choose(form.chosen(), by=request.actor)
        messages.success(request, "Настройки сообщений сохранены.")
        return redirect("notifications:settings")
    context = {
        "form": form,
        "groups": form.groups(),
        "no_letters": not letters_go_out(),
        "messengers": [_messenger(name, name in linked) for name in working()],
    }
    return render(request, "notifications/settings.html", context)


def _initial(request: Request) -> dict[str, Any]:
    chosen = queries.own_preferences(request.actor)
    return {SettingsForm.name_of(each.kind, Channel(each.channel)): each.rhythm for each in chosen}


def _messenger(name: str, is_linked: bool) -> ui.Task:
    status = ui.Status("ok", "Подключён") if is_linked else ui.Status("rest", "Не подключён")
    return ui.Task(NAMES[Channel(name)], reverse("notifications:messenger", args=[name]), status=status)
