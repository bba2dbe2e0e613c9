"""The walk: every visitor opens every address on own, foreign and invented objects; each act is rolled back."""

import io
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse

from nastavnik.access.actor import NOBODY, Actor
from nastavnik.people.queries import actor_for

from .addresses import Address, addresses
from .rows import Place
from .world import GROUPS, LEVEL, NAME, NOTE, PROBLEM, TODAY, VISITORS, World

MATRIX = Path(__file__).with_name("matrix.toml")
METHODS = ("GET", "POST")
SIGN_IN = "sign-in"
NOBODYS = UUID("01900000-0000-7000-8000-00000000dead")
LOGIN = "/accounts/login/"
PAPERS = "nastavnik.documents.views.papers"  # a PDF is drawn by an office program, a second each


def matrix() -> dict[str, dict[str, Any]]:
    """The rows that people have read: by the name of the address."""
    return tomllib.loads(MATRIX.read_text(encoding="utf-8"))


@dataclass
class Visit:
    """One request and what matters of its answer."""

    address: str
    method: str
    visitor: str
    target: str  # own, beside, far, nobodys, or "" where the address takes no object
    status: str
    headers: dict[str, str]
    found: dict[str, str] = field(default_factory=dict)  # marker → the words around it

    def __str__(self) -> str:
        return f"{self.method} {self.address} {self.target} — {self.visitor}: {self.status}"


def walk(world: World, visitor: str, rows: dict[str, dict[str, Any]]) -> Iterator[Visit]:
    """Every address that has a row, by one visitor."""
    with patch(f"{PAPERS}.to_pdf", return_value=b"%PDF"), patch(f"{PAPERS}.office", return_value="/office"):
        yield from _walk(enter(world, visitor), world, visitor, rows)


def _walk(client: Client, world: World, visitor: str, rows: dict[str, dict[str, Any]]) -> Iterator[Visit]:
    kept, user = client.cookies.output(header="", sep=";"), world.users[visitor]
    actor = actor_for(user, today=TODAY) if user and user.is_active else NOBODY
    for address in addresses():
        row = rows.get(address.name)
        if row is None:
            continue
        for target, path in paths(world, address, row):
            if not _is_worth_it(actor, visitor, address, target):
                continue
            for method in methods(row):
                client.cookies = SimpleCookie(kept)
                yield _visit(client, world, visitor, address.name, method, target, path, row.get("data", {}))


# The other contour and invented objects are tried by these: for the rest they differ in nothing from the school next door.
FAR_SIGHTED = ("head", "curator", "curator_far", "mentee", "municipal", "installer")


def _is_worth_it(actor: Actor, visitor: str, address: Address, target: str) -> bool:
    if target in ("", "own"):
        return True
    if target != "beside" and visitor not in FAR_SIGHTED:
        return False
    # The gate refuses before it looks at the object.
    return address.permission is None or actor.holds(address.permission)


def enter(world: World, visitor: str, **more: Any) -> Client:
    client = Client(raise_request_exception=False, **more)
    if user := world.users[visitor]:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def paths(world: World, address: Address, row: dict[str, Any]) -> list[tuple[str, str]]:
    """(whose object, path): one path where the address names no object."""
    rest = row.get("with", {})
    takes = [name for name in address.takes if name not in rest]
    if not takes:
        return [("", reverse(address.name, kwargs=rest))]
    places = {"own": world.own, "beside": world.beside, "far": world.far}
    found = [(key, {name: _key(place, row, name) for name in takes}) for key, place in places.items()]
    found.append(("nobodys", dict.fromkeys(takes, NOBODYS)))
    return [(key, reverse(address.name, kwargs={**rest, **keys})) for key, keys in found]


def _key(place: Place, row: dict[str, Any], name: str) -> Any:
    label = row["object"] if isinstance(row.get("object"), str) else row["object"][name]
    if label.startswith("person "):
        return place.people[label.removeprefix("person ")].pk
    if label == "organisations.Organisation":
        return place.organisation.pk
    return place.row(apps.get_model(label)).pk


def _visit(
    client: Client,
    world: World,
    visitor: str,
    name: str,
    method: str,
    target: str,
    path: str,
    data: dict[str, Any],
) -> Visit:
    with transaction.atomic():
        answer = client.get(path) if method == "GET" else client.post(path, data)
        body = text_of(answer)
        transaction.set_rollback(True)
    hidden = {*world.secrets_from(visitor), NAME, LEVEL, NOTE, PROBLEM}
    headers = dict(answer.items())
    told = body + repr(sorted(headers.items()))
    return Visit(
        name,
        method,
        visitor,
        target,
        status_of(answer),
        headers,
        {m: around(m, told) for m in hidden if m in told},
    )


def around(marker: str, text: str) -> str:
    at = text.index(marker)
    return " ".join(text[max(0, at - 60) : at + 60].split())


def status_of(answer: Any) -> str:
    location = answer.headers.get("Location", "")
    return SIGN_IN if answer.status_code == 302 and location.startswith(LOGIN) else str(answer.status_code)


def text_of(answer: Any) -> str:
    """The body as text; a workbook or a document is unpacked, for names hide well in a zip."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            data = b"\n".join(packed.read(name) for name in packed.namelist())
    return data.decode("utf-8", errors="replace")


def measured(visits: list[Visit]) -> dict[str, str]:
    """Status of each visitor on the own object, or on an address without objects."""
    return {visit.visitor: visit.status for visit in visits if visit.target in ("", "own")}


def spelled(told_by: dict[str, str]) -> dict[str, str]:
    """A row of the matrix with its groups spelled out: visitor → status."""
    told: dict[str, str] = {}
    for status, words in told_by.items():
        for word in words.split():
            for visitor in GROUPS.get(word, (word,)):
                assert visitor in VISITORS, f"{visitor} is not a visitor"
                assert visitor not in told, f"{visitor} stands twice"
                told[visitor] = status
    return told


def grouped(statuses: dict[str, str]) -> dict[str, str]:
    """The reverse of `spelled`: status → words, in the order of visitors."""
    told: dict[str, str] = {}
    for status in sorted(set(statuses.values())):
        left, words = [name for name in VISITORS if statuses[name] == status], []
        for group, names in GROUPS.items():
            if set(names) <= set(left):
                left = [name for name in left if name not in names]
                words.append(group)
        told[status] = " ".join([*words, *left])
    return told


def methods(row: dict[str, Any]) -> dict[str, dict[str, str]]:
    """BOTH stands for GET and POST that are answered alike."""
    both = {"GET": row["BOTH"], "POST": row["BOTH"]} if "BOTH" in row else {}
    return both | {name: row[name] for name in METHODS if name in row}
