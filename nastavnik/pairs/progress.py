"""How far a pair has come, in words and as a share for a bar. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from nastavnik.core.russian.wording import counted, in_words, plural, spaced

from .life import Life

MONTH_WORDS = "месяц,месяца,месяцев"
ACTIVITY_WORDS = "мероприятия,мероприятий,мероприятий"


@dataclass(frozen=True)
class Progress:
    """`done` of `total` fill the bar: activities when the pair has any, days of its term otherwise."""

    words: str
    done: int
    total: int


def progress_of(life: Life, starts_on: date, ends_on: date, *, today: date) -> Progress:
    """«Выполнено 4 из 9 мероприятий, прошло 3 месяца из 8»."""
    time = _time_words(starts_on, ends_on, today)
    if life.total:
        of = plural(life.total, ACTIVITY_WORDS)
        return Progress(
            f"Выполнено {spaced(life.done)} из {spaced(life.total)} {of}, {time}", life.done, life.total
        )
    days = (ends_on - starts_on).days + 1
    passed = min(days, max(0, (today - starts_on).days + 1))
    return Progress(time[:1].upper() + time[1:], passed, days)


def _time_words(starts_on: date, ends_on: date, today: date) -> str:
    if today < starts_on:
        return f"начало {in_words(starts_on)}"
    if today > ends_on:
        return f"срок вышел {in_words(ends_on)}"
    whole = months_between(starts_on, ends_on)
    if whole:
        passed = months_between(starts_on, today)
        return f"прошло {counted(passed, MONTH_WORDS)} из {spaced(whole)}"
    days = (ends_on - starts_on).days + 1
    return f"прошло {counted((today - starts_on).days + 1, 'день,дня,дней')} из {spaced(days)}"


def months_between(first: date, last: date) -> int:
    """Whole months in [first, last], the last day included: from 1 September to 30 November there are three."""
    after = last + timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    return max(0, months - (after.day < first.day))
