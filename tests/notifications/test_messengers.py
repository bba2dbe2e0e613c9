"""Messengers: off until turned on, linked by a code, told nothing about anybody."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from nastavnik.core.errors import Refusal
from nastavnik.core.models import Channel, MessageState, OutgoingMessage
from nastavnik.notifications import delivery, kinds
from nastavnik.notifications.messengers import working
from nastavnik.notifications.models import MessengerLink, Preference
from nastavnik.notifications.rules import Rhythm
from nastavnik.notifications.services import notify
from nastavnik.notifications.services.messengers import ask_code, confirm, unlink
from tests.cast import Cast

from .bots import Bots, bots_server, query_of
from .things import moscow

NOW = moscow(date(2026, 10, 13), 10)


@pytest.fixture
def bots(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bots]:
    monkeypatch.setitem(kinds.KINDS, "pair", kinds.Kind("pair", "Пары", Rhythm.AT_ONCE))
    with bots_server() as server, time_machine.travel(NOW, tick=False):
        settings.BASE_URL = "https://school.example"
        settings.MESSENGERS = {
            name: {"token": f"{name}-secret", "api": server.url} for name in ("max", "vk", "telegram")
        }
        yield server


def linked(cast: Cast, channel: Channel) -> None:
    MessengerLink.objects.create(
        organisation=cast.school, person=cast.galina, channel=channel, address="123456", confirmed_at=NOW
    )


def tell(cast: Cast) -> OutgoingMessage:
    notify(
        [cast.galina],
        "pair",
        subject="Зимин К. А. ждёт",
        text="Зимин К. А. пропустил встречу",
        link="/pairs/",
    )
    return OutgoingMessage.objects.exclude(channel=Channel.INSIDE).get()


def message() -> OutgoingMessage:
    return OutgoingMessage.objects.exclude(channel=Channel.INSIDE).get()


def test_without_a_token_there_is_no_messenger(cast: Cast, settings: Any, client: Client) -> None:
    settings.BASE_URL = "https://school.example"
    assert working() == {}
    linked(cast, Channel.MAX)
    notify([cast.galina], "pair", subject="Пара", text="")
    assert not OutgoingMessage.objects.exclude(channel=Channel.INSIDE).exists()
    assert cast.galina.account
    client.force_login(cast.galina.account)
    assert client.get("/news/messengers/max/").status_code == 404
    assert "Мессенджеры" not in client.get("/news/settings/").content.decode()


@pytest.mark.parametrize("channel", [Channel.MAX, Channel.VK, Channel.TELEGRAM])
def test_the_bot_says_that_there_is_news_and_nothing_else(cast: Cast, bots: Bots, channel: Channel) -> None:
    linked(cast, channel)
    tell(cast)
    assert delivery.deliver(NOW) == 1
    assert bots.texts() == ["Новое событие в вашей паре. Откройте систему: https://school.example/news/"]
    assert message().state == MessageState.SENT


def test_each_messenger_is_spoken_to_in_its_own_way(cast: Cast, bots: Bots) -> None:
    for channel in (Channel.MAX, Channel.VK, Channel.TELEGRAM):
        linked(cast, channel)
    notify([cast.galina], "pair", subject="Пара", text="")
    assert delivery.deliver(NOW) == 3
    told = {path.split("?")[0]: (path, headers, body) for path, headers, body in bots.taken}
    path, headers, _ = told["/messages"]
    assert query_of(path) == {"user_id": ["123456"]}
    assert headers["Authorization"] == "max-secret"
    _, _, body = told["/method/messages.send"]
    row = OutgoingMessage.objects.get(channel=Channel.VK)
    assert body["random_id"] == str(row.pk.int & 0x7FFFFFFF)
    assert (body["peer_id"], body["access_token"]) == ("123456", "vk-secret")
    _, _, body = told["/bottelegram-secret/sendMessage"]
    assert body["chat_id"] == "123456"


@pytest.mark.parametrize(
    ("channel", "status", "answer", "state", "words"),
    [
        (Channel.MAX, 403, {}, MessageState.PARKED, "не пускает бота"),
        (Channel.MAX, 401, {}, MessageState.WAITING, "не признаёт ключ"),
        (Channel.MAX, 500, {}, MessageState.WAITING, "код 500"),
        (Channel.VK, 200, {"error": {"error_code": 901}}, MessageState.PARKED, "не пускает бота"),
        (Channel.VK, 200, {"error": {"error_code": 6}}, MessageState.WAITING, "код 6"),
        (Channel.TELEGRAM, 400, {"ok": False}, MessageState.PARKED, "не пускает бота"),
        (Channel.TELEGRAM, 429, {"ok": False}, MessageState.WAITING, "код 429"),
    ],
)
def test_refusals_of_messengers(
    cast: Cast, bots: Bots, channel: Channel, status: int, answer: dict[str, Any], state: str, words: str
) -> None:
    linked(cast, channel)
    tell(cast)
    bots.status, bots.answer = status, answer
    assert delivery.deliver(NOW) == 0
    assert message().state == state
    assert words in message().fault


def test_a_redirect_is_not_followed(cast: Cast, bots: Bots) -> None:
    """Else the one who answers chooses where our secret goes."""
    linked(cast, Channel.MAX)
    tell(cast)
    bots.status, bots.location = 307, f"{bots.url}/elsewhere"
    delivery.deliver(NOW)
    assert len(bots.taken) == 1
    assert message().state == MessageState.WAITING


def test_a_messenger_that_is_not_there_is_tried_again_and_the_secret_is_not_told(
    cast: Cast, bots: Bots, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    linked(cast, Channel.TELEGRAM)
    tell(cast)
    settings.MESSENGERS = {"telegram": {"token": "telegram-secret", "api": "http://127.0.0.1:1"}}
    delivery.deliver(NOW)
    assert "не отвечает" in message().fault
    assert "telegram-secret" not in caplog.text


def test_a_digest_in_a_messenger_counts(cast: Cast, bots: Bots) -> None:
    linked(cast, Channel.MAX)
    Preference.objects.create(
        organisation=cast.school, person=cast.galina, kind="*", channel=Channel.MAX, rhythm=Rhythm.DAILY
    )
    for _ in range(3):
        notify([cast.galina], "pair", subject="Пара", text="Зимин")
    from nastavnik.notifications import digest

    morning = moscow(date(2026, 10, 14), 8)
    assert digest.fold(morning) == 1
    with time_machine.travel(morning, tick=False):
        assert delivery.deliver(morning) == 1
    assert bots.texts() == ["Новых событий для вас: 3. Откройте систему: https://school.example/news/"]


def code_of(bots: Bots) -> str:
    found = re.search(r"\d{6}", bots.texts()[-1])
    assert found
    return found[0]


def test_a_messenger_is_linked_by_the_code_that_went_there(cast: Cast, bots: Bots, client: Client) -> None:
    assert cast.galina.account
    client.force_login(cast.galina.account)
    page = client.get("/news/messengers/telegram/").content.decode()
    assert "149-ФЗ" in page
    sent = client.post("/news/messengers/telegram/", {"address": "777"})
    assert sent["Location"] == "/news/messengers/telegram/code/"
    link = MessengerLink.objects.get()
    assert link.confirmed_at is None
    code = code_of(bots)
    assert code not in link.code_sha256
    wrong = client.post("/news/messengers/telegram/code/", {"code": f"{(int(code) + 1) % 1_000_000:06d}"})
    assert "Код не подошёл" in wrong.content.decode()
    assert client.post("/news/messengers/telegram/code/", {"code": code})["Location"] == "/news/settings/"
    link.refresh_from_db()
    assert link.confirmed_at == NOW
    assert "Подключён" in client.get("/news/settings/").content.decode()
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        client.post("/news/messengers/telegram/off/")
        assert "Подключён" not in client.get("/news/settings/").content.decode()
    link.refresh_from_db()
    assert (link.address, link.code_sha256, link.confirmed_at) == ("", "", None)
    assert link.tries_that_day == 2, "the tries of a day are not forgotten on that day"
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        unlink(Channel.TELEGRAM, now=timezone.now(), by=cast.as_actor(cast.galina))
    assert not MessengerLink.objects.exists()


def test_taking_the_link_off_buys_no_new_code(cast: Cast, bots: Bots, client: Client) -> None:
    """Else anybody's dialogue could be flooded, and the code guessed five tries at once without an end."""
    by = cast.as_actor(cast.galina)
    ask_code(Channel.MAX, "777", now=NOW, by=by)
    code = code_of(bots)
    client.force_login(cast.galina.account)  # type: ignore[arg-type]
    assert client.post("/news/messengers/max/off/").status_code == 302
    assert MessengerLink.objects.get().address == ""
    with pytest.raises(Refusal, match="через минуту"):
        ask_code(Channel.MAX, "777", now=NOW + timedelta(seconds=30), by=by)
    with pytest.raises(Refusal, match="не подошёл"):
        confirm(Channel.MAX, code, now=NOW, by=by)
    ask_code(Channel.MAX, "777", now=NOW + timedelta(minutes=2), by=by)
    assert len(bots.taken) == 2


