"""Every page of the banks as people meet it: whole ways by the browser-less client."""

import re
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from nastavnik.access.roles import Role
from nastavnik.bank.forms.entries import DONE_BEFORE
from nastavnik.bank.models import (
    CriterionMark,
    Evidence,
    Mentee,
    Mentor,
    Offer,
    ProblemMark,
    Request,
    TimeWindow,
)
from nastavnik.bank.services import register
from nastavnik.organisations.models import ListItem
from nastavnik.people.models import Consent
from tests.cast import TODAY, Cast, make_person

from .banks import candidate, item, mentee, mentor, request
from .conftest import Enter


@pytest.mark.req("R122", "R124", "R024")
def test_the_curator_enters_many_mentees_at_once_with_a_reason_and_an_issue(cast: Cast, enter: Enter) -> None:
    client = enter(cast.vera)
    page = client.get("/bank/mentees/new/").content.decode()
    reasons = ("Молодой специалист", "в новой организации", "новую должность", "По итогам аттестации")
    assert all(words in page for words in reasons)
    answer = client.post(
        "/bank/mentees/new/",
        {
            "person": [cast.kirill.pk, cast.darya.pk],
            "category": item(cast.school, "category", "young-specialist").pk,
            "issue": item(cast.school, "issue", "teaching-methods").pk,
        },
    )
    assert answer["Location"] == "/bank/"
    entered = Mentee.objects.select_related("person")
    assert {entry.person for entry in entered} == {cast.kirill, cast.darya}
    assert all([c.code for c in entry.categories.all()] == ["young-specialist"] for entry in entered)
    assert Consent.objects.filter(kind="processing").count() == 2
    listed = client.get("/bank/").content.decode()
    assert listed.count("ждёт согласия") >= 2
    assert "Методика обучения и преподавания" in listed


def test_nobody_ticked_is_said_and_the_choice_is_kept(cast: Cast, enter: Enter) -> None:
    issue = item(cast.school, "issue", "parents")
    page = enter(cast.vera).post("/bank/mentees/new/", {"issue": issue.pk}).content.decode()
    assert "Отметьте в списке хотя бы одного человека" in page
    assert f'value="{issue.pk}" selected' in page
    assert not Mentee.objects.exists()


def test_foreign_people_and_foreign_list_lines_are_not_taken(cast: Cast, enter: Enter) -> None:
    foreign = item(cast.other_school, "issue", "parents")
    client = enter(cast.vera)
    page = client.post("/bank/mentees/new/", {"person": cast.kirill.pk, "issue": foreign.pk}).content.decode()
    assert "из списка" in page
    client.post("/bank/mentees/new/", {"person": [cast.oleg.pk, "мимо"]})
    assert not Mentee.objects.exists()


@pytest.mark.req("R134")
@pytest.mark.req_part("R051", "the mentee writes own priorities, the curator sees them")
def test_a_person_fills_the_own_request_and_the_curator_sees_it(cast: Cast, enter: Enter) -> None:
    answer = enter(cast.kirill).post(
        "/bank/my-request/",
        {
            "issue": item(cast.school, "issue", "teaching-methods").pk,
            "subject": item(cast.school, "subject", "physics").pk,
            "words": "Не успеваю за урок",
            "priorities": "Научиться планировать время",
            "domains": [item(cast.school, "domain", "methods").pk],
            "priority": "high",
            "kinds": [item(cast.school, "kind", "traditional").pk],
            "distance_ok": "on",
        },
    )
    made = Request.objects.get()
    assert (made.mentee.person, made.priority, made.distance_ok) == (cast.kirill, "high", True)
    assert made.mentee.priorities == "Научиться планировать время"
    assert answer["Location"] == f"/bank/mentees/{made.mentee_id}/"
    page = enter(cast.vera).get(answer["Location"]).content.decode()
    for words in ("Не успеваю за урок", "Научиться планировать время", "Очень важно", "ждёт согласия"):
        assert words in page


def test_an_own_form_with_an_error_keeps_the_words(cast: Cast, enter: Enter) -> None:
    page = enter(cast.kirill).post("/bank/my-request/", {"words": "мой длинный рассказ"}).content.decode()
    assert "мой длинный рассказ" in page
    assert "Выберите ответ в поле «С чем нужна помощь»" in page
    assert not Mentee.objects.exists()


@pytest.mark.req_part("R163", "a request is prefilled with the diagnosed difficulties")
def test_a_new_request_is_prefilled_with_the_difficulties_of_the_profile(cast: Cast, enter: Enter) -> None:
    client = enter(cast.kirill)
    domains = ListItem.objects.filter(organisation=cast.school, list="domain")
    client.post("/diagnostics/self/", {d.code: "1" if d.code == "law" else "4" for d in domains})
    page = client.get("/bank/my-request/").content.decode()
    ticked = [d.code for d in domains if f'value="{d.pk}"' in page and _is_ticked(page, str(d.pk))]
    assert ticked == ["law"]


