"""Every column about a person stands in the register with its purpose; the person gets it by the own-data download (PRI-6)."""

import json
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from nastavnik.organisations.rows import Row

REGISTER = tomllib.loads((Path(__file__).resolve().parents[2] / "docs" / "privacy.toml").read_text("utf-8"))
# About people, though no row of theirs belongs to one person.
ALSO = {"people.User", "people.Invitation", "people.StaffImport", "core.LogEntry", "core.OutgoingMessage"}
# About people, yet opened to few.
ALSO |= {"diagnostics.CareNote", "pairs.Activity", "programmes.Activity", "matching.Decision"}
TELLING = (
    models.CharField,
    models.TextField,
    models.DateField,
    models.TimeField,
    models.JSONField,
    models.DecimalField,
    models.GeneratedField,
)
# Numbers tell something only where a person stands behind them.
NUMBERS = {"birth_year", "mastery", "capacity", "weekday"}
OF_EVERY_ROW = {"created_at", "updated_at"}


def tables() -> dict[str, type[models.Model]]:
    """Tables with rows that belong to people, by the same declaration that opens the rows to their owners."""
    found = {
        model._meta.label: model for model in apps.get_models() if issubclass(model, Row) and model.scope.own
    }
    return found | {label: apps.get_model(label) for label in ALSO}


def columns(table: type[models.Model]) -> set[str]:
    return {
        column.name
        for column in table._meta.concrete_fields
        if (isinstance(column, TELLING) or column.name in NUMBERS) and column.name not in OF_EVERY_ROW
    }


def test_the_register_names_every_table_about_people_and_no_other() -> None:
    assert set(REGISTER) == set(tables())


@pytest.mark.parametrize("label", sorted(tables()))
def test_every_column_has_its_purpose(label: str) -> None:
    written = set(REGISTER[label]["columns"])
    there = columns(tables()[label])
    assert there - written == set(), "add a line to docs/privacy.toml: what this column is for"
    assert written - there == set(), "these columns are gone: take their lines out of docs/privacy.toml"


@pytest.mark.parametrize("label", sorted(REGISTER))
def test_every_section_says_basis_term_and_who_sees(label: str) -> None:
    section = REGISTER[label]
    assert [key for key in ("purpose", "basis", "kept", "seen_by") if len(section.get(key, "")) < 5] == []
    assert [name for name, purpose in section["columns"].items() if len(purpose) < 3] == []


def test_no_column_asks_for_what_mentoring_does_not_need() -> None:
    banned = (
        "snils",
        "passport",
        "inn",
        "diagnos",
        "health",
        "nationality",
        "religion",
        "salary",
        "address_home",
    )
    found = [
        f"{label}.{name}"
        for label, table in tables().items()
        for name in columns(table)
        if any(word in name for word in banned) and not name.startswith(("beginn", "inner"))
    ]
    assert found == []


def test_the_register_is_plain_text_for_other_programs() -> None:
    assert json.dumps(REGISTER, ensure_ascii=False)
