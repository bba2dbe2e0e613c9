"""The page of a pair: how it stands, its leaves, its story, its papers, the journeys on it, and what it does not tell."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nastavnik.core.life_chart import Spot, life_chart
from nastavnik.pairs import due as reminded
from nastavnik.pairs import own_steps
from nastavnik.pairs.changing import services
from nastavnik.pairs.changing.rules import ChangeKind
from nastavnik.pairs.life import Life
from nastavnik.pairs.models import Mentorship, MentorshipChange
from nastavnik.pairs.progress import months_between, progress_of
from nastavnik.pairs.rules import PairState, Side
from nastavnik.pairs.standing import Facts, standing_of
from nastavnik.people.models import Person
from tests.cast import Cast, make_person

from .living import change, told, working
from .world import ENDS, STARTS, approved

SignedIn = Callable[[Person], Client]
K = ChangeKind
NOW = date(2026, 11, 2)
ON_THE_PAGE = 31  # with everything that other packages tell; none grows with the length of the story
BASE = Facts(PairState.ACTIVE, STARTS, ENDS)


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch) -> SignedIn:
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_kwargs: NOW)

    def enter(person: Person) -> Client:
        client = Client()
        assert person.account is not None
        client.force_login(person.account)
        return client

    return enter


def plain(page: str) -> str:
    return page.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 9, 1), date(2026, 11, 30), 3),
        (date(2026, 9, 16), date(2027, 5, 28), 8),
        (date(2026, 9, 16), date(2026, 10, 15), 1),
        (date(2026, 9, 16), date(2026, 10, 14), 0),
    ],
)
def test_whole_months(first: date, last: date, months: int) -> None:
    assert months_between(first, last) == months


def test_progress_in_words() -> None:
    life = Life(done=4, total=9)
    told_ = progress_of(life, STARTS, ENDS, today=date(2026, 12, 20))
    assert plain(told_.words) == "Выполнено 4 из 9 мероприятий, прошло 3 месяца из 8"
    assert (told_.done, told_.total) == (4, 9)
    bare = progress_of(Life(), STARTS, ENDS, today=date(2026, 12, 20))
    assert plain(bare.words) == "Прошло 3 месяца из 8"


@pytest.mark.parametrize(
    ("facts", "word", "reason"),
    [
        (BASE, "Действует", "Приказ издан, пара работает."),
        (replace(BASE, ends_on=date(2026, 10, 30)), "Срок вышел", "завершите пару или продлите"),
        (replace(BASE, starts_on=date(2026, 12, 1)), "Действует", "работа начнётся 1 декабря"),
        (
            replace(BASE, state=PairState.PAUSED, until=date(2026, 12, 1)),
            "Приостановлена",
            "Вернутся 1 декабря",
        ),
        (
            replace(BASE, state=PairState.PAUSED, until=date(2026, 10, 1)),
            "Приостановлена",
            "возобновите пару",
        ),
        (replace(BASE, ahead=["С 9 ноября: приостановка."]), "Действует", "С 9 ноября: приостановка."),
        (
            replace(BASE, state=PairState.STOPPED, ended_on=NOW, end_reason="Замена наставника"),
            "Прекращена",
            "2 ноября 2026 г. Замена наставника.",
        ),
    ],
)
def test_a_status_is_a_word_a_reason_and_what_comes_next(facts: Facts, word: str, reason: str) -> None:
    standing = standing_of(facts, today=NOW)
    assert standing.status.word == word
    assert reason in plain(standing.reason)


def test_the_picture_has_its_marks_and_a_table_that_says_the_same() -> None:
    spots = [Spot(date(2026, 9, 20)), Spot(date(2026, 9, 27)), Spot(date(2027, 2, 3), ahead=True)]
    chart = life_chart(STARTS, ENDS, [("Встречи", spots, False)], today=NOW, title="Срок")
    assert len(chart.months) == 9
    assert [mark.ahead for mark in chart.rails[0].marks] == [False, False, True]
    rows = {row.label: row.cells for row in chart.rows}
    assert rows["сентябрь 2026"] == ["2"]
    assert rows["февраль 2027"] == ["в плане 1"]
    assert rows["март 2027"] == ["0"]


def test_the_page_takes_no_more_queries_for_a_long_story(cast: Cast, sign_in: SignedIn) -> None:
    """Four of the frame; the pair, its people, papers and changes; first steps; what packages above add for the head,
    the leaves and the story."""
    pair = working(cast)
    client = sign_in(cast.vera)

    def counted() -> int:
        client.get(f"/pairs/{pair.pk}/")
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/pairs/{pair.pk}/").status_code == 200
        return len(caught)

    assert counted() <= ON_THE_PAGE

    with told({}):
        first = counted()
        day = NOW - timedelta(days=30)
        for n in range(0, 20, 2):
            change(cast, pair, K.PAUSE, day + timedelta(days=n), today=NOW, ground="vacation")
            change(cast, pair, K.RESUME, day + timedelta(days=n + 1), today=NOW)
        assert counted() == first


def test_the_leaves_and_the_story(cast: Cast, sign_in: SignedIn) -> None:
    pair = working(cast)
    change(cast, pair, K.PAUSE, NOW, today=NOW, until=NOW + timedelta(days=30), ground="illness")
    client = sign_in(cast.vera)
    page = client.get(f"/pairs/{pair.pk}/").content.decode()
    assert 'aria-current="page">Обзор' in page
    assert "Вернутся" in page
    story = client.get(f"/pairs/{pair.pk}/story/").content.decode()
    for words in ("Пара предложена", "Пара утверждена", "Приказ №", "Приостановка", "Последний день пары"):
        assert words in story
    papers = client.get(f"/pairs/{pair.pk}/story/?show=paper").content.decode()
    assert "Приказ №" in papers
    assert "Приостановка" not in papers.split("<main")[1]


def test_a_private_reason_is_read_by_who_leads_pairs_alone(cast: Cast, sign_in: SignedIn) -> None:
    pair = working(cast)
    change(cast, pair, K.PAUSE, NOW, today=NOW, ground="illness", note="Операция в ноябре")
    seen = {
        person.last_name: "".join(
            sign_in(person).get(f"/pairs/{pair.pk}/{leaf}").content.decode()
            for leaf in ("", "story/", "papers/")
        )
        for person in (cast.vera, cast.galina, cast.kirill, cast.rodion)
    }
    assert "Операция" in seen.pop("Ладыгина")
    for name, page in seen.items():
        assert "Операция" not in page, name
        assert "болезнь" not in page, name
        assert "по личным обстоятельствам" in page, name


def test_who_asks_for_another_pair_is_told_to_the_curator_alone(cast: Cast, sign_in: SignedIn) -> None:
    pair = working(cast)
    mine = pair.participations.get(side=Side.MENTEE)
    client = sign_in(cast.kirill)
    client.post(f"/pairs/answers/{mine.pk}/rematch/", {"note": "Не совпадаем"})
    by_curator = sign_in(cast.vera).get(f"/pairs/{pair.pk}/").content.decode()
    assert "просит подобрать другую пару" in by_curator
    assert "Подобрать заново" in by_curator
    for person in (cast.galina, cast.rodion):
        page = sign_in(person).get(f"/pairs/{pair.pk}/").content.decode()
        assert "просит подобрать" not in page
    assert sign_in(cast.galina).get(f"/pairs/answers/{mine.pk}/rematch/").status_code == 404


def test_a_journey_shows_its_consequences_before_it_acts(cast: Cast, sign_in: SignedIn) -> None:
    pair = working(cast)
    anna = make_person("Осипова Анна Львовна", cast.school)
    client, address = sign_in(cast.vera), f"/pairs/{pair.pk}/replace/"
    sent = {"mentor": str(anna.pk), "effective_on": NOW.isoformat(), "ground": "left", "note": "Увольняется"}
    check = client.post(address, sent).content.decode()
    assert "Что произойдёт" in check
    assert "Осипова" in check
    assert "Нужен приказ об изменении" in check
    assert not MentorshipChange.objects.exists()
    again = client.post(address, sent | {"edit": "yes"}).content.decode()
    assert 'name="confirmed"' not in again
    assert "Увольняется" in again
    client.post(address, sent | {"confirmed": "yes"})
    pair.refresh_from_db()
    assert pair.state == PairState.STOPPED
    assert pair.replaced_by is not None
    assert "Замена наставника" in client.get(f"/pairs/{pair.pk}/").content.decode()


def test_a_refused_journey_keeps_what_was_typed(cast: Cast, sign_in: SignedIn) -> None:
    pair = working(cast)
    sent = {"on": NOW.isoformat(), "effective_on": NOW.isoformat(), "note": "Много уроков"}
    page = sign_in(cast.vera).post(f"/pairs/{pair.pk}/refusal/", sent).content.decode()
    assert "Первый возможный последний день" in page
    assert "Много уроков" in page


def test_a_mentor_refuses_by_the_own_page(cast: Cast, sign_in: SignedIn) -> None:
    pair = working(cast)
    mine = pair.participations.get(side=Side.MENTOR)
    client, address = sign_in(cast.galina), f"/pairs/answers/{mine.pk}/refuse/"
    assert "три рабочих дня" in plain(
        client.post(address, {"effective_on": NOW.isoformat()}).content.decode()
    )
    last = {"effective_on": (NOW + timedelta(days=4)).isoformat()}
    assert "Что произойдёт" in client.post(address, last).content.decode()
    client.post(address, last | {"confirmed": "yes"})
    assert MentorshipChange.objects.get().kind == K.REFUSAL


def test_a_planned_change_is_called_off_on_the_page(cast: Cast, sign_in: SignedIn) -> None:
    pair = working(cast)
    planned = change(cast, pair, K.PAUSE, NOW + timedelta(days=5), today=NOW, ground="vacation")
    client = sign_in(cast.vera)
    assert "Запланировано" in client.get(f"/pairs/{pair.pk}/").content.decode()
    client.post(f"/pairs/{pair.pk}/changes/{planned.pk}/withdraw/")
    assert "Запланировано" not in client.get(f"/pairs/{pair.pk}/").content.decode()


def test_papers_stand_with_their_states_and_the_order_of_a_change_is_written_down(
    cast: Cast, sign_in: SignedIn
) -> None:
    pair = working(cast)
    made = change(cast, pair, K.PAUSE, NOW, today=NOW, ground="vacation")
    client = sign_in(cast.rodion)
    page = client.get(f"/pairs/{pair.pk}/papers/").content.decode()
    for words in (
        "Приказ о закреплении №",
        "Дополнительное соглашение",
        "Согласие на обязанности",
        "Приказа нет",
    ):
        assert words in page
    assert "Записать приказы по изменениям" in client.get("/").content.decode()
    assert "Мещерякова" in client.get("/pairs/orders/needed/").content.decode()
    client.post(f"/pairs/{pair.pk}/papers/{made.pk}/order/", {"number": "12-ОД", "on": NOW.isoformat()})
    assert "Приказ № 12-ОД" in client.get(f"/pairs/{pair.pk}/papers/").content.decode()
    assert "Все приказы на месте" in client.get("/pairs/orders/needed/").content.decode()
    other = working(cast, cast.darya, mentor=cast.vera)
    address = f"/pairs/{other.pk}/papers/{made.pk}/order/"
    assert client.get(address).status_code == 404


def test_the_next_step_follows_the_pair(cast: Cast) -> None:
    by = cast.as_actor(cast.vera)

    def step(pair: Mentorship, life: Life = Life(), today: date = NOW) -> str:  # noqa: B008
        found = own_steps.at_work(by, pair, life, today) or own_steps.before_work(by, pair, life, today)
        return found.label if found else ""

    assert step(approved(cast, cast.darya, mentor=cast.vera)) == ""  # the curator is asked to answer
    pair = working(cast)
    assert step(pair) == ""
    assert step(pair, Life(unfit=True)) == "Подобрать заново"
    assert step(pair, today=ENDS + timedelta(days=1)) == "Завершить пару"
    change(cast, pair, K.PAUSE, NOW, today=NOW, until=NOW + timedelta(days=5), ground="vacation")
    assert step(pair) == "Записать приказ"
    assert step(pair, today=NOW + timedelta(days=5)) == "Возобновить пару"


def test_pairs_remind_of_terms_returns_and_orders_until_it_is_done(cast: Cast) -> None:
    pair = working(cast)
    span = (ENDS - timedelta(days=7), ENDS)
    [term] = reminded.terms(cast.school, *span)
    assert (term.due_on, list(term.people)) == (ENDS, [cast.vera.pk])
    back = NOW + timedelta(days=20)
    made = change(cast, pair, K.PAUSE, NOW, today=NOW, until=back, ground="vacation")
    assert [due.due_on for due in reminded.returns(cast.school, back, back)] == [back]
    week = NOW + timedelta(days=7)
    [order] = reminded.orders(cast.school, week, week)
    assert cast.rodion.pk in order.next_people
    services.record_order(made, number="5", on=NOW, today=NOW, by=cast.as_actor(cast.vera))
    assert list(reminded.orders(cast.school, week, week)) == []
    change(cast, pair, K.COMPLETION, ENDS, today=ENDS)
    assert list(reminded.terms(cast.school, *span)) == []
    assert list(reminded.returns(cast.school, back, back)) == []