def _is_ticked(page: str, value: str) -> bool:
    box = page[page.index(f'value="{value}"') :]
    return "checked" in box[: box.index(">")]


@pytest.mark.req("R088")
def test_results_practices_and_interaction_stand_apart_in_the_form_on_the_page_and_in_the_register(
    cast: Cast, enter: Enter
) -> None:
    entry = mentor(cast)
    told = {
        "results": "Трое коллег прошли аттестацию",
        "practices": "Урок-исследование для восьмых классов",
        "interaction": "Веду методическое объединение физиков",
    }
    client = enter(cast.galina)
    sent = {"version": entry.version, "source": entry.source_id, "capacity": "2", **told}
    client.post(f"/bank/mentors/{entry.pk}/edit/", sent)
    evidence = {"title": "Победа ученика на олимпиаде", "on": "2026-04-01", "link": "https://example.ru/1"}
    client.post(f"/bank/mentors/{entry.pk}/evidence/new/", evidence)
    for reader in (cast.galina, cast.vera, cast.rodion):
        lines = re.findall(
            r"<dt[^>]*>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>",
            enter(reader).get(f"/bank/mentors/{entry.pk}/").content.decode(),
            re.DOTALL,
        )
        shown = {term.strip(): value for term, value in lines}
        for term, words in zip(DONE_BEFORE.values(), told.values(), strict=True):
            assert words in shown[term[0]]
        assert "Победа ученика" in enter(reader).get(f"/bank/mentors/{entry.pk}/").content.decode()
    data = register.mentors_register(cast.school, today=TODAY, by=cast.as_actor(cast.vera))
    heads, row = load_workbook(BytesIO(data)).active.values
    kept = dict(zip(heads, row, strict=True))
    assert kept["Результаты"] == told["results"]
    assert kept["Чем подтверждены"] == "Победа ученика на олимпиаде (01.04.2026)"
    assert kept["Лучшие практики"] == told["practices"]
    assert kept["Профессиональное взаимодействие"] == told["interaction"]


@pytest.mark.req("R133")
def test_a_person_offers_help_becomes_a_candidate_and_fills_the_page(cast: Cast, enter: Enter) -> None:
    client = enter(cast.galina)
    issue = item(cast.school, "issue", "teaching-methods")
    answer = client.post("/bank/my-offer/", {"issue": issue.pk, "words": "покажу свои уроки"})
    entry = Mentor.objects.get()
    assert (entry.person, entry.state, entry.source.code) == (cast.galina, "candidate", "pedagogue")
    assert answer["Location"] == f"/bank/mentors/{entry.pk}/"
    assert client.get("/bank/my-offer/")["Location"] == answer["Location"]
    client.post(
        f"/bank/mentors/{entry.pk}/edit/",
        {
            "version": entry.version,
            "source": entry.source_id,
            "capacity": "3",
            "kinds": [item(cast.school, "kind", "virtual").pk],
            "distance_ok": "on",
            "results": "Двое молодых коллег прошли аттестацию",
        },
    )
    client.post(f"/bank/people/{cast.galina.pk}/week/", {"day1": "14:00-16:00", "day5": "8.30–9.15, 15-17"})
    client.post(
        f"/bank/mentors/{entry.pk}/evidence/new/", {"title": "Победа ученика", "link": "https://example.ru/1"}
    )
    entry.refresh_from_db()
    assert (entry.capacity, entry.distance_ok) == (3, True)
    assert TimeWindow.objects.filter(person=cast.galina).count() == 3
    page = client.get(answer["Location"]).content.decode()
    for words in (
        "0 из 3",
        "понедельник 14:00–16:00",
        "Победа ученика",
        "Двое молодых коллег",
        "ждёт согласия",
    ):
        assert words in page
    assert Evidence.objects.get().link == "https://example.ru/1"


def test_a_window_that_is_not_a_time_is_refused_and_kept(cast: Cast, enter: Enter) -> None:
    client = enter(cast.galina)
    page = client.post(f"/bank/people/{cast.galina.pk}/week/", {"day2": "после обеда"}).content.decode()
    assert "после обеда" in page
    assert "14:00–16:00" in page
    assert not TimeWindow.objects.exists()


