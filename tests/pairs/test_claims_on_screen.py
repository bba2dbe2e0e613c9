"""Forming as a person meets it: by the forms of the pages, up to the row of the order."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from nastavnik.documents import services as documents
from nastavnik.documents.models import Paper
from nastavnik.organisations.models import ListItem
from nastavnik.pairs import orders
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.rules import PairState, Side
from nastavnik.people.models import Appointment, Consent, Person, Representative
from nastavnik.people.rules import ConsentKind, PersonKind
from tests.cast import TODAY, Cast, make_person

from .conftest import Enter
from .test_order_on_paper import annex
from .test_orders import issue
from .test_screens import pair_data, pick
from .world import approved, give, in_bank, ready, with_basis, with_consents

Make = Callable[..., Mentorship]


@pytest.fixture(autouse=True)
def _today(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    Appointment.objects.update(starts_on=date(2020, 9, 1))
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_kwargs: TODAY)


@pytest.fixture
def curator(cast: Cast, enter: Enter) -> Client:
    return enter(cast.vera)


@pytest.fixture
def made(cast: Cast, curator: Client) -> Make:
    """A pair or a group by the form."""

    def make(*, shape: str = "pair", **sent: object) -> Mentorship:
        answer = curator.post(f"/pairs/new/?shape={shape}", pair_data(cast, **sent))
        assert answer.status_code == 302, answer.content.decode()
        return Mentorship.objects.get(pk=answer["Location"].split("/")[2])

    return make


def row_of(cast: Cast, pair: Mentorship) -> tuple[str, ...]:
    """The row of the order that this pair becomes."""
    for taker in pair.participations.select_related("person"):
        give(taker.person, ConsentKind.PROCESSING)
        give(taker.person, ConsentKind.DUTIES, about=pair)
    pair.refresh_from_db()
    paper = orders.draft(cast.school, [with_basis(cast, pair)], by=cast.as_actor(cast.vera))
    issue(paper, cast)
    [row] = annex(documents.docx_of(paper, today=TODAY))
    return row


# --- voluntary on both sides ---


@pytest.mark.req("R049")
@pytest.mark.parametrize("who", ["galina", "kirill"])
def test_either_side_accepts_or_declines_before_the_order_and_every_answer_stays(
    cast: Cast, curator: Client, enter: Enter, who: str
) -> None:
    pair = approved(cast)
    person: Person = getattr(cast, who)
    paper = orders.draft(cast.school, [pair], by=cast.as_actor(cast.vera))
    mine, client = pair.participations.get(person=person), enter(person)
    page = client.get(f"/pairs/{pair.pk}/").content.decode()
    assert "Да, согласен" in page
    assert "Нет, отказываюсь" in page
    client.post(f"/pairs/answers/{mine.pk}/", {"answer": "declined", "words": "Нет времени"})
    refused = curator.post(f"/pairs/orders/{paper.pk}/issue/", {"number": "1", "on": str(TODAY)})
    assert f"{person.short_name}: отказ от участия" in refused.content.decode()
    assert Paper.objects.get(pk=paper.pk).state == "draft"
    assert "Передумать и согласиться" in client.get(f"/pairs/{pair.pk}/").content.decode()
    client.post(f"/pairs/answers/{mine.pk}/", {"answer": "agreed"})
    for taker in pair.participations.select_related("person"):
        give(taker.person, ConsentKind.PROCESSING)
        give(taker.person, ConsentKind.DUTIES, about=pair)
    with_basis(cast, pair)
    curator.post(f"/pairs/orders/{paper.pk}/issue/", {"number": "1", "on": str(TODAY)})
    assert Paper.objects.get(pk=paper.pk).state == "issued"
    for reader in (curator, enter(cast.galina), enter(cast.kirill)):
        story = reader.get(f"/pairs/{pair.pk}/story/").content.decode()
        assert f"Отказ от участия: {person.short_name}" in story
        assert f"Готовность участвовать: {person.short_name}" in story


@pytest.mark.req("R018")
@pytest.mark.parametrize("who", ["galina", "kirill", "darya"])
def test_the_order_stops_at_every_participant_without_written_consent(
    cast: Cast, curator: Client, who: str
) -> None:
    in_bank(cast.galina, capacity=3)
    group = ready(cast, cast.kirill, cast.darya, kind="group")
    paper = orders.draft(cast.school, [group], by=cast.as_actor(cast.vera))
    sheet = Consent.objects.filter(about=group.pk, person=getattr(cast, who))
    # Said by a click, but not in writing and under no act on simple electronic signatures.
    sheet.update(given_on=None, expressed_at=timezone.now())
    sent = {"number": "1", "on": str(TODAY)}
    page = curator.post(f"/pairs/orders/{paper.pk}/issue/", sent).content.decode()
    assert f"{getattr(cast, who).short_name}: нет согласия на обязанности" in page
    assert (Paper.objects.get().state, Mentorship.objects.get().order) == ("draft", None)
    sheet.update(given_on=TODAY, expressed_at=None)
    curator.post(f"/pairs/orders/{paper.pk}/issue/", sent)
    assert Paper.objects.get().state == "issued"
    assert Mentorship.objects.get().order == Paper.objects.get()


# --- forms and kinds ---


@pytest.mark.req("R052")
@pytest.mark.parametrize(
    ("name", "field", "code"), [("form", "form", "teacher-teacher"), ("kind", "kinds", "speed")]
)
def test_what_an_organisation_has_switched_off_is_offered_nowhere_and_refused(
    cast: Cast, curator: Client, enter: Enter, name: str, field: str, code: str
) -> None:
    line = ListItem.objects.get(organisation=cast.school, list=name, code=code)
    pages = ("/pairs/new/", "/pairs/new/?shape=group", "/bank/my-request/")
    assert all(str(line.pk) in curator.get(page).content.decode() for page in pages)
    curator.post(f"/organisation/lists/items/{line.pk}/switch/", {"enabled": "no"})
    assert not any(str(line.pk) in curator.get(page).content.decode() for page in pages)
    curator.post("/pairs/new/", pair_data(cast, **{field: str(line.pk)}))
    assert not Mentorship.objects.exists()
    other = ListItem.objects.get(organisation=cast.other_school, list=name, code=code)
    assert str(other.pk) in enter(cast.oleg).get("/pairs/new/").content.decode()


@pytest.mark.req("R196")
def test_a_form_that_the_organisation_has_added_is_chosen_and_stands_in_the_order(
    cast: Cast, curator: Client, made: Make
) -> None:
    curator.post("/organisation/lists/form/new/", {"title": "ветеран — педагог"})
    own = ListItem.objects.get(organisation=cast.school, list="form", title="ветеран — педагог")
    assert row_of(cast, made(form=str(own.pk)))[3].startswith("ветеран — педагог")


@pytest.mark.req("R195", "R198")
def test_a_head_mentors_a_pedagogue_to_improve_the_work(cast: Cast, curator: Client, made: Make) -> None:
    Person.objects.filter(pk=cast.rodion.pk).update(kind=PersonKind.HEAD)
    form = ListItem.objects.get(organisation=cast.school, list="form", code="head-teacher")
    assert "создаёт условия" in form.hint
    assert form.hint in curator.get("/organisation/lists/form/").content.decode()
    pair = made(mentor=str(cast.rodion.pk), form=str(form.pk))
    assert "не подходит этим людям" not in curator.get(f"/pairs/{pair.pk}/").content.decode()
    row = row_of(cast, pair)
    assert row[1].startswith("Рощин Родион Павлович\nдиректор")
    assert row[3].startswith("руководитель — педагог")
    wrong = made(form=str(form.pk), issue=pick(cast, "issue", "digital"))  # a teacher is no head
    assert "не подходит этим людям" in curator.get(f"/pairs/{wrong.pk}/").content.decode()


@pytest.mark.req("R210")
def test_the_traditional_kind_is_one_to_one_and_long(cast: Cast, curator: Client, made: Make) -> None:
    in_bank(cast.galina, capacity=9)
    traditional = ListItem.objects.get(organisation=cast.school, list="kind", code="traditional")
    assert traditional.hint == "Долгая работа более опытного с начинающим"
    pair = made()
    page = curator.get(f"/pairs/{pair.pk}/").content.decode()
    assert "традиционное («один на один»)" in page
    assert "Проверьте" not in page
    assert row_of(cast, pair)[3] == "педагог — педагог, традиционное («один на один»)"
    # Neither a group nor a few weeks is that kind: both are said to the curator.
    group = made(
        shape="group",
        mentees=[str(cast.kirill.pk), str(cast.darya.pk)],
        issue=pick(cast, "issue", "parents"),
    )
    assert "а наставляемых несколько" in curator.get(f"/pairs/{group.pk}/").content.decode()
    short = pair_data(cast, ends_on="2026-10-16", issue=pick(cast, "issue", "digital"))
    assert "Срок короче трёх месяцев" in curator.post("/pairs/new/", short, follow=True).content.decode()


@pytest.mark.req("R202", "R185")
def test_a_group_of_two_or_more_is_one_row_of_the_order(cast: Cast, curator: Client, made: Make) -> None:
    in_bank(cast.galina, capacity=3)
    sent = {"kinds": [pick(cast, "kind", "group")], "mentees": [str(cast.kirill.pk)]}
    alone = curator.post("/pairs/new/?shape=group", pair_data(cast, **sent)).content.decode()
    assert "не меньше двух" in alone
    assert not Mentorship.objects.exists()
    sent["mentees"] = [str(cast.kirill.pk), str(cast.darya.pk)]
    row = row_of(cast, made(shape="group", **sent))
    assert row[3].endswith("в группе")
    assert "Зимин Кирилл Андреевич" in row[2]
    assert "Вершинина Дарья Олеговна" in row[2]


@pytest.mark.req("R205")
def test_the_opposite_pair_is_of_the_same_people_by_another_issue(
    cast: Cast, curator: Client, made: Make
) -> None:
    forth = made()
    assert f"/pairs/{forth.pk}/reverse/" in curator.get(f"/pairs/{forth.pk}/").content.decode()
    sent = pair_data(cast, kinds=[pick(cast, "kind", "reverse")])
    refused = curator.post(f"/pairs/{forth.pk}/reverse/", sent).content.decode()
    assert "по другому вопросу" in refused
    curator.post(f"/pairs/{forth.pk}/reverse/", sent | {"issue": pick(cast, "issue", "digital")})
    forth.refresh_from_db()
    back = forth.reverse_of
    assert back is not None
    assert back.reverse_of == forth
    assert [t.person for t in back.participations.filter(side=Side.MENTOR)] == [cast.kirill]
    assert [t.person for t in back.participations.filter(side=Side.MENTEE)] == [cast.galina]
    assert (forth.issue.code, back.issue.code) == ("teaching-methods", "digital")
    for one, other in ((forth, back), (back, forth)):
        assert f'href="/pairs/{other.pk}/"' in curator.get(f"/pairs/{one.pk}/").content.decode()


@pytest.mark.req("R190")
def test_a_mentor_of_another_school_is_chosen_by_the_form_and_helps_by_distance(
    cast: Cast, curator: Client, made: Make
) -> None:
    guest = make_person("Юдина Лариса Борисовна", cast.other_school, subjects="английский язык")
    assert "Юдина" not in curator.get("/pairs/new/").content.decode()
    entry = in_bank(guest)
    type(entry).objects.filter(pk=entry.pk).update(distance_ok=True)
    assert "Юдина" not in curator.get("/pairs/new/").content.decode()  # her name may not travel yet
    give(guest, ConsentKind.TRANSFER)
    assert "Юдина Лариса Борисовна" in curator.get("/pairs/new/").content.decode()
    pair = made(mentor=str(guest.pk), kinds=[pick(cast, "kind", "virtual")])
    assert (pair.organisation, pair.distance) == (cast.school, True)
    mentor = pair.participations.get(side=Side.MENTOR).person
    assert (mentor, mentor.organisation) == (guest, cast.other_school)
    row = row_of(cast, pair)
    assert row[1].startswith("Юдина Лариса Борисовна")
    assert "МБОУ «СШ № 3»" in row[1]
    assert row[3].endswith("виртуальное (дистанционное)")


@pytest.mark.req("R186")
def test_forming_is_a_dated_step_that_the_page_and_the_paper_show(
    cast: Cast, curator: Client, made: Make
) -> None:
    pair = made()
    assert pair.state == PairState.AWAITS_CONSENTS
    assert pair.decided_at is not None
    row_of(cast, pair)
    pair.refresh_from_db()
    assert pair.order is not None
    assert (pair.state, pair.order.on, pair.order.number) == (PairState.ACTIVE, TODAY, "56-ОД")
    story = curator.get(f"/pairs/{pair.pk}/story/").content.decode()
    for words in ("Пара предложена", "Пара утверждена", "Приказ № 56-ОД"):
        assert words in story


@pytest.mark.req("R161")
def test_a_participant_refuses_a_working_pair_and_the_refusal_is_recorded(cast: Cast, enter: Enter) -> None:
    pair = ready(cast)
    issue(orders.draft(cast.school, [pair], by=cast.as_actor(cast.vera)), cast)
    mine = Participation.objects.get(mentorship=pair, person=cast.kirill)
    client = enter(cast.kirill)
    page = client.get(f"/pairs/{pair.pk}/").content.decode()
    assert "Отказаться от участия" in page
    assert client.get(f"/pairs/answers/{mine.pk}/refuse/").status_code == 200
    sheet = Consent.objects.get(about=pair.pk, person=cast.kirill)
    client.post(f"/people/consents/{sheet.pk}/withdraw/", {"words": "Больше не могу", "sure": "on"})
    sheet.refresh_from_db()
    assert sheet.withdrawn_on == TODAY
    assert "отозвано" in enter(cast.vera).get(f"/pairs/{pair.pk}/story/").content.decode()


def _pupil(cast: Cast) -> tuple[Person, Person]:
    child = make_person(
        "Осинин Пётр Львович", cast.school, kind=PersonKind.PUPIL, position="", account=False, birth_year=2012
    )
    mother = make_person("Осинина Анна Юрьевна", cast.school, kind=PersonKind.PARENT, position="")
    Representative.objects.create(organisation=cast.school, minor=child, person=mother, kinship="мать")
    return child, mother


@pytest.mark.req("R160")
def test_parents_are_told_and_without_their_signature_a_child_does_not_take_part(
    cast: Cast, curator: Client, enter: Enter, made: Make
) -> None:
    child, mother = _pupil(cast)
    form = pick(cast, "form", "teacher-pupil")
    pair = made(mentees=str(child.pk), form=form)
    parent = enter(mother)
    news = parent.get("/news/").content.decode().replace("\u00a0", " ")
    assert "Ребёнку предлагают наставничество" in news
    assert "Осинин П. Л." in news
    sheets = parent.get("/people/my-consents/").content.decode()
    assert "Осинин Пётр Львович" in sheets
    paper = orders.draft(cast.school, [pair], by=cast.as_actor(cast.vera))
    sent = {"number": "1", "on": str(TODAY)}
    page = curator.post(f"/pairs/orders/{paper.pk}/issue/", sent).content.decode()
    assert "Осинин П. Л.: нет согласия на обработку данных" in page.replace("\u00a0", " ")
    for kind in (ConsentKind.PROCESSING, ConsentKind.DUTIES):
        sheet = Consent.objects.get(person=child, kind=kind)
        received = {"given_on": str(TODAY), "kept_where": "папка 1"}
        curator.post(f"/people/consents/{sheet.pk}/paper/", received)
        sheet.refresh_from_db()
        assert sheet.signed_by is not None
        assert sheet.signed_by.person == mother
    for kind in (ConsentKind.PROCESSING, ConsentKind.DUTIES):
        give(cast.galina, kind, about=pair if kind == ConsentKind.DUTIES else None)
    curator.post(f"/pairs/orders/{paper.pk}/issue/", sent)
    pair.refresh_from_db()
    assert pair.state == PairState.ACTIVE
    assert "Наставничество ребёнка начинается" in parent.get("/news/").content.decode()


def test_both_sides_are_told_of_the_offer_and_of_the_order(cast: Cast, enter: Enter, made: Make) -> None:
    pair = made()
    for person in (cast.galina, cast.kirill):
        assert "Вам предлагают пару" in enter(person).get("/news/").content.decode()
    assert "Вам предлагают пару" not in enter(cast.darya).get("/news/").content.decode()
    row_of(cast, pair)
    for person in (cast.galina, cast.kirill):
        assert "Ваша пара закреплена приказом" in enter(person).get("/news/").content.decode()


def test_a_consent_withdrawn_before_the_order_takes_the_pair_back(cast: Cast, enter: Enter) -> None:
    pair = with_consents(cast)
    sheet = Consent.objects.get(about=pair.pk, person=cast.galina)
    enter(cast.galina).post(f"/people/consents/{sheet.pk}/withdraw/", {"words": ""})
    pair.refresh_from_db()
    assert pair.state == PairState.AWAITS_CONSENTS
