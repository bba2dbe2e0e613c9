"""One row of every table in one place, made by looking at the tables, so that a new table joins the world by itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from django.apps import apps
from django.db import models

from nastavnik.core.files.storage import keep
from nastavnik.core.models import Job, OutgoingMessage, StoredFile
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.organisations.rows import Row
from nastavnik.organisations.rules import ListName
from nastavnik.people.models import Person, User
from nastavnik.people.rules import PersonKind

MOMENT = datetime(2026, 9, 10, 6, 0, tzinfo=UTC)
DAY = date(2026, 9, 10)
SHORTEST_MARKED = 24  # a marker must stand whole in its column
LISTS = {name.value for name in ListName}
FIELD_LISTS = {"source": "source", "issue": "issue", "form": "form", "forms": "form", "kinds": "kind"}
FIELD_LISTS |= {
    "subject": "subject",
    "domain": "domain",
    "domains": "domain",
    "problem": "problem",
    "criterion": "criterion",
    "topic": "topic",
    "directions": "direction",
    "categories": "category",
}
PASSWORD = "пароль-для-проверки"
FILE = "%PDF-1.4\n{}\n%%EOF\n"

Given = Callable[["Place"], dict[str, Any]]


@dataclass
class Place:
    """An organisation, the words that give its rows away, and the rows made in it."""

    organisation: Organisation
    marker: str
    people: dict[str, Person] = field(default_factory=dict)
    rows: dict[type[models.Model], models.Model] = field(default_factory=dict)
    given: dict[str, Given] = field(default_factory=dict)

    def row(self, model: type[models.Model]) -> Any:
        """The row of this table in this place; made, with all it leans on, when first asked for."""
        if model not in self.rows:
            self.rows[model] = _make(self, model)
        return self.rows[model]

    def fill(self) -> None:
        for model in (*business_tables(), StoredFile, Job, OutgoingMessage):
            self.row(model)


def business_tables() -> list[type[Row]]:
    """Every table of the product that derives from the common row."""
    return [model for model in apps.get_models() if issubclass(model, Row)]


def _make(place: Place, model: type[models.Model]) -> models.Model:
    if model is StoredFile:
        data = FILE.format(place.marker).encode()
        return keep(data, f"{place.marker}.pdf", mime="application/pdf", organisation=place.organisation)
    make = place.given.get(model._meta.label)
    given = make(place) if make else {}
    many = {f.name: given.pop(f.name) for f in model._meta.many_to_many if f.name in given}
    values = {**_values(place, model, given), **given}
    row = model._base_manager.create(**values)
    for relation in model._meta.many_to_many:
        getattr(row, relation.name).set(many.get(relation.name) or [_related(place, model, relation)])
    return row


def _values(place: Place, model: type[models.Model], given: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in model._meta.concrete_fields:
        passed_by = column.name in given or column.name == "root" or column.primary_key
        if passed_by or isinstance(column, models.GeneratedField) or getattr(column, "auto_now_add", False):
            continue
        value = _value(place, model, column)
        if value is not None:
            values[column.name] = value
    return values


def _value(place: Place, model: type[models.Model], column: "models.Field[Any, Any]") -> Any:
    if isinstance(column, models.ForeignKey):
        return _related(place, model, column)
    if column.choices:
        return None if column.has_default() else next(value for value, _ in column.flatchoices if value != "")
    if isinstance(column, models.EmailField):
        return f"{model._meta.model_name}-{place.organisation.code}@sekret.example"
    if isinstance(column, models.URLField):
        return f"https://sekret.example/{place.organisation.code}"
    if isinstance(column, models.CharField | models.TextField):
        return _marked(place, model, column)
    if column.has_default() or column.null:
        return None
    plain = {
        models.DateTimeField: MOMENT,
        models.DateField: DAY,
        models.TimeField: time(10),
        models.UUIDField: place.organisation.pk,
        models.BooleanField: False,
    }
    return next((value for kind, value in plain.items() if isinstance(column, kind)), 1)


def _marked(place: Place, model: type[models.Model], column: "models.Field[Any, Any]") -> str | None:
    text = f"{place.marker}-{model._meta.model_name}-{column.name}"
    longest = column.max_length or 1000
    if (column.has_default() and column.default) or (column.blank and longest < SHORTEST_MARKED):
        return None
    return text[:longest]


def _related(place: Place, model: type[models.Model], relation: Any) -> Any:
    other = relation.related_model
    if other is Organisation:
        return place.organisation
    if other is User or other is model:
        return None
    if other is ListItem:
        return list_item(place, FIELD_LISTS.get(relation.name, "issue"))
    return place.row(other)


def list_item(place: Place, name: str, *, sensitive: bool = False) -> ListItem:
    """A line of a list of this place with the marker for a title."""
    code = f"marked-{name}{'-care' if sensitive else ''}"
    return ListItem.objects.get_or_create(
        organisation=place.organisation,
        list=name,
        code=code,
        defaults={"title": f"{place.marker}-{name}", "sensitive": sensitive, "root": place.organisation.root},
    )[0]


def person(place: Place, last: str, account: str = "", **more: Any) -> Person:
    """A card in this place whose surname gives the place away; with an account when an address is given."""
    return Person.objects.create(
        organisation=place.organisation,
        last_name=last,
        first_name="Имя",
        middle_name="Отчество",
        kind=PersonKind.PEDAGOGUE,
        account=User.objects.create_user(account, PASSWORD, name=last) if account else None,
        phone=f"+7 {place.marker}"[:30],
        birth_year=1990,
        **more,
    )
