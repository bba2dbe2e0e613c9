"""Work apart from a request: ordered in the caller's transaction, leased, retried, parked, never done twice at once."""

import logging
import threading
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db import Error as DatabaseTrouble
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from .crash import crash
from .errors import Refusal
from .identifiers import new_id
from .models import UNFINISHED, Job, JobState

LEASE = timedelta(seconds=60)
HEARTBEAT = 10.0  # seconds
PAUSES = tuple(timedelta(seconds=pause) for pause in (10, 60, 300, 1800))
MAX_ATTEMPTS = len(PAUSES) + 1
KILLER = "Обработчик пять раз остановился, не закончив работу."

log = logging.getLogger(__name__)


class Owner(Protocol):
    """An organisation, which stands on a floor above."""

    @property
    def pk(self) -> Any: ...
    @property
    def root_id(self) -> Any: ...


class Orderer(Protocol):
    @property
    def user_id(self) -> UUID | None: ...


class Lost(Exception):
    """The lease has run out and another worker has the job: what this one still writes must not be kept."""


class Cancelled(Exception):
    """Somebody has cancelled the job."""


class Interrupted(Exception):
    """The worker is told to stop: the job goes back to the queue."""


class Work:
    """One run of a job, as its handler sees it."""

    def __init__(self, job: Job, stop: threading.Event | None = None) -> None:
        if job.run_token is None:
            raise Lost
        self.id: UUID = job.pk
        self.payload: dict[str, Any] = job.payload
        self.organisation_id: UUID | None = job.organisation_id
        self.ordered_by: UUID | None = job.ordered_by
        self.attempt: int = job.attempts
        self.is_done = False
        self._token: UUID = job.run_token
        self._stop = stop or threading.Event()

    def progress(self, done: int, of: int, words: str = "") -> None:
        """Show «12 из 40» to the person who waits, keep the lease, notice a cancel or a stop."""
        self._write(done_steps=done, all_steps=of, words=words[:300], lease_until=timezone.now() + LEASE)
        self._notice_stop()

    def checkpoint(self) -> None:
        """A place where the work may stop. Called last inside a transaction, it keeps a lost run's writes out."""
        self._write(lease_until=timezone.now() + LEASE)
        self._notice_stop()

    def finish(self, **result: Any) -> None:
        """Mark done. Inside the handler's last transaction the effects and this mark stand or fall together."""
        crash("job.before_finish")
        self._write(
            state=JobState.DONE,
            result=result,
            finished_at=timezone.now(),
            lease_until=None,
            run_token=None,
            error="",
        )
        self.is_done = True

    def _write(self, **values: Any) -> None:
        mine = Job.objects.filter(pk=self.id, run_token=self._token, state=JobState.RUNNING)
        if mine.update(**values):
            return
        if Job.objects.filter(pk=self.id, state=JobState.CANCELLED).exists():
            raise Cancelled
        raise Lost

    def _notice_stop(self) -> None:
        if self._stop.is_set():
            raise Interrupted

    def _beat(self) -> None:
        renewed = Job.objects.filter(pk=self.id, run_token=self._token, state=JobState.RUNNING)
        renewed.update(lease_until=timezone.now() + LEASE)


Handler = Callable[[Work], Mapping[str, Any] | None]
HANDLERS: dict[str, Handler] = {}


