"""A stored file as an answer that no browser will run."""

import re
from urllib.parse import quote

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from nastavnik.core.models import StoredFile

from .storage import open_stored

SANDBOX = "sandbox; default-src 'none'"


def serve(stored: StoredFile) -> FileResponse:
    """Always a download. Whether the person may have it is the view's question."""
    answer = FileResponse(open_stored(stored), content_type=stored.mime)
    answer["Content-Length"] = str(stored.size)
    _make_inert(answer, stored.name)
    return answer


def give(data: bytes, name: str, mime: str) -> HttpResponse:
    """The same for bytes made on the spot: a paper, a table."""
    answer = HttpResponse(data, content_type=mime)
    _make_inert(answer, name)
    return answer


def _make_inert(answer: HttpResponseBase, name: str) -> None:
    answer["Content-Disposition"] = disposition(name)
    answer["Content-Security-Policy"] = SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"


def disposition(name: str) -> str:
    """RFC 6266: the true name, Cyrillic and all, and a Latin one for what does not understand it."""
    ending = re.search(r"\.[A-Za-z0-9]{1,10}$", name)
    plain = (
        re.sub(r"[^A-Za-z0-9._ -]", "_", name)
        if name.isascii()
        else f"file{ending.group() if ending else ''}"
    )
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
