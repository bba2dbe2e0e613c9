"""Rules of the tables (architecture, «Rows that can travel»): they let one row move between installations."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.urls import get_resolver

from nastavnik.organisations.rows import Row
from tests.access.addresses import addresses

# Tables that are not rows of an organisation, and why.
NOT_ROWS = {
    "organisations.Organisation": "the tree itself: it is the owner and the contour of everything else",
    "organisations.CalendarDay": "the production calendar of the country is common to the installation",
    "people.User": "a sign-in may stand behind cards of several organisations",
    "core.LogEntry": "history outlives its subjects, so ids without links",
    "core.Job": "work of the installation as well; ids without links",
    "core.OutgoingMessage": "the outbox is local to the installation; ids without links",
    "core.StoredFile": "files of the installation as well; ids without links",
    "core.OnceToken": "a used token of a form, gone in a day",
    "core.Mark": "facts of the installation: pulse of the worker, last backup",
}
# Keys that are no UUID, and why.
OTHER_KEYS = {
    "organisations.CalendarDay": "a day is its own key",
    "core.OnceToken": "a hash is its own key",
    "core.Mark": "a name is its own key",
}
# Uniques that are not within one organisation, and why.
GLOBAL_UNIQUES = {
    "people.Invitation.secret_sha256": "looked up by a stranger who brings nothing but the secret; 256 random bits",
    "meetings.CalendarFeed.secret_sha256": "looked up by a calendar program that brings nothing but the secret; 256 bits",
    "pairs.LabourBasis.mentorship": "one-to-one with a row of the same organisation",
}
# Indexes that begin neither with the owner nor with a link, and why.
OTHER_INDEXES: dict[str, str] = {}
# Numbers of the library in addresses, and why nothing can be learned from them.
NUMBERED_ADDRESSES = {"desk:session_end": "a library's table; only one's own sessions are found"}


def tables() -> list[type[models.Model]]:
    """Tables of the product, without those that many-to-many fields make."""
    return [model for model in apps.get_models() if model.__module__.startswith("nastavnik.")]


ROWS = [model for model in tables() if issubclass(model, Row)]
PARTS = ("root", "root_id", "organisation", "organisation_id")


def label(value: Any) -> str:
    return str(value._meta.label)


@pytest.mark.parametrize("table", tables(), ids=label)
def test_a_business_table_is_a_row_or_says_why_not(table: type[models.Model]) -> None:
    assert issubclass(table, Row) is not (label(table) in NOT_ROWS)


def test_the_list_of_exceptions_names_only_tables_that_exist() -> None:
    known = {label(table) for table in tables()}
    assert (set(NOT_ROWS) | set(OTHER_KEYS)) - known == set()


@pytest.mark.parametrize("table", tables(), ids=label)
def test_keys_are_uuids_made_by_the_application(table: type[models.Model]) -> None:
    if label(table) not in OTHER_KEYS:
        assert isinstance(table._meta.pk, models.UUIDField)
        assert callable(table._meta.pk.default)


@pytest.mark.parametrize("table", ROWS, ids=label)
def test_uniques_begin_with_the_owner(table: type[models.Model]) -> None:
    loose = [
        f"{label(table)}.{column.name}"
        for column in table._meta.concrete_fields
        if column.unique and not column.primary_key
    ]
    assert [name for name in loose if name not in GLOBAL_UNIQUES] == []
    uniques = [c for c in table._meta.constraints if isinstance(c, models.UniqueConstraint)]
    assert [c.name for c in uniques if not c.fields or c.fields[0] not in PARTS] == []
    assert [*table._meta.unique_together] == []


@pytest.mark.django_db
@pytest.mark.parametrize("table", ROWS, ids=label)
def test_indexes_begin_with_the_owner_or_follow_a_link(table: type[models.Model]) -> None:
    """Read from the database itself, so that migrations are tried too."""
    links = {c.column for c in table._meta.concrete_fields if isinstance(c, models.ForeignKey)}
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table._meta.db_table)
    loose = {
        name: each["columns"]
        for name, each in found.items()
        if (each["index"] or each["unique"]) and not each["primary_key"] and each["columns"]
        if each["columns"][0] not in {*PARTS, *links} and not _is_excused(table, each["columns"])
    }
    assert {name: columns for name, columns in loose.items() if name not in OTHER_INDEXES} == {}


def _is_excused(table: type[models.Model], columns: list[str]) -> bool:
    return f"{label(table)}.{columns[0]}" in GLOBAL_UNIQUES


@pytest.mark.parametrize("table", tables(), ids=label)
def test_links_of_a_row_lead_to_rows_or_to_what_all_share(table: type[models.Model]) -> None:
    """A link to a table without a contour would tear the row off when it travels."""
    shared = {"organisations.Organisation", "people.User", "core.StoredFile"}
    astray = [
        f"{relation.name} → {label(relation.related_model)}"
        for relation in (*table._meta.concrete_fields, *table._meta.many_to_many)
        if relation.is_relation and not issubclass(relation.related_model, Row)
        if label(relation.related_model) not in shared
    ]
    # Groups and permissions of Django come with the user and stay empty.
    assert [each for each in astray if not each.endswith((" → auth.Group", " → auth.Permission"))] == []


def test_tables_of_the_ground_floor_have_no_links() -> None:
    linked = [
        f"{label(table)}.{column.name}"
        for table in tables()
        if table._meta.app_label == "core"
        for column in table._meta.concrete_fields
        if column.is_relation
    ]
    assert linked == []


def test_no_address_counts() -> None:
    numbered = {
        address.name: address.route
        for address in addresses()
        if "<int:pk>" in address.route or "<int:id>" in address.route
    }
    assert set(numbered) - set(NUMBERED_ADDRESSES) == set()
    assert get_resolver().url_patterns


@pytest.mark.parametrize("table", tables(), ids=label)
def test_moments_and_days_are_what_people_mean(table: type[models.Model]) -> None:
    """A name that ends in `_at` is a moment in UTC; one that ends in `on` is a day."""
    kinds = {"_at": models.DateTimeField, "_on": models.DateField}
    wrong = [
        column.name
        for column in table._meta.concrete_fields
        for ending, kind in kinds.items()
        if column.name.endswith(ending) and type(column) is not kind
    ]
    assert wrong == []


@pytest.mark.parametrize("table", tables(), ids=label)
def test_json_is_for_frozen_facts_and_free_maps_only(table: type[models.Model]) -> None:
    known = {
        "organisations.Organisation.name_cases": "forms of the name",
        "people.Person.name_cases": "forms of the name",
        "people.Employment.position_cases": "forms of the title",
        "people.StaffImport.mapping": "which column is what, while the file is on its way in",
        "people.StaffImport.preview": "counts shown before the file is applied",
        "people.StaffImport.undo": "former values, for an hour",
        "documents.Paper.draft": "what the author of a draft chose; its shape belongs to the kind",
        "documents.Paper.facts": "frozen at issue",
        "programmes.Programme.facts": "frozen at approval",
        "council.Question.facts": "frozen when the question is closed",
        "matching.MatchRun.parameters": "frozen at the run",
        "matching.MatchRun.certificate": "frozen at the run",
        "matching.Proposal.parts": "frozen at the run",
        "matching.Proposal.fits": "frozen at the run",
        "matching.Proposal.gaps": "frozen at the run",
        "core.LogEntry.before": "history",
        "core.LogEntry.after": "history",
        "core.Job.payload": "ids of the work",
        "core.Job.result": "counts of the work",
        "core.Mark.value": "facts of the installation",
    }
    found = {
        f"{label(table)}.{column.name}"
        for column in table._meta.concrete_fields
        if isinstance(column, models.JSONField)
    }
    assert found - set(known) == set()
