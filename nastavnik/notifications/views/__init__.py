"""Pages of messages: the news, one's settings, the log, the way out of a letter, the manners of an organisation."""

from django.http import Http404

from nastavnik.access.http import Request
from nastavnik.organisations.models import Organisation


def here_of(request: Request) -> Organisation:
    """The current organisation; without one there is nothing to show."""
    if request.here is None:
        raise Http404
    organisation: Organisation = request.here
    return organisation
