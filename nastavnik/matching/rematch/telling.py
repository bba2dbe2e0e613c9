"""The ways of a re-run and their changes in plain Russian, one request at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from nastavnik.core import ui
from nastavnik.core.russian.wording import counted, spaced
from nastavnik.matching import wording
from nastavnik.matching.engine import api
from nastavnik.matching.showing import SCALE
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import Side

from .planning import Option, Outlook
from .rules import Kind, Shift, Way
from .standing import names

NOBODY = "без наставника"
SHOWN = 60
"""So many changes are told one by one."""


@dataclass(frozen=True)
class WayShown:
    """One choice with its numbers."""

    value: str
    title: str
    chosen: bool
    url: str
    lines: Sequence[str]


def ways(outlook: Outlook, chosen: Way, address: str) -> list[WayShown]:
    best = outlook.option(Way.BEST)
    return [
        WayShown(
            way.value,
            way.label,
            way is chosen,
            f"{address}?way={way.value}#changes",
            _numbers(outlook, outlook.option(way), best),
        )
        for way in Way
    ]


def _numbers(outlook: Outlook, option: Option, best: Option) -> list[str]:
    everybody = len(outlook.gathered.requests)
    told = [f"С наставником: {option.served} из {everybody}"]
    told.append(
        f"Сменят или потеряют наставника: {option.moved}" if option.moved else "Наставника никто не сменит"
    )
    if option.gained:
        told.append(f"Получат наставника: {option.gained}")
    lost = best.points - option.points
    if lost > 0 and option.served == best.served:
        told.append(f"Баллов меньше, чем в лучшем подборе, на {points(lost)}")
    return told


def points(number: int) -> str:
    shown = round(number / SCALE) if number >= 10 * SCALE else round(number / SCALE, 2)
    return spaced(int(shown) if shown == int(shown) else shown)


def title(option: Option) -> str:
    number = len(option.shifts)
    return f"Изменится: {counted(number, 'запрос,запроса,запросов')}" if number else "Ничего не изменится"


def table(outlook: Outlook, option: Option, *, levels: bool) -> ui.Table:
    columns = [
        ui.Column("Наставляемый"),
        ui.Column("Сейчас"),
        ui.Column("Станет"),
        ui.Column("Почему", wide=True),
    ]
    rows = [_row(outlook, option, one, levels) for one in option.shifts[:SHOWN]]
    if (more := len(option.shifts) - len(rows)) > 0:
        rows.append(ui.Row([ui.Cell(f"И ещё {more}"), ui.Cell("—"), ui.Cell("—"), ui.Cell("—")]))
    return ui.Table("Что изменится", columns, rows)


def _row(outlook: Outlook, option: Option, one: Shift, levels: bool) -> ui.Row:
    request = outlook.gathered.requests[one.mentee]
    issue = request.issue
    return ui.Row(
        [
            ui.Cell(request.mentee.person.short_name, note="" if issue.sensitive else issue.title),
            ui.Cell(_name(outlook, one.before)),
            ui.Cell(_name(outlook, one.after)),
            ui.Cell(f"{one.kind.label}. {why(outlook, option, one, levels=levels)}".strip()),
        ]
    )


def _name(outlook: Outlook, column: int | None) -> str:
    return NOBODY if column is None else outlook.gathered.mentors[column].person.short_name


def why(outlook: Outlook, option: Option, one: Shift, *, levels: bool) -> str:
    """Why this request changes: the pair did not come together, a free place, a better fit, a place needed more."""
    if one.mentee in outlook.asked:
        return "Пара не сложилась, поэтому ищем другую."
    if one.kind is Kind.LOSES:
        return "Место нужнее другому запросу, а свободных мест для этого нет."
    assert one.after is not None  # noqa: S101 — those who lose are told of above
    told = wording.tell(option.gathered, api.why(option.gathered.problem, one.mentee, one.after))
    fits = [line["words"] if levels else line.get("open", line["words"]) for line in told.fits]
    words = next((line for line in fits if line), "")
    if one.kind is Kind.GAINS:
        return f"{words}." if words else ""
    assert one.before is not None  # noqa: S101 — as above
    old = api.why(option.gathered.problem, one.mentee, one.before).score
    if told.points > old:
        return f"Подойдёт лучше на {points(told.points - old)}. {words}".strip() + ("." if words else "")
    return "Уступает место тому, кому этот наставник нужнее."


def working(pairs: Sequence[Mentorship]) -> list[ui.Task]:
    """Signed pairs where somebody has asked for another: they change by their own journey."""
    return [
        ui.Task(
            f"{names(pair, Side.MENTOR)} и {names(pair, Side.MENTEE)}",
            reverse("pairs:pair", args=[pair.pk]),
            "Закреплена приказом: «Подобрать заново» или «Заменить наставника» — на странице пары",
            ui.Status("wait", "Просят другую пару"),
        )
        for pair in pairs
    ]
