"""Decisions of the curator: what they change, what the next run does with them, when they are refused."""

import pytest

from nastavnik.core.errors import Conflict, Denied, Refusal
from nastavnik.core.models import LogEntry
from nastavnik.matching import services as matching
from nastavnik.matching.models import Decision
from nastavnik.matching.rules import DecisionKind
from nastavnik.matching.terms import default_choice
from nastavnik.matching.workspace import queries, services
from nastavnik.pairs.models import Mentorship
from tests.cast import TODAY, Cast, make_person
from tests.matching.world import asks, offers, proposed, ran

from .world import decide, pairs, plan, trio

LOCK, APART, HIDE = DecisionKind.LOCK, DecisionKind.APART, DecisionKind.HIDE
BEST = {("Зимин", "Мещерякова"), ("Вершинина", "Лугова")}


def test_the_plan_is_what_the_next_run_proposes(cast: Cast) -> None:
    trio(cast)
    found = plan(cast)
    assert pairs(found) == BEST
    assert proposed(ran(cast)) == {(mentor, mentee) for mentee, mentor in BEST}
    assert [found.gathered.requests[i].mentee.person.last_name for i in found.unmatched] == ["Осинин"]


def test_a_lock_holds_in_the_next_run_and_is_no_pair_yet(cast: Cast) -> None:
    world = trio(cast)
    decide(cast, LOCK, world.pyotr, world.galina)
    assert ("Мещерякова", "Осинин") in proposed(ran(cast))
    assert not Mentorship.objects.exists()
    said = LogEntry.objects.get(event="match.decision_locked")
    assert said.actor_name == cast.as_actor(cast.vera).name


def test_those_set_apart_are_not_proposed_by_any_request(cast: Cast) -> None:
    world = trio(cast)
    other = asks(cast.kirill, "digital")
    decide(cast, APART, world.kirill, world.galina, "Родственники")
    found = plan(cast)
    column = found.columns[world.galina.pk]
    assert {(found.rows[r.pk], column) for r in (world.kirill, other)} == set(found.gathered.apart)
    assert not {pair for pair in proposed(ran(cast)) if pair == ("Мещерякова", "Зимин")}


def test_hidden_is_only_for_the_request(cast: Cast) -> None:
    world = trio(cast)
    other = asks(cast.kirill, "digital")
    decide(cast, HIDE, world.kirill, world.galina)
    found = plan(cast)
    column = found.columns[world.galina.pk]
    assert set(found.gathered.apart) == {(found.rows[world.kirill.pk], column)}
    assert (found.rows[other.pk], column) not in found.gathered.apart


@pytest.mark.parametrize("kind", [LOCK, APART, HIDE])
def test_a_lifted_decision_leaves_no_trace_in_the_run_but_stays_as_history(
    cast: Cast, kind: DecisionKind
) -> None:
    world = trio(cast)
    before = ran(cast).digest
    made = decide(cast, kind, world.kirill, world.galina)
    assert ran(cast).digest != before
    services.lift(made, by=cast.as_actor(cast.vera))
    assert ran(cast).digest == before
    made.refresh_from_db()
    assert (made.reason, made.lifted_by) == ("Работают рядом", cast.as_actor(cast.vera).name)
    with pytest.raises(Conflict, match="уже отменено"):
        services.lift(made, by=cast.as_actor(cast.vera))


def test_what_a_lock_would_change_is_what_it_changes(cast: Cast) -> None:
    world = trio(cast)
    now = plan(cast)
    would_be = services.under(now.gathered, [services.drafted(LOCK, world.pyotr, world.galina)])
    promised, effect = queries.effect_of(now, would_be)
    assert effect.served == 0
    assert [now.gathered.requests[one.mentee].pk for one in effect.left] == [world.kirill.pk]
    assert [now.gathered.requests[one.mentee].pk for one in effect.found] == [world.pyotr.pk]
    assert effect.points < 0
    assert not Decision.objects.exists()

    decide(cast, LOCK, world.pyotr, world.galina)
    assert pairs(plan(cast)) == pairs(promised)
    assert plan(cast).result.fit == now.result.fit + effect.points


def test_to_hide_whom_nobody_proposes_changes_nothing(cast: Cast) -> None:
    world = trio(cast)
    now = plan(cast)
    would_be = services.under(now.gathered, [services.drafted(HIDE, world.darya, world.galina)])
    assert queries.effect_of(now, would_be)[1].is_nothing


