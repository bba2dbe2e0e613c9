"""Health of a pair: which rule speaks, in what words, for whom; rules are the organisation's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nastavnik.core.models import OutgoingMessage
from nastavnik.organisations.models import SchoolHoliday
from nastavnik.organisations.working_days import shipped_days
from nastavnik.pairs.health.queries import health_for
from nastavnik.pairs.health.rules import (
    SHIPPED,
    Days,
    Feeling,
    HealthCode,
    idle_days,
    judge,
    long_breaks,
)
from nastavnik.pairs.life import Life
from nastavnik.pairs.models import HealthRule
from nastavnik.people.models import Person
from tests.cast import Cast

from .living import told, working

SINCE = date(2026, 10, 1)
DAYS = Days(works_since=SINCE, ends_on=date(2027, 5, 28))
GOING = Life(met=3, last_met_on=SINCE, has_programme=True, rating=4)
C = HealthCode


@pytest.mark.parametrize(
    ("life", "after", "code", "words"),
    [
        (GOING, 20, None, "последняя встреча 20 дней назад"),
        (GOING, 21, C.NO_MEETING, "нет встреч 21 день"),
        (replace(GOING, overdue=2), 5, C.OVERDUE, "просрочено 2 дела"),
        (replace(GOING, overdue=1), 5, None, "просроченных дел 1"),
        (replace(GOING, rating=2), 5, C.LOW_RATING, "оценена на 2 из 4"),
        (replace(GOING, unfit=True, rating=1, overdue=9), 5, C.UNFIT, "не подходит"),
        (replace(GOING, has_programme=False), 13, None, "последняя встреча"),
        (replace(GOING, has_programme=False), 14, C.NO_PROGRAMME, "нет программы 14 дней"),
        (Life(has_programme=True), 14, C.FIRST_MEETING, "нет первой встречи 14 дней"),
    ],
)
def test_the_first_rule_that_holds_gives_the_words(
    life: Life, after: int, code: HealthCode | None, words: str
) -> None:
    health = judge(life, DAYS, SHIPPED, today=SINCE + timedelta(days=after))
    assert health is not None
    assert health.code is code
    assert words in health.words.replace("\N{NO-BREAK SPACE}", " ")
    assert health.feeling is (Feeling.CONTACT if code else Feeling.WELL)


def test_it_is_early_to_judge_a_young_pair_and_there_is_nothing_to_judge_before() -> None:
    young = judge(Life(), DAYS, SHIPPED, today=SINCE + timedelta(days=3))
    assert young is not None
    assert young.feeling is Feeling.EARLY
    assert judge(Life(), replace(DAYS, works_since=None), SHIPPED, today=SINCE) is None


def test_days_of_holidays_are_not_counted() -> None:
    off = frozenset(SINCE + timedelta(days=n) for n in range(5, 15))
    late = SINCE + timedelta(days=25)
    assert judge(GOING, DAYS, SHIPPED, today=late, off=off).feeling is Feeling.WELL  # type: ignore[union-attr]
    assert idle_days(SINCE, late, off) == 15


def test_the_new_year_break_is_long_and_a_weekend_is_not() -> None:
    calendar = {day.day: day.is_working for year in (2026, 2027) for day in shipped_days(year)}
    found = long_breaks(calendar)
    assert {date(2027, 1, day) for day in range(1, 9)} <= found
    assert date(2026, 11, 4) not in found


def test_a_pause_is_not_asked_for_meetings_but_for_its_return() -> None:
    back = SINCE + timedelta(days=40)
    resting = replace(DAYS, paused=True, until=back)
    calm = judge(GOING, resting, SHIPPED, today=back)
    assert calm is not None
    assert calm.feeling is Feeling.EARLY
    late = judge(GOING, resting, SHIPPED, today=back + timedelta(days=3))
    assert late is not None
    assert late.code is C.LATE_RETURN


def test_what_is_said_in_confidence_is_not_told_to_the_other_side(cast: Cast) -> None:
    pair = working(cast)
    today, life = SINCE + timedelta(days=5), replace(GOING, unfit=True, rating=1)
    by_curator = health_for(cast.as_actor(cast.vera), pair, life, None, today=today)
    by_mentor = health_for(cast.as_actor(cast.galina), pair, life, None, today=today)
    by_head = health_for(cast.as_actor(cast.rodion), pair, life, None, today=today)
    assert by_curator is not None
    assert by_curator.code is C.UNFIT
    assert [h.feeling for h in (by_mentor, by_head) if h] == [Feeling.WELL, Feeling.WELL]


def test_holidays_of_the_school_hold_for_its_pairs(cast: Cast) -> None:
    pair = working(cast)
    SchoolHoliday.objects.create(
        organisation=cast.school, title="Осенние", starts_on=date(2026, 10, 26), ends_on=date(2026, 11, 3)
    )
    health = health_for(cast.as_actor(cast.vera), pair, GOING, None, today=date(2026, 10, 27))
    assert health is not None
    assert health.feeling is Feeling.CONTACT or health.feeling is Feeling.WELL
    assert "24" in health.words  # 25 October is the last day that counts


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[Person], Client]:
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_kwargs: SINCE + timedelta(days=30))

    def enter(person: Person) -> Client:
        client = Client()
        assert person.account is not None
        client.force_login(person.account)
        return client

    return enter


def typed(**changed: str) -> dict[str, str]:
    data = {f"{rule.code.value}-message": rule.message for rule in SHIPPED}
    data |= {f"{rule.code.value}-enabled": "on" for rule in SHIPPED}
    data |= {
        f"{rule.code.value}-threshold": str(rule.threshold) for rule in SHIPPED if rule.threshold is not None
    }
    return data | {name.replace("__", "-"): value for name, value in changed.items()}


def test_a_curator_sees_how_many_pairs_a_rule_would_catch_before_saving(
    cast: Cast, sign_in: Callable[[Person], Client]
) -> None:
    working(cast)
    client = sign_in(cast.vera)
    with told({"met": 1, "last_met_on": SINCE, "has_programme": True}):
        page = client.post("/pairs/health/", typed(no_meeting__threshold="40") | {"preview": "yes"})
        assert "Ещё не сохранено" in page.content.decode()
        assert not HealthRule.objects.exists()
        assert "1\N{NO-BREAK SPACE}пара" in client.get("/pairs/health/").content.decode()
        client.post("/pairs/health/", typed(no_meeting__threshold="40"))
    assert HealthRule.objects.get(code=C.NO_MEETING).threshold == 40
    wrong = client.post("/pairs/health/", typed(no_meeting__threshold="-1")).content.decode()
    assert "Число не меньше нуля" in wrong


def test_the_alert_carries_a_message_that_is_sent_inside(
    cast: Cast, sign_in: Callable[[Person], Client]
) -> None:
    pair = working(cast)
    client = sign_in(cast.vera)
    with told({"met": 1, "last_met_on": SINCE, "has_programme": True}):
        page = client.get(f"/pairs/{pair.pk}/").content.decode()
        assert "нет встреч" in page
        assert f"/pairs/{pair.pk}/contact/" in page
        form = client.get(f"/pairs/{pair.pk}/contact/").content.decode()
    assert "Вы давно не встречались" in form
    client.post(f"/pairs/{pair.pk}/contact/", {"to": [str(cast.kirill.pk)], "text": "Как дела?"})
    sent = OutgoingMessage.objects.filter(kind="pair_contact")
    assert [(m.person_id, m.text) for m in sent] == [(cast.kirill.pk, "Как дела?")]
