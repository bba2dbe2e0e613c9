"""A mentee names whom they would like, on a phone and without a mouse; the curator opens the round and sees the wishes."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from nastavnik.matching.models import MenteeWish, Openness
from nastavnik.matching.wishes import services
from tests.browser.conftest import Watched, clean_at_all_widths
from tests.browser.test_accounts import sign_in
from tests.cast import Cast, make_cast
from tests.matching.world import asks, offers

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def going(cast: Cast) -> None:
    asks(cast.kirill, domains=["methods"])
    for person in (cast.galina, cast.rodion):
        offers(person)
        Openness.objects.create(organisation=person.organisation, person=person)
    today = timezone.localdate()
    services.collect(cast.school, today + timedelta(5), 7, today=today, by=cast.as_actor(cast.vera))


def test_a_mentee_wishes_on_a_phone(watched: Watched, cast: Cast) -> None:
    going(cast)
    watched.wide(360)
    sign_in(watched, cast.kirill.account.email)
    page = watched.at("/")
    page.get_by_role("link", name="Назовите, с кем хотели бы работать").click()
    clean_at_all_widths(watched)
    watched.wide(360)
    page.get_by_role("button", name=re.compile(f"Назвать.*{cast.rodion.last_name}")).click()
    star = page.get_by_role("button", name=re.compile(f"Назвать.*{cast.galina.last_name}"))
    star.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Второе пожелание", exact=True).wait_for()
    page.get_by_role("button", name=re.compile(f"Выше.*{cast.galina.last_name}")).click()
    page.get_by_text("Порядок изменён").wait_for()
    clean_at_all_widths(watched)
    order = MenteeWish.objects.order_by("rank").values_list("mentor__person__last_name", flat=True)
    assert list(order) == [cast.galina.last_name, cast.rodion.last_name]


def test_the_mentors_page_and_the_curators_are_clean(watched: Watched, cast: Cast) -> None:
    going(cast)
    mentor = cast.galina.mentor_entries.get()
    sign_in(watched, cast.galina.account.email)
    watched.at(reverse("matching:wish-mentor", args=[mentor.pk]))
    clean_at_all_widths(watched)
    watched.page.context.clear_cookies()
    sign_in(watched, cast.vera.account.email)
    watched.at(reverse("matching:wishes"))
    clean_at_all_widths(watched)
