"""How addresses behave whoever asks: reading changes nothing, writing needs the token, odd queries break nothing (T20, T25)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client

from .addresses import addresses
from .rows import business_tables
from .walk import enter, methods, paths
from .world import World

pytestmark = pytest.mark.django_db
Rows = dict[str, dict[str, Any]]
# What reading may note: that somebody is here.
NOTED = {"sessions.Session", "usersessions.UserSession", "core.OnceToken", "mfa.Authenticator"}
# Drawn by an office program or in whole archives: seconds each, tried in their own tests.
SLOW = {"documents:pdf", "documents:sheets"}
# Mail programs send it by themselves: the secret in the address is the proof, no session is asked.
BY_SECRET = {"notifications:stop"}
QUERIES = (
    "page=-1&sort=__proto__&_connector=OR&q=%00%D0%AF&kind=zzz&role=zzz&place=zzz&next=//evil.example",
    "page=99999999999999999999&sort=-organisation__path&id=1&pk=zzz&show=zzz&state=zzz&on=zzz&year=0",
    "page=один&after=zzz&before=zzz&archived=on&position=%27%22%3E&issue=zzz&request=zzz&mentor=zzz&people=zzz",
)


def own_paths(world: World, rows: Rows, method: str) -> Iterator[tuple[str, str]]:
    for address in addresses():
        row = rows.get(address.name, {})
        if method in methods(row) and address.name not in SLOW:
            yield from (
                (address.name, path) for target, path in paths(world, address, row) if target in ("", "own")
            )


def state() -> dict[str, Any]:
    """Number of rows of every table, and when the last one changed."""
    told: dict[str, Any] = {}
    for table in apps.get_models():
        if table._meta.label not in NOTED:
            rows = table._base_manager.all()
            last = rows.aggregate(at=models.Max("updated_at"))["at"] if issubclass(table, ROW) else None
            told[table._meta.label] = (rows.count(), last)
    return told


ROW = tuple(business_tables())


@pytest.mark.parametrize("visitor", ["curator", "head", "mentee"])
def test_reading_changes_nothing(visitor: str, world: World, rows: Rows) -> None:
    client, before = enter(world, visitor), state()
    for name, path in own_paths(world, rows, "GET"):
        if name != "account_logout":
            client.get(path)
    assert state() == before


def test_writing_needs_the_token_of_the_form(world: World, rows: Rows) -> None:
    client = enter(world, "curator", enforce_csrf_checks=True)
    taken = [
        f"{name}: {answer.status_code}"
        for name, path in own_paths(world, rows, "POST")
        if name not in BY_SECRET and (answer := _rolled_back(client, path)).status_code != 403
    ]
    assert taken == []


def _rolled_back(client: Client, path: str) -> Any:
    with transaction.atomic():
        answer = client.post(path, {"name": "значение"})
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("query", QUERIES)
def test_an_odd_query_breaks_no_page(query: str, world: World, rows: Rows) -> None:
    client = enter(world, "curator")
    broken = [
        f"{name}?{query}"
        for name, path in own_paths(world, rows, "GET")
        if name != "account_logout" and client.get(f"{path}?{query}").status_code >= 500
    ]
    assert [each for each in broken if not each.startswith("desk:ready")] == []
