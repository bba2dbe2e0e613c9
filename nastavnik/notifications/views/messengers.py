"""One's own messenger: its number, the code that went there, and the way to take it off."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission as P
from nastavnik.core.acting import carried_out
from nastavnik.core.models import Channel
from nastavnik.notifications import queries
from nastavnik.notifications.forms import CodeForm, MessengerForm
from nastavnik.notifications.messengers import HOW, LAW, working
from nastavnik.notifications.services import messengers as services


def _channel(name: str) -> Channel:
    """404 for a messenger that the installation has not turned on."""
    if name not in working():
        raise Http404
    return Channel(name)


@requires(P.OWN_DATA)
def link(request: Request, channel: str) -> HttpResponse:
    asked = _channel(channel)
    linked = next((each for each in queries.own_links(request.actor) if each.channel == channel), None)
    form = MessengerForm(request.POST or None, initial={"address": linked.address if linked else ""})
    if request.method == "POST" and form.is_valid():
        address, now = form.cleaned_data["address"], timezone.now()
        if carried_out(form, lambda: services.ask_code(asked, address, now=now, by=request.actor)):
            messages.success(request, "Код отправлен. Впишите его ниже.")
            return redirect("notifications:messenger-code", channel=channel)
    context = {
        "form": form,
        "name": services.name_of(asked),
        "how": HOW[asked],
        "law": LAW if asked is Channel.TELEGRAM else "",
        "off_url": reverse("notifications:messenger-off", args=[channel])
        if linked and linked.confirmed_at
        else "",
    }
    return render(request, "notifications/messenger.html", context)


@requires(P.OWN_DATA)
def code(request: Request, channel: str) -> HttpResponse:
    asked = _channel(channel)
    queries.own_link(request.actor, channel)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed, now = form.cleaned_data["code"], timezone.now()
        if carried_out(form, lambda: services.confirm(asked, typed, now=now, by=request.actor)):
            messages.success(request, "Мессенджер подключён. Выберите, о чём туда писать.")
            return redirect("notifications:settings")
    context = {"form": form, "name": services.name_of(asked), "channel": channel}
    return render(request, "notifications/messenger_code.html", context)


@requires(P.OWN_DATA)
@require_POST
def off(request: Request, channel: str) -> HttpResponse:
    services.unlink(_channel(channel), now=timezone.now(), by=request.actor)
    messages.success(request, "Мессенджер отключён: больше туда ничего не придёт.")
    return redirect("notifications:settings")
