"""Pages of the council, by idea; what they share stands here."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404

from nastavnik.access.http import Request
from nastavnik.core.errors import Refusal
from nastavnik.organisations.models import Organisation


def here_of(request: Request) -> Organisation:
    if request.here is None:
        raise Http404
    organisation: Organisation = request.here
    return organisation


def told(request: Request, act: Callable[[], object], done: str) -> bool:
    """Do it and say so, or say why not."""
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True
