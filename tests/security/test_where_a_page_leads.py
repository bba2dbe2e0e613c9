"""No answer leads to a foreign site, whatever the browser says it came from."""

import pytest

from nastavnik.people.models import Person
from nastavnik.people.rules import ConsentKind
from nastavnik.people.services.consents import ask
from tests.cast import TODAY, Cast

from .conftest import Enter


@pytest.mark.parametrize("came", ["http://testserver//evil.example/", "http://testserver/\\evil.example/"])
def test_a_sheet_that_cannot_be_drawn_leads_back_into_the_site(cast: Cast, enter: Enter, came: str) -> None:
    """Without a representative the sheet of a pupil is refused, and the person goes back where they came from."""
    Person.objects.filter(pk=cast.galina.pk).update(kind="pupil", birth_year=2014)
    cast.galina.refresh_from_db()
    sheet = ask(cast.galina, ConsentKind.PROCESSING, today=TODAY, by=cast.as_actor(cast.vera))
    address = f"/documents/sheets/consent_processing/{sheet.pk}/"
    answer = enter(cast.vera).get(address, headers={"referer": came})
    assert answer.headers["Location"] == "/evil.example/"