def job(kind: str) -> Callable[[Handler], Handler]:
    """Register the handler of a kind: `jobs.py` of each package is read at the start."""

    def register(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return register


def enqueue(
    kind: str,
    *,
    key: str,
    payload: Mapping[str, Any] | None = None,
    organisation: Owner | None = None,
    run_after: datetime | None = None,
    by: Orderer,
) -> Job:
    """Order a job in the caller's transaction; an unfinished one of the same kind and key is that very job.

    `payload` holds ids only: rows may change before the job runs, and the queue must keep no personal data.
    """
    waiting = Job.objects.filter(kind=kind, key=key, state__in=UNFINISHED)
    for _ in range(3):  # the one found by a clash may finish before it is read
        if found := waiting.first():
            return found
        with suppress(IntegrityError), transaction.atomic():
            return Job.objects.create(
                kind=kind,
                key=key,
                payload={name: _plain(value) for name, value in (payload or {}).items()},
                organisation_id=organisation.pk if organisation else None,
                root_id=organisation.root_id if organisation else None,
                ordered_by=by.user_id,
                run_after=run_after or timezone.now(),
            )
    raise Refusal("Такая работа уже выполняется. Подождите минуту и обновите страницу.")


def cancel(job_id: UUID) -> bool:
    """Stop a job at its next checkpoint, or before it begins; False if it has ended already."""
    unfinished = Job.objects.filter(pk=job_id, state__in=UNFINISHED)
    return bool(unfinished.update(state=JobState.CANCELLED, finished_at=timezone.now(), run_token=None))


def retry(job_id: UUID) -> bool:
    """Put a parked job back into the queue with its attempts anew."""
    parked = Job.objects.filter(pk=job_id, state=JobState.PARKED)
    try:
        with transaction.atomic():
            return bool(parked.update(state=JobState.READY, attempts=0, run_after=timezone.now()))
    except IntegrityError as already:
        raise Refusal("Такая же работа уже стоит в очереди. Дождитесь её результата.") from already


def claim(now: datetime | None = None) -> Job | None:
    """Take the next job by a conditional UPDATE, which two workers cannot both win, on either database.

    One job of an organisation runs at a time, so that a heavy one does not hold up the neighbours.
    """
    now = now or timezone.now()
    _park_killers(now)
    running = Job.objects.filter(
        state=JobState.RUNNING, lease_until__gte=now, organisation_id__isnull=False
    ).values("organisation_id")
    due = Job.objects.filter(
        Q(state=JobState.READY, run_after__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)
    ).exclude(organisation_id__isnull=False, organisation_id__in=running)
    for seen in due.order_by("run_after", "id")[:5]:
        token = new_id()
        same = Job.objects.filter(pk=seen.pk, state=seen.state, run_token=seen.run_token)
        if same.update(
            state=JobState.RUNNING,
            run_token=token,
            lease_until=now + LEASE,
            attempts=F("attempts") + 1,
        ):
            return Job.objects.get(pk=seen.pk)
    return None


def _park_killers(now: datetime) -> None:
    """A job whose worker died under it five times is not given a sixth one."""
    killers = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now, attempts__gte=MAX_ATTEMPTS)
    if killers.exists():  # an UPDATE of nothing would still take SQLite's only write lock twice a second
        killers.update(state=JobState.PARKED, finished_at=now, run_token=None, error=KILLER)


def run(claimed: Job, stop: threading.Event | None = None) -> None:
    """Do a claimed job to its end, whatever that is."""
    work = Work(claimed, stop)
    crash("job.claimed")
    with _Heartbeat(work):
        try:
            result = HANDLERS[claimed.kind](work) or {}
            if not work.is_done:
                work.finish(**result)
        except Interrupted:
            _give_back(work)
        except Refusal as refusal:
            _end(work, JobState.REFUSED, str(refusal))
        except (Lost, Cancelled) as gone:
            log.warning("job %s %s: %s", claimed.kind, claimed.pk, type(gone).__name__)
        except Exception as fault:
            log.exception("job %s %s failed, attempt %s", claimed.kind, claimed.pk, claimed.attempts)
            _fail(work, fault)


def run_all(limit: int = 100) -> int:
    """Do everything that is due, here and now; gives how many were run. For tests, the demo and the console."""
    for count in range(limit):
        claimed = claim()
        if claimed is None:
            return count
        run(claimed)
    return limit


def _give_back(work: Work) -> None:
    mine = Job.objects.filter(pk=work.id, run_token=work._token, state=JobState.RUNNING)
    mine.update(state=JobState.READY, run_token=None, lease_until=None, attempts=F("attempts") - 1)


def _end(work: Work, state: JobState, error: str) -> None:
    with suppress(Lost, Cancelled):
        work._write(state=state, error=error, finished_at=timezone.now(), run_token=None, lease_until=None)


def _fail(work: Work, fault: Exception) -> None:
    """Wait longer after each failure; after the fifth park it where an administrator sees it."""
    if work.attempt >= MAX_ATTEMPTS:
        _end(work, JobState.PARKED, _place_of(fault))
        return
    with suppress(Lost, Cancelled):
        work._write(
            state=JobState.READY,
            run_after=timezone.now() + PAUSES[work.attempt - 1],
            run_token=None,
            lease_until=None,
            error=_place_of(fault),
        )


def _place_of(fault: Exception) -> str:
    """What failed and where, without the message: that may quote personal data, and goes to the log only."""
    frames = traceback.extract_tb(fault.__traceback__)
    return (
        f"{type(fault).__name__} — {frames[-1].name}:{frames[-1].lineno}" if frames else type(fault).__name__
    )


class _Heartbeat:
    """Renews the lease from a thread with a connection of its own, while the handler is busy."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._beat, name=f"heartbeat {work.id}", daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join(timeout=1)

    def _beat(self) -> None:
        while not self.over.wait(HEARTBEAT):
            try:
                self.work._beat()
            except DatabaseTrouble:  # the next beat, or the fence, has the last word
                log.warning("heartbeat of job %s missed", self.work.id, exc_info=True)
                connection.close()
        connection.close()


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value
