"""Where the marks of a profile chart stand: percentages and points, so that templates do not compute."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

TOP = 4  # the scale of difficulties and strengths: 0 «затрудняюсь» … 4 «могу учить других»
Level = float | None
_EDGE, _CENTRE, _RADIUS = 3.0, 150.0, 112.0


@dataclass(frozen=True, kw_only=True)
class Domain:
    """One row of the profile. `x…` are percentages of the width, None where nobody answered."""

    number: int
    label: str
    self_level: Level
    expert_level: Level
    x_self: str | None
    x_expert: str | None
    at_self: tuple[str, str] | None
    at_expert: tuple[str, str] | None
    label_x: str
    label_y: str

    @property
    def is_gap(self) -> bool:
        """Both answers exist and differ: the line between them is drawn."""
        return None not in (self.self_level, self.expert_level) and self.self_level != self.expert_level


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A profile ready to draw: rows for bars and table, polygons for the radar."""

    domains: tuple[Domain, ...]
    grid: tuple[str, ...]
    rings: tuple[str, ...]
    self_points: str
    expert_points: str


def profile(rows: Iterable[tuple[str, Level, Level]]) -> Profile:
    """Lay out (domain, self level, expert level); levels 0–4 or None.

    A polygon is drawn only over a whole answer: a line across a gap would invent one. Points stand always.
    """
    rows = tuple(rows)
    return Profile(
        domains=tuple(_domain(place, len(rows), row) for place, row in enumerate(rows)),
        grid=tuple(_percent(level) or "" for level in range(TOP + 1)),
        rings=tuple(_ring(level, len(rows)) for level in range(1, TOP + 1)),
        self_points=_polygon([row[1] for row in rows]),
        expert_points=_polygon([row[2] for row in rows]),
    )


def _domain(place: int, count: int, row: tuple[str, Level, Level]) -> Domain:
    label, self_level, expert_level = row
    label_x, label_y = _point(place, count, TOP + 0.75)
    return Domain(
        number=place + 1,
        label=label,
        self_level=self_level,
        expert_level=expert_level,
        x_self=_percent(self_level),
        x_expert=_percent(expert_level),
        at_self=_at(place, count, self_level),
        at_expert=_at(place, count, expert_level),
        label_x=f"{label_x:.1f}",
        label_y=f"{label_y + 5:.1f}",
    )


def _percent(level: Level) -> str | None:
    return None if level is None else f"{_EDGE + (100 - 2 * _EDGE) * level / TOP:.2f}%"


def _point(place: int, count: int, level: float) -> tuple[float, float]:
    angle = 2 * pi * place / max(count, 1) - pi / 2
    reach = _RADIUS * level / TOP
    return _CENTRE + reach * cos(angle), _CENTRE + reach * sin(angle)


def _at(place: int, count: int, level: Level) -> tuple[str, str] | None:
    if level is None:
        return None
    x, y = _point(place, count, level)
    return f"{x:.1f}", f"{y:.1f}"


def _polygon(levels: Sequence[Level]) -> str:
    points = [_at(place, len(levels), level) for place, level in enumerate(levels)]
    known = [point for point in points if point]
    if len(known) < 3 or len(known) < len(levels):
        return ""
    return " ".join(",".join(point) for point in known)


def _ring(level: int, count: int) -> str:
    return _polygon([float(level)] * count)
