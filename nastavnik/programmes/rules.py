"""How a programme moves, how long it lasts, what it needs to be sent, and what a correction changes. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from nastavnik.core.choices import Choices, NumberChoices
from nastavnik.core.deadlines import Deadline, DeadlineKind
from nastavnik.core.errors import Refusal
from nastavnik.core.periods import Period


class State(Choices):
    """R217. A correction goes the same way beside the programme in force, then takes its place (R215)."""

    DRAFT = "draft", "Готовится"
    AGREED = "agreed", "Согласована участниками"
    SENT = "sent", "На утверждении"
    APPROVED = "approved", "Утверждена"
    RUNNING = "running", "Выполняется"
    COMPLETED = "completed", "Завершена"
    TERMINATED = "terminated", "Прекращена"
    REPLACED = "replaced", "Заменена новой редакцией"
    DROPPED = "dropped", "Черновик удалён"


S = State
MOVES: dict[State, frozenset[State]] = {
    S.DRAFT: frozenset({S.AGREED, S.DROPPED}),
    S.AGREED: frozenset({S.SENT, S.DRAFT, S.DROPPED}),
    S.SENT: frozenset({S.APPROVED, S.DRAFT, S.DROPPED}),
    S.APPROVED: frozenset({S.RUNNING, S.TERMINATED, S.REPLACED}),
    S.RUNNING: frozenset({S.COMPLETED, S.TERMINATED, S.REPLACED}),
    S.COMPLETED: frozenset(),
    S.TERMINATED: frozenset(),
    S.REPLACED: frozenset(),
    S.DROPPED: frozenset(),
}
MAKING = frozenset({S.DRAFT, S.AGREED, S.SENT})
LIVE = frozenset({S.APPROVED, S.RUNNING})
OVER = frozenset({S.COMPLETED, S.TERMINATED})
# What others than the participants and their advisers see: a draft is theirs alone.
SHOWN = frozenset({S.SENT, *LIVE, *OVER, S.REPLACED})


def check_move(current: State, target: State) -> None:
    if target not in MOVES[current]:
        raise Refusal(f"Программа «{current.label}» не может стать «{target.label}». Обновите страницу.")


class Part(Choices):
    """Sections of a programme (C5). Those of R214 always stand; the rest is off until the organisation turns it on."""

    CARD = "card", "Участники, формы и виды наставничества"
    DIRECTIONS = "directions", "Направления и предмет наставничества"
    GOALS = "goals", "Цели и задачи"
    ACTIVITIES = "activities", "Перечень мероприятий"
    NOTE = "note", "Пояснительная записка"
    RESULTS = "results", "Планируемые результаты"
    DIAGNOSTICS = "diagnostics", "Что показала диагностика"
    STAGES = "stages", "Этапы и сроки"
    METHODS = "methods", "Формы и методы работы"
    CONTROL = "control", "Механизм реализации и контроль"
    EVALUATION = "evaluation", "Оценка эффективности"
    RISKS = "risks", "Риски и как их снизить"
    ANNEXES = "annexes", "Приложения"


ALWAYS = (Part.CARD, Part.DIRECTIONS, Part.GOALS, Part.ACTIVITIES)
OPTIONAL = tuple(part for part in Part if part not in ALWAYS)
HINTS: dict[Part, str] = {
    Part.NOTE: "Почему программа нужна и на чём основана",
    Part.RESULTS: "Каким станет наставляемый: закрепился, уверен в работе, растёт",
    Part.DIAGNOSTICS: "Выводы словами. Уровни и оценки сюда не пишут",
    Part.STAGES: "Например: знакомство, основная работа, итоги — с месяцами",
    Part.METHODS: "Например: посещение уроков, разбор, мастерская",
    Part.CONTROL: "Кто и как часто смотрит, как идёт работа",
    Part.EVALUATION: "По чему вы поймёте, что получилось",
    Part.RISKS: "Что может помешать и что тогда сделать",
    Part.ANNEXES: "Анкеты, бланки, ссылки",
}


@dataclass(frozen=True)
class Setting:
    part: Part
    title: str
    enabled: bool
    order: int


def layout(told: Iterable[Setting]) -> list[Setting]:
    """All sections in the organisation's order; what it has not touched keeps the place and the state of the default."""
    known = {each.part: each for each in told}
    usual = [Setting(part, part.label, part in ALWAYS, 100 * at) for at, part in enumerate(Part, 1)]
    whole = [known.get(each.part, each) for each in usual]
    whole = [replace(each, enabled=each.enabled or each.part in ALWAYS) for each in whole]
    return sorted(whole, key=lambda each: (each.order, list(Part).index(each.part)))


