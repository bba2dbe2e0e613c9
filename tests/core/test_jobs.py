"""Jobs: ordered once, retried with growing pauses, fenced, parked, fair to the neighbours."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Event
from uuid import uuid4

import pytest
from django.utils import timezone

from nastavnik.access.actor import CONSOLE
from nastavnik.core import jobs
from nastavnik.core.errors import Refusal
from nastavnik.core.models import Job, JobState

pytestmark = pytest.mark.django_db


class Place:
    """Stands for an organisation."""

    def __init__(self) -> None:
        self.pk = uuid4()
        self.root_id = self.pk


@pytest.fixture(autouse=True)
def _handlers() -> Iterator[None]:
    jobs.HANDLERS["test.count"] = lambda work: {"twice": work.payload["n"] * 2}
    jobs.HANDLERS["test.break"] = _broken
    yield
    for name in [name for name in jobs.HANDLERS if name.startswith("test.")]:
        del jobs.HANDLERS[name]


def _broken(_work: jobs.Work) -> None:
    raise ZeroDivisionError("Мещерякова Галина Викторовна")


def order(kind: str = "test.count", key: str = "a", **more: object) -> Job:
    return jobs.enqueue(kind, key=key, payload={"n": 21}, by=CONSOLE, **more)  # type: ignore[arg-type]


def claimed() -> Job:
    found = jobs.claim()
    assert found is not None
    return found


def test_a_job_is_done_once_and_keeps_its_result() -> None:
    ordered = order()
    assert jobs.run_all() == 1
    assert jobs.run_all() == 0
    ordered.refresh_from_db()
    assert (ordered.state, ordered.result, ordered.percent) == (JobState.DONE, {"twice": 42}, 100)


def test_the_same_key_while_unfinished_is_the_same_job_and_a_new_one_after() -> None:
    first = order()
    assert order().pk == first.pk
    assert order(key="b").pk != first.pk
    jobs.run_all()
    assert order().pk != first.pk


def test_a_failing_job_waits_longer_each_time_and_is_parked_after_five() -> None:
    ordered, pauses = order("test.break"), []
    for _ in range(jobs.MAX_ATTEMPTS):
        Job.objects.filter(pk=ordered.pk).update(run_after=timezone.now())
        assert jobs.run_all() == 1
        ordered.refresh_from_db()
        pauses.append(ordered.run_after - timezone.now())
    assert ordered.state == JobState.PARKED
    assert pauses[:4] == sorted(pauses[:4])
    assert timedelta(minutes=29) < pauses[3] < timedelta(minutes=31)


def test_the_error_names_the_place_and_quotes_nobody() -> None:
    ordered = order("test.break")
    jobs.run_all()
    ordered.refresh_from_db()
    assert "ZeroDivisionError" in ordered.error
    assert "Галина" not in ordered.error


def test_a_parked_job_can_be_put_back() -> None:
    ordered = order()
    Job.objects.update(state=JobState.PARKED, attempts=5)
    assert jobs.retry(ordered.pk)
    assert jobs.run_all() == 1
    assert not jobs.retry(ordered.pk)


def test_a_refusal_ends_the_job_with_its_sentence() -> None:
    def refuse(_work: jobs.Work) -> None:
        raise Refusal("Файл пуст. Выберите другой.")

    jobs.HANDLERS["test.refuse"] = refuse
    ordered = order("test.refuse")
    jobs.run_all()
    ordered.refresh_from_db()
    assert (ordered.state, ordered.error) == (JobState.REFUSED, "Файл пуст. Выберите другой.")


def test_a_claimed_job_is_not_given_twice_until_its_lease_runs_out() -> None:
    order()
    first = claimed()
    assert jobs.claim() is None
    second = jobs.claim(timezone.now() + jobs.LEASE + timedelta(seconds=1))
    assert second is not None
    assert (second.pk, second.attempts) == (first.pk, 2)


@pytest.mark.parametrize("act", ["checkpoint", "finish", "progress"])
def test_a_run_that_lost_its_lease_can_write_nothing(act: str) -> None:
    ordered = order()
    late = jobs.Work(claimed())
    jobs.claim(timezone.now() + jobs.LEASE + timedelta(seconds=1))
    with pytest.raises(jobs.Lost):
        late.progress(1, 2) if act == "progress" else getattr(late, act)()
    ordered.refresh_from_db()
    assert (ordered.state, ordered.done_steps) == (JobState.RUNNING, 0)


def test_a_job_that_kills_its_worker_five_times_is_parked() -> None:
    ordered, now = order(), timezone.now()
    for _ in range(jobs.MAX_ATTEMPTS):
        assert jobs.claim(now) is not None
        now += jobs.LEASE + timedelta(seconds=1)
    assert jobs.claim(now) is None
    ordered.refresh_from_db()
    assert ordered.state == JobState.PARKED


def test_a_cancel_is_noticed_at_the_next_checkpoint() -> None:
    ordered = order()
    work = jobs.Work(claimed())
    assert jobs.cancel(ordered.pk)
    with pytest.raises(jobs.Cancelled):
        work.checkpoint()
    assert not jobs.cancel(ordered.pk)


def test_a_stopping_worker_gives_the_job_back_without_counting_a_failure() -> None:
    jobs.HANDLERS["test.slow"] = lambda work: work.progress(1, 2)
    ordered, stop = order("test.slow"), Event()
    stop.set()
    jobs.run(claimed(), stop)
    ordered.refresh_from_db()
    assert (ordered.state, ordered.attempts) == (JobState.READY, 0)


def test_a_heavy_organisation_does_not_hold_up_its_neighbours() -> None:
    heavy, light = Place(), Place()
    for number in range(20):
        order(key=f"heavy {number}", organisation=heavy)
    order(key="light", organisation=light)
    assert {claimed().organisation_id, claimed().organisation_id} == {heavy.pk, light.pk}
    assert jobs.claim() is None
