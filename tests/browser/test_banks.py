"""Screens of the banks and of diagnostics in a real browser: empty, filled and with errors, on a phone and a desk."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from nastavnik.access.roles import Role
from nastavnik.bank.services import mentees, mentors
from nastavnik.diagnostics import services as diagnostics
from nastavnik.people.models import Person
from tests.bank.banks import candidate, item, mentee, mentor, request
from tests.browser.conftest import Watched, axe_clean
from tests.cast import TODAY, Cast, make_cast, make_person
from tests.diagnostics.sheets import answers

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHOTS = os.environ.get("SHOTS", "")  # a folder for pictures, to look at


def fill(cast: Cast) -> dict[str, Any]:
    """Everything the pages can show, by services."""
    vera = cast.as_actor(cast.vera)
    psychologist = make_person("Белова Инна Петровна", cast.school, Role.PSYCHOLOGIST)
    sheet = answers(cast.school, 3, methods=1, law=0, ict=2)
    diagnostics.assess_oneself(cast.kirill, sheet, note="Хочу", today=TODAY, by=cast.as_actor(cast.kirill))
    diagnostics.assess(cast.kirill, {"methods": 2, "ict": 4}, today=TODAY, by=vera)
    diagnostics.ask_care(cast.kirill, words="Поговорить", today=TODAY, by=cast.as_actor(cast.kirill))
    asking, waiting = mentee(cast), mentee(cast, cast.darya, consent=False)
    physics = item(cast.school, "subject", "physics")
    wanted = request(cast, asking, domains=["methods"], subject=physics, words="Не успеваю за урок")
    problems = [item(cast.school, "problem", "burnout")]
    mentees.mark_problems(asking, problems, by=vera)
    giving = mentor(cast)
    mentors.add_offer(giving, issue=item(cast.school, "issue", "subject-content"), subject=physics, by=vera)
    mentors.add_evidence(giving, title="Победитель олимпиады по физике", on=TODAY, by=vera)
    hopeful = candidate(cast, psychologist, consent=False)
    return {
        "psychologist": psychologist,
        "asking": asking,
        "waiting": waiting,
        "wanted": wanted,
        "giving": giving,
        "hopeful": hopeful,
    }


def screens(cast: Cast, made: dict[str, Any]) -> list[tuple[str, Person, str, bool]]:
    """(name, who looks, address, press the button of the form to see its errors)."""
    vera, kirill = cast.vera, cast.kirill
    asking, giving, wanted = made["asking"].pk, made["giving"].pk, made["wanted"].pk
    return [
        ("mentees", vera, "/bank/", False),
        ("mentees-none", vera, "/bank/?q=нет", False),
        ("mentors", vera, "/bank/mentors/", False),
        ("enter-mentees", vera, "/bank/mentees/new/", True),
        ("enter-mentors", vera, "/bank/mentors/new/", False),
        ("mentee", vera, f"/bank/mentees/{asking}/", False),
        ("mentee-waits", vera, f"/bank/mentees/{made['waiting'].pk}/", False),
        ("mentee-head", cast.rodion, f"/bank/mentees/{asking}/", False),
        ("mentee-edit", vera, f"/bank/mentees/{asking}/edit/", False),
        ("problems", kirill, f"/bank/mentees/{asking}/problems/", False),
        ("request", vera, f"/bank/requests/{wanted}/", False),
        ("my-request", cast.darya, "/bank/my-request/", True),
        ("mentor", vera, f"/bank/mentors/{giving}/", False),
        ("candidate", vera, f"/bank/mentors/{made['hopeful'].pk}/", False),
        ("mentor-edit", vera, f"/bank/mentors/{giving}/edit/", False),
        ("offer", vera, f"/bank/mentors/{giving}/offers/new/", True),
        ("evidence", vera, f"/bank/mentors/{giving}/evidence/new/", True),
        ("week", cast.galina, f"/bank/people/{cast.galina.pk}/week/", False),
        ("criteria", vera, f"/bank/people/{cast.galina.pk}/criteria/", False),
        ("leave", vera, f"/bank/mentors/{giving}/leave/", False),
        ("my-offer", kirill, "/bank/my-offer/", False),
        ("self", kirill, "/diagnostics/self/", True),
        ("profile", kirill, f"/diagnostics/{kirill.pk}/", False),
        ("profile-empty", cast.galina, f"/diagnostics/{cast.galina.pk}/", False),
        ("assess", vera, f"/diagnostics/{kirill.pk}/assess/", False),
        ("care", made["psychologist"], "/diagnostics/care/", False),
        ("care-ask", cast.galina, "/diagnostics/care/new/", False),
        ("card", vera, f"/people/{kirill.pk}/", False),
    ]


def enter(watched: Watched, person: Person) -> None:
    """Sign in without the form: its own journey tries it."""
    assert person.account is not None
    client = Client()
    client.force_login(person.account)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": watched.home}
    watched.page.context.add_cookies([cookie])


@pytest.mark.parametrize("width", [1280, 360])
def test_screens_are_accessible_and_fit(open_browser: Callable[[], Watched], width: int) -> None:
    cast = make_cast()
    watched = open_browser()
    watched.wide(width)
    look(watched, ("mentees-empty", cast.vera, "/bank/", False), width)
    for screen in screens(cast, fill(cast)):
        look(watched, screen, width)


def look(watched: Watched, screen: tuple[str, Person, str, bool], width: int) -> None:
    name, person, address, press = screen
    enter(watched, person)
    page = watched.at(address)
    if press:
        page.locator("main form[method=post] button.btn-primary").first.click()
        page.locator("[data-errors]").wait_for()
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
    axe_clean(page)
