"""Fill this installation with the cast, a file, a job and a message; print how many people there are."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from datetime import UTC, datetime
from decimal import Decimal

from django.core.management import call_command

from nastavnik.access.actor import CONSOLE
from nastavnik.core import files, jobs
from nastavnik.core.models import Mark
from nastavnik.notifications.services import notify
from nastavnik.people.models import Employment, Person
from tests.cast import make_cast


def main() -> None:
    call_command("migrate", verbosity=0)
    cast = make_cast()
    Employment.objects.filter(person=cast.galina).update(workload=Decimal("18.5"))
    files.keep("Приказ".encode(), "Приказ № 1.pdf", mime="application/pdf", organisation=cast.school)
    files.keep(os.urandom(300_000), "скан.png", mime="image/png", organisation=cast.school)
    jobs.enqueue("test.later", key="a", payload={"n": 1}, organisation=cast.school, by=CONSOLE)
    notify([cast.galina], "news", subject="Вам предложена «пара»", text='Строка\nи ещё одна \\ "кавычки"')
    Mark.objects.create(
        name="odd", at=datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC), value={"я": [1.5, None]}
    )
    print(Person.objects.count())


if __name__ == "__main__":
    main()
