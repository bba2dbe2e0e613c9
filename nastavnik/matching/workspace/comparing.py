"""Two or three side by side: parts of the score as rows, what is common marked, what differs in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nastavnik.core import ui
from nastavnik.core.errors import Refusal
from nastavnik.matching.engine.model import PARTS
from nastavnik.matching.showing import SCALE, SHORT
from nastavnik.matching.wording import Told

MOST = 3
NOT_COUNTED: Mapping[str, Any] = {"points": 0, "of": 0, "words": "Не учитывается", "known": False}


@dataclass(frozen=True)
class Column:
    """One of those compared: a name for the head, a status (load or waiting), everything told of the pair."""

    name: str
    status: ui.Status
    told: Told


def check(number: int) -> None:
    if number < 2:
        raise Refusal("Отметьте двоих или троих, чтобы сравнить.")
    if number > MOST:
        raise Refusal("Сравнить можно двоих или троих. Оставьте отмеченными не больше трёх.")


def table(columns: Sequence[Column], *, levels: bool) -> ui.Table:
    rows = [ui.Row([ui.Cell("Сейчас"), *(ui.Cell(status=one.status) for one in columns)])]
    rows += [_row(parts, levels=levels) for parts in _parts(columns, levels=levels)]
    heads = [ui.Column("Что сравниваем"), *(ui.Column(one.name) for one in columns)]
    return ui.Table("Сравнение по частям", heads, rows)


def _parts(columns: Sequence[Column], *, levels: bool) -> list[list[Mapping[str, Any]]]:
    """For each part but waiting, the lines of everybody; what does not count for somebody is said so."""
    by_code = [{part["code"]: part for part in one.told.parts} for one in columns]
    names = {code: part["name"] for parts in by_code for code, part in parts.items()}
    every: list[list[Mapping[str, Any]]] = [
        [parts.get(code, {"code": code, "name": names[code], **NOT_COUNTED}) for parts in by_code]
        for code in PARTS
        if code in names
    ]
    return [lines for lines in every if _is_told(lines, levels=levels)]


def _is_told(lines: Sequence[Mapping[str, Any]], *, levels: bool) -> bool:
    """Waiting stands in the head; a wish is told to those who see levels, and one that nobody has said says nothing."""
    code = lines[0]["code"]
    wish = code.endswith("_wish")
    return code != "waiting" and (not wish or (levels and any(line["known"] for line in lines)))


def _row(parts: Sequence[Mapping[str, Any]], *, levels: bool) -> ui.Row:
    same = _is_common(parts)
    name = SHORT.get(parts[0]["code"], parts[0]["name"])
    cells = [
        ui.Cell(_score(part), note=_words(part, levels), mark="common" if same else "") for part in parts
    ]
    return ui.Row([ui.Cell(name, note="одинаково" if same else ""), *cells])


def _is_common(parts: Sequence[Mapping[str, Any]]) -> bool:
    return all(part["known"] for part in parts) and len({_shown(part) for part in parts}) == 1


def _shown(part: Mapping[str, Any]) -> int:
    return round(int(part["points"]) / SCALE)


def _score(part: Mapping[str, Any]) -> str:
    return f"{_shown(part)} из {round(part['of'] / SCALE)}" if part["of"] else "—"


def _words(part: Mapping[str, Any], levels: bool) -> str:
    return str(part["words"] if levels else part.get("open", part["words"]))


def differences(columns: Sequence[Column], *, levels: bool) -> list[str]:
    """The greatest difference first: «Затруднения: Кравцова Т. И. — 34 из 40, Седых О. Ю. — 24 из 40»."""
    apart = sorted(
        (parts for parts in _parts(columns, levels=levels) if not _is_common(parts)),
        key=lambda parts: -(max(map(_shown, parts)) - min(map(_shown, parts))),
    )
    return [sentence for parts in apart if (sentence := _difference(columns, parts))]


def _difference(columns: Sequence[Column], parts: Sequence[Mapping[str, Any]]) -> str:
    told = sorted(zip(columns, parts, strict=True), key=lambda each: -_shown(each[1]))
    if _shown(told[0][1]) == _shown(told[-1][1]):
        return ""
    name = SHORT.get(parts[0]["code"], parts[0]["name"])
    return f"{name}: {', '.join(f'{one.name} — {_score(part)}' for one, part in told)}"


def common(columns: Sequence[Column], *, levels: bool) -> str:
    """Names of the parts that are alike, through a comma."""
    names = [SHORT.get(p[0]["code"], p[0]["name"]) for p in _parts(columns, levels=levels) if _is_common(p)]
    return ", ".join(name[:1].lower() + name[1:] for name in names)
