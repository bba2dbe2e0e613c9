"""Every screen of consents and papers in a browser: accessible at both widths, empty, filled and with errors."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from nastavnik.documents.models import Paper
from nastavnik.pairs import orders
from nastavnik.people.models import Consent, ESignAgreement, Person, Representative
from nastavnik.people.rules import ConsentKind, PersonKind
from nastavnik.people.services import consents
from tests.cast import TODAY, Cast, make_cast, make_person
from tests.pairs.world import approved, ready

from .conftest import WIDTHS, Watched, axe_clean

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def enter(watched: Watched, person: Person) -> None:
    client = Client()
    assert person.account is not None
    client.force_login(person.account)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    watched.page.context.clear_cookies()
    watched.page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": watched.home}]
    )


def look(watched: Watched, path: str, name: str, act: Any = None) -> None:
    """Axe at both widths; pictures go to the folder of $SCREENS, if it is named."""
    for width in WIDTHS:
        watched.wide(width)
        page = watched.at(path)
        if act:
            act(page)
        axe_clean(page)
        if folder := os.environ.get("SCREENS"):
            page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)


def press(page: Any) -> None:
    page.locator("main form[method=post] button.btn-primary").click()
    page.get_by_role("alert").first.wait_for()


@pytest.fixture
def filled(cast: Cast) -> Consent:
    """Sheets in every state, a pupil with and without a mother, a pair that waits for consents."""
    vera = cast.as_actor(cast.vera)
    approved(cast)
    given = consents.ask(cast.darya, ConsentKind.PROCESSING, today=TODAY, by=vera)
    consents.receive_paper(given, given_on=TODAY, kept_where="папка 3", today=TODAY, by=vera)
    public = consents.ask(cast.darya, ConsentKind.PUBLICATION, today=TODAY, by=vera)
    consents.withdraw(public, words="передумала", today=TODAY, by=vera)
    pupil = make_person(
        "Осинин Пётр Львович", cast.school, kind=PersonKind.PUPIL, position="", birth_date=date(2012, 1, 9)
    )
    alone = make_person("Рябинин Лев Ильич", cast.school, kind=PersonKind.PUPIL, position="")
    mother = make_person("Осинина Анна Юрьевна", cast.school, kind=PersonKind.PARENT, position="")
    Representative.objects.create(organisation=cast.school, minor=pupil, person=mother, kinship="мать")
    for child in (pupil, alone):
        consents.ask(child, ConsentKind.PROCESSING, today=TODAY, by=vera)
    cast.school.esign_act_number, cast.school.esign_act_date = "31-ОД", date(2026, 9, 1)
    cast.school.save()
    ESignAgreement.objects.create(organisation=cast.school, person=cast.kirill, agreed_on=TODAY)
    return Consent.objects.get(person=cast.galina, kind=ConsentKind.PROCESSING)


def test_screens_of_consents(watched: Watched, cast: Cast, filled: Consent) -> None:
    enter(watched, cast.vera)
    alone = Consent.objects.get(person__last_name="Рябинин")
    given = Consent.objects.get(person=cast.darya, kind=ConsentKind.PROCESSING)
    look(watched, "/people/consents/", "consents")
    look(watched, "/people/consents/?q=такого нет", "consents-none")
    look(watched, "/people/consents/papers/", "papers")
    look(watched, "/people/consents/papers/", "papers-error", press)
    look(watched, f"/people/consents/{filled.pk}/", "consent")
    look(watched, f"/people/consents/{alone.pk}/", "consent-alone")
    look(watched, f"/people/consents/{given.pk}/", "consent-given")
    look(watched, f"/people/consents/{filled.pk}/paper/", "paper-came")
    look(watched, f"/people/consents/{filled.pk}/basis/", "basis-error", press)
    look(watched, f"/people/consents/{filled.pk}/withdraw/", "withdraw")
    look(watched, f"/people/{cast.galina.pk}/consents/new/", "ask")
    look(watched, f"/people/{cast.galina.pk}/esign/", "esign")
    look(watched, f"/people/{cast.galina.pk}/", "card")
    for person, name in ((cast.galina, "mine"), (cast.kirill, "mine-esign"), (cast.rodion, "mine-empty")):
        enter(watched, person)
        look(watched, "/people/my-consents/", name)
    enter(watched, Person.objects.get(last_name="Осинина"))
    look(watched, "/people/my-consents/", "mine-mother")


def test_a_click_and_a_withdrawal_by_hand(watched: Watched, cast: Cast, filled: Consent) -> None:
    enter(watched, cast.kirill)
    page = watched.at("/people/my-consents/")
    page.get_by_role("button", name="Согласен").first.click()
    assert page.get_by_text("Больше ничего не нужно").is_visible()
    page.get_by_role("link", name="Отозвать").first.click()
    assert page.get_by_role("heading", name="Что произойдёт сразу").is_visible()
    page.get_by_role("button", name="Отозвать согласие").click()
    assert page.get_by_text("Согласие отозвано.").first.is_visible()


def test_screens_of_papers_and_acts(watched: Watched, cast: Cast) -> None:
    enter(watched, cast.vera)
    look(watched, "/documents/", "documents-empty")
    vera = cast.as_actor(cast.vera)
    paper = orders.draft(cast.school, [ready(cast)], by=vera)
    look(watched, f"/documents/{paper.pk}/", "draft")
    orders.issue(paper, number="14-ОД", on=TODAY, today=TODAY, by=vera)
    orders.new_version(Paper.objects.get(), by=vera)
    look(watched, "/documents/", "documents")
    look(watched, f"/documents/{paper.pk}/", "paper")
    look(watched, f"/documents/{paper.pk}/scan/new/", "scan-error", press)
    look(watched, "/documents/acts/", "acts")
    look(watched, "/documents/acts/new/", "act-error", press)
