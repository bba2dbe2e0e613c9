"""A worker to be killed: `chaos.py order`, `chaos.py work`, `chaos.py tell` in one installation."""

import json
import os
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from nastavnik.access.actor import CONSOLE
from nastavnik.core import files, jobs, routines, worker
from nastavnik.core.crash import crash
from nastavnik.core.models import Channel, Job, Mark, OutgoingMessage, StoredFile
from nastavnik.notifications import delivery

STEPS = 6
jobs.LEASE, jobs.HEARTBEAT = timedelta(seconds=1.5), 0.4
jobs.PAUSES = (timedelta(0),) * 4
worker.POLL = 0.05
delivery.TAKEN_FOR = timedelta(seconds=1)
settings.EMAIL_HOST, settings.BASE_URL = "mail.example", "https://school.example"
settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
LETTERS = Path(settings.DATA_DIR) / "letters"
settings.EMAIL_FILE_PATH = str(LETTERS)  # type: ignore[misc]
for each in routines.ROUTINES.values():
    each.every = timedelta(seconds=0.1)


@jobs.job("chaos.steps")
def steps(work: jobs.Work) -> None:
    """Six effects, each in its own transaction that holds the fence; done ones are not done again."""
    for step in range(STEPS):
        with transaction.atomic():
            if not Mark.objects.filter(name=f"step {step}").exists():
                Mark.objects.create(name=f"step {step}", at=timezone.now(), value={"attempt": work.attempt})
                crash(f"chaos.in_step_{step}")
            work.progress(step + 1, STEPS, f"{step + 1} из {STEPS}")
        crash(f"chaos.after_step_{step}")
        time.sleep(float(os.environ.get("STEP_SECONDS", "0")))
    with transaction.atomic():
        files.keep(b"report", "отчёт.txt", mime="text/plain", organisation=None)
        message = OutgoingMessage(channel=Channel.EMAIL, address="a@b.example", kind="report")
        message.subject, message.text = "Отчёт готов", "Скачайте его."
        message.save()
        work.finish(steps=STEPS)


def order() -> None:
    call_command("migrate", verbosity=0)
    jobs.enqueue("chaos.steps", key="one", by=CONSOLE)


def work(seconds: float) -> None:
    """Until killed, or until nothing is left to do, or for so long."""
    threading.Thread(target=_end_when_done, args=(time.monotonic() + seconds,), daemon=True).start()
    worker.work_until_stopped()


def _end_when_done(deadline: float) -> None:
    while time.monotonic() < deadline and (
        Job.objects.exclude(state__in=("done", "parked")).exists()
        or OutgoingMessage.objects.filter(state="waiting", channel="email").exists()
    ):
        time.sleep(0.1)
    os.kill(os.getpid(), 15)


def tell() -> None:
    folder = Path(settings.FILES_DIR)
    stored = set(StoredFile.objects.values_list("key", flat=True))
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    letters = [p.read_text(errors="replace") for p in LETTERS.glob("*")]
    ids = [line for text in letters for line in text.splitlines() if line.startswith("Message-ID")]
    job = Job.objects.get()
    told = {
        "state": job.state,
        "attempts": job.attempts,
        "steps": Mark.objects.filter(name__startswith="step").count(),
        "by_attempts": sorted({m.value["attempt"] for m in Mark.objects.filter(name__startswith="step")}),
        "reports": len(stored),
        "rows_without_file": len(stored - present),
        "messages": OutgoingMessage.objects.count(),
        "unsent": OutgoingMessage.objects.filter(state="waiting").count(),
        "letters": len(ids),
        "letter_ids": len(set(ids)),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    if sys.argv[1] == "work":
        work(60)
    elif sys.argv[1] == "order":
        order()
    else:
        tell()
