"""The page of components: every part of the interface in each of its states, with invented people."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from nastavnik.access.http import open_to_all

from . import samples


@open_to_all
def components(request: HttpRequest) -> HttpResponse:
    """Open while developing and to anybody signed in: it holds no data, but strangers have no use for it."""
    actor = getattr(request, "actor", None)
    if not settings.DEBUG and getattr(actor, "user_id", None) is None:
        raise Http404
    return render(request, "desk/ui.html", samples.page(asked=request.GET))
