"""Long texts of a programme, written by two: kept while typed, and both shown when they clash."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core.errors import Conflict, Refusal
from nastavnik.programmes import queries
from nastavnik.programmes.forms.content import SectionForm
from nastavnik.programmes.rules import ALWAYS, HINTS, Part
from nastavnik.programmes.services import writing

from . import editable, to_page
from .pages import back_to


@requires(Permission.PROGRAMME_EDIT)
def section(request: Request, pk: UUID, code: str) -> HttpResponse:
    """One long text. On a clash both texts stand side by side, and the second writer chooses."""
    row, part = editable(request, pk), _part(code)
    written, typed = queries.section_of(row, part), queries.typed_by(request.actor, row, part)
    text = written.text if written else ""
    if request.method == "GET" and request.GET.get("typed") == "no":
        typed = None
    restored = typed is not None and typed.text.strip() != text.strip()
    form = SectionForm(
        request.POST or None,
        initial={
            "text": typed.text if typed and restored else text,
            "version": written.version if written else 0,
        },
    )
    clash: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            writing.write_section(
                row, part, text=form.cleaned_data["text"], seen=form.seen(), by=request.actor
            )
        except Conflict:
            written = queries.section_of(row, part)
            clash = {
                "theirs": written,
                "both": _joined(form.cleaned_data["text"], written.text if written else ""),
            }
            form.data = {**form.data.dict(), "version": str(written.version if written else 0)}  # type: ignore[attr-defined]
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Раздел сохранён.")
            return to_page(row)
    titles = {each.part: each.title for each in queries.settings_of(row.organisation)}
    context = {
        "form": form,
        "programme": row,
        "title": titles[part],
        "hint": HINTS.get(part, ""),
        "part": part.value,
        "typed": typed if restored and request.method == "GET" else None,
        "back_url": back_to(row),
        **clash,
    }
    return render(request, "programmes/section.html", context, status=409 if clash else 200)


def _joined(mine: str, theirs: str) -> str:
    """Both texts in one, nothing lost; said twice stays once."""
    if mine.strip() in theirs:
        return theirs.strip()
    return mine.strip() if theirs.strip() in mine else f"{theirs.strip()}\n\n{mine.strip()}"


def _part(code: str) -> Part:
    if code not in Part.values or Part(code) in ALWAYS:
        raise Http404
    return Part(code)


@requires(Permission.PROGRAMME_EDIT)
@require_POST
def typed(request: Request, pk: UUID, code: str) -> HttpResponse:
    """A few seconds of typing are kept on the server: «Сохранено в 14:05»."""
    row, part = editable(request, pk), _part(code)
    form = SectionForm(request.POST)
    if not form.is_valid():
        return HttpResponse("Черновик не сохранён: текст слишком длинный.", status=422)
    try:
        writing.keep_typed(row, part, text=form.cleaned_data["text"], by=request.actor)
    except Refusal as refusal:
        return HttpResponse(str(refusal), status=422)
    now = timezone.localtime()
    return render(request, "programmes/typed.html", {"at": now})


@requires(Permission.PROGRAMME_EDIT)
@require_POST
def forget_typed(request: Request, pk: UUID, code: str) -> HttpResponse:
    row, part = editable(request, pk), _part(code)
    writing.forget_typed(row, part, by=request.actor)
    return redirect("programmes:section", pk=pk, code=code)
