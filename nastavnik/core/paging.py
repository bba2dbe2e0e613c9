"""Long lists by fifty: rows of one page and the steps to its neighbours."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import QueryDict

from .russian.wording import spaced
from .ui import Pager

PAGE = 50

_M = TypeVar("_M", bound=Model)


def paged(rows: QuerySet[_M], asked: QueryDict, *, size: int = PAGE) -> tuple[list[_M], Pager]:
    """Rows of the page that the address asks for (`?page=2`) and the pager; two queries."""
    total = rows.count()
    number = min(number_of(asked), max(1, -(-total // size)))
    start = (number - 1) * size
    return list(rows[start : start + size]), pager_of(asked, number=number, total=total, size=size)


def number_of(asked: QueryDict) -> int:
    """The page asked for, from 1; nonsense in the address is the first page."""
    text = asked.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def pager_of(asked: QueryDict, *, number: int, total: int, size: int = PAGE) -> Pager:
    start = (number - 1) * size
    last = min(start + size, total)
    shown = f"Показаны {spaced(start + 1)}–{spaced(last)} из {spaced(total)}" if total > size else ""
    return Pager(
        shown=shown or f"Всего: {spaced(total)}",
        previous_url=_url(asked, number - 1) if number > 1 else "",
        next_url=_url(asked, number + 1) if last < total else "",
    )


def _url(asked: QueryDict, number: int) -> str:
    changed: Any = asked.copy()
    changed["page"] = str(number)
    return f"?{changed.urlencode()}"
