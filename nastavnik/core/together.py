"""Several small tables read in one query, for a page that shows a little of each."""

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from django.db.models import (
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
    QuerySet,
    Value,
    Window,
)
from django.db.models.functions import JSONObject, RowNumber
from django.utils import timezone

Rows = QuerySet[Any]


def together(*lists: Rows) -> list[list[Any]]:
    """The rows of each queryset, in its order and as it filters them; related rows are not joined.

    TypeError for a table with a JSON column: the two databases tell it in different ways.
    """
    found: list[list[Any]] = [[] for _ in lists]
    first, *rest = (_told(place, rows) for place, rows in enumerate(lists))
    for place, number, values in first.union(*rest, all=True):
        found[place].append((number, _row(lists[place].model, values)))
    return [[row for _, row in sorted(each, key=lambda pair: pair[0])] for each in found]


def _told(place: int, rows: Rows) -> Rows:
    order: Any = rows.query.order_by or rows.model._meta.ordering or ("pk",)
    columns = {field.attname: field.attname for field in _fields(rows.model)}
    number = Window(RowNumber(), order_by=list(order))
    told = Value(place, IntegerField())
    return rows.order_by().values_list(told, number, JSONObject(**columns))


def _fields(model: type[Model]) -> Sequence["Field[Any, Any]"]:
    fields = model._meta.concrete_fields
    if any(isinstance(each, JSONField) for each in fields):
        raise TypeError(f"{model.__name__} has a JSON column")
    return fields


def _row(model: type[Model], values: dict[str, Any]) -> Model:
    names = [field.attname for field in _fields(model)]
    cleaned = [_value(field, values[field.attname]) for field in _fields(model)]
    return model.from_db(None, names, cleaned)


def _value(field: "Field[Any, Any]", told: Any) -> Any:
    """SQLite keeps moments in UTC and does not say so."""
    if isinstance(field, DateTimeField) and isinstance(told, str):
        moment = field.to_python(told if told.endswith(("Z", "+00:00")) or "+" in told else f"{told}+00:00")
        return timezone.localtime(moment, UTC)
    target = field.target_field if isinstance(field, ForeignKey) else field
    return None if told is None else target.to_python(told)
