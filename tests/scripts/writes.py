"""Write facts one by one, each with its journal line and message in one transaction, and tell of each once it is kept.

`writes.py` writes until killed; `writes.py count` prints how many of each are kept.
"""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from nastavnik.core.models import Channel, LogEntry, Mark, OutgoingMessage


def write() -> None:
    call_command("migrate", verbosity=0)
    number = Mark.objects.filter(name__startswith="fact").count()
    while True:
        number += 1
        with transaction.atomic():
            Mark.objects.create(name=f"fact {number}", at=timezone.now())
            LogEntry.objects.create(
                event="fact", words=str(number), actor_name="проверка", subject_type="fact"
            )
            OutgoingMessage.objects.create(channel=Channel.INSIDE, kind="fact", subject=str(number), text="")
        print(number, flush=True)


def count() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchone() == ("ok",)
    print(
        Mark.objects.filter(name__startswith="fact").count(),
        LogEntry.objects.filter(event="fact").count(),
        OutgoingMessage.objects.filter(kind="fact").count(),
    )


if __name__ == "__main__":
    count() if sys.argv[1:] else write()
