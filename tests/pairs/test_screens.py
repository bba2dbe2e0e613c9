"""Screens of pairs and orders: what each shows, what each form does, what a stranger gets."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from nastavnik.documents.models import Paper
from nastavnik.documents.rules import PaperState
from nastavnik.organisations.models import ListItem
from nastavnik.pairs import gates, order_draft, orders
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import LabourKind, PairState, Side
from nastavnik.people.models import Person, Representative
from nastavnik.people.rules import ConsentKind, PersonKind
from tests.cast import TODAY, Cast, make_person

from .world import ENDS, approved, formed, give, in_bank, ready, with_consents

SignedIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_kwargs: TODAY)


@pytest.fixture
def signed_in() -> SignedIn:
    def sign_in(person: Person) -> Client:
        client = Client()
        assert person.account is not None
        client.force_login(person.account)
        return client

    return sign_in


@pytest.fixture
def curator(cast: Cast, signed_in: SignedIn) -> Client:
    return signed_in(cast.vera)


def pick(cast: Cast, name: str, code: str) -> str:
    return str(ListItem.objects.get(organisation=cast.school, list=name, code=code).pk)


def pair_data(cast: Cast, **more: object) -> dict[str, object]:
    return {
        "mentor": str(cast.galina.pk),
        "mentees": str(cast.kirill.pk),
        "issue": pick(cast, "issue", "teaching-methods"),
        "form": pick(cast, "form", "teacher-teacher"),
        "kinds": [pick(cast, "kind", "traditional")],
        "starts_on": "2026-09-16",
        "ends_on": "2027-05-28",
        "words": "",
        **more,
    }


def test_a_pair_by_hand_is_approved_at_once_by_the_one_who_may(cast: Cast, curator: Client) -> None:
    answer = curator.post("/pairs/new/", pair_data(cast))
    pair = Mentorship.objects.get()
    assert answer.headers["Location"] == f"/pairs/{pair.pk}/"
    assert pair.state == PairState.AWAITS_CONSENTS


def test_a_double_click_makes_one_pair(cast: Cast, curator: Client) -> None:
    sent = pair_data(cast, once="f" * 32)
    first, second = curator.post("/pairs/new/", sent), curator.post("/pairs/new/", sent)
    assert Mentorship.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"mentees": "mentor"}, "самому себе"),
        ({"ends_on": "2026-09-01"}, "позже начала"),
        ({"kinds": []}, "хотя бы один вид"),
    ],
)
def test_a_refused_pair_keeps_what_was_typed(
    cast: Cast, curator: Client, changed: dict[str, object], said: str
) -> None:
    sent = pair_data(cast, words="Помочь с уроками") | changed
    if changed.get("mentees") == "mentor":
        sent["mentees"] = sent["mentor"]
    page = curator.post("/pairs/new/", sent).content.decode()
    assert said in page
    assert "Помочь с уроками" in page
    assert not Mentorship.objects.exists()


def test_a_mentor_beyond_the_limit_is_refused_in_the_form(cast: Cast, curator: Client) -> None:
    in_bank(cast.galina, capacity=1)
    formed(cast, cast.darya)
    page = curator.post("/pairs/new/", pair_data(cast)).content.decode()
    assert "уже ведёт 1 из 1" in page


def test_a_group_by_hand_wants_two(cast: Cast, curator: Client) -> None:
    in_bank(cast.galina, capacity=5)
    one = pair_data(cast, mentees=[str(cast.kirill.pk)], kinds=[pick(cast, "kind", "group")])
    assert "не меньше двух" in curator.post("/pairs/new/?shape=group", one).content.decode()
    two = one | {"mentees": [str(cast.kirill.pk), str(cast.darya.pk)]}
    assert curator.post("/pairs/new/?shape=group", two).status_code == 302
    assert Mentorship.objects.get().is_group


def test_the_card_tells_what_is_missing_with_a_button_each(cast: Cast, curator: Client) -> None:
    pair = approved(cast)
    page = curator.get(f"/pairs/{pair.pk}/").content.decode()
    assert "нет согласия на обязанности" in page
    assert f"/pairs/{pair.pk}/basis/" in page


def test_a_stranger_gets_404_and_a_teacher_403(cast: Cast, signed_in: SignedIn) -> None:
    pair = approved(cast)
    paper = orders.draft(cast.school, [pair], by=cast.as_actor(cast.vera))
    addresses = [f"/pairs/{pair.pk}/", f"/pairs/orders/{paper.pk}/"]
    stranger = signed_in(cast.oleg)
    assert [stranger.get(address).status_code for address in addresses] == [404, 404]
    assert signed_in(cast.galina).get("/pairs/new/").status_code in {403, 404}
    assert signed_in(cast.galina).get(f"/pairs/{pair.pk}/").status_code == 200


def test_a_participant_answers_on_the_card(cast: Cast, signed_in: SignedIn) -> None:
    pair = approved(cast)
    mine = pair.participations.get(person=cast.kirill)
    client = signed_in(cast.kirill)
    assert "Вы согласны на эту пару?" in client.get(f"/pairs/{pair.pk}/").content.decode()
    client.post(f"/pairs/answers/{mine.pk}/", {"answer": "agreed"})
    mine.refresh_from_db()
    assert mine.answer == "agreed"
    theirs = pair.participations.get(person=cast.galina)
    assert client.post(f"/pairs/answers/{theirs.pk}/", {"answer": "declined"}).status_code == 404


def test_a_basis_without_its_parts_names_them(cast: Cast, curator: Client) -> None:
    pair = approved(cast)
    page = curator.post(f"/pairs/{pair.pk}/basis/", {"kind": "addendum", "number": "7"}).content.decode()
    assert "Укажите дату соглашения" in page
    assert "Укажите размер и условия выплаты соглашения" in page


# --- the order ---


def draft(cast: Cast, *pairs: Mentorship) -> Paper:
    return orders.draft(cast.school, list(pairs), by=cast.as_actor(cast.vera))


def test_the_draft_offers_ready_pairs_ticked(cast: Cast, curator: Client) -> None:
    pair, waiting = ready(cast), approved(cast, cast.darya)
    page = curator.get("/pairs/orders/new/").content.decode()
    assert f'value="{pair.pk}" id="id_rows_0" checked' in page
    assert f'value="{waiting.pk}" id="id_rows_1">' in page
    answer = curator.post("/pairs/orders/new/", {"rows": [str(pair.pk)]})
    assert answer.headers["Location"] == f"/pairs/orders/{Paper.objects.get().pk}/"


def test_an_order_without_rows_is_not_begun(cast: Cast, curator: Client) -> None:
    ready(cast)
    page = curator.post("/pairs/orders/new/", {}).content.decode()
    assert "Отметьте хотя бы одну пару" in page
    assert not Paper.objects.exists()


def test_lines_that_are_not_ready_leave_and_the_rest_is_issued(cast: Cast, curator: Client) -> None:
    paper = draft(cast, ready(cast), approved(cast, cast.darya))
    page = curator.get(f"/pairs/orders/{paper.pk}/").content.decode()
    assert "и издать" in page
    answer = curator.post(f"/pairs/orders/{paper.pk}/ready-only/")
    assert answer.headers["Location"].endswith("/issue/")
    assert paper.order_rows.count() == 1
    answer = curator.post(f"/pairs/orders/{paper.pk}/issue/", {"number": "56-ОД", "on": "2026-09-15"})
    assert answer.headers["Location"] == f"/pairs/orders/{paper.pk}/"
    paper.refresh_from_db()
    assert (paper.state, paper.number) == (PaperState.ISSUED, "56-ОД")


def test_an_order_with_a_gap_is_not_issued_by_its_address(cast: Cast, curator: Client) -> None:
    paper = draft(cast, with_consents(cast))
    page = curator.post(f"/pairs/orders/{paper.pk}/issue/", {"number": "1", "on": "2026-09-15"})
    assert "Приказ пока нельзя издать" in page.content.decode()
    paper.refresh_from_db()
    assert paper.state == PaperState.DRAFT


def test_a_number_that_exists_is_refused_in_the_form(cast: Cast, curator: Client) -> None:
    sent = {"number": "56-ОД", "on": "2026-09-15"}
    curator.post(f"/pairs/orders/{draft(cast, ready(cast)).pk}/issue/", sent)
    second = draft(cast, ready(cast, cast.darya))
    assert "уже есть" in curator.post(f"/pairs/orders/{second.pk}/issue/", sent).content.decode()


def test_of_two_curators_the_second_keeps_the_text(cast: Cast, curator: Client, signed_in: SignedIn) -> None:
    paper = draft(cast, ready(cast))
    sent = {"title": "О закреплении", "items": "Первый пункт", "version": "1"}
    assert curator.post(f"/pairs/orders/{paper.pk}/edit/", sent).status_code == 302
    other = signed_in(cast.rodion)
    page = other.post(f"/pairs/orders/{paper.pk}/edit/", sent | {"items": "Второй пункт"}).content.decode()
    assert "только что изменил другой человек" in page
    assert "Второй пункт" in page
    paper.refresh_from_db()
    assert paper.draft["items"][0]["text"] == "Первый пункт"
    again = {"title": "О закреплении", "items": "Второй пункт", "version": str(paper.version)}
    assert other.post(f"/pairs/orders/{paper.pk}/edit/", again).status_code == 302


@pytest.mark.parametrize("what", ["programmes_due", "items"])
def test_a_deadline_that_cannot_be_read_is_refused(cast: Cast, curator: Client, what: str) -> None:
    paper = draft(cast, ready(cast))
    typed = {"title": "О закреплении", "version": "1", what: "Провести встречи | когда-нибудь"}
    assert "Срок не разобрать" in curator.post(f"/pairs/orders/{paper.pk}/edit/", typed).content.decode()


def test_deadlines_of_items_stand_in_the_order(cast: Cast, curator: Client) -> None:
    paper = draft(cast, ready(cast))
    sent = {
        "title": "О закреплении",
        "version": "1",
        "programmes_due": "октябрь 2026",
        "items": "Провести встречи | сентябрь — ноябрь 2026\n- в кабинетах | 10 рабочих дней",
    }
    curator.post(f"/pairs/orders/{paper.pk}/edit/", sent)
    page = curator.get(f"/pairs/orders/{paper.pk}/").content.decode()
    assert "подготовить программы в октябре 2026 г." in page.replace("\u00a0", " ")
    assert "Провести встречи в сентябре — ноябре 2026 г." in page.replace("\u00a0", " ")
    assert "в течение 10 рабочих дней" in page.replace("\u00a0", " ")
    again = curator.get(f"/pairs/orders/{paper.pk}/edit/").content.decode()
    assert "сентябрь 2026 — ноябрь 2026" in again


# --- groups and opposite pairs ---


def test_a_mentee_joins_and_leaves_a_group_by_its_card(cast: Cast, curator: Client) -> None:
    in_bank(cast.galina, capacity=5)
    group = approved(cast, cast.kirill, cast.darya)
    third = make_person("Ясенев Пётр Ильич", cast.school)
    curator.post(f"/pairs/{group.pk}/join/", {"person": str(third.pk), "on": "2026-09-20"})
    taker = group.participations.get(person=third)
    assert taker.joined_on == date(2026, 9, 20)
    page = curator.post(f"/pairs/{group.pk}/leave/{taker.pk}/", {"on": "2026-09-15", "reason": ""})
    assert "причину" in page.content.decode()
    page = curator.post(f"/pairs/{group.pk}/leave/{taker.pk}/", {"on": "2026-09-15", "reason": "Переехал"})
    assert "раньше дня" in page.content.decode()


def test_the_opposite_pair_is_made_from_the_card(cast: Cast, curator: Client) -> None:
    pair = approved(cast)
    sent = pair_data(cast, issue=pick(cast, "issue", "digital"), kinds=[pick(cast, "kind", "reverse")])
    answer = curator.post(f"/pairs/{pair.pk}/reverse/", sent)
    pair.refresh_from_db()
    assert pair.reverse_of is not None
    assert answer.headers["Location"] == f"/pairs/{pair.reverse_of_id}/"
    assert pair.reverse_of.participations.get(side=Side.MENTOR).person == cast.kirill


# --- pairs that work already ---


def test_a_living_pair_by_hand_works_at_once(cast: Cast, curator: Client) -> None:
    sent = pair_data(cast, former_number="31-ОД", former_on="2026-09-01")
    answer = curator.post("/pairs/existing/", sent)
    pair = Mentorship.objects.get()
    assert pair.state == PairState.ACTIVE
    page = curator.get(answer.headers["Location"]).content.decode()
    assert "Чего не хватает" in page
    assert "№ 31-ОД от 01.09.2026" in page


def test_a_living_pair_without_its_order_is_refused(cast: Cast, curator: Client) -> None:
    page = curator.post("/pairs/existing/", pair_data(cast)).content.decode()
    assert "Укажите номер приказа" in page
    assert not Mentorship.objects.exists()


# --- size ---


@pytest.mark.parametrize("address", ["/pairs/", "order"])
def test_the_count_of_queries_does_not_grow_with_rows(
    cast: Cast, curator: Client, address: str, django_assert_max_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    in_bank(cast.galina, capacity=30)
    counts = []
    made: list[Mentorship] = []
    for many in (2, 8):
        for n in range(many):
            mentee = make_person(f"Ольхин Пётр {'А' * len(made)}{n}ович".replace("0", "О"), cast.school)
            made.append(ready(cast, mentee))
        path = address
        if address == "order":
            page = order_draft.begin(cast.school, made[-many:], today=TODAY, by=cast.as_actor(cast.vera))
            path = f"/pairs/orders/{page.pk}/"
        curator.get(path)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert curator.get(path).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12


@pytest.mark.req("R181")
def test_a_pupil_pair_goes_to_the_order_with_its_representatives_alone(cast: Cast) -> None:
    def pupil(name: str) -> Person:
        child = make_person(name, cast.school, position="", kind=PersonKind.PUPIL, account=False)
        parent = make_person(f"{name.split()[0]} Павел Львович", cast.school, kind=PersonKind.PARENT)
        Representative.objects.create(
            organisation=cast.school,
            minor=child,
            person=parent,
            kinship="отец",
            starts_on=TODAY,
        )
        return child

    elder, younger = pupil("Ветров Илья Олегович"), pupil("Лугов Семён Ильич")
    pair = approved(cast, younger, mentor=elder, form="pupil-pupil")
    assert pair.form.code == "pupil-pupil"
    assert pair.labour_basis.kind == LabourKind.NOT_EMPLOYEE
    assert "обучающийся" in pair.labour_basis.explanation
    for child in (elder, younger):
        give(child, ConsentKind.PROCESSING)
        give(child, ConsentKind.DUTIES, about=pair)
    pair.refresh_from_db()
    assert pair.state == PairState.AWAITS_ORDER
    assert gates.missing_in([pair], today=TODAY)[pair.pk] == []


def test_between_employees_nothing_is_recorded_by_itself(cast: Cast) -> None:
    assert not hasattr(approved(cast), "labour_basis")


def test_unknown_addresses_are_404(curator: Client) -> None:
    assert curator.get(f"/pairs/{uuid4()}/").status_code == 404
    assert curator.get(f"/pairs/existing/table/{uuid4()}/").status_code == 404
    assert ENDS - timedelta(days=1) > TODAY


def test_the_form_that_is_not_chosen_follows_from_who_the_people_are(cast: Cast, curator: Client) -> None:
    elder = make_person("Осинин Пётр Львович", cast.school, position="", kind=PersonKind.PUPIL)
    younger = make_person("Рябинин Лев Ильич", cast.school, position="", kind=PersonKind.PUPIL)
    curator.post("/pairs/new/", pair_data(cast, mentor=str(elder.pk), mentees=str(younger.pk), form=""))
    assert Mentorship.objects.get().form.code == "pupil-pupil"


def test_a_living_pair_works_from_the_day_of_its_order(cast: Cast, curator: Client) -> None:
    former = {"former_number": "56-ОД", "former_on": "2026-09-01", "starts_on": ""}
    curator.post("/pairs/existing/", pair_data(cast, **former))
    assert Mentorship.objects.get().starts_on == date(2026, 9, 1)


def test_namesakes_are_told_apart_where_people_are_chosen(cast: Cast, curator: Client) -> None:
    make_person("Травкина Анна Андреевна", cast.school, position="педагог-психолог", birth_year=1980)
    make_person("Травкина Анна Андреевна", cast.school, position="учитель физики")
    page = curator.get("/pairs/new/").content.decode()
    assert "Травкина Анна Андреевна (педагог-психолог, 1980 г. р.)" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Травкина Анна Андреевна (учитель физики)" in page
