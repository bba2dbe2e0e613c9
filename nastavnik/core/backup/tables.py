"""Tables as lines of JSON and back: the same on SQLite and PostgreSQL, so that a copy moves between them."""

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connections
from django.db.models import BinaryField, Field, JSONField, Model, QuerySet

BATCH = 500
# Made anew by migrations and by the first start, so that an installation with these alone is still empty.
SHIPPED = {
    "contenttypes.ContentType",
    "auth.Permission",
    "organisations.CalendarDay",
    "core.Mark",
    "sessions.Session",
}


@dataclass(frozen=True)
class TableSum:
    """`digest` does not depend on the order of rows: the two databases sort text differently."""

    rows: int
    digest: str


class Summing:
    """Adds up lines into a TableSum."""

    def __init__(self) -> None:
        self.rows, self.total = 0, 0

    def add(self, line: bytes) -> None:
        self.rows += 1
        self.total = (self.total + int.from_bytes(sha256(line).digest())) % (1 << 256)

    def result(self) -> TableSum:
        return TableSum(self.rows, f"{self.total:064x}")


def models() -> list[type[Model]]:
    """Every table of every app that Django manages, link tables too, in a steady order."""
    found = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    return sorted(found, key=lambda model: model._meta.label)


def fields_of(model: type[Model]) -> list["Field[Any, Any]"]:
    """Columns that are written; generated ones make themselves."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def lines(model: type[Model], using: str) -> Iterator[bytes]:
    """Each row as a JSON list in the order of `fields_of`."""
    fields = fields_of(model)
    rows: QuerySet[Any, Any] = (
        QuerySet(model=model, using=using).order_by("pk").values_list(*(f.attname for f in fields))
    )
    for row in rows.iterator(chunk_size=2000):
        yield json.dumps([_plain(value) for value in row], ensure_ascii=False, sort_keys=True).encode()


def sums(using: str) -> dict[str, TableSum]:
    """Count and digest of every table, as a copy made now would state them."""
    found = {}
    for model in models():
        summing = Summing()
        for line in lines(model, using):
            summing.add(line)
        found[model._meta.label] = summing.result()
    return found


def _plain(value: Any) -> Any:
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case UUID() | Decimal():
            return str(value)
        case timedelta():
            return value.total_seconds()
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode("ascii")
    return value


def _value(field: "Field[Any, Any]", plain: Any) -> Any:
    if plain is None or isinstance(field, JSONField):
        return plain
    if isinstance(field, BinaryField):
        return base64.b64decode(plain)
    target: Any = field
    while target.is_relation and target.remote_field is not None:
        target = target.target_field
    return target.to_python(plain)


def insert(model: type[Model], source: Iterable[bytes], using: str) -> None:
    """Rows from their lines, values as they were: no save(), no «now», no new versions."""
    fields = fields_of(model)
    rows: Iterator[Model] = (_instance(model, fields, json.loads(line)) for line in source)
    size = max(1, min(BATCH, connections[using].ops.bulk_batch_size(fields, [None] * BATCH)))
    while batch := list(islice(rows, size)):
        QuerySet(model=model, using=using)._insert(batch, fields=fields, using=using, raw=True)  # type: ignore[attr-defined]


def _instance(model: type[Model], fields: Sequence["Field[Any, Any]"], row: list[Any]) -> Model:
    pairs = zip(fields, row, strict=True)
    return model(**{field.attname: _value(field, plain) for field, plain in pairs})


def clear(using: str) -> None:
    """Remove what migrations have put into an empty database; the journal, which forbids it, is empty."""
    quote = connections[using].ops.quote_name
    with connections[using].cursor() as cursor:
        for label in sorted(SHIPPED):
            cursor.execute(f"DELETE FROM {quote(apps.get_model(label)._meta.db_table)}")  # noqa: S608 — own names


def reset_counters(using: str) -> None:
    """PostgreSQL numbers new rows from a sequence that explicit keys do not move."""
    statements = connections[using].ops.sequence_reset_sql(no_style(), models())
    with connections[using].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def is_occupied(using: str) -> bool:
    """A row that the code does not ship: somebody already lives here."""
    ours = (model for model in models() if model._meta.label not in SHIPPED)
    return any(QuerySet(model=model, using=using).exists() for model in ours)
