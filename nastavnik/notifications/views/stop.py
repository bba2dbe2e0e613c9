"""The way out that stands in every letter: no sign-in, the secret in the address is the right."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from nastavnik.access.http import open_to_all
from nastavnik.notifications import stopping
from nastavnik.notifications.kinds import kind_of
from nastavnik.notifications.services.choosing import stop as stop_it


@open_to_all
@csrf_exempt  # mail programs press it by themselves (RFC 8058); the secret is the proof, no session is asked
def stop(request: HttpRequest, secret: str) -> HttpResponse:
    """GET only asks; a POST, ours or that of a mail program, does it."""
    asked = stopping.read(secret)
    if asked is None:
        raise Http404
    done = request.method == "POST"
    if done and not stop_it(asked):
        raise Http404
    context = {
        "done": done,
        "label": kind_of(asked.kind).label,
        "channel": asked.channel.label,
        "is_digest": stopping.is_digest(asked),
    }
    return render(request, "notifications/stop.html", context)
