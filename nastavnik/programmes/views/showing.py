"""Values of components for a programme: its path, its sections, its activities, what can be done now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import ui
from nastavnik.core.russian.wording import counted, in_words
from nastavnik.pairs import queries as pairs
from nastavnik.pairs.models import Participation
from nastavnik.pairs.rules import Side
from nastavnik.programmes import queries, rules
from nastavnik.programmes.models import Activity, Comment, Goal, Programme
from nastavnik.programmes.queries import Sheet
from nastavnik.programmes.rules import HINTS, CommentKind, GoalKind, GoalState, Part, Setting, State
from nastavnik.programmes.standing import STATUS

GOAL_STATUS: dict[GoalState, ui.Kind] = {
    GoalState.OPEN: "info",
    GoalState.REACHED: "ok",
    GoalState.PARTLY: "wait",
    GoalState.MISSED: "rest",
}
PATH = (
    ("Составлена", State.DRAFT),
    ("Согласована", State.AGREED),
    ("Отправлена", State.SENT),
    ("Утверждена", State.APPROVED),
    ("Выполняется", State.RUNNING),
    ("Завершена", State.COMPLETED),
)


@dataclass(frozen=True)
class Rights:
    """What the actor may do with this version now."""

    edits: bool
    may_edit: bool
    advises: bool
    approves: bool
    takes_part: bool
    has_agreed: bool
    sees_links: bool


def rights_of(
    actor: Actor,
    programme: Programme,
    takers: Sequence[Participation],
    *,
    today: date,
    agreed: Collection[UUID] = (),
) -> Rights:
    """`agreed`: who has given their word to this version."""
    mentorship = programme.mentorship
    state, may = State(programme.state), actor.can(Permission.PROGRAMME_EDIT, mentorship)
    own = [t.person_id for t in takers if t.person_id in actor.person_ids]
    return Rights(
        edits=may and state is State.DRAFT,
        may_edit=may,
        advises=actor.can(Permission.PROGRAMME_ADVISE, mentorship),
        approves=actor.can(Permission.PROGRAMME_APPROVE, mentorship) and not own,
        takes_part=bool(own),
        has_agreed=any(pk in agreed for pk in own),
        sees_links=queries.sees_links(actor, mentorship, today=today),
    )


def status_of(programme: Programme) -> ui.Status:
    state = State(programme.state)
    return ui.Status(STATUS[state], state.label)


def path_of(programme: Programme) -> list[ui.Step]:
    """The chain of sign-off with days where they are known."""
    state = State(programme.state)
    if state in {State.TERMINATED, State.REPLACED, State.DROPPED}:
        return []
    at = [each for _, each in PATH].index(state)
    days: dict[State, str] = {}
    if programme.sent_at:
        days[State.SENT] = f"{timezone.localtime(programme.sent_at):%d.%m.%Y}"
    if programme.approved_at:
        days[State.APPROVED] = f"{timezone.localtime(programme.approved_at):%d.%m.%Y}"
    if programme.ended_on:
        days[State.COMPLETED] = f"{programme.ended_on:%d.%m.%Y}"
    return [
        ui.Step(label, days.get(each, ""), "done" if n < at else "now" if n == at else "ahead")
        for n, (label, each) in enumerate(PATH)
    ]


@dataclass(frozen=True)
class Block:
    """One section on the page: lines, tasks or a text, with what may be done to it and what was said about it."""

    part: str
    title: str
    lines: Sequence[ui.Line] = ()
    tasks: Sequence[ui.Task] = ()
    text: str = ""
    empty: str = ""
    actions: Sequence[ui.Action] = ()
    comments: Sequence[Comment] = field(default_factory=tuple)
    settle: bool = False


def blocks_of(sheet: Sheet, rights: Rights, *, today: date) -> list[Block]:
    build = {
        Part.CARD: _card,
        Part.DIRECTIONS: _directions,
        Part.GOALS: _goals,
        Part.ACTIVITIES: _activities,
    }
    comments: dict[str, list[Comment]] = {}
    for each in sheet.comments:
        comments.setdefault(each.part, []).append(each)
    return [
        build.get(setting.part, _text)(sheet, setting, rights, today, comments.get(setting.part, ()))
        for setting in sheet.parts
    ]


Said = Sequence[Comment]


def _card(sheet: Sheet, setting: Setting, rights: Rights, _today: date, said: Said) -> Block:
    programme, mentorship = sheet.programme, sheet.programme.mentorship
    people = [ui.Line(t.get_side_display(), t.person.full_name) for t in sheet.takers]
    kinds = ", ".join(title for _, title in pairs.kinds_of(mentorship))
    change = _terms(programme) if rights.edits else ""
    days = f"{in_words(programme.starts_on)} — {in_words(programme.ends_on)}"
    lines = [
        *people,
        ui.Line("Форма и виды", f"{mentorship.form.title}; {kinds}"),
        ui.Line("Вопрос", mentorship.issue.title),
        ui.Line("Срок", days, change_url=change, change_what="срок"),
    ]
    if programme.why_length:
        lines.append(ui.Line("Почему такой срок", programme.why_length))
    return Block(setting.part, setting.title, lines=lines, comments=said, settle=rights.may_edit)


def _directions(sheet: Sheet, setting: Setting, rights: Rights, _today: date, said: Said) -> Block:
    change = _terms(sheet.programme) if rights.edits else ""
    topic = ": ".join(filter(None, (str(sheet.programme.topic or ""), sheet.programme.topic_parts)))
    lines = [
        ui.Line("Предмет наставничества", topic, change_url=change, change_what="предмет наставничества"),
        ui.Line("Направления", ", ".join(each.title for each in sheet.directions)),
    ]
    return Block(setting.part, setting.title, lines=lines, comments=said, settle=rights.may_edit)


def _terms(programme: Programme) -> str:
    return reverse("programmes:terms", args=[programme.pk])


def _goals(sheet: Sheet, setting: Setting, rights: Rights, _today: date, said: Said) -> Block:
    programme = sheet.programme
    tasks = [goal_task(each, programme, rights) for each in sheet.goals]
    add = ui.Action(
        "Добавить цель", reverse("programmes:goal_add", args=[programme.pk]), icon="plus-lg", small=True
    )
    return Block(
        setting.part,
        setting.title,
        tasks=tasks,
        empty="Целей пока нет.",
        actions=[add] if rights.edits else [],
        comments=said,
        settle=rights.may_edit,
    )


def way_words(goal: Goal) -> str:
    """«уроков с практикой: 2 → 6»."""
    way = " → ".join(filter(None, (goal.start, goal.target)))
    return ": ".join(filter(None, (goal.measure, way)))


def goal_task(goal: Goal, programme: Programme, rights: Rights) -> ui.Task:
    live, args = State(programme.state) in rules.LIVE, [programme.pk, goal.pk]
    url = ""
    if rights.edits:
        url = reverse("programmes:goal", args=args)
    elif live and rights.may_edit:
        url = reverse("programmes:goal_result", args=args)
    state = GoalState(goal.state)
    kind = "Задача" if goal.kind == GoalKind.TASK else "Цель"
    note = " · ".join(
        filter(None, (kind, way_words(goal), goal.now and f"на сегодня: {goal.now}", goal.result))
    )
    shown = ui.Status(GOAL_STATUS[state], state.label) if State(programme.state) not in rules.MAKING else None
    return ui.Task(goal.words, url, note, shown)


def _activities(sheet: Sheet, setting: Setting, rights: Rights, today: date, said: Said) -> Block:
    programme = sheet.programme
    args = [programme.pk]
    actions = [
        ui.Action(
            "Добавить мероприятие", reverse("programmes:activity_add", args=args), icon="plus-lg", small=True
        ),
        ui.Action("Выбрать из предложенных", reverse("programmes:suggest", args=args), small=True),
    ]
    return Block(
        setting.part,
        setting.title,
        tasks=[_activity(each, programme, rights, today) for each in sheet.activities],
        empty="Мероприятий пока нет.",
        actions=actions if rights.edits else [],
        comments=said,
        settle=rights.may_edit,
    )


def _activity(each: Activity, programme: Programme, rights: Rights, today: date) -> ui.Task:
    """The link to a difficulty is told only to those who may see it."""
    link = f"{each.get_aim_display()}: {each.domain.title}" if rights.sees_links else ""
    who = each.responsible.short_name if each.responsible else ""
    product = each.product and f"получится: {each.product}"
    done = each.done_on and f"выполнено {each.done_on:%d.%m.%Y}"
    parts = (f"Срок: {each.deadline.words}", who, link, product, done or "", each.fact)
    note = " · ".join(filter(None, parts))
    live, args = State(programme.state) in rules.LIVE, [programme.pk, each.pk]
    if rights.edits:
        return ui.Task(each.words, reverse("programmes:activity", args=args), note, done=bool(each.done_on))
    if live and rights.may_edit and not each.done_on:
        mark = ui.Action(
            "Готово", reverse("programmes:done", args=args), post=True, small=True, about=each.words
        )
        late = ui.Status("wait", "Просрочено") if each.is_late(today) else None
        return ui.Task(each.words, reverse("programmes:fact", args=args), note, late, action=mark)
    return ui.Task(each.words, "", note, done=bool(each.done_on))


def _text(sheet: Sheet, setting: Setting, rights: Rights, _today: date, said: Said) -> Block:
    row = sheet.sections.get(setting.part)
    write = reverse("programmes:section", args=[sheet.programme.pk, setting.part.value])
    label = "Изменить" if row and row.text else "Написать"
    action = ui.Action(label, write, small=True, about=setting.title)
    return Block(
        setting.part,
        setting.title,
        text=row.text if row else "",
        empty=HINTS.get(setting.part, ""),
        actions=[action] if rights.edits else [],
        comments=said,
        settle=rights.may_edit,
    )


def agreements_of(sheet: Sheet) -> list[ui.Line]:
    """Who has agreed to the text as it stands."""
    return [
        ui.Line(
            f"{t.get_side_display()} {t.person.short_name}",
            status=ui.Status("ok", f"Согласие {sheet.agreed[t.person_id]:%d.%m.%Y}")
            if t.person_id in sheet.agreed
            else ui.Status("wait", "Ещё не согласовано"),
        )
        for t in sheet.takers
    ]


def notes_of(sheet: Sheet, *, today: date) -> list[tuple[str, str]]:
    """What to look at, as (title, words)."""
    programme, found = sheet.programme, []
    returned = [c for c in sheet.comments if c.kind == CommentKind.RETURN and c.settled_on is None]
    if returned and State(programme.state) is State.DRAFT:
        found.append(("Программу вернули на доработку", " ".join(each.words for each in returned)))
    if State(programme.state) is State.DRAFT and sheet.readiness.missing:
        found.append(("Чего ещё не хватает", f"{_capital(', '.join(sheet.readiness.missing))}."))
    warning = rules.length_warning(programme.starts_on, programme.ends_on)
    if warning and not programme.why_length:
        found.append(("Проверьте срок", warning))
    frame = queries.frame_on(sheet.frames, programme.starts_on)
    told = (frame.title, frame.starts_on, frame.ends_on) if frame else None
    if words := rules.frame_warning(programme.starts_on, programme.ends_on, told):
        found.append(("Проверьте срок", words))
    late = [each for each in sheet.activities if each.is_late(today)]
    if late and State(programme.state) in rules.LIVE:
        number = counted(len(late), "мероприятию,мероприятиям,мероприятиям")
        found.append(("Срок прошёл", f"Вышел срок по {number}. Отметьте, что сделано, или начните поправку."))
    return found


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def editions(rows: Sequence[Programme], shown: UUID) -> list[ui.Task]:
    return [
        ui.Task(
            f"Редакция {each.edition}: {each.starts_on:%d.%m.%Y} — {each.ends_on:%d.%m.%Y}",
            "" if each.pk == shown else reverse("programmes:edition", args=[each.pk]),
            "вы смотрите её" if each.pk == shown else each.why_corrected,
            status_of(each),
        )
        for each in rows
    ]


def people_words(sheet: Sheet) -> str:
    mentees = [t.person.short_name for t in sheet.takers if t.side == Side.MENTEE]
    mentors = [t.person.short_name for t in sheet.takers if t.side == Side.MENTOR]
    return " и ".join([*mentors[:1], *mentees[:1]])
