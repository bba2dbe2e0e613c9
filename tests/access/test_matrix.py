"""Every address, every visitor, own and foreign objects: the answers are those that people wrote into the matrix."""

from typing import Any

import pytest

from .addresses import Address, addresses
from .walk import SIGN_IN, Visit, methods, spelled
from .world import VISITORS, reached

pytestmark = pytest.mark.django_db

Rows = dict[str, dict[str, Any]]


@pytest.mark.parametrize("address", addresses(), ids=lambda address: address.name)
def test_every_view_stands_behind_a_gate(address: Address) -> None:
    assert hasattr(address.pattern.callback, "permission"), (
        f"{address.name} ({address.route}): put @requires(P.X) or @open_to_all on the view"
    )


@pytest.mark.parametrize("address", addresses(), ids=lambda address: address.name)
def test_every_address_has_a_row_in_the_matrix(address: Address, rows: Rows) -> None:
    assert address.name in rows, (
        f"{address.name} is new: run `python -m tests.access.measure {address.name}`, read every status against "
        "access/roles.py, put the row into tests/access/matrix.toml"
    )


@pytest.mark.parametrize("address", addresses(), ids=lambda address: address.name)
def test_a_view_that_takes_a_form_is_posted_to(address: Address, rows: Rows) -> None:
    assert not address.takes_post or "POST" in methods(rows[address.name])


def test_the_matrix_names_no_address_that_is_gone(rows: Rows) -> None:
    assert set(rows) - {address.name for address in addresses()} == set()


def test_every_row_says_something_of_every_visitor(rows: Rows) -> None:
    silent = {
        (name, method): set(VISITORS) ^ set(spelled(told))
        for name, row in rows.items()
        for method, told in methods(row).items()
        if set(spelled(told)) != set(VISITORS) or not methods(row)
    }
    assert silent == {}


def test_nothing_is_expected_to_break(rows: Rows) -> None:
    broken = [
        name for name, row in rows.items() for told in methods(row).values() if any(s[0] == "5" for s in told)
    ]
    assert [name for name in broken if "why" not in rows[name]] == []


@pytest.mark.parametrize("visitor", VISITORS)
def test_answers_are_those_of_the_matrix(visitor: str, visits: list[Visit], rows: Rows) -> None:
    wrong = [
        f"{visit}, the matrix says {' or '.join(wanted)}"
        for visit in visits
        if visit.visitor == visitor and visit.status not in (wanted := _wanted(visit, rows))
    ]
    assert not wrong, "\n".join(wrong)


def test_a_foreign_object_is_answered_like_one_that_was_never_there(visits: list[Visit]) -> None:
    """Else a stranger learns that the object exists."""
    invented = {_of(visit): visit.status for visit in visits if visit.target == "nobodys"}
    told = [
        f"{visit}, an invented one {invented[_of(visit)]}"
        for visit in visits
        if _of(visit) in invented
        and visit.target not in {"nobodys", *reached(visit.visitor)}
        and visit.status != invented[_of(visit)]
    ]
    assert not told, "\n".join(told)


def _of(visit: Visit) -> tuple[str, str, str]:
    return visit.address, visit.method, visit.visitor


def _wanted(visit: Visit, rows: Rows) -> set[str]:
    """Foreign and invented objects: whoever would be let in gets 404, the others what they get for their own."""
    row = rows[visit.address]
    told = spelled(methods(row)[visit.method])
    own = told[visit.visitor]
    if visit.target in ("", "own") or own in {"405", SIGN_IN}:
        return {own}
    if "foreign" in row:
        return {row["foreign"], *({own} & {"403"})}
    if visit.target in reached(visit.visitor):
        # A curator of another school stands to its rows as ours to ours.
        return {told["curator"] if visit.visitor.startswith("curator_") else own}
    return {"403", "404"} if own == "403" else {"404"}
