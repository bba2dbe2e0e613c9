"""Dated ranges: jobs, appointments, consents and mentorships last from a day to a day, both included."""

from dataclasses import dataclass
from datetime import date

from .errors import Refusal


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` to `end`, both included; `end` is None while it lasts."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise Refusal("Дата окончания раньше даты начала. Исправьте одну из них.")

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)

    def overlaps(self, other: "Period") -> bool:
        starts_in_time = other.end is None or self.start <= other.end
        ends_in_time = self.end is None or other.start <= self.end
        return starts_in_time and ends_in_time

    def contains(self, other: "Period") -> bool:
        if other.start < self.start:
            return False
        return self.end is None or (other.end is not None and other.end <= self.end)


def full_years(since: date, today: date) -> int:
    """Whole years from `since` to `today`; 29 February counts from 1 March in common years."""
    return today.year - since.year - ((today.month, today.day) < (since.month, since.day))


def school_year(day: date) -> int:
    """The calendar year in which the school year of `day` began: it starts on 1 September."""
    return day.year if day.month >= 9 else day.year - 1


def school_year_words(start: int) -> str:
    return f"{start}/{(start + 1) % 100:02d}"