def test_two_pairs_are_swapped_by_locks_and_former_locks_go(cast: Cast) -> None:
    world = trio(cast)
    former = decide(cast, LOCK, world.kirill, world.galina)
    by = cast.as_actor(cast.vera)
    services.swap(
        (world.kirill, world.galina), (world.darya, world.marina), reason="Просили", today=TODAY, by=by
    )
    assert pairs(plan(cast)) == {("Зимин", "Лугова"), ("Вершинина", "Мещерякова")}
    former.refresh_from_db()
    assert former.lifted_at is not None
    with pytest.raises(Refusal, match="один и тот же наставник"):
        services.swap(
            (world.kirill, world.galina), (world.darya, world.galina), reason="Да", today=TODAY, by=by
        )


def test_a_lock_that_cannot_hold_is_refused_with_the_rule(cast: Cast) -> None:
    world = trio(cast)
    decide(cast, LOCK, world.kirill, world.galina)
    with pytest.raises(Refusal, match="уже заняты другими закреплёнными парами"):
        decide(cast, LOCK, world.pyotr, world.galina)
    far = asks(cast.darya, "subject-content", subject="mathematics")
    with pytest.raises(Refusal, match="нужен тот, кто ведёт его"):
        decide(cast, LOCK, far, world.galina)
    candidate = offers(make_person("Осинина Мария Львовна", cast.school), state="candidate")
    with pytest.raises(Refusal, match="нельзя предложить"):
        decide(cast, LOCK, world.pyotr, candidate)
    assert Decision.objects.count() == 1


def test_a_lock_that_no_longer_can_be_kept_stops_nothing_and_is_told_of(cast: Cast) -> None:
    world = trio(cast)
    decide(cast, LOCK, world.pyotr, world.galina)
    request = world.pyotr
    proposal = ran(cast).proposals.get(request=request)
    matching.decline(proposal, reason="Не сошлись", by=cast.as_actor(cast.vera))
    found = plan(cast)
    assert pairs(found) == BEST
    [(lock, code)] = found.gathered.locks.idle
    assert (lock.request_id, code) == (request.pk, "declined")
    assert "уже отказались" in services.why_idle(found.gathered, lock, code)


def test_decisions_about_two_do_not_contradict_each_other(cast: Cast) -> None:
    world = trio(cast)
    decide(cast, LOCK, world.kirill, world.galina)
    with pytest.raises(Refusal, match="уже есть решение"):
        decide(cast, APART, world.kirill, world.galina)
    other = asks(cast.kirill, "digital")
    with pytest.raises(Refusal, match="закреплены вместе по другому запросу"):
        decide(cast, APART, other, world.galina)
    decide(cast, APART, world.kirill, world.marina)
    with pytest.raises(Refusal, match="решил не предлагать"):
        decide(cast, LOCK, other, world.marina)


def test_a_reason_is_asked_for(cast: Cast) -> None:
    world = trio(cast)
    with pytest.raises(Refusal, match="Напишите причину"):
        decide(cast, HIDE, world.kirill, world.galina, "  ")


def test_only_who_runs_matching_decides(cast: Cast) -> None:
    world = trio(cast)
    for person in (cast.kirill, cast.galina, cast.oleg):
        with pytest.raises(Denied):
            services.decide(
                LOCK, world.kirill, world.galina, reason="Да", today=TODAY, by=cast.as_actor(person)
            )
    made = decide(cast, LOCK, world.kirill, world.galina)
    with pytest.raises(Denied):
        services.lift(made, by=cast.as_actor(cast.kirill))


def test_what_is_decided_after_the_run_holds_for_its_pairs(cast: Cast) -> None:
    world = trio(cast)
    run = ran(cast)
    proposal = run.proposals.get(request=world.kirill)
    choice = default_choice(world.kirill, world.galina, today=TODAY)
    hidden = decide(cast, HIDE, world.kirill, world.galina)
    assert queries.decided_since(run) == 1
    by = cast.as_actor(cast.vera)
    with pytest.raises(Refusal, match="решил не предлагать"):
        matching.approve(proposal, choice, today=TODAY, by=by)
    services.lift(hidden, by=by)
    decide(cast, LOCK, world.kirill, world.marina)
    with pytest.raises(Refusal, match="Запрос закреплён: наставник — Лугова"):
        matching.approve(proposal, choice, today=TODAY, by=by)


def test_a_request_that_looks_for_nobody_is_decided_no_more(cast: Cast) -> None:
    world = trio(cast)
    matching.assign(
        world.kirill,
        world.galina,
        default_choice(world.kirill, world.galina, today=TODAY),
        today=TODAY,
        by=cast.as_actor(cast.vera),
    )
    with pytest.raises(Refusal, match="уже не ищет"):
        decide(cast, HIDE, world.kirill, world.marina)
