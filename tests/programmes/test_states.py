"""The way of a programme explored by hypothesis: whoever presses whatever, only declared moves happen."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nastavnik.core.errors import Denied, Refusal
from nastavnik.programmes import rules
from nastavnik.programmes.models import Goal, Programme
from nastavnik.programmes.rules import GoalState, Part, State
from nastavnik.programmes.services import moving, starting
from tests.cast import TODAY, Cast

from . import world

pytestmark = pytest.mark.django_db

WHO = ("galina", "kirill", "vera", "rodion", "darya", "oleg")
# Act → where it may lead from each state; a correction leads its own version, so the current one stays.
LEADS: dict[str, set[State]] = {
    "agree": {State.AGREED},
    "reopen": {State.DRAFT},
    "send": {State.SENT},
    "give_back": {State.DRAFT},
    "approve": {State.APPROVED, State.RUNNING},
    "begin": {State.RUNNING},
    "drop": {State.DROPPED},
    "finish": {State.COMPLETED},
    "terminate": {State.TERMINATED},
    "correct": set(),
}


def _acts(cast: Cast, programme: Programme, who: str) -> dict[str, Callable[[], object]]:
    by = cast.as_actor(getattr(cast, who))
    return {
        "agree": lambda: moving.agree(programme, today=TODAY, by=by),
        "reopen": lambda: moving.reopen(programme, by=by),
        "send": lambda: moving.send(programme, today=TODAY, by=by),
        "give_back": lambda: moving.give_back(programme, part=Part.GOALS, words="Уточните цель", by=by),
        "approve": lambda: moving.approve(programme, today=TODAY, by=by),
        "begin": lambda: moving.begin(programme, today=world.STARTS),
        "drop": lambda: moving.drop(programme, by=by),
        "finish": lambda: moving.finish(programme, words="", why_early="успели", today=TODAY, by=by),
        "terminate": lambda: moving.terminate(programme, words="переезд", today=TODAY, by=by),
        "correct": lambda: starting.correct(programme, reason="новая трудность", by=by),
    }


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(LEADS)), st.sampled_from(WHO)), max_size=12))
def test_only_declared_moves_succeed(cast: Cast, pressed: list[tuple[str, str]]) -> None:
    from django.db import transaction

    with transaction.atomic():
        programme = world.started(cast)
        Goal.objects.filter(programme=programme).update(state=GoalState.REACHED)
        for act, who in pressed:
            before = State(programme.state)
            try:
                with transaction.atomic():
                    _acts(cast, programme, who)[act]()
            except (Refusal, Denied):
                pass
            programme = Programme.objects.get(pk=programme.pk)
            after = State(programme.state)
            if after is not before:
                assert after in LEADS[act]
                assert after in rules.MOVES[before] or (before, after) == (State.SENT, State.RUNNING)
            if who in ("darya", "oleg") and act != "begin":
                assert after is before
            assert Programme.objects.filter(mentorship=programme.mentorship, is_current=True).count() <= 1
        transaction.set_rollback(True)


@pytest.mark.req("R217")
def test_the_whole_way_of_a_programme(cast: Cast) -> None:
    programme = world.started(cast)
    seen = [programme.state]
    galina, kirill = cast.as_actor(cast.galina), cast.as_actor(cast.kirill)
    moving.agree(programme, today=TODAY, by=galina)
    seen.append(programme.state)
    moving.agree(programme, today=TODAY, by=kirill)
    seen.append(programme.state)
    moving.send(programme, today=TODAY, by=kirill)
    seen.append(programme.state)
    moving.approve(programme, today=TODAY, by=cast.as_actor(cast.rodion))
    seen.append(programme.state)
    moving.settle(world.noon(world.STARTS))
    programme.refresh_from_db()
    seen.append(programme.state)
    Goal.objects.filter(programme=programme).update(state=GoalState.REACHED)
    moving.finish(programme, words="Цели достигнуты", why_early="", today=world.ENDS, by=galina)
    seen.append(programme.state)
    assert seen == ["draft", "draft", "agreed", "sent", "approved", "running", "completed"]


@pytest.mark.parametrize("who", ["galina", "kirill", "darya", "oleg"])
def test_those_who_wrote_it_do_not_approve_it(cast: Cast, who: str) -> None:
    programme = world.sent(cast)
    with pytest.raises(Denied):
        moving.approve(programme, today=TODAY, by=cast.as_actor(getattr(cast, who)))
    assert Programme.objects.get(pk=programme.pk).state == State.SENT


def test_returned_with_a_word_to_a_section_it_is_agreed_anew(cast: Cast) -> None:
    programme = world.sent(cast)
    moving.give_back(programme, part=Part.GOALS, words="Назовите число", by=cast.as_actor(cast.vera))
    assert programme.state == State.DRAFT
    assert [(c.part, c.kind, c.words) for c in programme.comments.all()] == [
        ("goals", "return", "Назовите число")
    ]
    assert not programme.agreements.exists()
    world.approved(cast, programme)
    assert programme.state in {State.APPROVED, State.RUNNING}
    assert all(c.settled_on for c in programme.comments.all())


def test_the_end_of_a_pair_ends_its_programme(cast: Cast) -> None:
    from nastavnik.pairs.models import Mentorship
    from nastavnik.pairs.rules import PairState

    programme = world.running(cast)
    Mentorship.objects.filter(pk=programme.mentorship_id).update(state=PairState.STOPPED)
    moving.settle(world.noon(TODAY))
    programme.refresh_from_db()
    assert (programme.state, programme.end_words) == (State.TERMINATED, "Пара прекращена")


@pytest.mark.parametrize("make", [world.approved, world.running])
def test_an_approved_programme_is_ended_early_by_who_approves(
    cast: Cast, make: Callable[[Cast], Programme]
) -> None:
    programme, by = make(cast), cast.as_actor(cast.vera)
    with pytest.raises(Refusal, match="причину"):
        moving.terminate(programme, words=" ", today=TODAY, by=by)
    moving.terminate(programme, words="Переезд", today=TODAY, by=by)
    after = world.fresh(programme)
    assert (after.state, after.ended_on, after.end_words) == (State.TERMINATED, TODAY, "Переезд")


def test_who_approves_returns_with_a_remark_and_who_has_sent_takes_back(cast: Cast) -> None:
    programme = world.started(cast)
    kirill, vera = cast.as_actor(cast.kirill), cast.as_actor(cast.vera)
    for side in (cast.galina, cast.kirill):
        moving.agree(programme, today=TODAY, by=cast.as_actor(side))
    with pytest.raises(Refusal, match="прислали на утверждение"):
        moving.give_back(programme, part=Part.GOALS, words="Рано", by=vera)
    moving.send(programme, today=TODAY, by=kirill)
    with pytest.raises(Refusal, match="с замечанием"):
        moving.reopen(programme, by=vera)
    moving.reopen(programme, by=kirill)
    assert programme.state == State.DRAFT
