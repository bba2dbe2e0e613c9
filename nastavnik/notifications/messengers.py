"""Bots of messengers behind one interface: a text without personal data to a dialogue that the person has linked.

Off until the administrator of the installation gives a token (MAX_TOKEN, VK_TOKEN, TELEGRAM_TOKEN). Addresses of the
messengers stand in the settings, not in data, and redirects are not followed: nobody can turn us elsewhere.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, Protocol
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener
from uuid import UUID

from django.conf import settings

from nastavnik.core.models import Channel

TIMEOUT = 10  # seconds
MOST = 64 * 1024  # bytes of an answer that are read
VK_VERSION = "5.199"
VK_CLOSED = {7, 15, 100, 113, 900, 901, 902, 917, 936}  # there is no such dialogue, or it is closed to us
LAW = (
    "Telegram — иностранный мессенджер. Передавать в нём персональные данные и служебные сведения нельзя (149-ФЗ, "
    "ст. 10). Бот пишет только «есть новое» и ссылку; подключать ли его, решает организация."
)

# How a person learns the number that the bot writes to.
HOW = {
    Channel.MAX: "Напишите боту любое слово: без этого он не может ответить. Ваш номер — число, которое бот или "
    "администратор установки назовёт вам; в MAX для браузера оно стоит в адресе диалога.",
    Channel.VK: "Напишите сообществу любое слово и разрешите ему отвечать. Ваш номер — цифры после «id» в адресе вашей "
    "страницы; если вместо них слово, номер стоит в настройках страницы.",
    Channel.TELEGRAM: "Напишите боту любое слово. Ваш номер — число в адресе диалога с вами в Telegram для браузера.",
}


class NotTaken(Exception):
    """A messenger did not take the message. `for_ever`: there is no use in trying again."""

    def __init__(self, words: str, *, for_ever: bool = False) -> None:
        super().__init__(words)
        self.words, self.for_ever = words, for_ever


class Messenger(Protocol):
    """`address` is the number of a dialogue, `once` the id of the message: the same one is shown once where possible."""

    def send(self, address: str, text: str, once: UUID) -> None: ...


@dataclass(frozen=True)
class Max:
    api: str
    token: str

    def send(self, address: str, text: str, once: UUID) -> None:  # noqa: ARG002 — MAX has no key of repetition
        url = f"{self.api}/messages?user_id={quote(address)}"
        status, _ = _post(url, json.dumps({"text": text}).encode(), Authorization=self.token, **JSON)
        _check(status, "MAX")


@dataclass(frozen=True)
class Vk:
    api: str
    token: str

    def send(self, address: str, text: str, once: UUID) -> None:
        fields = {
            "peer_id": address,
            "message": text,
            "random_id": once.int & 0x7FFFFFFF,
            "access_token": self.token,
            "v": VK_VERSION,
        }
        status, answer = _post(f"{self.api}/method/messages.send", urlencode(fields).encode())
        _check(status, "ВКонтакте")
        if error := answer.get("error"):
            code = int(error.get("error_code", 0))
            if code in VK_CLOSED:
                raise _closed("ВКонтакте")
            raise NotTaken(f"ВКонтакте не принял сообщение (код {code}). Попробуем ещё раз.")


@dataclass(frozen=True)
class Telegram:
    api: str
    token: str

    def send(self, address: str, text: str, once: UUID) -> None:  # noqa: ARG002 — nor has Telegram
        body = json.dumps({"chat_id": address, "text": text}).encode()
        status, _ = _post(f"{self.api}/bot{self.token}/sendMessage", body, **JSON)
        if status == 400:
            raise _closed("Telegram")
        _check(status, "Telegram")


MAKERS: dict[Channel, Callable[[str, str], Messenger]] = {
    Channel.MAX: Max,
    Channel.VK: Vk,
    Channel.TELEGRAM: Telegram,
}
NAMES = {Channel.MAX: "MAX", Channel.VK: "ВКонтакте", Channel.TELEGRAM: "Telegram"}
JSON = {"Content-Type": "application/json"}


def working() -> dict[str, Messenger]:
    """Messengers that the administrator of the installation has turned on: channel → its bot."""
    given = {channel: settings.MESSENGERS.get(channel.value, {}) for channel in MAKERS}
    return {
        channel.value: MAKERS[channel](each["api"], each["token"])
        for channel, each in given.items()
        if each.get("token") and settings.BASE_URL
    }


def text_for(count: int = 1) -> str:
    """What is said in a messenger: nobody's name, nothing of the matter, the way to the page."""
    said = "Новое событие в вашей паре." if count == 1 else f"Новых событий для вас: {count}."
    return f"{said} Откройте систему: {settings.BASE_URL.rstrip('/')}/news/"


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


def _post(url: str, body: bytes, **headers: str) -> tuple[int, dict[str, Any]]:
    """Status and what was answered, when it is a JSON object. The address may hold a secret: it is never told."""
    if not url.startswith(("https://", "http://")):
        raise NotTaken("Адрес мессенджера в настройках установки неверен. Скажите администратору.")
    request = Request(url, data=body, headers=headers, method="POST")  # noqa: S310 — the scheme is checked
    try:
        with build_opener(_NoRedirects).open(request, timeout=TIMEOUT) as answer:
            status, said = answer.status, answer.read(MOST)
    except HTTPError as refused:
        status, said = refused.code, b""
    except (OSError, HTTPException, ValueError):
        raise NotTaken("Мессенджер не отвечает. Попробуем ещё раз.") from None
    try:
        told = json.loads(said or b"{}")
    except ValueError:
        told = {}
    return status, told if isinstance(told, dict) else {}


def _check(status: int, name: str) -> None:
    if status == 200:
        return
    if status in (403, 404):
        raise _closed(name)
    if status == 401:
        raise NotTaken(f"{name} не признаёт ключ бота. Скажите администратору установки.")
    raise NotTaken(f"{name} не принял сообщение (код {status}). Попробуем ещё раз.")


def _closed(name: str) -> NotTaken:
    return NotTaken(
        f"{name} не пускает бота в этот диалог. Напишите боту первым и подключите мессенджер заново.",
        for_ever=True,
    )
