"""The home pages of a mentor and a mentee say what can be done next, by what has been done already."""

from datetime import date

import pytest
from django.test import Client

from nastavnik.bank.services import entering
from nastavnik.diagnostics import services as diagnostics
from nastavnik.pairs import order_draft, orders
from nastavnik.people.models import Consent, Person, Representative
from nastavnik.people.rules import ConsentKind, PersonKind
from tests.bank.banks import mentee
from tests.cast import TODAY, Cast, make_person
from tests.diagnostics.sheets import answers
from tests.pairs.world import ready


def home(person: Person) -> str:
    client = Client()
    assert person.account is not None
    client.force_login(person.account)
    return client.get("/").content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_the_self_assessment_is_offered_until_it_is_filled(cast: Cast) -> None:
    assert "Пройти самооценку" in home(cast.kirill)
    sheet = answers(cast.school, 3)
    diagnostics.assess_oneself(cast.kirill, sheet, today=TODAY, by=cast.as_actor(cast.kirill))
    page = home(cast.kirill)
    assert "Пройти самооценку" not in page
    assert "Посмотреть свои трудности и сильные стороны" in page


def test_a_parent_is_shown_the_sheet_that_waits_for_the_child(cast: Cast) -> None:
    child = make_person(
        "Осинин Пётр Львович", cast.school, kind=PersonKind.PUPIL, birth_date=date(2012, 9, 15)
    )
    Consent.objects.create(organisation=cast.school, person=child, kind=ConsentKind.PROCESSING)
    assert "За ребёнка" not in home(cast.darya)
    Representative.objects.create(organisation=cast.school, minor=child, person=cast.darya, kinship="мать")
    page = home(cast.darya)
    assert "За ребёнка: Осинин П. Л." in page
    assert "/people/my-consents/" in page


def test_a_mentor_is_led_to_where_the_mentee_needs_help_only_once_the_order_is_issued(cast: Cast) -> None:
    profile, words = f"/diagnostics/{cast.kirill.pk}/", "Посмотреть, в чём нужна помощь: Зимин К. А."
    vera, pair = cast.as_actor(cast.vera), ready(cast)
    assert profile not in home(cast.galina)
    paper = order_draft.begin(cast.school, [pair], today=TODAY, by=vera)
    orders.issue(paper, number="41", on=TODAY, today=TODAY, by=vera)
    assert words in home(cast.galina)
    assert profile in home(cast.galina)
    assert profile not in home(cast.darya)


@pytest.mark.parametrize("asked", [True, False])
def test_the_page_of_a_mentee_gives_the_sheet_that_is_awaited(cast: Cast, asked: bool) -> None:
    entry = mentee(cast, consent=False)
    Consent.objects.filter(person=entry.person).delete()
    client = Client()
    assert cast.vera.account is not None
    client.force_login(cast.vera.account)
    address = f"/bank/mentees/{entry.pk}/"
    if not asked:
        assert "Подготовить лист согласия" in client.get(address).content.decode()
        return
    entering.ask_consent(entry.person, today=TODAY, by=cast.as_actor(cast.vera))
    sheet = Consent.objects.get(person=entry.person, kind=ConsentKind.PROCESSING)
    page = client.get(address).content.decode()
    assert "Подготовить лист согласия" not in page
    assert f"/documents/sheets/consent_processing/{sheet.pk}/" in page
    answer = client.post(f"/people/consents/{sheet.pk}/paper/?back={address}", {"given_on": "2026-09-01"})
    assert answer.headers["Location"] == address


def test_the_unfinished_set_up_is_found_from_the_home_page(cast: Cast) -> None:
    assert "/start/steps/" in home(cast.vera)
    assert "/start/steps/" not in home(cast.galina)
    client = Client()
    assert cast.vera.account is not None
    client.force_login(cast.vera.account)
    client.post("/start/steps/finish/")
    assert "/start/steps/" not in home(cast.vera)