def test_a_code_is_sent_once_a_minute_and_serves_a_quarter_of_an_hour(cast: Cast, bots: Bots) -> None:
    by = cast.as_actor(cast.galina)
    ask_code(Channel.MAX, "777", now=NOW, by=by)
    with pytest.raises(Refusal, match="через минуту"):
        ask_code(Channel.MAX, "888", now=NOW + timedelta(seconds=30), by=by)
    with pytest.raises(Refusal, match="больше не действует"):
        confirm(Channel.MAX, code_of(bots), now=NOW + timedelta(minutes=16), by=by)


def test_a_code_cannot_be_guessed(cast: Cast, bots: Bots) -> None:
    by = cast.as_actor(cast.galina)
    ask_code(Channel.MAX, "777", now=NOW, by=by)
    code = code_of(bots)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(5):
        with pytest.raises(Refusal, match="не подошёл"):
            confirm(Channel.MAX, wrong, now=NOW, by=by)
    with pytest.raises(Refusal, match="больше не действует"):
        confirm(Channel.MAX, code, now=NOW, by=by)


def test_new_codes_buy_no_new_tries_in_a_day(cast: Cast, bots: Bots) -> None:
    by, now = cast.as_actor(cast.galina), NOW
    for _ in range(4):
        ask_code(Channel.MAX, "777", now=now, by=by)
        wrong = f"{(int(code_of(bots)) + 1) % 1_000_000:06d}"
        for _ in range(5):
            with pytest.raises(Refusal, match="не подошёл"):
                confirm(Channel.MAX, wrong, now=now, by=by)
        unlink(Channel.MAX, now=now, by=by)
        now += timedelta(minutes=2)
    with pytest.raises(Refusal, match="завтра"):
        ask_code(Channel.MAX, "777", now=now, by=by)
    tomorrow = NOW + timedelta(days=1)
    ask_code(Channel.MAX, "777", now=tomorrow, by=by)
    confirm(Channel.MAX, code_of(bots), now=tomorrow, by=by)


def test_a_link_that_is_not_confirmed_gets_nothing(cast: Cast, bots: Bots) -> None:
    ask_code(Channel.MAX, "777", now=NOW, by=cast.as_actor(cast.galina))
    notify([cast.galina], "pair", subject="Пара", text="")
    assert not OutgoingMessage.objects.exclude(channel=Channel.INSIDE).exists()
