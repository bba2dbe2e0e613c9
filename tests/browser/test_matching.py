"""Screens of matching at both widths: empty, filled, decided, for one request and for one mentor."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from nastavnik.matching import services
from tests.browser.conftest import Watched, clean_at_all_widths
from tests.browser.test_accounts import sign_in
from tests.cast import TODAY, Cast, make_cast, make_person
from tests.matching.world import asks, offers, ran, sheet, simple

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def filled(cast: Cast) -> tuple[str, ...]:
    """A run with pairs of every state and one left out; addresses of all screens."""
    request, _, mentor = simple(cast)
    sheet(cast.darya, {"ict": 0, "psychology": 1})
    left = asks(make_person("Осинин Пётр Львович", cast.school, subjects="химия", account=False))
    offers(make_person("Лугова Анна Игоревна", cast.school, subjects="химия"), "parents", state="candidate")
    run = ran(cast)
    first, second = run.proposals.order_by("-points")[:2]
    services.decline(second, reason="Работают в разные смены", by=cast.as_actor(cast.vera))
    services.run(cast.school, today=TODAY, by=cast.as_actor(cast.vera))
    last = services.run(cast.school, today=TODAY, by=cast.as_actor(cast.vera))
    waiting = last.proposals.first()
    assert waiting
    assert first is not None
    return (
        reverse("matching:runs"),
        reverse("matching:run", args=[run.pk]),
        reverse("matching:run", args=[last.pk]),
        reverse("matching:approve-all", args=[last.pk]),
        reverse("matching:approve", args=[waiting.pk]),
        reverse("matching:decline", args=[waiting.pk]),
        reverse("matching:for_request", args=[request.pk]),
        reverse("matching:for_request", args=[left.pk]),
        reverse("matching:for_mentor", args=[mentor.pk]),
    )


def test_empty_and_filled_screens_are_clean(watched: Watched, cast: Cast) -> None:
    sign_in(watched, cast.vera.account.email)
    watched.at(reverse("matching:runs"))
    clean_at_all_widths(watched)
    for path in filled(cast):
        page = watched.at(path)
        assert urlsplit(page.url).path == path
        clean_at_all_widths(watched)


def test_refusals_are_explained_cleanly(watched: Watched, cast: Cast) -> None:
    simple(cast)
    proposal = ran(cast).proposals.first()
    assert proposal
    sign_in(watched, cast.vera.account.email)
    page = watched.at(reverse("matching:decline", args=[proposal.pk]))
    page.get_by_role("button", name="Отклонить").click()
    page.get_by_role("alert").wait_for()
    clean_at_all_widths(watched)
