"""The programme of a pair, any of its versions, its paper, and the list of programmes."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core import files, ui
from nastavnik.core.errors import Refusal
from nastavnik.core.paging import paged
from nastavnik.core.russian.wording import counted
from nastavnik.documents import sheets
from nastavnik.documents.rules import PaperKind
from nastavnik.meetings import queries as meetings
from nastavnik.pairs import gates, reading
from nastavnik.pairs import queries as pairs
from nastavnik.pairs.head import Head, head_of
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import STEPPING, PairState, Side
from nastavnik.programmes import queries, rules
from nastavnik.programmes.forms.content import CommentForm
from nastavnik.programmes.models import Programme
from nastavnik.programmes.rules import State

from . import showing, to_page

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@requires(Permission.PAIR_VIEW)
def programme(request: Request, pk: UUID) -> HttpResponse:
    """The current programme of a pair, or the way to begin one."""
    today = timezone.localdate()
    mentorship = reading.pair_for(request.actor, pk, today=today)
    row = queries.seen_in(mentorship)
    head = _head(request.actor, mentorship, today)
    if row is None or not queries.sees(request.actor, row):
        context = {"head": head, **_absent(request.actor, mentorship, row)}
        return render(request, "programmes/absent.html", context)
    return render(request, "programmes/programme.html", {"head": head, **page_of(request, row, today)})


def _head(actor: Actor, mentorship: Mentorship, today: date) -> Head:
    """A step that leads to this very leaf is the button of the leaf itself."""
    head = head_of(actor, mentorship, today=today, current="programme")
    here = {reverse(f"programmes:{name}", args=[mentorship.pk]) for name in ("programme", "start")}
    return replace(head, next_step=None) if head.next_step and head.next_step.url in here else head


def _absent(actor: Actor, mentorship: Mentorship, row: Programme | None) -> dict[str, Any]:
    may = PairState(mentorship.state) in STEPPING and actor.can(Permission.PROGRAMME_EDIT, mentorship)
    start = reverse("programmes:start", args=[mentorship.pk])
    return {
        "being_made": row is not None,
        "action": ui.Action("Составить программу", start, primary=True) if may and row is None else None,
    }


@requires(Permission.PAIR_VIEW)
def edition(request: Request, pk: UUID) -> HttpResponse:
    """Any version: a correction that is being made, or one that is history."""
    row, today = queries.programme_for(request.actor, pk), timezone.localdate()
    if row.is_current:
        return to_page(row)
    head = _head(request.actor, row.mentorship, today)
    return render(request, "programmes/programme.html", {"head": head, **page_of(request, row, today)})


def page_of(request: Request, row: Programme, today: date, **more: Any) -> dict[str, Any]:
    sheet = queries.sheet_of(row)
    rights = showing.rights_of(request.actor, row, sheet.takers, today=today, agreed=sheet.agreed)
    everything = queries.all_editions(request.actor, row.mentorship)
    rows = [each for each in everything if queries.sees(request.actor, each)]
    correction = queries.correction_among(everything, row) if row.is_current else None
    return {
        "programme": row,
        "status": showing.status_of(row),
        "path": showing.path_of(row),
        "notes": showing.notes_of(sheet, today=today),
        "blocks": showing.blocks_of(sheet, rights, today=today),
        "agreements": showing.agreements_of(sheet) if State(row.state) in rules.MAKING else [],
        "actions": _actions(row, rights, ready=not sheet.readiness.missing),
        "more": _more(row, rights, has_correction=correction is not None),
        "progress": (sheet.done, len(sheet.activities)) if State(row.state) not in rules.MAKING else None,
        "correction": correction if correction and queries.sees(request.actor, correction) else None,
        "tasks": _between_meetings(request.actor, row, sheet, today) if row.is_current else [],
        "editions": showing.editions(rows, row.pk) if len(rows) > 1 else [],
        "comment_form": CommentForm(parts=sheet.parts)
        if rights.advises and State(row.state) in _advised
        else None,
        "return_form": CommentForm(parts=sheet.parts, prefix="back")
        if rights.approves and row.state == State.SENT
        else None,
        **more,
    }


def _between_meetings(actor: Actor, row: Programme, sheet: queries.Sheet, today: date) -> list[ui.Task]:
    """What was agreed to do between meetings (R204), as meetings show it; the goal it serves is named."""
    goals = {goal.pk: goal.words for goal in sheet.goals}
    return [
        ui.Task(
            each.words,
            note=" · ".join(
                filter(None, (f"до {each.due_on:%d.%m.%Y}", (each.goal and goals.get(each.goal)) or ""))
            ),
            status=ui.Status("wait", "Просрочено") if not each.done_on and each.due_on < today else None,
            done=each.done_on is not None,
        )
        for each in meetings.tasks_of(actor, row.mentorship)[:20]
    ]


_advised = rules.MAKING | rules.LIVE


def _actions(row: Programme, rights: showing.Rights, *, ready: bool) -> list[ui.Action]:
    """The one next step of this actor, then what goes beside it."""
    state, pk, found = State(row.state), [row.pk], []
    if state is State.DRAFT and rights.takes_part and not rights.has_agreed:
        why = "" if ready else "Сначала допишите то, чего не хватает."
        found.append(
            ui.Action(
                "Согласиться с программой",
                f"{reverse('programmes:agree', args=pk)}?seen={rules.mark_of(row.updated_at)}",
                post=True,
                why_not=why,
                primary=True,
            )
        )
    if state is State.AGREED and rights.may_edit:
        send = reverse("programmes:send", args=pk)
        found.append(ui.Action("Отправить на утверждение", send, post=True, primary=True))
    if state is State.SENT and rights.approves:
        found.append(ui.Action("Утвердить", reverse("programmes:approve", args=pk), post=True, primary=True))
    # Who approves returns it with a remark; who has sent it takes it back.
    taken_back = state is State.AGREED or (state is State.SENT and not rights.approves)
    if taken_back and rights.may_edit:
        reopen = reverse("programmes:reopen", args=pk)
        found.append(ui.Action("Вернуть в работу", reopen, post=True))
    return found


def _more(row: Programme, rights: showing.Rights, *, has_correction: bool) -> list[ui.Action]:
    """What is done seldom, at the side."""
    state, pk = State(row.state), [row.pk]
    found = [ui.Action("Скачать DOCX", reverse("programmes:docx", args=pk), icon="download")]
    if row.replaces_id:
        found.append(ui.Action("Что изменилось", reverse("programmes:diff", args=pk)))
    if state in rules.LIVE and rights.may_edit and not has_correction:
        found.append(ui.Action("Внести поправку", reverse("programmes:correct", args=pk)))
        found.append(ui.Action("Продлить или сократить", reverse("programmes:correct", args=pk) + "?days=1"))
    if state is State.RUNNING and rights.may_edit:
        found.append(ui.Action("Завершить программу", reverse("programmes:finish", args=pk)))
    if state in rules.LIVE and rights.approves:
        label = "Записать заключение совета" if row.pilot_from_on else "Начать апробацию"
        found.append(ui.Action(label, reverse("programmes:trial", args=pk)))
        found.append(ui.Action("Прекратить программу", reverse("programmes:terminate", args=pk)))
    if state in rules.OVER and row.is_current and rights.may_edit:
        copy = reverse("programmes:next_year", args=pk)
        found.append(ui.Action("Скопировать на следующий год", copy, post=True))
        start = reverse("programmes:start", args=[row.mentorship_id])
        found.append(ui.Action("Составить новую", start))
    if state in {State.DRAFT, State.AGREED} and rights.may_edit:
        label = "Отказаться от поправки" if row.is_correction else "Удалить черновик"
        found.append(ui.Action(label, reverse("programmes:drop", args=pk), post=True))
    return found


@requires(Permission.PAIR_VIEW)
def diff(request: Request, pk: UUID) -> HttpResponse:
    """What a correction changes: added, changed, taken out."""
    row = queries.programme_for(request.actor, pk)
    before = row.replaces
    changes = rules.changes_between(queries.lines_of(before), queries.lines_of(row)) if before else []
    context = {
        "programme": row,
        "changes": changes,
        "back_url": reverse("programmes:edition", args=[pk]),
    }
    return render(request, "programmes/diff.html", context)


@requires(Permission.PAIR_VIEW)
def docx(request: Request, pk: UUID) -> HttpResponse:
    row = queries.programme_for(request.actor, pk)
    try:
        sheet = sheets.take(PaperKind.PROGRAMME, pk, today=timezone.localdate(), by=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return to_page(row)
    return files.give(sheet.data, f"{sheet.name}.docx", DOCX)


STATES = (
    ("", "Действующие и на утверждении"),
    (State.SENT, "Ждут утверждения"),
    (State.DRAFT, "Готовятся"),
    (State.RUNNING, "Выполняются"),
    (State.COMPLETED, "Завершены"),
)
COLUMNS = (ui.Column("Пара", wide=True), ui.Column("Срок"), ui.Column("Состояние"))


@requires(Permission.PAIR_VIEW)
def listed(request: Request) -> HttpResponse:
    """Programmes by state; those that wait longest stand first. Pairs without one are named above."""
    state = request.GET.get("state", "")
    here = request.here if request.here and request.actor.can(Permission.PAIR_VIEW, request.here) else None
    rows, pager = paged(queries.listed(request.actor, here, state), request.GET)
    names = queries.names_of(rows)
    leads = here is not None and request.actor.can(Permission.PROGRAMME_ADVISE, here)
    without = list(queries.without_programme(here)[:20]) if leads and here else []
    context = {
        "here": request.here,
        "tabs": [
            (label, f"?{urlencode({'state': value})}" if value else request.path, value == state)
            for value, label in STATES
        ],
        "table": ui.Table("Программы", COLUMNS, [_row(each, names) for each in rows]) if rows else None,
        "pager": pager,
        "without": _without(without),
        "settings_url": reverse("programmes:settings")
        if here and request.actor.can(Permission.LISTS_EDIT, here)
        else "",
    }
    return render(request, "programmes/list.html", context)


def _without(rows: list[Mentorship]) -> list[ui.Task]:
    takers = pairs_words(rows)
    return [
        ui.Task(
            takers[row.pk], reverse("programmes:start", args=[row.pk]), f"работает с {row.starts_on:%d.%m.%Y}"
        )
        for row in rows
    ]


def pairs_words(rows: list[Mentorship]) -> dict[UUID, str]:
    found = gates.takers_by_row(rows)
    return {row.pk: pairs.mentorship_words(found[row.pk]) for row in rows}


def _row(row: Programme, names: dict[UUID, list[Any]]) -> ui.Row:
    takers = names[row.pk]
    mentees = sum(t.side == Side.MENTEE for t in takers)
    note = (
        row.mentorship.issue.title
        if mentees < 2
        else counted(mentees, "наставляемый,наставляемых,наставляемых")
    )
    url = reverse("programmes:edition", args=[row.pk])
    return ui.Row(
        [
            ui.Cell(pairs.mentorship_words(takers), url, note),
            ui.Cell(f"{row.starts_on:%d.%m.%Y} — {row.ends_on:%d.%m.%Y}"),
            ui.Cell(status=showing.status_of(row)),
        ]
    )


def back_to(row: Programme) -> str:
    if row.is_current:
        return reverse("programmes:programme", args=[row.mentorship_id])
    return reverse("programmes:edition", args=[row.pk])
