"""The leaf «Дневник» and the sheets of lesson visits."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core import ui
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.errors import Denied, Refusal
from nastavnik.core.files import serve
from nastavnik.core.russian.wording import in_words
from nastavnik.meetings import month, rules, services, showing
from nastavnik.meetings.forms import FileForm
from nastavnik.meetings.forms.diary import NoteForm, VisitForm
from nastavnik.meetings.models import LessonVisit
from nastavnik.meetings.queries import diary as queries
from nastavnik.meetings.queries import pair_for
from nastavnik.meetings.queries import sides as people
from nastavnik.meetings.services import attaching
from nastavnik.meetings.services import diary as writing
from nastavnik.pairs import reading
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import WORKING

from . import headed


@requires(Permission.DIARY_VIEW)
def diary(request: Request, pk: UUID) -> HttpResponse:
    """Meetings, visits and notes by month, with the hours; printed as it stands."""
    mentorship = reading.pair_for(
        request.actor, pk, today=timezone.localdate(), permission=Permission.DIARY_VIEW
    )
    context = headed(request, mentorship, "diary")
    takes_part = people.sides_of(mentorship).own(request.actor) is not None
    months = queries.diary_of(request.actor, mentorship)
    context |= {
        "months": [
            {"title": month.title_of(m.first), "total": rules.hours_words(m.minutes), "lines": m.lines}
            for m in months
        ],
        "total": rules.hours_words(sum(m.minutes for m in months)),
        "actions": _actions(mentorship, takes_part=takes_part, is_only=context["head"].next_step is None)
        if context["may_run"]
        else [],
    }
    return render(request, "meetings/diary.html", context)


def _actions(mentorship: Mentorship, *, takes_part: bool, is_only: bool) -> list[ui.Action]:
    pk = [mentorship.pk]
    write = ui.Action(
        "Написать в дневник", reverse("meetings:diary_add", args=pk), icon="pencil-square", primary=is_only
    )
    visit = ui.Action("Лист посещения урока", reverse("meetings:visit_add", args=pk), icon="eye")
    return [write, visit] if takes_part else [visit]


@requires(Permission.DIARY_WRITE)
def diary_add(request: Request, pk: UUID) -> HttpResponse:
    mentorship = pair_for(request.actor, pk, Permission.DIARY_VIEW)
    request.actor.require(Permission.DIARY_WRITE, mentorship)
    today = timezone.localdate()
    if turned := _turned_away(request, mentorship):
        return turned
    form = NoteForm(request.POST or None, initial={"on": today})

    def act() -> None:
        writing.write(mentorship, form.note(), today=today, by=request.actor)

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Запись сохранена.")
        return redirect("meetings:diary", pk=pk)
    return render(
        request,
        "meetings/note.html",
        {"form": form, "title": "Запись в дневник", "back_url": reverse("meetings:diary", args=[pk])},
    )


def _turned_away(request: Request, mentorship: Mentorship) -> HttpResponse | None:
    if mentorship.state in WORKING:
        return None
    messages.error(request, services.NOT_WORKING)
    return redirect("meetings:diary", pk=mentorship.pk)


@requires(Permission.DIARY_WRITE)
def diary_entry(request: Request, pk: UUID) -> HttpResponse:
    """One's own note, changed or removed."""
    entry, today = queries.own_note(request.actor, pk), timezone.localdate()
    if entry.mentorship.state not in WORKING and not entry.is_private:
        messages.error(request, writing.CLOSED)
        return redirect("meetings:diary", pk=entry.mentorship_id)
    initial = {
        "on": entry.on,
        "work": entry.work,
        "words": entry.words,
        "minutes": entry.minutes,
        "seen_by": "private" if entry.is_private else "open",
        "version": entry.version,
    }
    form = NoteForm(request.POST or None, initial=initial)

    def act() -> None:
        seen = form.cleaned_data["version"] or 0
        writing.rewrite(entry, form.note(), seen=seen, today=today, by=request.actor)

    back_url = reverse("meetings:diary", args=[entry.mentorship_id])
    if request.method == "POST" and form.is_valid() and carried_out(form, act, entry):
        messages.success(request, "Запись изменена.")
        return redirect(back_url)
    remove = ui.Action("Удалить запись", reverse("meetings:diary_remove", args=[pk]), post=True)
    context = {"form": form, "title": "Запись в дневнике", "back_url": back_url, "remove": remove}
    return render(request, "meetings/note.html", context)