class GoalKind(Choices):
    GOAL = "goal", "Цель развития наставляемого"
    TASK = "task", "Общая задача пары или группы"


class GoalState(Choices):
    OPEN = "open", "В работе"
    REACHED = "reached", "Достигнута"
    PARTLY = "partly", "Достигнута частично"
    MISSED = "missed", "Не достигнута"


class Aim(Choices):
    """What an activity is for (R164)."""

    REMOVE = "remove", "Устранить трудность"
    SUPPORT = "support", "Поддержать сильную сторону"


class CommentKind(Choices):
    ADVICE = "advice", "Консультация"
    RETURN = "return", "Замечание к доработке"


class ProjectKind(Choices):
    """R235, R057"""

    EDUCATIONAL = "educational", "Образовательный"
    CULTURAL = "cultural", "Культурный"
    SOCIAL = "social", "Социальный"
    SPORTS = "sports", "Спортивный"
    OTHER = "other", "Другой"


class Mark(NumberChoices):
    """Words of the characteristic and of the feedback, never a bare number."""

    WEAK = 1, "Пока с трудом"
    SOMETIMES = 2, "Бывает по-разному"
    MOSTLY = 3, "Чаще всего"
    ALWAYS = 4, "Всегда"


class Satisfaction(NumberChoices):
    NO = 1, "Не помогло"
    LITTLE = 2, "Помогло мало"
    GOOD = 3, "Помогло"
    MUCH = 4, "Очень помогло"


MONTHS_AT_LEAST, MONTHS_AT_MOST = 3, 12


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or the last one of it."""
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def length_warning(starts_on: date, ends_on: date) -> str:
    """Empty for three months to a year (R213)."""
    after = ends_on + timedelta(days=1)
    if after < months_after(starts_on, MONTHS_AT_LEAST):
        return "Программа короче трёх месяцев. Обычно она длится от трёх месяцев до года: напишите, почему здесь иначе."
    if after > months_after(starts_on, MONTHS_AT_MOST):
        return (
            "Программа длиннее года. Обычно она длится от трёх месяцев до года: напишите, почему здесь иначе."
        )
    return ""


def check_length(starts_on: date, ends_on: date, why: str) -> None:
    Period(starts_on, ends_on)
    if (warning := length_warning(starts_on, ends_on)) and not why.strip():
        raise Refusal(warning)


def frame_warning(starts_on: date, ends_on: date, frame: tuple[str, date, date] | None) -> str:
    """`frame`: title and days of the organisation's own programme, inside which this one should lie (R221)."""
    if frame is None or Period(frame[1], frame[2]).contains(Period(starts_on, ends_on)):
        return ""
    return (
        f"Сроки выходят за программу организации «{frame[0]}» "
        f"({frame[1]:%d.%m.%Y} — {frame[2]:%d.%m.%Y}). Проверьте даты."
    )


@dataclass(frozen=True)
class Readiness:
    """What must be there before both agree: R179, R164, R214."""

    topics: int
    directions: int
    goals: int
    activities: int

    @property
    def missing(self) -> list[str]:
        wanted = {
            "выберите предмет наставничества": self.topics,
            "отметьте хотя бы одно направление": self.directions,
            "добавьте хотя бы одну цель": self.goals,
            "добавьте хотя бы одно мероприятие": self.activities,
        }
        return [words for words, number in wanted.items() if not number]


def check_ready(ready: Readiness) -> None:
    if ready.missing:
        raise Refusal(f"Сначала {', '.join(ready.missing)}.")


