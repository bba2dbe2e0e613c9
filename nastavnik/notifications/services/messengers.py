"""A messenger of one's own: its number is typed, a code goes there, the code typed back proves whose it is."""

import hmac
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.errors import Refusal
from nastavnik.core.models import Channel
from nastavnik.notifications import queries
from nastavnik.notifications.messengers import NAMES, NotTaken, working
from nastavnik.notifications.models import MessengerLink
from nastavnik.people.queries import cards_of

LASTS = timedelta(minutes=15)
PAUSE = timedelta(minutes=1)
TRIES = 5
TRIES_A_DAY = 20
ENOUGH = "На сегодня попыток больше нет. Попробуйте подключить мессенджер завтра."


def ask_code(channel: Channel, address: str, *, now: datetime, by: Actor) -> None:
    """Send a code to the dialogue. One a minute: nobody is flooded through us."""
    bot = working().get(channel.value)
    if bot is None:
        raise Refusal("Этот мессенджер не подключён к системе. Попросите администратора установки.")
    code = f"{secrets.randbelow(1_000_000):06d}"
    once = _write(channel, address, code, now=now, by=by)
    try:
        bot.send(address, f"Код подключения к системе «Наставник»: {code}. Никому его не говорите.", once)
    except NotTaken as refused:
        raise Refusal(refused.words) from refused


@transaction.atomic
def _write(channel: Channel, address: str, code: str, *, now: datetime, by: Actor) -> UUID:
    for person in cards_of(by).select_related("organisation"):
        by.require(Permission.OWN_DATA, person)
        link, _ = MessengerLink.objects.get_or_create(
            organisation=person.organisation, person=person, channel=channel, defaults={"address": address}
        )
        if link.code_sent_at and now - link.code_sent_at < PAUSE:
            raise Refusal("Код уже отправлен. Следующий можно попросить через минуту.")
        if link.tried_on == timezone.localdate(now) and link.tries_that_day >= TRIES_A_DAY:
            raise Refusal(ENOUGH)
        link.address, link.code_sha256, link.code_sent_at = address, _hash(code), now
        link.tries, link.confirmed_at = 0, None
        link.save()
    return queries.own_link(by, channel).pk


def confirm(channel: Channel, code: str, *, now: datetime, by: Actor) -> None:
    """Five tries of a code, a quarter of an hour; twenty a day of all codes. A try is counted whatever comes after."""
    link = queries.own_link(by, channel)
    by.require(Permission.OWN_DATA, link)
    mine = MessengerLink.objects.filter(person__in=by.person_ids, channel=channel)
    today = timezone.localdate(now)
    mine.exclude(tried_on=today).update(tried_on=today, tries_that_day=0)
    if not mine.filter(tries_that_day__lt=TRIES_A_DAY).update(tries_that_day=F("tries_that_day") + 1):
        raise Refusal(ENOUGH)
    may_try = mine.filter(tries__lt=TRIES, code_sent_at__gte=now - LASTS).update(tries=F("tries") + 1)
    if not may_try:
        raise Refusal("Код больше не действует. Попросите новый.")
    if not hmac.compare_digest(link.code_sha256, _hash(code.strip())):
        raise Refusal("Код не подошёл. Проверьте цифры в сообщении бота.")
    mine.update(confirmed_at=now, code_sha256="", tries=0)


@transaction.atomic
def unlink(channel: Channel, *, now: datetime, by: Actor) -> None:
    """Nothing is sent there from now on. A fresh code and the tries of today stay: taking the link off buys no new ones."""
    by.require(Permission.OWN_DATA, queries.own_link(by, channel))
    mine = MessengerLink.objects.filter(person__in=by.person_ids, channel=channel)
    mine.exclude(code_sent_at__gt=now - PAUSE).exclude(tried_on=timezone.localdate(now)).delete()
    mine.update(address="", code_sha256="", confirmed_at=None)


def name_of(channel: Channel) -> str:
    return NAMES[channel]


def _hash(code: str) -> str:
    return sha256(code.encode()).hexdigest()
