"""A worker that reminds, to be killed: `reminders.py order`, `reminders.py work`, `reminders.py tell` in one installation."""

import json
import os
import sys
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db.models import Count

from nastavnik.core.models import Channel, OutgoingMessage
from nastavnik.notifications import digest, ladder, reminders
from nastavnik.notifications.models import ReminderSent
from nastavnik.notifications.reminders import Due
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Person

DAY = date(2026, 10, 13)
MORNING = datetime(2026, 10, 13, 9, 0, tzinfo=ZoneInfo("Europe/Moscow"))
THINGS = 3
settings.EMAIL_HOST, settings.BASE_URL = "mail.example", "https://school.example"


def things(organisation: Organisation, _first: date, _last: date) -> list[Due]:
    people = list(Person.objects.filter(organisation=organisation, account__isnull=False).order_by("id"))
    words = {"subject": "Запишите встречу", "text": "", "link": "/pairs/", "why": "Вы ведёте пару"}
    return [
        Due(key=f"{number}", due_on=DAY + timedelta(days=number - 1), people=[p.pk for p in people], **words)
        for number in range(THINGS)
    ]


def order() -> None:
    from tests.cast import make_cast

    call_command("migrate", verbosity=0)
    make_cast()


def work() -> None:
    reminders.KINDS.clear()
    reminders.register("chaos", "Проверка", things)
    ladder.remind(MORNING)
    digest.fold(MORNING)


def tell() -> None:
    marks = ReminderSent.objects.values("person", "key", "rung").annotate(n=Count("pk"))
    inside = OutgoingMessage.objects.filter(channel=Channel.INSIDE, kind="chaos")
    letters = OutgoingMessage.objects.filter(channel=Channel.EMAIL)
    told = {
        "people": Person.objects.filter(account__isnull=False).count(),
        "marks": len(marks),
        "most": max((each["n"] for each in marks), default=0),
        "inside": inside.count(),
        "doubled": inside.values("person_id", "key").annotate(n=Count("pk")).filter(n__gt=1).count(),
        "folded": letters.filter(kind="chaos", state="folded").count(),
        "held": letters.filter(state="held").count(),
        "digests": letters.filter(kind="digest").count(),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    {"order": order, "work": work, "tell": tell}[sys.argv[1]]()
