"""Roles and the organisation as its head tries them: appointed by the page, and what each then may and may not."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from nastavnik.access.roles import Role
from nastavnik.documents.models import LegalAct, Paper
from nastavnik.documents.rules import PaperState
from nastavnik.organisations.models import BodyDecision, CollegialBody
from nastavnik.pairs import orders
from nastavnik.people.models import Appointment
from tests.bank.banks import mentee
from tests.cast import TODAY, Cast, make_person
from tests.pairs.world import formed, ready

from .conftest import Enter


@pytest.fixture(autouse=True)
def _today(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    Appointment.objects.update(starts_on=date(2020, 9, 1))
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_kwargs: TODAY)


def appointed(cast: Cast, client: Client, role: Role) -> Client:
    """Galina is given the role by the head's page, by an order."""
    sent = {"role": role.value, "starts_on": "2026-09-01", "basis": "приказ"}
    sent |= {"basis_number": "7-к", "basis_date": "2026-08-25"}
    client.post(f"/people/{cast.galina.pk}/roles/new/", sent)
    given = Appointment.objects.get(person=cast.galina, role=role)
    assert (given.starts_on, given.basis_number) == (date(2026, 9, 1), "7-к")
    card = client.get(f"/people/{cast.galina.pk}/").content.decode()
    assert role.label in card
    assert "7-к" in card
    return client


@pytest.mark.req("R083")
def test_a_head_is_appointed_from_a_day_by_a_document_and_decides(cast: Cast, enter: Enter) -> None:
    pair = formed(cast, cast.kirill, mentor=cast.vera)
    galina = enter(cast.galina)
    assert galina.post(f"/pairs/{pair.pk}/approve/").status_code in {403, 404}
    appointed(cast, enter(cast.rodion), Role.HEAD)
    assert galina.post(f"/pairs/{pair.pk}/approve/").status_code == 302
    pair.refresh_from_db()
    assert pair.state == "consents"


@pytest.mark.req("R084")
def test_the_head_overlooks_approves_and_controls_the_own_school_and_no_other(
    cast: Cast, enter: Enter
) -> None:
    head = enter(cast.rodion)
    mentee(cast, cast.darya)
    pair = formed(cast)
    overlooks = {
        "/": "Утвердить пары",
        "/people/": "Мещерякова",
        "/bank/": "Вершинина",
        "/pairs/": "Мещерякова",
        "/documents/": "Документы",
    }
    for address, words in overlooks.items():
        assert words in head.get(address).content.decode(), address
    assert "Утвердить пару" in head.get(f"/pairs/{pair.pk}/").content.decode()
    head.post(f"/pairs/{pair.pk}/approve/")
    pair.refresh_from_db()
    assert pair.state == "consents"
    paper = orders.draft(
        cast.school, [ready(cast, cast.darya, mentor=cast.vera)], by=cast.as_actor(cast.vera)
    )
    head.post(f"/pairs/orders/{paper.pk}/issue/", {"number": "1", "on": str(TODAY)})
    paper.refresh_from_db()
    assert paper.state == PaperState.ISSUED
    journal = head.get("/journal/").content.decode()
    assert "Издан" in journal
    assert "Утверждена" in journal
    for address in (f"/people/{cast.oleg.pk}/", f"/organisation/{cast.other_school.pk}/edit/"):
        assert head.get(address).status_code == 404, address


@pytest.mark.req("R089")
def test_a_deputy_prepares_what_the_head_delegates_and_the_head_decides(cast: Cast, enter: Enter) -> None:
    appointed(cast, enter(cast.rodion), Role.DEPUTY)
    pair, deputy = ready(cast, cast.darya, mentor=cast.vera), enter(cast.galina)
    assert "Вершинина" in deputy.get("/pairs/").content.decode()
    assert deputy.get("/bank/").status_code == 200
    deputy.post("/pairs/orders/new/", {"rows": [str(pair.pk)]})
    paper = Paper.objects.get()
    deputy.post("/organisation/bodies/new/", {"kind": "council", "title": "Совет наставников"})
    assert CollegialBody.objects.filter(organisation=cast.school).exists()
    issue = f"/pairs/orders/{paper.pk}/issue/"
    assert deputy.post(issue, {"number": "1", "on": str(TODAY)}).status_code == 403
    paper.refresh_from_db()
    assert paper.state == PaperState.DRAFT
    table = enter(cast.rodion).get("/people/responsibility/").content.decode()
    assert "Мещерякова\u00a0Г." in table


