"""Deadlines as people write them in orders and plans: a day, a month, several months, a whole year, working days."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from .choices import Choices
from .errors import Refusal
from .periods import school_year, school_year_words
from .russian.folding import fold

NOMINATIVE = (
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
)
GENITIVE = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
PREPOSITIONAL = tuple(f"{word[:-1]}е" if word[-1] in "ьй" else f"{word}е" for word in NOMINATIVE)
HOW = (
    "Срок не разобрать. Напишите его так: 01.10.2026; октябрь 2026; сентябрь — ноябрь 2026; в течение года; "
    "10 рабочих дней."
)


class DeadlineKind(Choices):
    DAY = "day", "до дня"
    MONTHS = "months", "месяц или несколько месяцев"
    YEAR = "year", "в течение учебного года"
    WORKING_DAYS = "working_days", "рабочих дней"


@dataclass(frozen=True)
class Deadline:
    """`day`: the last day, or the first of the first month; `until`: the first of the last month; `count`: working days.

    A year is the school year of `day`.
    """

    kind: DeadlineKind
    day: date | None = None
    until: date | None = None
    count: int = 0

    @property
    def words(self) -> str:
        """As it stands in the item of an order: «до 01.10.2026», «в октябре 2026 г.», «в течение 10 рабочих дней»."""
        if self.kind is DeadlineKind.WORKING_DAYS:
            one = self.count % 10 == 1 and self.count % 100 != 11
            return f"в течение {self.count} {'рабочего дня' if one else 'рабочих дней'}"
        if self.day is None:
            return "в течение учебного года"
        if self.kind is DeadlineKind.YEAR:
            return f"в течение {school_year_words(school_year(self.day))} учебного года"
        return f"до {self.day:%d.%m.%Y}" if self.kind is DeadlineKind.DAY else self._months(self.day)

    def _months(self, first: date) -> str:
        last = self.until or first
        if first == last:
            return f"в {PREPOSITIONAL[first.month - 1]} {first.year} г."
        year = "" if first.year == last.year else f" {first.year} г."
        return f"в {PREPOSITIONAL[first.month - 1]}{year} — {PREPOSITIONAL[last.month - 1]} {last.year} г."

    @property
    def typed(self) -> str:
        """The same as a person types it: `parse(typed)` gives it back."""
        if self.kind is DeadlineKind.DAY and self.day:
            return f"{self.day:%d.%m.%Y}"
        if self.kind is DeadlineKind.MONTHS and self.day and self.until:
            first, last = (f"{NOMINATIVE[d.month - 1]} {d.year}" for d in (self.day, self.until))
            return first if first == last else f"{first} — {last}"
        return "в течение года" if self.kind is DeadlineKind.YEAR else f"{self.count} рабочих дней"

    @property
    def last_day(self) -> date | None:
        """The last day when the calendar of working days is not needed; None for «10 рабочих дней»."""
        if self.kind is DeadlineKind.DAY:
            return self.day
        if self.kind is DeadlineKind.MONTHS and (last := self.until or self.day):
            return (last.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        if self.kind is DeadlineKind.YEAR and self.day:
            return date(school_year(self.day) + 1, 8, 31)
        return None

    def as_dict(self) -> dict[str, Any]:
        iso = {name: value.isoformat() for name in ("day", "until") if (value := getattr(self, name))}
        return {"kind": self.kind.value, "count": self.count, **iso}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        days = {name: date.fromisoformat(data[name]) for name in ("day", "until") if data.get(name)}
        return cls(DeadlineKind(data["kind"]), count=data.get("count", 0), **days)


def parse(text: str, today: date) -> Deadline | None:
    """What a person has typed; None for nothing. A month without a year is the next such month. Raises Refusal."""
    words = re.sub(r"\bг(?:ода|\.)?(?=\W|$)", "", re.sub("[–—]", "-", fold(text)))
    words = re.sub(r"^(?:срок:?|до|к|в|не позднее)\s+", "", words.strip()).strip(" .")
    if not fold(text):
        return None
    if re.fullmatch(r"течение(?: \d{4}(?:/\d{2,4})?)?(?: учебного)?", words):
        return Deadline(DeadlineKind.YEAR, day=today)
    words = words.removeprefix("течение ")
    if found := re.search(r"(\d{1,3}) рабоч", words):
        return _working_days(int(found.group(1)))
    return _day(words) or _months(words, today) or _unclear()


def _working_days(count: int) -> Deadline:
    if not count:
        raise Refusal("Рабочих дней должно быть не меньше одного. Исправьте срок.")
    return Deadline(DeadlineKind.WORKING_DAYS, count=count)


def _unclear() -> Deadline:
    raise Refusal(HOW)


def _day(words: str) -> Deadline | None:
    names = "|".join(GENITIVE)
    short = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", words)
    long = re.fullmatch(rf"(\d{{1,2}}) ({names}) (\d{{4}})", words)
    if not (found := short or long):
        return None
    month = int(found.group(2)) if short else GENITIVE.index(found.group(2)) + 1
    try:
        return Deadline(DeadlineKind.DAY, day=date(int(found.group(3)), month, int(found.group(1))))
    except ValueError as wrong:
        raise Refusal("Такого дня нет в календаре. Исправьте срок.") from wrong


def _months(words: str, today: date) -> Deadline | None:
    names = r"янв\w*|фев\w*|мар\w*|апр\w*|ма[йяе]|июн\w*|июл\w*|авг\w*|сен\w*|окт\w*|ноя\w*|дек\w*"
    one = rf"({names})(?: (\d{{4}}))?"
    found = re.fullmatch(rf"{one}(?: ?- ?(?:по )?{one})?", words)
    if not found:
        return None
    first_name, first_year, last_name, last_year = found.groups()
    first = _month(first_name, first_year or last_year, today)
    if not last_name:
        return Deadline(DeadlineKind.MONTHS, day=first, until=first)
    last = _month(last_name, last_year or first_year, first)
    if last < first and first_year is None:
        first = first.replace(year=first.year - 1)
    if last < first:
        raise Refusal("Последний месяц раньше первого. Исправьте срок.")
    return Deadline(DeadlineKind.MONTHS, day=first, until=last)


def _month(name: str, year: str | None, after: date) -> date:
    stem = "май" if name in {"май", "мая", "мае"} else name[:3]
    month = next(number for number, word in enumerate(NOMINATIVE, 1) if word.startswith(stem))
    if year:
        return date(int(year), month, 1)
    return date(after.year + (month < after.month), month, 1)
