"""What was sent: one's own letters, and the log of the organisation without a word of what they say."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission as P
from nastavnik.core import ui
from nastavnik.core.errors import Refusal
from nastavnik.core.models import MessageState, OutgoingMessage
from nastavnik.core.paging import paged
from nastavnik.notifications import queries
from nastavnik.notifications.forms import LogFilter
from nastavnik.notifications.kinds import kind_of
from nastavnik.notifications.services.retrying import retry as send_again

from . import here_of

KINDS: dict[str, ui.Kind] = {
    MessageState.SENT: "ok",
    MessageState.FOLDED: "ok",
    MessageState.PARKED: "stop",
    MessageState.DROPPED: "rest",
}
PRIVATE = "Личное сообщение"


@requires(P.OWN_DATA)
def own(request: Request) -> HttpResponse:
    found, pager = paged(queries.sent_to(request.actor), request.GET)
    heads = [ui.Column("О чём", wide=True), ui.Column("Как"), ui.Column("Когда"), ui.Column("Что с ним")]
    rows = [ui.Row([ui.Cell(each.subject, note=each.address), *_how(each), _state(each)]) for each in found]
    table = ui.Table("Отправленные вам сообщения", heads, rows)
    return render(request, "notifications/sent.html", {"table": table, "pager": pager})


@requires(P.MESSAGES_LOG)
def whole(request: Request) -> HttpResponse:
    here = here_of(request)
    form = LogFilter(request.GET)
    wanted = form.wanted()
    found, pager = paged(queries.log_of(request.actor, here, **wanted), request.GET)
    names = queries.names_of(each.person_id for each in found)
    heads = [ui.Column("Кому"), ui.Column("О чём", wide=True), ui.Column("Как"), ui.Column("Когда")]
    any_parked = any(each.state == MessageState.PARKED for each in found)
    heads += [ui.Column("Что с ним"), *([ui.Column("Ещё раз")] if any_parked else [])]
    rows = [_row(each, names, any_parked) for each in found]
    table = ui.Table("Журнал сообщений", heads, rows)
    context = {
        "table": table,
        "pager": pager,
        "form": form,
        "chips": [ui.Chip(label, reverse("notifications:log")) for label in form.labels() if label],
        "here": here,
    }
    return render(request, "notifications/log.html", context)


def _row(each: OutgoingMessage, names: dict[UUID, str], any_parked: bool) -> ui.Row:
    kind = kind_of(each.kind)
    name = names.get(each.person_id, "Карточки уже нет") if each.person_id else ""
    cells = [ui.Cell(name), ui.Cell(PRIVATE if kind.private else kind.label), *_how(each), _state(each)]
    if each.state == MessageState.PARKED:
        url = reverse("notifications:retry", args=[each.pk])
        cells.append(ui.Cell(action=ui.Action("Отправить снова", url, post=True, small=True, about=name)))
    elif any_parked:
        cells.append(ui.Cell("—"))
    return ui.Row(cells)


def _how(each: OutgoingMessage) -> list[ui.Cell]:
    moment = timezone.localtime(each.sent_at or each.created_at)
    return [ui.Cell(each.get_channel_display()), ui.Cell(f"{moment:%d.%m.%Y %H:%M}")]


def _state(each: OutgoingMessage) -> ui.Cell:
    """What came of it, how many tries it took, until when it waits and why it failed."""
    waits = each.state in {MessageState.WAITING, MessageState.HELD}
    parts = [
        f"не раньше {timezone.localtime(each.next_try):%d.%m.%Y %H:%M}" if waits else "",
        f"попыток: {each.attempts}" if each.attempts else "",
        each.fault,
    ]
    status = ui.Status(KINDS.get(each.state, "wait"), each.get_state_display())
    return ui.Cell(status=status, note="; ".join(part for part in parts if part))


@requires(P.MESSAGES_LOG)
@require_POST
def retry(request: Request, pk: UUID) -> HttpResponse:
    try:
        send_again(pk, by=request.actor)
        messages.success(request, "Сообщение снова в очереди.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("notifications:log")
