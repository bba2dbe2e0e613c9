"""A form that asks a service: the refusal is shown in the form and everything typed stays."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .errors import Refusal
from .forms import Form


def carried_out(form: Form, act: Callable[[], object], row: Any = None) -> bool:
    """Do the act of a valid form; False with the refusal in the form's summary.

    `row` with a version: after a conflict the next press saves over what the person has just been told of.
    """
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        if row is not None and "version" in form.fields:
            row.refresh_from_db()
            form.data = {**form.data.dict(), "version": str(row.version)}  # type: ignore[attr-defined]
        return False
    return True


def form_page(request: HttpRequest, form: Form, *, title: str, back_url: str, **more: Any) -> HttpResponse:
    """A page of one form; `more`: sub, lead, back, submit, note, note_title."""
    return render(request, "ui/form_page.html", {"form": form, "title": title, "back_url": back_url, **more})
