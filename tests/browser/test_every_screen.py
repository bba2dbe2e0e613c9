"""The sweep: every address of the product, whoever may open it, filled, empty and after an empty form, at both widths."""

import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from nastavnik.access.actor import CONSOLE
from nastavnik.access.roles import Role
from nastavnik.demo.services import fill
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Person, User
from tests.browser.conftest import Watched
from tests.cast import make_person, make_school

from .sweep import Finder, axe_source, enter, look_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of refusals are expected here, and none is worth a line."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


HEAVIEST = 60_000  # bytes of HTML before compression
CAST = {
    "curator": "Ладыгина",
    "head": "Рощин",
    "mentor": "Мещерякова",
    "mentee": "Зимин",
    "council": "Кравцова",
    "psychologist": "Тихонова",
    "parent": "Белова",
    "municipal": "Ершов",
}


def sweep(watched: Watched, finder: Finder, visitors: dict[str, Any], organisation: Any) -> list[str]:
    from playwright.sync_api import Error

    axe, wrong = axe_source(), []
    for who, user in visitors.items():
        begun = time.monotonic()
        screens = list(finder.screens(who, user, organisation))
        found = time.monotonic() - begun
        enter(watched, user)
        for screen in screens:
            try:
                told = look_at(watched, screen, axe)
                wrong += told
                print(*told, sep="\n", end="", flush=True)  # noqa: T201  seen while it runs: pytest -s
            except Error as error:
                wrong.append(f"{screen}: {str(error)[:300]}")
        whole = time.monotonic() - begun
        print(f"{who}: {len(screens)} screens, {found:.0f} s to find, {whole:.0f} s in all")  # noqa: T201
    return wrong + finder.troubles


def test_every_screen_of_a_living_school(watched: Watched, transactional_db: None) -> None:
    fill(by=CONSOLE, today=timezone.localdate())
    school = Organisation.objects.get(code="primer-shkola-14")
    finder = Finder()
    wrong = sweep(watched, finder, {"nobody": None}, school)
    visitors = {who: Person.objects.get(last_name=name).account for who, name in CAST.items()}
    visitors["installer"] = User.objects.create_user("admin@example.org", name="Техник", is_installer=True)
    wrong += sweep(watched, finder, visitors, school)
    heavy = [f"{where}: {size} bytes" for size, where in finder.heaviest if size > HEAVIEST]
    assert wrong + heavy == [], "\n".join(["", *wrong, *heavy])


def test_every_screen_of_an_empty_installation_and_an_empty_school(
    watched: Watched, transactional_db: None
) -> None:
    finder = Finder()
    wrong = sweep(watched, finder, {"newcomer": None}, None)
    finder.sends = False  # an empty school makes the same mistakes as a living one
    school = make_school("school-14", None, "Средняя школа № 14", "СШ № 14")
    visitors = {
        "curator-empty": make_person("Ладыгина Вера Николаевна", school, Role.CURATOR, position="").account,
        "head-empty": make_person("Рощин Родион Павлович", school, Role.HEAD, position="").account,
        "psychologist-empty": make_person(
            "Тихонова Марина Львовна", school, Role.PSYCHOLOGIST, position=""
        ).account,
        "teacher-empty": make_person("Зимин Кирилл Андреевич", school, position="").account,
    }
    wrong += sweep(watched, finder, visitors, school)
    assert wrong == [], "\n".join(["", *wrong])
