"""A form in two steps: what is typed, then «Проверьте» with what will happen; nothing is kept between them but the form itself."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date

from nastavnik.access.http import Request
from nastavnik.core import ui
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.errors import Refusal
from nastavnik.core.forms import Form
from nastavnik.core.russian.wording import in_words


def check_page(
    request: Request,
    form: Form,
    page: dict[str, Any],
    *,
    consequences: Callable[[], Sequence[str]],
    act: Callable[[], object],
    done: Callable[[], HttpResponse],
) -> HttpResponse:
    """`page`: title, sub, lead, back_url, submit. A refusal is shown in the form, with everything typed."""
    if request.method == "POST" and "edit" not in request.POST and form.is_valid():
        if request.POST.get("confirmed") == "yes" and carried_out(form, act):
            return done()
        told = _foreseen(form, consequences) if form.is_valid() else None
        if told is not None:
            context = {**page, "form": form, "lines": answers(form), "consequences": told}
            return render(request, "pairs/change_check.html", context)
    return form_page(request, form, **{"back": "К паре", **page, "submit": "Дальше"})


def _foreseen(form: Form, consequences: Callable[[], Sequence[str]]) -> Sequence[str] | None:
    try:
        return consequences()
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


def answers(form: Form) -> list[ui.Line]:
    """What was typed, as a summary list: words of choices, days in words."""
    return [
        ui.Line(str(field.label), _shown(field)) for field in form if not field.is_hidden and field.value()
    ]


def _shown(field: Any) -> str:
    value = str(field.value() or "")
    choices = getattr(field.field, "choices", None)
    if choices is None:
        day = parse_date(value) if len(value) == 10 and value[4:5] == "-" else None
        return in_words(day) if day else value
    flat = [
        pair
        for option in choices
        for pair in (option[1] if isinstance(option[1], list | tuple) else [option])
    ]
    return next((str(label) for key, label in flat if str(key) == value), value)