def mark_of(changed_at: datetime) -> str:
    """Which text it is, in an address: agreement is to what was read."""
    return f"{changed_at.timestamp():.6f}"


def check_editable(state: State) -> None:
    if state is State.DRAFT:
        return
    if state in MAKING:
        raise Refusal("Текст уже согласован. Верните программу в работу, и его можно будет менять.")
    if state in LIVE:
        raise Refusal("Утверждённую программу меняют поправкой: начните её на странице программы.")
    raise Refusal("Эта программа уже в истории. Её можно только читать.")


def check_live(state: State) -> None:
    if state not in LIVE:
        raise Refusal("Это отмечают, когда программа утверждена и ещё не завершена.")


def check_one_side_each(sides: Mapping[UUID, str], agreed: Iterable[UUID]) -> bool:
    """Has everybody who takes part agreed? `sides` are the people of today."""
    return bool(sides) and set(sides) <= set(agreed)


def due_on(deadline: Deadline, *, starts_on: date, ends_on: date, by_working_days: date | None) -> date:
    """The day after which an activity is late; a year of school ends with the programme."""
    if deadline.kind is DeadlineKind.WORKING_DAYS and by_working_days:
        return by_working_days
    last = deadline.last_day or ends_on
    return min(last, max(starts_on, ends_on)) if deadline.kind is DeadlineKind.YEAR else last


def shifted(deadline: Deadline, *, years: int) -> Deadline:
    """The same deadline in another year; a number of working days stays what it is."""
    return Deadline(
        deadline.kind,
        deadline.day and months_after(deadline.day, 12 * years),
        deadline.until and months_after(deadline.until, 12 * years),
        deadline.count,
    )


def month_of(number: int, starts_on: date, ends_on: date) -> Deadline:
    """The month of the programme for the suggestion number `number` (from 0); none goes past the end."""
    months = min(starts_on.month - 1 + number, (ends_on.year - starts_on.year) * 12 + ends_on.month - 1)
    month = date(starts_on.year + months // 12, months % 12 + 1, 1)
    return Deadline(DeadlineKind.MONTHS, day=month, until=month)


@dataclass(frozen=True)
class Line:
    """One comparable thing of a version: `key` stays the same through versions."""

    key: str
    part: str
    label: str
    words: str


@dataclass(frozen=True)
class Change:
    kind: Literal["added", "removed", "changed"]
    part: str
    label: str
    before: str
    after: str


def changes_between(before: Sequence[Line], after: Sequence[Line]) -> list[Change]:
    """What a correction adds, takes out and changes, in the order of the new version, then what is gone."""
    old, new = {each.key: each for each in before}, {each.key: each for each in after}
    found: list[Change] = []
    for line in after:
        was = old.get(line.key)
        if was is None:
            found.append(Change("added", line.part, line.label, "", line.words))
        elif was.words != line.words:
            found.append(Change("changed", line.part, line.label, was.words, line.words))
    found += [
        Change("removed", each.part, each.label, each.words, "") for each in before if each.key not in new
    ]
    return found


def share_reached(start: str, target: str, now: str) -> float | None:
    """How far a goal measured in numbers has come, 0–1; None for a goal measured in words."""
    numbers = [_number(each) for each in (start, target, now)]
    first, last, here = numbers
    if first is None or last is None or here is None or first == last:
        return None
    return min(1.0, max(0.0, (here - first) / (last - first)))


def _number(text: str) -> float | None:
    try:
        return float(text.strip().rstrip("%").strip().replace(",", ".").replace("\N{NO-BREAK SPACE}", ""))
    except ValueError:
        return None


def check_finish(*, ends_on: date, today: date, why: str, open_goals: int) -> None:
    """Completion before the end asks the reason; every goal has a result (R228)."""
    if open_goals:
        raise Refusal("Сначала отметьте результат по каждой цели: достигнута, частично или нет.")
    if today < ends_on and not why.strip():
        raise Refusal("Срок ещё не вышел. Напишите, почему программа завершается раньше.")
