"""When people are written to: the ladder of reminders, quiet hours, days off, digests. Pure."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from nastavnik.core.choices import Choices
from nastavnik.core.errors import Refusal
from nastavnik.core.russian.wording import counted, day_and_month

WEEK = 7
MONDAY = 0
FAR = 400  # days after which nobody waits for an open one
LONGEST_STEP = 60


class Rhythm(Choices):
    AT_ONCE = "at_once", "сразу"
    DAILY = "daily", "сводкой раз в день"
    WEEKLY = "weekly", "сводкой раз в неделю"
    OFF = "off", "не присылать"


@dataclass(frozen=True)
class Ladder:
    """Days of reminding, counted from the due date; past the last step every week from `weekly_from` on.

    From `next_from` days after the due date the next role hears of it too; after `give_up` days nobody does.
    """

    steps: tuple[int, ...] = (-7, -1, 0, 1)
    weekly_from: int = 7
    next_from: int = 7
    give_up: int = 180

    @property
    def first(self) -> int:
        """How many days before the due date the first reminder comes, at the earliest."""
        return max(0, -min(self.steps, default=0))


SHIPPED = Ladder()


@dataclass(frozen=True)
class Rung:
    """`offset` is the day of the ladder this reminder stands for, counted from the due date."""

    offset: int
    to_next: bool


def rungs(due_on: date, today: date, sent: Collection[int], ladder: Ladder = SHIPPED) -> Rung | None:
    """The one reminder to send today, or None. `sent`: offsets sent already for this due date.

    Only the latest rung counts: whoever slept through some of them sends one message, not as many as were missed.
    """
    passed = (today - due_on).days
    reached = [step for step in ladder.steps if step <= passed]
    if passed >= ladder.weekly_from:
        reached.append(passed - (passed - ladder.weekly_from) % WEEK)
    if not reached or passed > ladder.give_up:
        return None
    offset = max(reached)
    return None if offset in sent else Rung(offset, to_next=offset >= ladder.next_from)


def when_words(due_on: date, today: date) -> str:
    """«завтра, 12 октября», «срок прошёл 8 дней назад, 12 октября»."""
    left, day = (due_on - today).days, day_and_month(due_on)
    near = {0: "сегодня", 1: "завтра", -1: "срок был вчера"}
    if left in near:
        return f"{near[left]}, {day}"
    days = counted(abs(left), "день,дня,дней")
    return f"через {days}, {day}" if left > 0 else f"срок прошёл {days} назад, {day}"


def steps_of(text: str) -> tuple[int, ...]:
    """Days typed by a person: «−7, −1, 0, +1». Raises Refusal."""
    found = re.findall(r"[^\s,;]+", text.replace("−", "-").replace("–", "-"))
    if not found or not all(re.fullmatch(r"[+-]?\d{1,3}", each) for each in found):
        raise Refusal(
            "Впишите дни через запятую: −7 — за неделю до срока, 0 — в день срока, +1 — на следующий."
        )
    steps = sorted({int(each) for each in found})
    if max(abs(step) for step in steps) > LONGEST_STEP or len(steps) > 10:
        raise Refusal(f"Не больше десяти напоминаний и не дальше {LONGEST_STEP} дней от срока.")
    return tuple(steps)


def steps_typed(steps: Collection[int]) -> str:
    """The same as people write it; `steps_of` gives it back."""
    return ", ".join(f"−{-step}" if step < 0 else f"+{step}" if step else "0" for step in steps)


def check_ladder(steps: Collection[int], weekly_from: int, next_from: int) -> None:
    if weekly_from <= max(steps, default=0):
        raise Refusal(
            "Еженедельные напоминания начинаются после последнего дня из списка. Увеличьте их начало."
        )
    if next_from < 1:
        raise Refusal("Следующему ответственному сообщают, когда срок уже прошёл: укажите 1 день или больше.")


@dataclass(frozen=True)
class Hours:
    """Quiet from one time to another, over midnight as a rule; equal times mean no quiet hours."""

    quiet_from: time = time(21)
    quiet_until: time = time(8)

    def is_quiet(self, at: time) -> bool:
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until


IsOff = Callable[[date], bool]


def opens(moment: datetime, hours: Hours, is_off: IsOff) -> datetime:
    """The first moment from `moment` on (local) at which people may be written to; itself if they may be now."""
    for _ in range(FAR):
        if is_off(moment.date()):
            moment = _start(moment.date() + timedelta(days=1), moment)
        elif hours.is_quiet(moment.time()):
            later = moment.time() >= hours.quiet_until
            day = moment.date() + timedelta(days=1 if later else 0)
            moment = _start(day, moment, hours.quiet_until)
        else:
            break
    return moment


def digest_at(since: datetime, rhythm: Rhythm, hours: Hours, is_off: IsOff) -> datetime:
    """When a digest leaves that gathers what came from `since` on (local): at the end of the quiet hours of an open day.

    A weekly one leaves on Monday, or on the first open day after it.
    """
    morning = _start(since.date(), since, hours.quiet_until)
    if morning < since:
        morning += timedelta(days=1)
    if rhythm is Rhythm.WEEKLY:
        morning += timedelta(days=-morning.weekday() % WEEK)
    return opens(morning, hours, is_off)


def _start(day: date, like: datetime, at: time = time(0)) -> datetime:
    return datetime.combine(day, at, like.tzinfo)
