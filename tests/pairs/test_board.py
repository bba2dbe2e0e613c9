"""The board of pairs: where a card stands, what may be done with it, how many queries it takes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nastavnik.pairs.board.rules import Column, column_of
from nastavnik.pairs.changing.rules import ChangeKind
from nastavnik.pairs.health.rules import Feeling
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.rules import PairState, Side
from nastavnik.people.models import Person
from tests.cast import TODAY, Cast, make_person

from .living import change, told, working
from .world import approved, formed, in_bank

SignedIn = Callable[[Person], Client]
BOARD = "/pairs/board/"
MOST = 12
MOST_BYTES = 150_000


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch) -> SignedIn:
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_kwargs: TODAY + timedelta(days=20))

    def enter(person: Person) -> Client:
        client = Client()
        assert person.account is not None
        client.force_login(person.account)
        return client

    return enter


def test_where_a_pair_stands() -> None:
    assert column_of(PairState.PROPOSED, None) is Column.PROPOSED
    assert column_of(PairState.ACTIVE, Feeling.WELL) is Column.WELL
    assert column_of(PairState.PAUSED, Feeling.EARLY) is Column.PAUSED
    assert column_of(PairState.PAUSED, Feeling.CONTACT) is Column.CONTACT
    assert column_of(PairState.FINISHED, None) is Column.ENDED


def column(page: str, code: Column) -> str:
    return page.split(f'id="col-{code.value}"')[1].split("</section>")[0]


def test_cards_stand_by_state_and_health_with_their_ways(cast: Cast, sign_in: SignedIn) -> None:
    in_bank(cast.galina, capacity=9)
    pair = working(cast)
    formed(cast, cast.darya)
    page = sign_in(cast.vera).get(BOARD).content.decode()
    contact = column(page, Column.CONTACT)
    assert f"/pairs/{pair.pk}/" in contact
    assert "нет первой встречи" in contact
    assert '<option value="pause">' in contact
    assert "Вершинина" in column(page, Column.PROPOSED)


def test_a_select_and_a_button_lead_to_the_journey(cast: Cast, sign_in: SignedIn) -> None:
    pair = working(cast)
    client = sign_in(cast.vera)
    go = f"/pairs/{pair.pk}/go/"
    assert client.get(go, {"to": "complete"}).headers["Location"] == f"/pairs/{pair.pk}/complete/"
    assert client.get(go, {"to": "nothing"}).headers["Location"] == f"/pairs/{pair.pk}/"
    by_head = sign_in(cast.rodion)
    assert by_head.get(go, {"to": "complete"}).headers["Location"] == f"/pairs/{pair.pk}/"
    assert '<option value="pause">' not in by_head.get(BOARD).content.decode()


def test_the_board_is_narrowed_by_form_and_mentor(cast: Cast, sign_in: SignedIn) -> None:
    working(cast)
    formed(cast, cast.darya, mentor=cast.vera)
    client = sign_in(cast.vera)
    page = client.get(BOARD, {"mentor": str(cast.vera.pk)}).content.decode()
    assert "Вершинина" in page
    assert "Зимин" not in column(page, Column.CONTACT)
    assert client.get(BOARD, {"mentor": "чужой"}).status_code == 200


def many(cast: Cast, count: int) -> None:
    """Rows at work, as a large school has them."""
    pattern = Mentorship.objects.earliest("created_at")
    mentees = [
        Person(
            organisation=cast.school,
            last_name=f"Наставляемый{n}",
            first_name="Имя",
            root_id=cast.school.root_id,
        )
        for n in range(count)
    ]
    Person.objects.bulk_create(mentees)
    pairs = [
        Mentorship(
            organisation=cast.school,
            issue=pattern.issue,
            form=pattern.form,
            starts_on=pattern.starts_on,
            ends_on=pattern.ends_on,
            state=PairState.ACTIVE,
            order=pattern.order,
        )
        for _ in mentees
    ]
    Mentorship.objects.bulk_create(pairs)
    sides = [
        Participation(
            organisation=cast.school, mentorship=pair, person=person, side=side, joined_on=pair.starts_on
        )
        for pair, mentee in zip(pairs, mentees, strict=True)
        for person, side in ((cast.galina, Side.MENTOR), (mentee, Side.MENTEE))
    ]
    Participation.objects.bulk_create(sides)


def queries_of(client: Client, address: str) -> tuple[int, str]:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        page = client.get(address)
    assert page.status_code == 200
    return len(caught), page.content.decode()


@pytest.mark.parametrize("address", [BOARD, f"{BOARD}?column=contact", "/pairs/load/"])
def test_the_board_takes_the_same_few_queries_for_any_number_of_pairs(
    cast: Cast, sign_in: SignedIn, address: str
) -> None:
    working(cast)
    client = sign_in(cast.vera)
    with told({}):
        many(cast, 4)
        few, _ = queries_of(client, address)
        many(cast, 495)
        lot, page = queries_of(client, address)
    assert lot == few <= MOST
    assert len(page.encode()) < MOST_BYTES


def test_load_is_said_in_words_and_the_fullest_stands_first(cast: Cast, sign_in: SignedIn) -> None:
    in_bank(cast.galina, capacity=1)
    in_bank(cast.vera, capacity=3)
    working(cast)
    page = sign_in(cast.rodion).get("/pairs/load/").content.decode()
    assert "ведёт 1 из 1, предел" in page
    assert "ведёт 0 из 3, свободно 3\N{NO-BREAK SPACE}места" in page
    assert page.index("Мещерякова") < page.index("Ладыгина")


def test_who_only_takes_part_sees_no_board(cast: Cast, sign_in: SignedIn) -> None:
    approved(cast)
    assert sign_in(cast.galina).get(BOARD).status_code in {403, 404}


def test_a_pair_that_has_just_ended_stays_on_the_board(cast: Cast, sign_in: SignedIn) -> None:
    pair = working(cast)
    change(cast, pair, ChangeKind.COMPLETION, TODAY + timedelta(days=20), today=TODAY + timedelta(days=20))
    make_person("Лишний Пётр Ильич", cast.school)
    page = sign_in(cast.vera).get(BOARD).content.decode()
    assert f"/pairs/{pair.pk}/" in column(page, Column.ENDED)
