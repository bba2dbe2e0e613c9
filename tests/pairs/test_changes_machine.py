"""Hypothesis leads a pair through its life by services: only declared moves succeed, days stay in order, requests follow."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from nastavnik.bank.rules import RequestState
from nastavnik.core.errors import Refusal
from nastavnik.pairs.changing import services
from nastavnik.pairs.changing.due import apply_due
from nastavnik.pairs.changing.rules import ALLOWED, TARGET, ChangeKind, ChangeState
from nastavnik.pairs.changing.services import Wanted
from nastavnik.pairs.models import Mentorship, MentorshipChange
from nastavnik.pairs.rules import MOVES, PairState
from tests.cast import make_cast, make_person

from .living import working
from .test_changes import at

K = ChangeKind
STEPS = (K.PAUSE, K.RESUME, K.ABSENCE, K.TERM, K.COMPLETION, K.REMATCH, K.REFUSAL, K.CANCELLATION, K.STOP)
ENDED = (PairState.FINISHED, PairState.STOPPED)


class LifeOfAPair(RuleBasedStateMachine):
    """Every step is one a curator could try on a day; some are refused, none leaves a mess."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.cast = make_cast()
        self.pair = working(self.cast)
        self.anna = make_person("Осипова Анна Львовна", self.cast.school)
        self.by = self.cast.as_actor(self.cast.vera)
        self.today = date(2026, 10, 1)

    def _do(self, act: Callable[[], Any], kind: ChangeKind, day: date) -> None:
        before = PairState(self.pair.state)
        try:
            act()
        except Refusal:
            self.pair.refresh_from_db()
            assert self.pair.state == before
            return
        self.pair.refresh_from_db()
        after = PairState(self.pair.state)
        assert before in ALLOWED[kind]
        assert after is before or after in MOVES[before]
        if day > self.today:
            assert after is before
        elif kind in TARGET:
            assert after is TARGET[kind]

    @rule(kind=st.sampled_from(STEPS), shift=st.integers(-20, 40), until=st.integers(-5, 90))
    def change(self, kind: ChangeKind, shift: int, until: int) -> None:
        day = self.today + timedelta(days=shift)
        back = self.today + timedelta(days=until)
        wanted = Wanted(
            kind,
            self.today if kind is K.TERM else day,
            on=self.today,
            until=back if kind in {K.PAUSE, K.ABSENCE, K.TERM} else None,
            person=self.cast.kirill if kind is K.ABSENCE else None,
            initiator=services.Initiator.MENTEE,
        )
        self._do(
            lambda: services.record(self.pair, wanted, today=self.today, by=self.by),
            kind,
            wanted.effective_on,
        )

    @rule(shift=st.integers(-10, 40))
    def replace_mentor(self, shift: int) -> None:
        day = self.today + timedelta(days=shift)
        wanted = Wanted(K.REPLACEMENT, day, mentor=self.anna)
        self._do(lambda: services.record(self.pair, wanted, today=self.today, by=self.by), K.REPLACEMENT, day)

    @precondition(lambda _self: MentorshipChange.objects.filter(state=ChangeState.AHEAD).exists())
    @rule()
    def call_off(self) -> None:
        planned = MentorshipChange.objects.filter(state=ChangeState.AHEAD, mentorship=self.pair).first()
        if planned is not None:
            services.withdraw(planned, today=self.today, by=self.by)
            self.pair.refresh_from_db()

    @rule(days=st.integers(1, 30))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)
        apply_due(at(self.today))
        self.pair.refresh_from_db()

    @invariant()
    def days_are_in_order(self) -> None:
        if not hasattr(self, "pair"):
            return
        pair = self.pair
        assert pair.starts_on <= pair.ends_on
        assert (pair.ended_on is not None) == (pair.state in ENDED)
        done = MentorshipChange.objects.filter(mentorship=pair, state=ChangeState.DONE).exclude(
            kind=K.REPLACEMENT
        )
        days = [c.effective_on for c in done.order_by("created_at")]
        assert all(c <= self.today for c in days)

    @invariant()
    def nothing_is_ahead_of_a_pair_that_has_ended(self) -> None:
        if hasattr(self, "pair") and self.pair.state in ENDED:
            assert not self.pair.changes.filter(state__in=(ChangeState.AHEAD, ChangeState.ASKED)).exists()

    @invariant()
    def the_request_follows(self) -> None:
        if not hasattr(self, "pair"):
            return
        request = self.pair.participations.get(side="mentee").request
        assert request is not None
        going = Mentorship.objects.open().filter(participations__request=request).exists()
        if going:
            assert request.state in {RequestState.SERVED, RequestState.PROPOSED}
        elif self.pair.state == PairState.FINISHED:
            assert request.state == RequestState.CLOSED
        else:
            assert request.state == RequestState.OPEN


@pytest.mark.django_db
def test_a_pair_lives_by_its_rules_whatever_is_tried() -> None:
    run_state_machine_as_test(
        LifeOfAPair, settings=settings(max_examples=15, stateful_step_count=10, deadline=None)
    )
