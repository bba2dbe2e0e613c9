"""Commands about organisations and people."""

import argparse
import secrets
import sys
from getpass import getpass
from importlib import import_module
from typing import Any
from zoneinfo import available_timezones

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from nastavnik.access.actor import CONSOLE
from nastavnik.core import journal
from nastavnik.core.choices import Choices
from nastavnik.core.errors import Refusal
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.rules import Kind, Level
from nastavnik.organisations.services import add_organisation
from nastavnik.people.models import User

from . import database
from .speech import as_json, say


def find_organisation(code: str) -> Organisation:
    found = Organisation.objects.filter(code=code).first()
    if found is None:
        raise Refusal(f"Организации с кодом «{code}» нет. Перечень кодов: nastavnik organisations")
    return found


def init(given: argparse.Namespace) -> int:
    """A new organisation with its lists."""
    database.prepare()
    if given.time_zone not in available_timezones():
        raise Refusal(f"Часового пояса «{given.time_zone}» нет. Примеры: Europe/Moscow, Asia/Barnaul.")
    organisation = add_organisation(
        code=given.code,
        level=_one_of(Level, given.level, "Уровень"),
        kind=_one_of(Kind, given.kind, "Вид"),
        full_name=given.full_name or given.name,
        short_name=given.name,
        time_zone=given.time_zone,
        parent=find_organisation(given.parent) if given.parent else None,
        by=CONSOLE,
    )
    say(f"Организация «{organisation}» заведена, код {organisation.code}.")
    return 0


def _one_of(choices: type[Choices], value: str, what: str) -> Any:
    if value not in choices.values:
        raise Refusal(f"{what} «{value}» неизвестен. Возможны: {', '.join(choices.values)}.")
    return choices(value)


def organisations(given: argparse.Namespace) -> int:
    database.prepare()
    rows = list(Organisation.objects.order_by("path"))
    if given.json:
        as_json([{"code": o.code, "name": o.short_name, "kind": o.kind, "level": o.level} for o in rows])
    else:
        for o in rows:
            say(f"{o.code:<20} {o.short_name} — {o.get_kind_display()}, {o.get_level_display()}")
        if not rows:
            say("Организаций нет. Заведите первую: nastavnik init --help")
    return 0


@transaction.atomic
def _make_admin(email: str, name: str, password: str) -> User:
    if User.objects.filter(email=email.lower()).exists():
        raise Refusal(f"Вход {email} уже есть. Укажите другой адрес или сбросьте пароль на странице входа.")
    user = User.objects.create_superuser(email, password, name=name)
    journal.record("account.installer_added", "Заведён администратор установки", subject=user, by=CONSOLE)
    return user


def createadmin(given: argparse.Namespace) -> int:
    """The technical administrator: no personal data, no Django admin."""
    database.prepare()
    talk = sys.stdin.isatty()
    email = given.email or (input("Электронная почта: ") if talk else "")
    password = given.password or (getpass("Пароль (пусто — придумать): ") if talk else "")
    made_up = "" if password else secrets.token_urlsafe(12)
    try:
        validate_email(email)
        validate_password(password or made_up, User(email=email, name=given.name))
    except ValidationError as fault:
        raise Refusal(
            f"{' '.join(fault.messages)} Укажите: createadmin --email АДРЕС --password ПАРОЛЬ"
        ) from fault
    user = _make_admin(email, given.name, password or made_up)
    say(f"Администратор установки заведён: {user.email}")
    if made_up:
        say(f"Пароль: {made_up}")
    return 0


def import_people(given: argparse.Namespace) -> int:
    """A staff list into an organisation; bad rows are told, a bad file is refused whole."""
    database.prepare()
    organisation = find_organisation(given.organisation)
    if not given.file.is_file():
        raise Refusal(f"Файла {given.file} нет. Проверьте путь.")
    importing = import_module("nastavnik.people.importing")
    told: dict[str, Any] = importing.import_file(
        given.file.read_bytes(),
        given.file.name,
        organisation=organisation,
        dry_run=given.dry_run,
        today=timezone.localdate(),
        by=CONSOLE,
    )
    if given.json:
        as_json(told)
        return 0
    say(f"Новых: {told['new']}, изменено: {told['changed']}, без изменений: {told['same']}")
    for error in told["errors"]:
        say(f"  строка {error['row']}, {error['person'] or '—'}, {error['cell'] or '—'}: {error['message']}")
    return 0


def demo(_given: argparse.Namespace) -> int:
    """A fictional municipality, told through services."""
    database.prepare()
    import_module("nastavnik.demo.services").fill(by=CONSOLE, today=timezone.localdate())
    say("Пример готов. Откройте систему и выберите, за кого войти.")
    return 0
