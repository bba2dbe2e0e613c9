"""Choosing how to be told, the way out of a letter, the log of what was sent and the manners of an organisation."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from nastavnik.core.errors import Denied, Refusal
from nastavnik.core.models import Channel, LogEntry, MessageState, OutgoingMessage
from nastavnik.notifications import delivery, kinds, stopping
from nastavnik.notifications.models import Manners, Preference
from nastavnik.notifications.rules import Rhythm
from nastavnik.notifications.services import notify
from nastavnik.notifications.services.choosing import set_manners
from nastavnik.people.models import Person
from tests.cast import Cast

from .things import moscow

NOW = moscow(date(2026, 10, 13), 10)
pytestmark = pytest.mark.usefixtures("with_mail")
MANNERS: dict[str, Any] = {
    "steps": "−3, 0",
    "weekly_from": 10,
    "next_from": 5,
    "quiet_from": time(20),
    "quiet_until": time(9),
    "rest_on_days_off": True,
    "rest_on_holidays": False,
}


@pytest.fixture(autouse=True)
def _an_open_hour(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(kinds.KINDS, "pair", kinds.Kind("pair", "Пары", Rhythm.AT_ONCE))
    monkeypatch.setitem(
        kinds.KINDS, "secret", kinds.Kind("secret", "Тайный вид", Rhythm.AT_ONCE, private=True)
    )
    with time_machine.travel(NOW, tick=False):
        yield


def enter(client: Client, person: Person) -> Client:
    assert person.account
    client.force_login(person.account)
    return client


def tell(person: Person, kind: str = "pair", subject: str = "Тема для своих") -> OutgoingMessage:
    notify([person], kind, subject=subject, text="Текст для своих")
    return OutgoingMessage.objects.filter(person_id=person.pk, channel=Channel.EMAIL).latest("id")


def letters_of(person: Person) -> int:
    return OutgoingMessage.objects.filter(person_id=person.pk, channel=Channel.EMAIL).count()


def test_each_kind_is_chosen_on_one_page_without_a_script(cast: Cast, client: Client) -> None:
    enter(client, cast.galina)
    page = client.get("/news/settings/").content.decode()
    assert "Пары" in page
    assert "не отключаются" in page
    assert client.post("/news/settings/", {"pair-email": "off"})["Location"] == "/news/settings/"
    notify([cast.galina], "pair", subject="Пара", text="")
    assert letters_of(cast.galina) == 0
    client.post("/news/settings/", {"pair-email": "", "all-email": "weekly"})
    notify([cast.galina], "pair", subject="Пара", text="")
    held = OutgoingMessage.objects.get(channel=Channel.EMAIL)
    assert (held.state, held.next_try) == (MessageState.HELD, moscow(date(2026, 10, 19), 8))
    assert list(Preference.objects.values_list("person", "kind", "rhythm")) == [
        (cast.galina.pk, "*", "weekly")
    ]


def test_the_choice_of_one_is_not_that_of_another(cast: Cast, client: Client) -> None:
    enter(client, cast.galina).post("/news/settings/", {"all-email": "off"})
    notify([cast.galina, cast.kirill], "pair", subject="Пара", text="")
    assert (letters_of(cast.galina), letters_of(cast.kirill)) == (0, 1)


def path_in(letter: Any) -> str:
    return str(letter.extra_headers["List-Unsubscribe"]).strip("<>").removeprefix("https://school.example")


def test_a_letter_holds_the_way_out_and_a_stranger_with_it_stops_that_kind_only(
    cast: Cast, client: Client
) -> None:
    tell(cast.galina)
    delivery.deliver(NOW)
    (letter,) = mail.outbox
    path = path_in(letter)
    assert f"https://school.example{path}" in letter.body
    asked = client.get(path)
    assert asked.status_code == 200
    assert "Не присылать больше?" in asked.content.decode()
    assert not Preference.objects.exists()
    assert "Больше не пришлём" in client.post(path).content.decode()
    chosen = Preference.objects.get()
    assert (chosen.person, chosen.kind, chosen.channel, chosen.rhythm) == (
        cast.galina,
        "pair",
        "email",
        "off",
    )


def test_a_mail_program_stops_it_by_one_post_without_a_token_of_a_form(cast: Cast) -> None:
    tell(cast.galina)
    delivery.deliver(NOW)
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(path_in(mail.outbox[0]), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Preference.objects.get().rhythm == Rhythm.OFF


def test_a_kind_with_a_dot_in_its_name_is_stopped_like_any_other(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(kinds.KINDS, "talk.made_up", kinds.Kind("talk.made_up", "Разговоры", Rhythm.AT_ONCE))
    tell(cast.galina, "talk.made_up")
    delivery.deliver(NOW)
    assert "Разговоры" in client.post(path_in(mail.outbox[0])).content.decode()
    assert Preference.objects.get().kind == "talk.made_up"
    enter(client, cast.galina).post("/news/settings/", {"talk.made_up-email": "daily"})
    assert Preference.objects.get().rhythm == Rhythm.DAILY


def test_a_digest_is_stopped_whole(cast: Cast, client: Client) -> None:
    digest = OutgoingMessage(person_id=cast.galina.pk, kind="digest", channel=Channel.EMAIL)
    Preference.objects.create(
        organisation=cast.school, person=cast.galina, kind="other", channel="email", rhythm="weekly"
    )
    client.post(stopping.path_to_stop(digest))
    notify([cast.galina], "made.up", subject="Что-то", text="")
    assert letters_of(cast.galina) == 0


@pytest.mark.parametrize("change", ["person", "kind", "signature", "nothing"])
def test_a_secret_that_we_did_not_make_leads_nowhere(cast: Cast, client: Client, change: str) -> None:
    path = stopping.path_to_stop(tell(cast.galina))
    forged = {
        "person": path.replace(cast.galina.pk.hex, cast.kirill.pk.hex),
        "kind": path.replace(".pair.", ".secret."),
        "signature": path[:-2] + "A/",
        "nothing": "/news/stop/x/",
    }[change]
    assert client.get(forged).status_code == 404
    assert client.post(forged).status_code == 404
    assert not Preference.objects.exists()


def test_letters_about_the_account_cannot_be_stopped_and_say_so(cast: Cast, client: Client) -> None:
    row = OutgoingMessage.objects.create(
        person_id=cast.galina.pk,
        organisation_id=cast.school.pk,
        kind="invitation",
        channel=Channel.EMAIL,
        address="a@b.example",
        subject="Приглашение",
        text="Откройте вход.",
        link="https://school.example/invitation/x/",
    )
    assert stopping.path_to_stop(row) == ""
    with time_machine.travel(moscow(date(2026, 10, 13), 23), tick=False):
        assert delivery.deliver(moscow(date(2026, 10, 13), 23)) == 1
    (letter,) = mail.outbox
    assert "List-Unsubscribe" not in letter.extra_headers
    assert "не отключаются" in letter.body
    assert "https://school.example/invitation/x/" in letter.body
    assert "https://school.examplehttps" not in letter.body


def test_the_curator_sees_to_whom_and_whether_it_went_and_no_text(cast: Cast, client: Client) -> None:
    tell(cast.galina)
    tell(cast.kirill, "secret")
    stranger = tell(cast.oleg)
    OutgoingMessage.objects.filter(pk=stranger.pk).update(fault="чужая неудача")
    delivery.deliver(NOW)
    page = enter(client, cast.vera).get("/news/log/").content.decode()
    for seen in ("Мещерякова", "Зимин", "Пары", "отправлено", "Личное сообщение"):
        assert seen in page
    for hidden in ("Тема для своих", "Текст для своих", "Тайный вид", "Савин", "чужая неудача"):
        assert hidden not in page
    waiting = client.get("/news/log/?state=waiting").content.decode()
    assert "Таких сообщений нет" in waiting


def test_a_parked_letter_is_sent_again_by_a_button(cast: Cast, client: Client) -> None:
    parked = tell(cast.galina)
    OutgoingMessage.objects.filter(pk=parked.pk).update(
        state=MessageState.PARKED, attempts=5, fault="Сервер почты не принимает письма на этот адрес."
    )
    enter(client, cast.vera)
    page = client.get("/news/log/?state=parked").content.decode()
    assert "не принимает письма" in page
    assert "Отправить снова" in page
    client.post(f"/news/log/{parked.pk}/retry/")
    assert delivery.deliver(NOW) == 1
    assert LogEntry.objects.filter(event="message.retried").exists()
    again = client.post(f"/news/log/{parked.pk}/retry/", follow=True).content.decode()
    assert "уже не отложено" in again


def test_a_curator_next_door_cannot_retry_nor_a_teacher_look(cast: Cast, client: Client) -> None:
    parked = tell(cast.galina)
    OutgoingMessage.objects.filter(pk=parked.pk).update(state=MessageState.PARKED)
    assert enter(client, cast.oleg).post(f"/news/log/{parked.pk}/retry/").status_code == 404
    assert enter(client, cast.galina).get("/news/log/").status_code == 403


def test_one_sees_what_was_sent_to_oneself(cast: Cast, client: Client) -> None:
    tell(cast.galina)
    tell(cast.kirill, subject="Чужая тема")
    page = enter(client, cast.galina).get("/news/sent/").content.decode()
    assert "Тема для своих" in page
    assert "Чужая тема" not in page


@pytest.mark.parametrize("rows", [1, 40])
def test_the_log_asks_the_same_however_long_it_is(
    cast: Cast, client: Client, rows: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(rows):
        notify([cast.galina, cast.kirill, cast.darya], "pair", subject=f"{number}", text="")
    enter(client, cast.vera).get("/news/log/")
    with django_assert_max_num_queries(12):
        client.get("/news/log/")
    with django_assert_max_num_queries(12):
        client.get("/news/")
    with django_assert_max_num_queries(12):
        client.get("/news/settings/")


def test_the_curator_changes_the_ladder_and_the_hours_on_a_page(cast: Cast, client: Client) -> None:
    enter(client, cast.vera)
    page = client.get("/news/manners/").content.decode()
    assert "−7, −1, 0, +1" in page
    sent = {**MANNERS, "quiet_from": "20:00", "quiet_until": "09:00", "steps": "0, -3", "version": "1"}
    sent.pop("rest_on_holidays")
    assert client.post("/news/manners/", sent)["Location"] == "/news/manners/"
    saved = Manners.objects.get(organisation=cast.school)
    assert (saved.steps, saved.ladder.steps, saved.rest_on_holidays) == ("−3, 0", (-3, 0), False)
    assert saved.hours.quiet_until == time(9)
    wrong = client.post("/news/manners/", {**sent, "steps": "завтра", "version": "2"}).content.decode()
    assert "Впишите дни через запятую" in wrong
    crossed = client.post("/news/manners/", {**sent, "weekly_from": "1", "steps": "5", "version": "2"})
    assert "Увеличьте их начало" in crossed.content.decode()


def test_manners_are_kept_from_two_who_change_them_at_once_and_from_strangers(cast: Cast) -> None:
    vera = cast.as_actor(cast.vera)
    set_manners(cast.school, seen=1, **MANNERS, by=vera)
    with pytest.raises(Refusal, match="другой человек"):
        set_manners(cast.school, seen=1, **MANNERS, by=vera)
    with pytest.raises(Denied):
        set_manners(cast.school, seen=2, **MANNERS, by=cast.as_actor(cast.oleg))


def test_news_stand_by_day_are_filtered_and_opened(cast: Cast, client: Client) -> None:
    enter(client, cast.galina)
    with time_machine.travel(moscow(date(2026, 10, 12), 10), tick=False):
        notify([cast.galina], "pair", subject="Вчерашнее", text="", link="/pairs/")
    notify([cast.galina], "made.up", subject="Сегодняшнее", text="", link="//evil.example/")
    page = client.get("/news/").content.decode()
    assert page.index("Сегодня, 13") < page.index("Сегодняшнее") < page.index("Вчера, 12")
    first = OutgoingMessage.objects.get(subject="Вчерашнее", channel=Channel.INSIDE)
    assert client.post(f"/news/{first.pk}/open/")["Location"] == "/pairs/"
    odd = OutgoingMessage.objects.get(subject="Сегодняшнее", channel=Channel.INSIDE)
    unread = client.get("/news/?show=unread").content.decode()
    assert "Вчерашнее" not in unread
    assert "Сегодняшнее" in unread
    assert "Сегодняшнее" not in client.get("/news/?kind=Пары").content.decode()
    assert client.post(f"/news/{odd.pk}/open/")["Location"] == "/news/"


def test_news_of_another_are_not_opened(cast: Cast, client: Client) -> None:
    notify([cast.galina], "pair", subject="Не ваше", text="", link="/pairs/")
    found = OutgoingMessage.objects.get(channel=Channel.INSIDE)
    assert enter(client, cast.kirill).post(f"/news/{found.pk}/open/").status_code == 404
    found.refresh_from_db()
    assert found.read_at is None
