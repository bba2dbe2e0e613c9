"""Where a request comes from: this very machine, the school's own network, or outside."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")


def client_address(request: HttpRequest) -> str:
    """The address of the visitor. HTTPS=1 means a proxy of our own, which appends the true one last."""
    if settings.HTTPS:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if forwarded:
            return str(forwarded.split(",")[-1].strip())
    return str(request.META.get("REMOTE_ADDR", ""))


def _through_unknown_proxy(request: HttpRequest) -> bool:
    # A proxy nobody told us of makes the whole world look like this machine.
    return not settings.HTTPS and any(request.META.get(header) for header in FORWARDED)


def is_this_machine(request: HttpRequest) -> bool:
    """True for a browser on the server itself. The name is compared too: a foreign one may be bound to 127.0.0.1."""
    host = request.META.get("HTTP_HOST", "").rsplit(":", 1)[0] if not settings.HTTPS else ""
    near = _matches(client_address(request), loopback_only=True)
    return near and host in OWN_NAMES and not _through_unknown_proxy(request)


def is_outside(request: HttpRequest) -> bool:
    """True when the visitor is neither on this machine nor in a private network (RFC 1918, 4193)."""
    return _through_unknown_proxy(request) or not _matches(client_address(request), loopback_only=False)


def _matches(address: str, *, loopback_only: bool) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return parsed.is_loopback or (not loopback_only and parsed.is_private)
