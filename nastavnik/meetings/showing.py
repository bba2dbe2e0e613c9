"""Values of components for meetings: cards, statuses, tasks, the timeline of one meeting."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from nastavnik.core import ui
from nastavnik.core.russian.wording import day_and_month, due, in_words
from nastavnik.organisations.zones import ZONES

from .models import Attachment, Meeting, MeetingRating, MeetingRecord, Task
from .queries.sides import Sides
from .rules import AHEAD, Doer, MeetingState, Way, hours_words

STATUS: dict[MeetingState, ui.Kind] = {
    MeetingState.PROPOSED: "wait",
    MeetingState.AGREED: "info",
    MeetingState.HELD: "ok",
    MeetingState.MISSED: "rest",
    MeetingState.CANCELLED: "rest",
}
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")


def status(meeting: Meeting, *, now: datetime) -> ui.Status:
    """A word for the state; what has begun and is not recorded says so."""
    state = MeetingState(meeting.state)
    if state in {MeetingState.PROPOSED, MeetingState.AGREED} and meeting.starts_at <= now:
        return ui.Status("wait", "Ждёт записи")
    if meeting.wish and state is MeetingState.PROPOSED:
        return ui.Status("wait", "Просят другое время")
    return ui.Status(STATUS[state], state.label)


def when(meeting: Meeting) -> str:
    """«вторник, 16 сентября, 14:30–15:15», by the clock of the page."""
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    year = "" if starts.year == timezone.localtime().year else f" {starts.year}\u00a0г."
    day = f"{WEEKDAYS[starts.weekday()]}, {day_and_month(starts.date())}{year}"
    return f"{day}, {starts:%H:%M}–{ends:%H:%M}{zone_mark(meeting)}"


def short_when(meeting: Meeting) -> str:
    starts = timezone.localtime(meeting.starts_at)
    return f"{day_and_month(starts.date())}, {starts:%H:%M}"


def zone_mark(meeting: Meeting) -> str:
    """The zone of the page, where the pair lives in several: «МСК+4»."""
    if not meeting.mentorship.distance:
        return ""
    current = timezone.get_current_timezone_name()
    mark = next((words.partition(":")[0] for code, words in ZONES if code == current), "")
    return f" {mark}" if mark else ""


def where(meeting: Meeting) -> str:
    """«кабинет 312», «дистанционно»."""
    if meeting.room:
        return meeting.room.title
    return meeting.place or meeting.get_way_display().lower()


def card(meeting: Meeting, *, now: datetime) -> ui.Task:
    """A row of the list: when, where, the topic; the whole row leads to the meeting."""
    told = [where(meeting), meeting.topic, meeting.only_with.short_name if meeting.only_with else ""]
    label = when(meeting)
    return ui.Task(
        label[:1].upper() + label[1:],
        reverse("meetings:meeting", args=[meeting.pk]),
        " · ".join(filter(None, told)),
        status(meeting, now=now),
    )


def lines(meeting: Meeting) -> list[ui.Line]:
    shown = [
        ui.Line("Когда", when(meeting)),
        ui.Line("Как", meeting.get_way_display()),
        ui.Line("Где", where(meeting)) if meeting.room or meeting.place else None,
        ui.Line("Ссылка", meeting.link, meeting.link) if meeting.link else None,
        ui.Line("Тема", meeting.topic) if meeting.topic else None,
        ui.Line("С кем", meeting.only_with.short_name)
        if meeting.only_with
        else (ui.Line("С кем", "со всей группой") if meeting.mentorship.is_group else None),
        ui.Line("Вид", "однократная встреча") if meeting.is_single else None,
        ui.Line("Кто предложил", meeting.proposed_by.short_name)
        if meeting.proposed_by and meeting.state in AHEAD
        else None,
        ui.Line("Просьба о другом времени", meeting.wish) if meeting.wish else None,
        ui.Line("Почему отменена", meeting.cancel_reason) if meeting.cancel_reason else None,
    ]
    return [line for line in shown if line]


def history(meeting: Meeting) -> list[ui.Event]:
    """Times that the meeting had before."""
    return [
        ui.Event(
            when=f"{timezone.localtime(each.created_at):%d.%m.%Y}",
            title=f"Было {_moment(each.from_at)}, стало {_moment(each.to_at)}",
            text=" · ".join(filter(None, (each.moved_by, each.reason))),
        )
        for each in meeting.moves.all()
    ]


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{day_and_month(local.date())}, {local:%H:%M}"


def task(
    row: Task, sides: Sides, *, today: date, may_run: bool, with_pair: str = "", back: str = ""
) -> ui.Task:
    """A task with «Готово»; a done one stays in the list with its day."""
    told = [who(row, sides), with_pair]
    if row.done_on:
        told.append(f"выполнено {day_and_month(row.done_on)}")
    else:
        told.append(due(row.due_on, today))
    action = None
    if may_run and not row.done_on:
        url = reverse("meetings:task_done", args=[row.pk]) + (f"?back={back}" if back else "")
        action = ui.Action("Готово", url, post=True, small=True, about=row.words)
    late = row.due_on < today and not row.done_on
    return ui.Task(
        row.words,
        reverse("meetings:meeting", args=[row.meeting_id]) if row.meeting_id else "",
        " · ".join(filter(None, told)),
        ui.Status("wait", "Просрочено") if late else None,
        done=row.done_on is not None,
        action=action,
    )


def who(row: Task, sides: Sides) -> str:
    """Whose task it is, by name where the side has one person."""
    if row.person:
        return row.person.short_name
    one = {Doer.MENTOR: sides.mentors, Doer.MENTEE: sides.mentees}.get(Doer(row.doer), ())
    if len(one) == 1:
        return one[0].short_name
    return "вместе" if row.doer == Doer.BOTH else "все наставляемые"


def records(rows: Iterable[MeetingRecord]) -> list[ui.Line]:
    return [
        ui.Line(row.author.short_name, row.words or ("состоялась" if row.was else "не состоялась"))
        for row in rows
    ]


def ratings(rows: Sequence[MeetingRating]) -> list[ui.Line]:
    return [
        ui.Line(
            row.person.short_name,
            ", ".join(filter(None, (_mark_words(row), row.get_fit_display().lower()))) or "без оценки",
        )
        for row in rows
    ]


def _mark_words(row: MeetingRating) -> str:
    return f"полезна: {row.get_mark_display().lower()}" if row.mark else ""


def file(row: Attachment, url: str) -> ui.File:
    kind = row.file.name.rpartition(".")[2].upper()[:4] or "ФАЙЛ"
    return ui.File(
        row.title,
        url,
        kind,
        row.file.size,
        timezone.localtime(row.created_at).date(),
        row.added_by.short_name,
    )


def recorded_words(meeting: Meeting) -> str:
    """«16 сентября 2026 г. · очно · 45 мин»."""
    local = timezone.localtime(meeting.starts_at)
    return f"{in_words(local.date())} · {Way(meeting.way).label.lower()} · {hours_words(meeting.minutes)}"
