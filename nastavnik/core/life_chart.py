"""The picture of a term: months along, rails of marks below them, today across; percentages, so that templates do not compute."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .deadlines import NOMINATIVE

_TOP, _FIRST, _STEP = 26, 84, 44  # where the grid begins, the first rail of marks, the next one
MOST_MONTHS = 14  # a longer term names every second month


@dataclass(frozen=True)
class Spot:
    """One mark: when, and is it still ahead."""

    on: date
    ahead: bool = False


@dataclass(frozen=True)
class Mark:
    x: str
    ahead: bool


@dataclass(frozen=True)
class Rail:
    """A line of marks with its words; `square` for papers and decisions."""

    label: str
    y: int
    text_y: int
    square_y: int
    marks: Sequence[Mark]
    square: bool


@dataclass(frozen=True)
class MonthRow:
    """A month of the table twin: what has been and what is ahead on each rail."""

    label: str
    cells: Sequence[str]


@dataclass(frozen=True)
class LifeChart:
    months: Sequence[tuple[str, str, str]]
    band_from: str
    band_now: str
    band_to: str
    today: str
    rails: Sequence[Rail]
    labels: Sequence[str]
    rows: Sequence[MonthRow]
    bottom: int
    height: int
    title: str


def life_chart(
    starts_on: date,
    ends_on: date,
    rails: Iterable[tuple[str, Sequence[Spot], bool]],
    *,
    today: date,
    title: str,
) -> LifeChart:
    """`rails`: words, marks, are they squares. Marks outside the term widen the picture."""
    drawn = [(label, list(spots), square) for label, spots, square in rails]
    days = [starts_on, ends_on, *(spot.on for _, spots, _ in drawn for spot in spots)]
    first, last = min(days).replace(day=1), _month_end(max(days))
    place = _Place(first, last)
    bottom = _FIRST + _STEP * max(1, len(drawn)) - 18
    now = min(max(today, starts_on), ends_on)
    return LifeChart(
        months=_months(first, last, place),
        band_from=place.x(starts_on),
        band_now=place.x(now),
        band_to=place.x(ends_on),
        today=place.x(today) if first <= today <= last else "",
        rails=[_rail(number, each, place) for number, each in enumerate(drawn)],
        labels=[label for label, _, _ in drawn],
        rows=_rows(first, last, drawn),
        bottom=bottom,
        height=bottom + 24,
        title=title,
    )


@dataclass(frozen=True)
class _Place:
    first: date
    last: date

    def x(self, day: date) -> str:
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return f"{2 + 96 * share:.2f}%"


def _rail(number: int, each: tuple[str, Sequence[Spot], bool], place: _Place) -> Rail:
    label, spots, square = each
    y = _FIRST + _STEP * number
    marks = [Mark(place.x(spot.on), spot.ahead) for spot in sorted(spots, key=lambda spot: spot.on)]
    return Rail(label, y, y + 22, y - 8, marks, square)


def _months(first: date, last: date, place: _Place) -> list[tuple[str, str, str]]:
    """x of the line, x of the word, the word (empty where there is no room)."""
    starts = _month_starts(first, last)
    every = 2 if len(starts) > MOST_MONTHS else 1
    return [
        (
            place.x(start),
            place.x(start.replace(day=3)),
            NOMINATIVE[start.month - 1][:3] if n % every == 0 else "",
        )
        for n, start in enumerate(starts)
    ]


def _rows(first: date, last: date, drawn: Sequence[tuple[str, Sequence[Spot], bool]]) -> list[MonthRow]:
    found = []
    for start in _month_starts(first, last):
        cells = [_cell([s for s in spots if s.on.replace(day=1) == start]) for _, spots, _ in drawn]
        found.append(MonthRow(f"{NOMINATIVE[start.month - 1]} {start.year}", cells))
    return found


def _cell(spots: Sequence[Spot]) -> str:
    ahead = sum(spot.ahead for spot in spots)
    done = len(spots) - ahead
    return (
        ", ".join(part for part in (str(done) if done else "", f"в плане {ahead}" if ahead else "") if part)
        or "0"
    )


def _month_starts(first: date, last: date) -> list[date]:
    months = (last.year - first.year) * 12 + last.month - first.month
    return [
        date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1)
        for n in range(months + 1)
    ]


def _month_end(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