@pytest.mark.req("R087")
def test_a_curator_leads_the_programmes_of_pairs(cast: Cast, enter: Enter) -> None:
    appointed(cast, enter(cast.rodion), Role.CURATOR)
    curator = enter(cast.galina)
    for address in ("/bank/mentees/new/", "/pairs/new/", "/people/consents/", "/matching/"):
        assert curator.get(address).status_code == 200, address
    pair = formed(cast, mentor=cast.vera)
    assert "Утвердить пару" in curator.get(f"/pairs/{pair.pk}/").content.decode()
    table = curator.get("/people/responsibility/").content.decode()
    assert "Мещерякова\u00a0Г." in table


@pytest.mark.req("R113")
def test_a_tutor_of_the_centre_is_appointed_and_sees_no_personal_lists(cast: Cast, enter: Enter) -> None:
    appointed(cast, enter(cast.rodion), Role.TUTOR)
    tutor = enter(cast.galina)
    assert tutor.get("/").status_code == 200
    for address in ("/people/", "/bank/"):
        assert tutor.get(address).status_code in {403, 404}, address


@pytest.mark.req("R085")
def test_the_head_chooses_a_council_or_one_responsible_person(cast: Cast, enter: Enter) -> None:
    head = enter(cast.rodion)
    make_person("Белова Инна Петровна", cast.school, Role.COUNCIL_CHAIR)
    school = cast.school
    sent = {
        name: getattr(school, name)
        for name in ("full_name", "short_name", "kind", "place", "time_zone", "young_max_age")
    }
    sent |= {"young_max_career": school.young_max_career, "has_council": "on", "version": school.version}
    row = "Белова\u00a0И."
    assert row in head.get("/people/responsibility/").content.decode()
    assert "совет наставников и куратор" in head.get("/organisation/").content.decode()
    del sent["has_council"]
    head.post(f"/organisation/{school.pk}/edit/", sent)
    assert row not in head.get("/people/responsibility/").content.decode()
    assert "один куратор" in head.get("/organisation/").content.decode()


@pytest.mark.req("R036")
def test_the_two_contours_are_told_on_the_cards_of_organisations(cast: Cast, enter: Enter) -> None:
    assert "Внутренний контур" in enter(cast.vera).get("/organisation/").content.decode()
    coordinator = make_person("Липина Анна Ильинична", cast.town, Role.MUNICIPAL)
    page = enter(coordinator).get("/organisation/").content.decode()
    assert "Внешний контур: муниципалитет" in page
    schools = page[page.index("<table") :]
    assert schools.count("Внутренний контур") == 2
    assert "Внешний контур" not in schools


@pytest.mark.req("R004", "R005")
def test_grounds_typed_on_pages_stand_whole_in_the_preamble(cast: Cast, enter: Enter) -> None:
    curator = enter(cast.vera)
    act = {
        "kind": "Приказ",
        "issuer": "Министерства образования Заречинской области",
        "on": "2026-03-24",
        "number": "404",
        "title": "О внедрении системы наставничества",
        "level": "regional",
        "status": "in_force",
    }
    curator.post("/documents/acts/new/", act)
    body = CollegialBody.objects.create(
        organisation=cast.school, kind="pedagogical", title="Педагогический совет"
    )
    decision = {"on": "2026-08-28", "protocol": "8", "question": "О наставничестве"}
    curator.post(f"/organisation/bodies/{body.pk}/decisions/new/", decision)
    paper = orders.draft(cast.school, [ready(cast)], by=cast.as_actor(cast.vera))
    sent = {
        "title": paper.title,
        "purpose": "внедрения системы наставничества",
        "acts": [str(LegalAct.objects.get(number="404").pk)],
        "decisions": [str(BodyDecision.objects.get().pk)],
        "version": paper.version,
    }
    assert curator.post(f"/pairs/orders/{paper.pk}/edit/", sent).status_code == 302
    page = curator.get(f"/pairs/orders/{paper.pk}/").content.decode().replace("\u00a0", " ")
    assert "В целях внедрения системы наставничества" in page
    assert (
        "приказ Министерства образования Заречинской области от 24.03.2026 № 404 "
        "«О внедрении системы наставничества»"
    ) in page
    assert "решение педагогического совета (протокол от 28.08.2026 № 8)" in page
