"""Two runs side by side in words: figures, conditions, pairs, who is left."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from nastavnik.bank.models import Request
from nastavnik.core import ui
from nastavnik.core.russian.wording import counted
from nastavnik.matching.engine.labels import PART_NAMES
from nastavnik.matching.models import MatchRun
from nastavnik.matching.showing import moment
from nastavnik.matching.weights.rules import Aim, Keep, Word
from nastavnik.matching.weights.showing import change_line, title_of

from .queries import RunSide, Sides
from .rules import average, changes

SAME = (
    "Отпечаток данных один и тот же: запросы, предложения, важности и цель совпадают. "
    "Поэтому и пары те же: один отпечаток всегда даёт одни пары."
)
OTHER = "Отпечатки данных разные: изменились люди, их данные, важности или цель."
OTHER_WEIGHTS = "Важности разные, поэтому баллы двух подборов прямо сравнивать нельзя."
FIGURES = (
    *("Запросов с наставником", "Среднее соответствие", "Без наставника"),
    *("Доказательство", "Отпечаток данных", "Кто запустил"),
)
NAMED = {"aim": "Цель", "cut_off": "Порог, из 100", "keep": "Прежние предложения"}


def name_of(run: MatchRun) -> str:
    """«Предмет важнее», 3 сентября 2026 г., 10:15"""
    return f"«{run.name}», {moment(run)}" if run.name else moment(run)


@dataclass(frozen=True)
class Compared:
    same: bool
    lead: str
    figures: ui.Table
    conditions: ui.Table | None
    pairs: Sequence[ui.Line]
    pairs_lead: str
    left: Sequence[ui.Line]
    note: str


def compared(sides: Sides, titles: Mapping[str, str], *, wishes: bool) -> Compared:
    """`titles` are of kinds and forms; `wishes`: may see who wished for whom."""
    first, second = sides.first, sides.second
    same = first.run.digest == second.run.digest
    found = changes(first.pairs, second.pairs)
    conditions = _conditions(first.run, second.run, titles)
    alike = _words(first.run) == _words(second.run)
    return Compared(
        same=same,
        lead=SAME if same else OTHER,
        figures=_table("Итоги двух подборов", first, second, _figures(first, second)),
        conditions=_table("Чем отличаются условия", first, second, conditions) if conditions else None,
        pairs=[change_line(one, sides.asking, sides.offering, wishes=wishes, scores=alike) for one in found],
        pairs_lead=f"Изменилось: {counted(len(found), 'запрос,запроса,запросов')}."
        if found
        else "Пары одни и те же.",
        left=_left(first.left, second.left, sides.asking),
        note="" if alike else OTHER_WEIGHTS,
    )


Lines = list[tuple[str, object, object]]


def _table(caption: str, first: RunSide, second: RunSide, lines: Lines) -> ui.Table:
    columns = [ui.Column("Что"), *(ui.Column(name_of(side.run)) for side in (first, second))]
    return ui.Table(caption, columns, [ui.Row([ui.Cell(each) for each in line]) for line in lines])


def _figures(first: RunSide, second: RunSide) -> Lines:
    runs = (first.run, second.run)
    told = [
        (
            f"{run.matched} из {run.certificate.get('requests', run.matched)}",
            f"{average(run.fit, run.matched)} из 100",
            len(side.left),
            "Доказано: лучше подобрать нельзя" if run.proved else "Лучшее из найденного",
            run.digest[:16],
            run.run_by,
        )
        for run, side in zip(runs, (first, second), strict=True)
    ]
    return list(zip(FIGURES, *told, strict=True))


def _words(run: MatchRun) -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = run.parameters.get("words", {})
    return found


def _conditions(first: MatchRun, second: MatchRun, titles: Mapping[str, str]) -> Lines:
    lines: Lines = []
    for key, name in NAMED.items():
        was, now = (_goal(key, run.parameters.get(key)) for run in (first, second))
        if was != now:
            lines.append((name, was, now))
    for about in sorted({*_words(first), *_words(second)}):
        for part, name in PART_NAMES.items():
            was, now = (_word(_words(run).get(about, {}).get(part)) for run in (first, second))
            if was != now:
                lines.append((f"{title_of(about, titles)}: {name[:1].lower()}{name[1:]}", was, now))
    return lines


def _goal(key: str, value: Any) -> str:
    if value is None:
        return "не записано"
    if key == "aim":
        return Aim(value).label
    return Keep(value).label if key == "keep" else str(value)


def _word(value: str | None) -> str:
    return Word(value).label if value else "не применялось"


def _left(first: Collection[UUID], second: Collection[UUID], asking: Mapping[UUID, Request]) -> list[ui.Line]:
    def when(key: UUID) -> str:
        if key in first and key in second:
            return "в обоих подборах"
        return "только в первом" if key in first else "только во втором"

    rows = sorted({*first, *second}, key=lambda key: (asking[key].mentee.person.search_text, str(key)))
    return [
        ui.Line(f"{asking[key].mentee.person.short_name}, {asking[key].issue.title}", when(key))
        for key in rows
    ]


def history(runs: Iterable[Any], *, may_name: bool) -> ui.Table:
    """Former runs with their names and what came of them."""
    columns = [ui.Column("Когда"), ui.Column("Название"), ui.Column("Кто запустил")]
    columns += [ui.Column(label, number=True) for label in ("Пар", "Утверждено", "Отклонено")]
    rows = [
        ui.Row(
            [
                ui.Cell(moment(run), reverse("matching:run", args=[run.pk])),
                _name_cell(run, may_name=may_name),
                ui.Cell(run.run_by),
                *(ui.Cell(number) for number in (run.matched, run.approved, run.declined)),
            ]
        )
        for run in runs
    ]
    return ui.Table("Все подборы", columns, rows)


def _name_cell(run: MatchRun, *, may_name: bool) -> ui.Cell:
    return ui.Cell(
        run.name or ("Назвать" if may_name else "—"),
        reverse("matching:name", args=[run.pk]) if may_name else "",
        note="" if run.name else moment(run) if may_name else "",
    )
