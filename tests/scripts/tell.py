"""Print what this installation holds: sums of every table, of every file, and whether the first person can sign in."""

import json
import os
import sys
from dataclasses import astuple
from hashlib import sha256
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from django.conf import settings
from django.contrib.auth import authenticate
from django.db import DatabaseError, transaction
from django.http import HttpRequest

from nastavnik.core.backup import sums
from nastavnik.core.models import LogEntry
from nastavnik.people.models import User


def journal_is_closed() -> bool:
    try:
        with transaction.atomic():
            LogEntry.objects.update(words="подделано")
    except DatabaseError:
        return True
    return False


def main() -> None:
    folder = Path(settings.FILES_DIR)
    stored = {
        p.relative_to(folder).as_posix(): sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*")
        if p.is_file()
    }
    user = User.objects.order_by("email").first()
    signed_in = user is not None and authenticate(
        HttpRequest(), username=user.email, password="пароль-для-проверки"
    )
    told = {
        "tables": {label: astuple(total) for label, total in sums("default").items() if label != "core.Mark"},
        "marks": [total.rows for label, total in sums("default").items() if label == "core.Mark"],
        "files": stored,
        "secret": sha256(settings.SECRET_KEY.encode()).hexdigest(),
        "signed_in": bool(signed_in),
        "journal_is_closed": journal_is_closed(),
    }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