def test_the_curator_marks_criteria_and_admits_by_the_page(cast: Cast, enter: Enter) -> None:
    entry = candidate(cast)
    client = enter(cast.vera)
    address = f"/bank/mentors/{entry.pk}/"
    client.post(f"{address}offers/new/", {"issue": item(cast.school, "issue", "parents").pk})
    page = client.post(f"{address}admit/", follow=True).content.decode()
    assert "отметьте в критериях: «Хочет участвовать»" in page
    marked = client.post(
        f"/bank/people/{cast.galina.pk}/criteria/",
        {
            "wish": "yes",
            "wish-words": "сама предложила",
            "experience": "yes",
            "time": "yes",
            "civic": "later",
        },
    )
    assert marked["Location"] == address
    assert CriterionMark.objects.filter(met=True).count() == 3
    assert "Наставник принят в банк" in client.post(f"{address}admit/", follow=True).content.decode()
    entry.refresh_from_db()
    assert entry.state == "admitted"


def test_offers_evidence_and_requests_are_taken_away_by_their_pages(cast: Cast, enter: Enter) -> None:
    entry, asking = mentor(cast), mentee(cast)
    wanted = request(cast, asking)
    client = enter(cast.vera)
    offer = Offer.objects.get()
    client.post(f"/bank/mentors/{entry.pk}/evidence/new/", {"title": "Статья"})
    for address in (f"offers/{offer.pk}/remove/", f"evidence/{Evidence.objects.get().pk}/remove/"):
        assert "больше не будет" in client.get(f"/bank/{address}").content.decode()
        client.post(f"/bank/{address}")
    client.post(f"/bank/requests/{wanted.pk}/close/")
    wanted.refresh_from_db()
    assert (Offer.objects.count(), Evidence.objects.count(), wanted.state) == (0, 0, "closed")
    client.post(f"/bank/mentors/{entry.pk}/leave/")
    client.post(f"/bank/mentees/{asking.pk}/leave/")
    assert Mentor.objects.get().left_on == Mentee.objects.get().left_on == timezone.localdate()


def test_an_own_entry_and_request_are_changed_by_the_person(cast: Cast, enter: Enter) -> None:
    entry = mentee(cast)
    wanted = request(cast, entry)
    client = enter(cast.kirill)
    client.post(f"/bank/mentees/{entry.pk}/edit/", {"version": entry.version, "priorities": "Оценивание"})
    issue = item(cast.school, "issue", "parents")
    said = {"version": wanted.version, "issue": issue.pk, "priority": "low", "words": "собрания"}
    client.post(f"/bank/requests/{wanted.pk}/", said)
    problem = item(cast.school, "problem", "burnout")
    client.post(f"/bank/mentees/{entry.pk}/problems/", {"problems": [problem.pk]})
    entry.refresh_from_db()
    wanted.refresh_from_db()
    assert (entry.priorities, wanted.issue, wanted.words) == ("Оценивание", issue, "собрания")
    assert ProblemMark.objects.get().problem == problem


OWN_PAGES = (
    "/bank/mentees/{mentee}/",
    "/bank/mentees/{mentee}/edit/",
    "/bank/mentees/{mentee}/problems/",
    "/bank/mentees/{mentee}/requests/new/",
    "/bank/requests/{request}/",
    "/bank/mentors/{mentor}/",
    "/bank/mentors/{mentor}/edit/",
    "/bank/mentors/{mentor}/offers/new/",
    "/bank/mentors/{mentor}/evidence/new/",
    "/bank/offers/{offer}/remove/",
    "/bank/people/{person}/week/",
)
CURATORS_PAGES = (
    "/bank/mentees/{mentee}/leave/",
    "/bank/mentors/{mentor}/leave/",
    "/bank/people/{person}/criteria/",
)


@pytest.mark.parametrize("address", [*OWN_PAGES, *CURATORS_PAGES])
def test_a_stranger_meets_404_and_the_curator_a_page(cast: Cast, enter: Enter, address: str) -> None:
    asking = mentee(cast)
    offering = mentor(cast, cast.kirill)
    url = address.format(
        mentee=asking.pk,
        request=request(cast, asking).pk,
        mentor=offering.pk,
        offer=Offer.objects.get().pk,
        person=cast.kirill.pk,
    )
    assert enter(cast.vera).get(url).status_code == 200
    assert enter(cast.oleg).get(url).status_code == 404
    own = enter(cast.kirill).get(url).status_code
    assert own == (200 if address in OWN_PAGES else 403)
    assert enter(cast.darya).get(url).status_code in {403, 404}


@pytest.mark.parametrize(("role", "code"), [(Role.COUNCIL_MEMBER, 200), (Role.HEAD, 200), (Role.MENTOR, 403)])
def test_the_lists_open_for_those_who_oversee(cast: Cast, enter: Enter, role: Role, code: int) -> None:
    person = make_person("Белова Инна Петровна", cast.school, role)
    mentee(cast)
    for address in ("/bank/", "/bank/mentors/"):
        assert enter(person).get(address).status_code == code
