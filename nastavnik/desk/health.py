"""Two addresses for those who watch over the installation, and the page of our own mistakes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nastavnik.access.http import open_to_all
from nastavnik.core import health


@open_to_all
def alive(_request: HttpRequest) -> HttpResponse:
    """The process answers; the database is not asked."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@open_to_all
def ready(_request: HttpRequest) -> HttpResponse:
    """Database, migrations, worker and space; which of them fails is told by `nastavnik doctor`, not to strangers."""
    well = all(finding.ok for finding in health.findings(health.READY, timezone.now()))
    return HttpResponse(
        "ok" if well else "fail", status=200 if well else 503, content_type="text/plain; charset=utf-8"
    )


@open_to_all
def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither the database nor the session: they may be what has broken."""
    code = getattr(request, "code", "")
    return render(None, "500.html", {"request_code": code}, status=500)
