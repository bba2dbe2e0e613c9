"""The second process of an installation: does the jobs, the routines, and tells that it is alive."""

import logging
import os
import signal
import threading
import time

from django.db import Error as DatabaseTrouble
from django.db import close_old_connections, connection
from django.utils import timezone

from . import jobs, marks, routines

SLOTS = 2  # jobs at once: a heavy one leaves the other slot to the neighbours
POLL = 0.5  # seconds
BEAT = 10.0

log = logging.getLogger(__name__)
_claiming = threading.Lock()


def work_until_stopped() -> None:
    """Run until SIGTERM or Ctrl-C, or until the server that started this process is gone."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda _sign, _frame: stop.set())
    slots = [threading.Thread(target=_slot, args=(stop,), name=f"slot {n}") for n in range(SLOTS)]
    for slot in slots:
        slot.start()
    _keep_house(stop, parent=os.getppid())
    for slot in slots:
        slot.join()


def _slot(stop: threading.Event) -> None:
    while not stop.is_set():
        if not _one_job(stop):
            stop.wait(POLL)
    connection.close()


def _one_job(stop: threading.Event) -> bool:
    """Claim and do one job; False when there was nothing, or the database did not answer."""
    try:
        close_old_connections()
        with _claiming:
            claimed = jobs.claim()
        if claimed is None:
            return False
        jobs.run(claimed, stop)
        return True
    except DatabaseTrouble:
        log.warning("the database does not answer", exc_info=True)
        connection.close()
        stop.wait(2)
        return False


def _keep_house(stop: threading.Event, *, parent: int) -> None:
    beat_at = 0.0
    while not stop.is_set():
        try:
            close_old_connections()
            if time.monotonic() >= beat_at:
                marks.leave(marks.WORKER, at=timezone.now(), pid=os.getpid())
                beat_at = time.monotonic() + BEAT
            routines.tick()
        except DatabaseTrouble:
            log.warning("the database does not answer", exc_info=True)
            connection.close()
        if os.getppid() != parent:  # killed −9: nobody is left to tell us to stop
            stop.set()
        stop.wait(1)
