"""A curator leads a pair through its life on a phone of 360 px: pause, return, another mentor, the end; every page is clean by axe."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import PairState
from tests.browser.conftest import Watched, axe_clean, clean_at_all_widths
from tests.cast import Cast, make_cast, make_person
from tests.pairs.living import working

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = 360


def enter(watched: Watched, cast: Cast) -> None:
    client = Client()
    assert cast.vera.account is not None
    client.force_login(cast.vera.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    watched.page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": watched.home}]
    )
    watched.wide(PHONE)


class Thumb:
    """Presses on a phone; counts what a journey costs."""

    def __init__(self, watched: Watched) -> None:
        self.watched, self.page, self.taps = watched, watched.page, 0

    def press(self, where: Any) -> None:
        self.taps += 1
        where.click()
        self.page.wait_for_load_state()
        axe_clean(self.page)

    def follow(self, words: str) -> None:
        self.press(self.page.locator("main").get_by_role("link", name=words, exact=True).first)

    def submit(self) -> None:
        self.press(self.page.locator("main form[method=post] .btn-primary").first)

    def confirm(self) -> None:
        """The form, the page of consequences, the act."""
        self.submit()
        assert "Что произойдёт" in self.page.inner_text("main")
        self.submit()

    def day(self, name: str, shift: int) -> None:
        day = timezone.localdate() + timedelta(days=shift)
        self.page.fill(f"main [name={name}]", day.isoformat())

    def choose(self, name: str, value: str) -> None:
        self.taps += 1
        self.page.locator(f"main [name={name}][value='{value}']").check()


@pytest.mark.django_db(transaction=True)
def test_a_pair_pauses_returns_changes_its_mentor_and_ends(watched: Watched) -> None:
    cast = make_cast()
    anna = make_person("Осипова Анна Львовна", cast.school)
    pair = working(cast)
    enter(watched, cast)
    thumb, page = Thumb(watched), watched.page
    watched.at(f"/pairs/{pair.pk}/")
    clean_at_all_widths(watched)
    watched.wide(PHONE)

    thumb.follow("Приостановить пару")
    thumb.day("until", 30)
    thumb.choose("ground", "vacation")
    thumb.confirm()
    assert "Приостановлена" in page.inner_text("main")
    paused, thumb.taps = thumb.taps, 0

    thumb.follow("Возобновить пару")
    thumb.confirm()
    pair.refresh_from_db()
    assert pair.state == PairState.ACTIVE

    thumb.follow("Заменить наставника")
    page.select_option("main [name=mentor]", str(anna.pk))
    thumb.choose("ground", "left")
    thumb.confirm()
    pair.refresh_from_db()
    assert (pair.state, pair.end_reason) == (PairState.STOPPED, "Замена наставника")
    successor = pair.replaced_by
    assert successor is not None
    watched.at(f"/pairs/{successor.pk}/")
    assert "Ждёт согласий" in page.inner_text("main")
    axe_clean(page)

    watched.at(f"/pairs/{pair.pk}/papers/")
    axe_clean(page)
    print(f"pause: {paused} taps; return and another mentor: {thumb.taps} taps")  # noqa: T201


@pytest.mark.django_db(transaction=True)
def test_a_pair_is_completed_from_the_board_by_the_keyboard(watched: Watched) -> None:
    cast = make_cast()
    pair = working(cast)
    enter(watched, cast)
    thumb, page = Thumb(watched), watched.page
    for address in ("/pairs/board/", "/pairs/board/?column=contact", "/pairs/load/", "/pairs/health/"):
        watched.at(address)
        clean_at_all_widths(watched)
    watched.wide(PHONE)
    watched.at("/pairs/board/")
    way = page.locator(f"form[action='/pairs/{pair.pk}/go/'] select")
    way.focus()
    way.select_option("complete")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/pairs/{pair.pk}/complete/")
    axe_clean(page)
    page.fill("main [name=note]", "Проводит уроки сам.")
    thumb.confirm()
    assert Mentorship.objects.get(pk=pair.pk).state == PairState.FINISHED
    watched.at("/pairs/orders/needed/")
    clean_at_all_widths(watched)
