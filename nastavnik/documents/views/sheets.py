"""Sheets that are printed and signed by hand: one as .docx, many as one archive."""

import io
import zipfile
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core import files
from nastavnik.core.errors import Refusal
from nastavnik.documents import sheets
from nastavnik.documents.rules import PaperKind
from nastavnik.people.rules import ConsentKind

from .papers import DOCX

MOST = 100  # sheets in one archive: about ten seconds of drawing


@requires(Permission.CONSENT_VIEW)
def one(request: Request, kind: str, pk: UUID) -> HttpResponse:
    """The blank of a consent or of an addendum, drawn from live data."""
    if kind not in PaperKind.values:
        raise Http404
    try:
        sheet = sheets.take(PaperKind(kind), pk, today=timezone.localdate(), by=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(_back(request, kind, pk))
    return files.give(sheet.data, f"{sheet.name}.docx", DOCX)


def _back(request: Request, kind: str, pk: UUID) -> str:
    """The page the person came from, if it is ours; else the page of the consent."""
    came = request.headers.get("referer", "")
    own = f"{request.scheme}://{request.get_host()}/"
    if came.startswith(own):
        return "/" + came.removeprefix(own).lstrip("/\\")  # «//host» would be another site
    return reverse("people:consent", args=[pk]) if kind.startswith("consent_") else reverse("home")


@requires(Permission.CONSENT_MARK)
def many(request: Request) -> HttpResponse:
    """All blanks that still wait for a signature, in one archive; `?kind=` narrows."""
    request.actor.require(Permission.CONSENT_MARK, request.here)
    found, stopped = sheets.take_awaited(
        request.here,
        kind=asked if (asked := request.GET.get("kind", "")) in ConsentKind.values else "",
        most=MOST,
        today=timezone.localdate(),
        by=request.actor,
    )
    if not found:
        messages.info(request, stopped[0] if stopped else "Недостающих листов нет.")
        return redirect("people:consents")
    return files.give(_archive(found, stopped), "Согласия.zip", "application/zip")


def _archive(found: list[sheets.Taken], stopped: list[str]) -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, sheet in enumerate(found, start=1):
            archive.writestr(f"{number:03} {sheet.name}.docx", sheet.data)
        if stopped:
            archive.writestr("Не напечатано.txt", "\r\n".join(stopped))
    return box.getvalue()
