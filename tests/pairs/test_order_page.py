"""The page of an order leads to the signature: every way opened from it comes back, what matters is said beforehand."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from nastavnik.documents.models import Paper
from nastavnik.documents.rules import PaperState
from nastavnik.pairs import order_draft, orders
from nastavnik.pairs.models import Mentorship
from nastavnik.people.models import Consent
from nastavnik.people.rules import ConsentKind
from tests.cast import TODAY, Cast

from .world import approved, ready


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_kwargs: TODAY)


@pytest.fixture
def curator(cast: Cast) -> Client:
    client = Client()
    assert cast.vera.account is not None
    client.force_login(cast.vera.account)
    return client


def draft(cast: Cast, pair: Mentorship) -> Paper:
    return order_draft.begin(cast.school, [pair], today=TODAY, by=cast.as_actor(cast.vera))


def page_of(client: Client, paper: Paper) -> str:
    return client.get(f"/pairs/orders/{paper.pk}/").content.decode()


def test_a_basis_recorded_from_the_order_returns_to_the_order(cast: Cast, curator: Client) -> None:
    pair = approved(cast)
    order = f"/pairs/orders/{draft(cast, pair).pk}/"
    address = f"/pairs/{pair.pk}/basis/?back={quote(order, safe='')}"
    assert address in curator.get(order).content.decode()
    answer = curator.post(address, {"kind": "job", "explanation": "пункт 7 должностной инструкции"})
    assert answer.headers["Location"] == order


def test_a_consent_marked_from_the_order_returns_to_the_order(cast: Cast, curator: Client) -> None:
    pair = approved(cast)
    order = f"/pairs/orders/{draft(cast, pair).pk}/"
    sheet = Consent.objects.get(about=pair.pk, person=cast.kirill, kind=ConsentKind.DUTIES)
    back = f"?back={quote(order, safe='')}"
    assert f"/people/consents/{sheet.pk}/{back}" in curator.get(order).content.decode()
    assert f"/people/consents/{sheet.pk}/paper/{back}" in (
        curator.get(f"/people/consents/{sheet.pk}/{back}").content.decode()
    )
    answer = curator.post(f"/people/consents/{sheet.pk}/paper/{back}", {"given_on": TODAY.isoformat()})
    assert answer.headers["Location"] == order
    assert f"/people/consents/papers/{back}" in curator.get(order).content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/", "/\\example.org", "javascript:1"]
)
def test_a_foreign_address_is_no_way_back(cast: Cast, curator: Client, elsewhere: str) -> None:
    pair = approved(cast)
    address = f"/pairs/{pair.pk}/basis/?back={quote(elsewhere, safe='')}"
    assert elsewhere not in curator.get(address).content.decode()
    answer = curator.post(address, {"kind": "job", "explanation": "пункт 7 должностной инструкции"})
    assert answer.headers["Location"] == f"/pairs/{pair.pk}/"


def test_the_number_comes_from_the_journal_of_the_school_and_not_from_us(cast: Cast, curator: Client) -> None:
    first = draft(cast, ready(cast))
    assert 'value="1"' not in curator.get(f"/pairs/orders/{first.pk}/issue/").content.decode()
    assert "Укажите номер приказа" in (
        curator.post(f"/pairs/orders/{first.pk}/issue/", {"on": TODAY.isoformat()}).content.decode()
    )
    first.refresh_from_db()
    assert first.state == PaperState.DRAFT
    orders.issue(first, number="41", on=TODAY, today=TODAY, by=cast.as_actor(cast.vera))
    later = orders.new_version(first, by=cast.as_actor(cast.vera))
    assert "Последний приказ здесь — № 41" in (
        curator.get(f"/pairs/orders/{later.pk}/issue/").content.decode().replace("\N{NO-BREAK SPACE}", " ")
    )


def test_initials_of_a_participant_are_said_before_the_signature(cast: Cast, curator: Client) -> None:
    paper = draft(cast, ready(cast))
    assert "инициалы" not in page_of(curator, paper)
    cast.kirill.first_name, cast.kirill.middle_name = "К.", "А."
    cast.kirill.save()
    assert "вместо имени и отчества инициалы" in page_of(curator, paper)


def test_when_all_wait_in_a_draft_the_way_leads_to_it(cast: Cast, curator: Client) -> None:
    assert "Пока некого закреплять" in curator.get("/pairs/orders/new/").content.decode()
    paper = draft(cast, ready(cast))
    page = curator.get("/pairs/orders/new/").content.decode()
    assert "Черновик уже есть" in page
    assert f"/pairs/orders/{paper.pk}/" in page
    assert f'href="/pairs/orders/{paper.pk}/"' in curator.get("/documents/").content.decode()


def test_an_issued_order_asks_for_its_signed_copy_and_names_what_it_replaces(
    cast: Cast, curator: Client
) -> None:
    paper = draft(cast, ready(cast))
    orders.issue(paper, number="41", on=TODAY, today=TODAY, by=cast.as_actor(cast.vera))
    assert "Приложить подписанную копию" in page_of(curator, paper)
    later = orders.new_version(paper, by=cast.as_actor(cast.vera))
    assert "Заменит приказ" in page_of(curator, later)
