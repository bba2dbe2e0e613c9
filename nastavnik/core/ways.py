"""The way back: a page opened from a list of work returns to it, not to its usual place."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

BACK = "back"


def with_back(url: str, page: str) -> str:
    """The address of a page that knows from where it was opened."""
    return f"{url}{'&' if '?' in url else '?'}{urlencode({BACK: page})}" if url and page else url


def asked_back(request: HttpRequest) -> str:
    """The page of ours that the address names, or nothing: a foreign address is no way back."""
    page = request.GET.get(BACK, "")
    inside = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if inside else ""


def back_of(request: HttpRequest, usual: str) -> str:
    return asked_back(request) or usual
