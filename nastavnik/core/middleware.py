"""What every answer carries: a code to quote to the administrator, and headers that keep it from strangers."""

import contextvars
import logging
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
current_code: contextvars.ContextVar[str] = contextvars.ContextVar("request_code", default="—")

log = logging.getLogger("nastavnik.requests")
Answer = Callable[[HttpRequest], HttpResponse]


def new_code() -> str:
    """Eight signs that can be read out over the telephone."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


class RequestMiddleware:
    """Stands first. The code is on the request (`request.code`), on the answer and in every line of the log."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code, started = new_code(), time.perf_counter()
        request.code = code  # type: ignore[attr-defined]
        mark = current_code.set(code)
        try:
            response = self.get_response(request)
        finally:
            current_code.reset(mark)
        response["X-Request-ID"] = code
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        _keep_private(request, response)
        _write(request, response, code, started)
        return response


def _keep_private(request: HttpRequest, response: HttpResponse) -> None:
    """Pages of a signed-in person are kept by no cache, not even by the «Back» of a shared computer."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        response.setdefault("Cache-Control", "private, no-store")


def _write(request: HttpRequest, response: HttpResponse, code: str, started: float) -> None:
    """One line per request: the name of the address, never the address itself, for it may hold ids."""
    match = request.resolver_match
    log.info(
        "request",
        extra={
            "code": code,
            "method": request.method,
            "view": match.view_name if match else "",
            "status": response.status_code,
            "ms": round((time.perf_counter() - started) * 1000, 1),
        },
    )


def request_code(request: HttpRequest) -> dict[str, str]:
    """For the error pages: «Код обращения: k3w8…»."""
    return {"request_code": getattr(request, "code", "")}
