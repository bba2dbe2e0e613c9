"""Measures one engine: fills a school, calls each screen and its bare twin in turn, prints a table."""

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment

from nastavnik.organisations.models import ListItem
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.rules import PairState, Side
from nastavnik.people.models import Employment, Person
from tests.cast import TODAY, Cast, make_cast

ROUNDS, WARM = 40, 5
GOAL_RATIO, GOAL_QUERIES = 2.5, 12
Call = Callable[[], HttpResponseBase]


def fill(cast: Cast, pairs: int) -> None:
    """So many pairs, each of two people with a job, beside those that are there."""
    here, lists = cast.school, ListItem.objects.filter(organisation=cast.school)
    start = Person.objects.count()
    people = Person.objects.bulk_create(
        Person(
            organisation=here, last_name=f"Фамильный{start + n}", first_name="Иван", middle_name="Петрович"
        )
        for n in range(pairs * 2)
    )
    Employment.objects.bulk_create(
        Employment(organisation=here, person=p, position="учитель", subjects="физика", starts_on=TODAY)
        for p in people
    )
    issue, form = lists.get(code="parents"), lists.get(code="teacher-teacher")
    made = Mentorship.objects.bulk_create(
        Mentorship(
            organisation=here,
            issue=issue,
            form=form,
            starts_on=TODAY,
            ends_on=TODAY.replace(year=2027),
            state=PairState.ACTIVE,
        )
        for _ in range(pairs)
    )
    sides = ((0, Side.MENTOR), (1, Side.MENTEE))
    Participation.objects.bulk_create(
        Participation(organisation=here, mentorship=m, person=people[2 * n + at], side=side, joined_on=TODAY)
        for n, m in enumerate(made)
        for at, side in sides
    )


def twins(client: Client, cast: Cast) -> dict[str, tuple[Call, Call]]:
    """Screen → its call and the call of the bare view."""
    pk, phones = cast.galina.pk, iter(range(10_000_000, 99_999_999))

    def write() -> HttpResponseBase:
        person = Person.objects.get(pk=pk)
        typed = {
            "last_name": "Мещерякова",
            "first_name": "Галина",
            "middle_name": "Викторовна",
            "kind": "pedagogue",
        }
        typed |= {
            "gender": "female",
            "birth": "1975",
            "phone": f"8 9{next(phones)}",
            "version": str(person.version),
        }
        return client.post(f"/people/{pk}/edit/", typed)

    return {
        "list of 50 pairs": (lambda: client.get("/pairs/"), lambda: client.get("/bare/pairs/")),
        "card of a person": (lambda: client.get(f"/people/{pk}/"), lambda: client.get(f"/bare/card/{pk}/")),
        "home of a curator": (lambda: client.get("/"), lambda: client.get("/bare/home/")),
        "one write": (write, lambda: client.post(f"/bare/write/{pk}/", {"phone": f"8 9{next(phones)}"})),
    }


def cpu(ours: Call, bare: Call) -> tuple[float, float]:
    """Median CPU milliseconds of each, called in turn."""
    spent: tuple[list[float], list[float]] = ([], [])
    for turn in range(ROUNDS + WARM):
        for call, kept in zip((ours, bare), spent, strict=True):
            began = time.process_time()
            answer = call()
            if turn >= WARM:
                kept.append((time.process_time() - began) * 1000)
            if answer.status_code != (302 if answer.has_header("Location") else 200):
                raise SystemExit(f"HTTP {answer.status_code}: the screen was not measured")
    return statistics.median(spent[0]), statistics.median(spent[1])


def queries(call: Call) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        call()
    return sum(
        not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for q in seen.captured_queries
    )


def main() -> int:
    setup_test_environment()
    call_command("migrate", verbosity=0)
    cast = make_cast()
    client = Client()
    assert cast.vera.account is not None
    client.force_login(cast.vera.account)
    fill(cast, 5)
    screens = twins(client, cast)
    for ours, _ in screens.values():
        ours()
    few = {name: queries(ours) for name, (ours, _) in screens.items()}
    fill(cast, 495)
    many = {name: queries(ours) for name, (ours, _) in screens.items()}
    print(f"{'screen':22}{'CPU ms':>8}{'bare':>8}{'ratio':>8}{'queries at 5':>14}{'at 500':>8}")
    missed = [report(name, screens[name], few[name], many[name]) for name in screens]
    return 1 if any(missed) and "--gate" in sys.argv else 0


def report(name: str, pair: tuple[Call, Call], few: int, many: int) -> bool:
    """Print a line; True when a goal is missed."""
    ours, bare = cpu(*pair)
    ratio = ours / bare
    missed: list[Any] = [ratio > GOAL_RATIO, many > GOAL_QUERIES, few != many]
    mark = "  goal missed" if any(missed) else ""
    print(f"{name:22}{ours:8.1f}{bare:8.1f}{ratio:8.2f}{few:14d}{many:8d}{mark}")
    return any(missed)


if __name__ == "__main__":
    sys.exit(main())
