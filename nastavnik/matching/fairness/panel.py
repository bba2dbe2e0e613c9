"""The sheet on the page of a run: figures, loads as bars with the same in a table, who has least, who blocks."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank.models import Mentor, Request
from nastavnik.core import ui
from nastavnik.core.russian.wording import counted
from nastavnik.matching.models import MatchRun
from nastavnik.matching.run_panels import Panel
from nastavnik.matching.showing import SCALE

SHOWN = 5
"""So many blocking pairs are named on the page."""


@dataclass(frozen=True)
class Bar:
    """How many mentors lead so many mentees."""

    words: str
    mentors: int
    of: int


@dataclass(frozen=True)
class Names:
    """Short names of those whom the sheet names; who has left the bank since is «—»."""

    mentors: Mapping[str, str]
    requests: Mapping[str, str]

    def two(self, request: str, mentor: str) -> str:
        return f"{self.requests.get(request, '—')} и {self.mentors.get(mentor, '—')}"


def build(run: MatchRun, actor: Actor) -> Panel | None:
    """For the curator: ranked wishes and blocking pairs stay on this screen. Two queries."""
    sheet = run.certificate.get("fairness")
    if not sheet or not actor.can(Permission.MATCH_RUN, run) or not actor.can(Permission.LEVELS_VIEW, run):
        return None
    names = _names(sheet)
    return Panel(
        name="fairness",
        title="Поровну ли разделена помощь",
        template="matching/fairness.html",
        context={
            "figures": figures(sheet),
            "sentences": sentences(sheet),
            "bars": bars(sheet["loads"]),
            "table": table(sheet["loads"], names),
            "least": [
                f"{names.two(request, mentor)} — {_points(points)}"
                for request, mentor, points in sheet["least"]
            ],
            "blocking": blocking(sheet, names),
            "blocking_title": _blocking_title(sheet["blocking_all"]),
        },
    )


def figures(sheet: Mapping[str, Any]) -> list[tuple[str, str]]:
    waits, wishes = sheet["waits"], sheet["wishes"]
    loads = [load for _, load, _ in sheet["loads"]]
    told = [
        ("ждали помощи: половина не дольше", counted(waits["median"], "дня,дней,дней")),
        ("самое долгое ожидание", counted(waits["longest"], "день,дня,дней")),
        ("наставляемых у наставника", _range(loads)),
    ]
    if wishes["asked"]:
        told.append(("первое пожелание исполнено", f"{wishes['first']} из {wishes['asked']}"))
    return told


def _range(loads: Sequence[int]) -> str:
    least, most = min(loads, default=0), max(loads, default=0)
    return str(most) if least == most else f"{least}–{most}"


def sentences(sheet: Mapping[str, Any]) -> list[str]:
    """What the figures do not say."""
    waits, wishes, told = sheet["waits"], sheet["wishes"], []
    if waits["left"] > waits["longest"]:
        days = counted(waits["left"], "день,дня,дней")
        told.append(f"Без наставника остался запрос, который ждёт дольше всех: {days}.")
    if wishes["any"] > wishes["first"]:
        told.append(f"Кого-то из названных получат {wishes['any']} из {wishes['asked']}.")
    idle = sum(load == 0 for _, load, _ in sheet["loads"])
    if idle:
        told.append(f"Никого не ведут и не получат: {counted(idle, 'наставник,наставника,наставников')}.")
    if len(sheet["schools"]) > 1:
        _, served, asked = sheet["schools"][0]
        told.append(f"В организации, где помощи меньше всего, наставника получат {served} из {asked}.")
    return told


def bars(loads: Iterable[Sequence[Any]]) -> list[Bar]:
    """From nobody to the most, gaps included."""
    counts = Counter(load for _, load, _ in loads)
    tallest = max(counts.values(), default=0)
    return [
        Bar(counted(n, "наставляемый,наставляемых,наставляемых") if n else "Никого", counts[n], tallest)
        for n in range(max(counts, default=-1) + 1)
    ]


def table(loads: Iterable[Sequence[Any]], names: Names) -> ui.Table:
    columns = [ui.Column("Наставник"), ui.Column("Поведёт", number=True), ui.Column("Может", number=True)]
    rows = sorted(loads, key=lambda row: (-row[1], names.mentors.get(row[0], "")))
    cells = [[ui.Cell(names.mentors.get(key, "—")), ui.Cell(load), ui.Cell(of)] for key, load, of in rows]
    return ui.Table("Сколько наставляемых у каждого", columns, [ui.Row(row) for row in cells])


def blocking(sheet: Mapping[str, Any], names: Names) -> list[str]:
    return [
        f"{names.two(request, mentor)}: обоим лучше на {_points(gain)}"
        for request, mentor, gain in sheet["blocking"][:SHOWN]
    ]


def _blocking_title(number: int) -> str:
    if not number:
        return "Нет двоих, кому обоим было бы лучше друг с другом"
    return f"Обоим было бы лучше друг с другом: {counted(number, 'пара,пары,пар')}"


def _points(points: int) -> str:
    shown = round(points / SCALE)
    return counted(shown, "балл,балла,баллов") if shown else "меньше балла"


def _names(sheet: Mapping[str, Any]) -> Names:
    pairs = [*sheet["least"], *sheet["blocking"]]
    mentors = Mentor.objects.filter(pk__in={UUID(key) for key, _, _ in sheet["loads"]})
    requests = Request.objects.filter(pk__in={UUID(key) for key, _, _ in pairs})
    return Names(
        {str(one.pk): one.person.short_name for one in mentors.select_related("person")},
        {str(one.pk): one.mentee.person.short_name for one in requests.select_related("mentee__person")},
    )
