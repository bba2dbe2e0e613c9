"""Twenty identical POSTs at once: prints how many objects they made and where each was sent."""

import json
import os
import threading
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import Client
from django.urls import path
from django.utils import timezone

from nastavnik.core.identifiers import new_id
from nastavnik.core.models import Mark


def add(_request: HttpRequest) -> HttpResponse:
    name = new_id().hex
    Mark.objects.create(name=name, at=timezone.now())
    time.sleep(0.2)
    return redirect(f"/made/{name}/")


urlpatterns = [path("add/", add)]


def main() -> None:
    settings.ROOT_URLCONF = __name__
    call_command("migrate", verbosity=0)
    before, answers = Mark.objects.count(), []

    def press() -> None:
        answers.append(Client(HTTP_HOST="localhost").post("/add/", {"once": "abc", "name": "x"}))

    presses = [threading.Thread(target=press) for _ in range(20)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    print(
        json.dumps(
            {
                "made": Mark.objects.count() - before,
                "led": sorted({a.get("Location", str(a.status_code)) for a in answers}),
                "answers": len(answers),
            }
        )
    )


if __name__ == "__main__":
    main()