@requires(Permission.DIARY_WRITE)
@require_POST
def diary_remove(request: Request, pk: UUID) -> HttpResponse:
    entry = queries.own_note(request.actor, pk)
    mentorship = entry.mentorship_id
    try:
        writing.remove(entry, by=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Запись удалена.")
    return redirect("meetings:diary", pk=mentorship)


@requires(Permission.MEETING_RUN)
def visit_add(request: Request, pk: UUID) -> HttpResponse:
    mentorship = pair_for(request.actor, pk, Permission.DIARY_VIEW)
    request.actor.require(Permission.MEETING_RUN, mentorship)
    today = timezone.localdate()
    if turned := _turned_away(request, mentorship):
        return turned
    sides = people.sides_of(mentorship)
    others = [p for p in sides.everybody if p.pk not in request.actor.person_ids]
    form = VisitForm(
        request.POST or None,
        people=sides.everybody,
        initial={"on": today, "teacher": str(others[0].pk) if others else ""},
    )
    made: list[LessonVisit] = []

    def act() -> None:
        sheet = writing.Sheet(**form.sheet())
        made.append(writing.record_visit(mentorship, sheet, today=today, by=request.actor))

    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Лист посещения сохранён.")
        return redirect("meetings:visit", pk=made[0].pk)
    return _visit_form(request, form, reverse("meetings:diary", args=[pk]))


def _visit_form(request: Request, form: VisitForm, back_url: str) -> HttpResponse:
    context = {"form": form, "title": "Лист посещения урока", "back_url": back_url}
    return render(request, "meetings/visit_form.html", context)


@requires(Permission.DIARY_VIEW)
def visit(request: Request, pk: UUID) -> HttpResponse:
    found = queries.visit_for(request.actor, pk)
    is_own = found.visitor_id in request.actor.person_ids and found.mentorship.state in WORKING
    address = [pk]
    context = {
        "visit": found,
        "title": "Лист посещения урока",
        "sub": f"{found.teacher.full_name} · {in_words(found.on)}",
        "back_url": reverse("meetings:diary", args=[found.mentorship_id]),
        "lines": [
            ui.Line("Класс", found.group),
            ui.Line("Предмет", found.subject),
            ui.Line("Тема урока", found.topic),
            ui.Line("Зачем посещали", found.purpose),
            ui.Line("Кто посетил", found.visitor.full_name),
        ],
        "points": list(found.points.all()),
        "files": [
            showing.file(f, reverse("meetings:visit_file", args=[pk, f.pk]))
            for f in queries.files_of_visit(found)
        ],
        "actions": [
            ui.Action("Изменить", reverse("meetings:visit_edit", args=address)),
            ui.Action("Приложить файл", reverse("meetings:visit_file_add", args=address), icon="upload"),
        ]
        if is_own
        else [],
    }
    return render(request, "meetings/visit.html", context)


@requires(Permission.MEETING_RUN)
def visit_edit(request: Request, pk: UUID) -> HttpResponse:
    found = queries.visit_for(request.actor, pk)
    _check_visitor(request, found)
    today = timezone.localdate()
    names = ("on", "group", "subject", "topic", "purpose", "minutes", "strengths", "advice", "version")
    teachers = people.sides_of(found.mentorship).everybody
    form = VisitForm(
        request.POST or None,
        people=teachers if found.teacher in teachers else [*teachers, found.teacher],
        points=[(p.title, p.words) for p in found.points.all()],
        initial={**{name: getattr(found, name) for name in names}, "teacher": str(found.teacher_id)},
    )

    def act() -> None:
        sheet = writing.Sheet(**form.sheet())
        seen = form.cleaned_data["version"] or 0
        writing.change_visit(found, sheet, seen=seen, today=today, by=request.actor)

    back_url = reverse("meetings:visit", args=[pk])
    if request.method == "POST" and form.is_valid() and carried_out(form, act, found):
        messages.success(request, "Лист посещения сохранён.")
        return redirect(back_url)
    return _visit_form(request, form, back_url)


def _check_visitor(request: Request, found: LessonVisit) -> None:
    """Seen, but another's: 403."""
    if found.visitor_id not in request.actor.person_ids:
        raise Denied(Permission.MEETING_RUN)


@requires(Permission.MEETING_RUN)
def visit_file_add(request: Request, pk: UUID) -> HttpResponse:
    found = queries.visit_for(request.actor, pk)
    request.actor.require(Permission.MEETING_RUN, found)
    form = FileForm(request.POST or None, request.FILES or None)

    def act() -> None:
        given = form.cleaned_data
        attaching.attach_to_visit(found, given["upload"], title=given["title"], by=request.actor)

    back_url = reverse("meetings:visit", args=[pk])
    if request.method == "POST" and form.is_valid() and carried_out(form, act):
        messages.success(request, "Файл приложен.")
        return redirect(back_url)
    return form_page(
        request, form, title="Приложить файл", back="К листу", back_url=back_url, submit="Приложить"
    )


@requires(Permission.DIARY_VIEW)
def visit_file(request: Request, pk: UUID, attachment: UUID) -> HttpResponse:
    return cast(HttpResponse, serve(queries.file_of_visit(request.actor, pk, attachment).file))
