"""A programme from ticks to approval on a phone; two people write one section and nobody's text is lost."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from nastavnik.programmes import queries, rules
from nastavnik.programmes.models import Programme, Section
from nastavnik.programmes.rules import Part, State
from nastavnik.programmes.services import catalogue
from tests.browser.conftest import Watched, axe_clean
from tests.browser.hands import Hands
from tests.browser.test_two_people import PHONE, enter
from tests.cast import Cast, make_cast
from tests.programmes import world

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def shot(watched: Watched, name: str) -> None:
    """Pictures into $SHOTS, if it is set."""
    if folder := os.environ.get("SHOTS"):
        for width in (PHONE, 1280):
            watched.wide(width)
            watched.page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)
        watched.wide(PHONE)


def on_phone(open_browser: Callable[[], Watched], cast: Cast, who: str) -> Hands:
    watched = open_browser()
    watched.wide(PHONE)
    enter(watched, getattr(cast, who))
    return Hands(watched, f"programme-{who}")


def test_a_programme_is_made_of_ticks_agreed_and_approved_on_a_phone(
    open_browser: Callable[[], Watched], transactional_db: None
) -> None:
    cast = make_cast()
    pair = world.at_work(cast, methods=0, law=1, psychology=4)
    mentor, mentee, curator = (on_phone(open_browser, cast, who) for who in ("galina", "kirill", "vera"))
    address = f"/programmes/pair/{pair.pk}/"

    mentor.go(address)
    shot(mentor.watched, "absent")
    mentor.follow("Составить программу")
    shot(mentor.watched, "start")
    mentor.press("Составить программу")
    mentor.says("Программа составлена")
    shot(mentor.watched, "draft")
    mentor.press("Согласиться с программой")
    mentor.says("Теперь ответит вторая сторона")
    assert mentor.clicks <= 4  # one of them is the menu
    assert mentor.fields == 0

    mentee.go(address)
    mentee.press("Согласиться с программой")
    mentee.press("Отправить на утверждение")
    mentee.says("отправлена на утверждение")

    curator.go("/programmes/?state=sent")
    shot(curator.watched, "list")
    curator.follow("Мещерякова")
    shot(curator.watched, "sent")
    curator.press("Утвердить")
    curator.says("Программа утверждена")
    programme = Programme.objects.get()
    assert programme.state == State.RUNNING

    mentee.go(address)
    mentee.press("Готово")
    mentee.says("Отмечено: выполнено")
    shot(mentee.watched, "running")
    mentee.go(f"/programmes/pair/{pair.pk}/results/")
    shot(mentee.watched, "results")
    for hands in (mentor, mentee, curator):
        hands.see(narrow=True)
        sys.stdout.write(f"{hands.name}: {hands.cost()}\n")


def test_two_write_one_section_at_once(open_browser: Callable[[], Watched], transactional_db: None) -> None:
    cast = make_cast()
    programme = world.started(cast)
    parts = [
        rules.Setting(each.part, each.title, each.enabled or each.part is Part.NOTE, each.order)
        for each in queries.settings_of(cast.school)
    ]
    catalogue.arrange(cast.school, parts, by=cast.as_actor(cast.vera))
    mentor, mentee = (on_phone(open_browser, cast, who) for who in ("galina", "kirill"))
    address = f"/programmes/{programme.pk}/sections/note/"
    mentor.go(address)
    mentee.go(address)
    mentor.page.locator("textarea[name=text]").press_sequentially("Мысли наставника")
    mentor.page.locator("#typed", has_text="Сохранено в").wait_for(timeout=15_000)
    shot(mentor.watched, "typed")
    mentee.fill(text="Мысли наставляемого")
    mentee.press("Сохранить")
    mentee.says("Раздел сохранён")
    mentor.press("Сохранить")
    mentor.says("Раздел только что изменил другой человек")
    shot(mentor.watched, "clash")
    axe_clean(mentor.page)
    mentor.watched.complaints.clear()  # the browser tells of 409 in its console
    mentor.press("Сохранить оба")
    mentor.says("Раздел сохранён")
    text = Section.objects.get(part="note").text
    assert "Мысли наставника" in text
    assert "Мысли наставляемого" in text
