"""Writing a change of a mentorship down, and letting it take effect on its day; each is one fact, one journal line, one news."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Conflict, Refusal
from nastavnik.organisations.calendar import exceptions
from nastavnik.organisations.models import Organisation
from nastavnik.pairs import closing, gates
from nastavnik.pairs import services as pairs
from nastavnik.pairs.life import lives_of
from nastavnik.pairs.models import Mentorship, MentorshipChange, Participation
from nastavnik.pairs.rules import WORKING, PairState, Side
from nastavnik.people.models import Person

from . import news, queries, rules
from .effects import apply
from .rules import ChangeKind, ChangeState, Initiator, OrderNeed


@dataclass(frozen=True)
class Unnamed:
    """The journal outlives the request and is read by others too: it does not keep who has asked for another pair."""

    name: str = "участник пары"
    user_id: UUID | None = None


@dataclass(frozen=True)
class Wanted:
    """A change as a person has written it: `on` is the day of the notice, `effective_on` the day it takes effect
    (for an end: the last day)."""

    kind: ChangeKind
    effective_on: date
    on: date | None = None
    until: date | None = None
    person: Person | None = None
    initiator: Initiator = Initiator.ORGANISATION
    ground: str = ""
    note: str = ""
    place: str = ""
    to: Organisation | None = None
    mentor: Person | None = None


NOTICED = frozenset({ChangeKind.REFUSAL, ChangeKind.CANCELLATION})
PERMISSION: dict[ChangeKind, Permission] = {ChangeKind.REPLACEMENT: Permission.PAIR_FORM}


def standing_of(mentorship: Mentorship, takers: Sequence[Participation]) -> rules.Standing:
    changes = queries.changes_of(mentorship)
    state = PairState(mentorship.state)
    return rules.Standing(
        state=state,
        starts_on=mentorship.starts_on,
        ends_on=mentorship.ends_on,
        latest_on=queries.latest_on(changes),
        ends_ahead=queries.ends_ahead(changes),
        noticed=state in WORKING and gates.both_employed(takers),
        ahead=frozenset(ChangeKind(c.kind) for c in changes if c.state == ChangeState.AHEAD),
    )


def check(mentorship: Mentorship, wanted: Wanted, *, today: date) -> OrderNeed:
    """Raises Refusal with the next step; gives what order the change will need."""
    takers = gates.takers_of(mentorship)
    standing = standing_of(mentorship, takers)
    rules.check_change(wanted.kind, standing, wanted.effective_on, today)
    rules.check_return(wanted.effective_on, None if wanted.kind is ChangeKind.TERM else wanted.until)
    if wanted.kind in NOTICED and standing.noticed:
        rules.check_notice(wanted.on or today, wanted.effective_on, today, exceptions())
    if wanted.kind is ChangeKind.TERM and wanted.until:
        rules.check_term(mentorship.starts_on, mentorship.ends_on, wanted.until, today)
    if wanted.kind is ChangeKind.STOP and standing.noticed and wanted.initiator in ONE_SIDED:
        raise Refusal(ONE_SIDED[wanted.initiator])
    if wanted.kind is ChangeKind.COMPLETION and (lacks := closing.lacking(mentorship, today=today)):
        raise Refusal(" ".join(lacks))
    if wanted.person is not None and wanted.person.pk not in {t.person_id for t in takers}:
        raise Refusal("Этот человек уже не участвует в паре. Обновите страницу.")
    if wanted.kind is ChangeKind.REPLACEMENT:
        _check_successor(mentorship, wanted, takers, standing)
    ends_pair = not only_leaves(mentorship, wanted.kind, wanted.person, takers)
    if ends_pair and wanted.kind in rules.ENDING:
        rules.check_end(wanted.effective_on, lives_of([mentorship], today=today)[mentorship.pk].last_met_on)
    return rules.order_need(wanted.kind, standing, wanted.effective_on, ends_pair=ends_pair)


ONE_SIDED: dict[Initiator, str] = {
    Initiator.MENTOR: "Отказ наставника-работника записывают отдельно, с предупреждением: выберите «Отказ наставника».",
    Initiator.ORGANISATION: "Отмену поручения записывают отдельно, с предупреждением: выберите «Отмена поручения».",
}


def _check_successor(
    mentorship: Mentorship, wanted: Wanted, takers: Sequence[Participation], standing: rules.Standing
) -> None:
    if wanted.mentor is None:
        raise Refusal("Выберите нового наставника.")
    if wanted.mentor in gates.people_of(takers, Side.MENTOR):
        raise Refusal("Это тот же наставник. Выберите другого.")
    if standing.works:
        rules.check_successor_days(wanted.effective_on, mentorship.ends_on)


def only_leaves(
    mentorship: Mentorship, kind: ChangeKind, person: Person | None, takers: Sequence[Participation]
) -> bool:
    mentees = gates.people_of(takers, Side.MENTEE)
    of_mentee = person is not None and person in mentees
    return rules.leaves_only(kind, is_group=mentorship.is_group, of_mentee=of_mentee, stay=len(mentees) - 1)


@transaction.atomic
def record(mentorship: Mentorship, wanted: Wanted, *, today: date, by: Actor) -> MentorshipChange:
    """Write a change down; it takes effect at once, or waits for its day."""
    by.require(PERMISSION.get(wanted.kind, Permission.PAIR_CLOSE), mentorship)
    return write_down(mentorship, wanted, today=today, by=by)


def write_down(mentorship: Mentorship, wanted: Wanted, *, today: date, by: Actor) -> MentorshipChange:
    """The caller has asked the right."""
    _hold(mentorship)
    need = check(mentorship, wanted, today=today)
    state = rules.state_on(wanted.effective_on, today)
    change = MentorshipChange.objects.create(
        organisation=mentorship.organisation,
        mentorship=mentorship,
        kind=wanted.kind,
        state=ChangeState.AHEAD,
        on=wanted.on or today,
        effective_on=wanted.effective_on,
        until=wanted.until,
        person=wanted.person,
        initiator=wanted.initiator,
        ground=wanted.ground,
        note=wanted.note.strip()[:300],
        place=_place(wanted),
        to=wanted.to,
        by_name=by.name[:200],
        order_need=need,
    )
    if wanted.kind is ChangeKind.REPLACEMENT and wanted.mentor:
        _succeed(mentorship, wanted.mentor, wanted.effective_on, today=today, by=by)
    _journal(change, mentorship, by)
    if state is ChangeState.DONE:
        apply(change, mentorship, today=today, by=by)
    news.tell(change, mentorship, today=today, but=by.person_ids)
    _forget(mentorship)
    return change


def _place(wanted: Wanted) -> str:
    return wanted.to.short_name if wanted.to else wanted.place.strip()[:300]


def _hold(mentorship: Mentorship) -> None:
    """Two changes of one mentorship are written one after the other, each seeing what the first has left."""
    Mentorship.objects.select_for_update().get(pk=mentorship.pk)
    _forget(mentorship)


def _forget(mentorship: Mentorship) -> None:
    cached = getattr(mentorship, "_prefetched_objects_cache", {})
    for name in ("changes", "participations"):
        cached.pop(name, None)
    fields = ["state", "ends_on", "ended_on", "end_reason", "replaced_by"]
    mentorship.refresh_from_db(fields=fields)


def _journal(change: MentorshipChange, mentorship: Mentorship, by: Actor) -> None:
    """The journal is read by more people than a private reason: it stays with the change itself."""
    told: dict[str, object] = {
        "вступает в силу": change.effective_on.isoformat(),
        "кто начал": change.get_initiator_display(),
        "причина": rules.public_reason(change.ground),
        "до": change.until.isoformat() if change.until else "",
    }
    journal.record(
        f"pair.{change.kind}",
        change.get_kind_display(),
        subject=mentorship,
        by=by,
        before={"срок до": mentorship.ends_on.isoformat()} if change.kind == ChangeKind.TERM else None,
        after={name: value for name, value in told.items() if value},
    )


def _succeed(
    mentorship: Mentorship, mentor: Person, effective_on: date, *, today: date, by: Actor
) -> Mentorship:
    """The same mentees and terms under another mentor, from the day after; its own consents, basis and order."""
    takers = [t for t in gates.takers_of(mentorship) if t.side == Side.MENTEE]
    terms = replace(
        pairs.terms_of(mentorship),
        starts_on=date.fromordinal(max(effective_on, mentorship.starts_on).toordinal() + 1)
        if mentorship.state in WORKING
        else mentorship.starts_on,
        distance=mentor.organisation_id != mentorship.organisation_id,
        requests={t.person_id: t.request for t in takers if t.request is not None},
    )
    successor = pairs.form_and_approve(
        mentor,
        [t.person for t in takers],
        terms,
        organisation=mentorship.organisation,
        today=today,
        by=by,
    )
    Mentorship.objects.filter(pk=mentorship.pk).update(replaced_by=successor)
    return successor


@transaction.atomic
def withdraw(change: MentorshipChange, *, today: date, by: Actor) -> None:
    """A change that has not come yet is called off; a planned successor is called off with it."""
    mentorship = change.mentorship
    by.require(PERMISSION.get(ChangeKind(change.kind), Permission.PAIR_CLOSE), mentorship)
    ahead = MentorshipChange.objects.filter(pk=change.pk, state=ChangeState.AHEAD)
    if not ahead.update(state=ChangeState.WITHDRAWN):
        raise Conflict("Это изменение уже вступило в силу или отменено. Обновите страницу.")
    if change.kind == ChangeKind.REPLACEMENT:
        _call_off_successor(mentorship, today)
    journal.record(
        "pair.change_withdrawn", f"Отменено: {change.get_kind_display().lower()}", subject=mentorship, by=by
    )
    change.refresh_from_db()
    news.tell(change, mentorship, today=today, but=by.person_ids)
    _forget(mentorship)


def _call_off_successor(mentorship: Mentorship, today: date) -> None:
    successor = mentorship.replaced_by
    if successor is None:
        return
    if successor.state in WORKING:
        raise Refusal("Новая пара уже действует по приказу. Завершите или прекратите сначала её.")
    pairs.move(successor, PairState.STOPPED, ended_on=today, end_reason="Замена наставника отменена")
    Mentorship.objects.filter(pk=mentorship.pk).update(replaced_by=None)


@transaction.atomic
def record_order(change: MentorshipChange, *, number: str, on: date, today: date, by: Actor) -> None:
    """The order by which a change was made outside the system: number and date."""
    by.require(Permission.PAPER_DRAFT, change.mentorship)
    if not number.strip():
        raise Refusal("Укажите номер приказа.")
    if on > today:
        raise Refusal("Дата приказа ещё не наступила. Укажите день, который стоит на приказе.")
    if change.order_need == OrderNeed.NONE or change.state not in queries.COUNTED:
        raise Refusal("Этому изменению приказ не нужен.")
    MentorshipChange.objects.filter(pk=change.pk).update(order_number=number.strip()[:40], order_on=on)
    change.refresh_from_db()
    words = f"Приказ № {change.order_number} от {on:%d.%m.%Y}: {change.get_kind_display().lower()}"
    journal.record("pair.change_order", words, subject=change.mentorship, by=by)


@transaction.atomic
def refuse(
    taker: Participation, *, effective_on: date, note: str = "", today: date, by: Actor
) -> MentorshipChange:
    """A participant refuses by themselves, at any time (R161); a mentor who is an employee gives notice (ст. 351.8)."""
    by.require(Permission.PAIR_ANSWER, taker)
    if taker.left_on is not None:
        raise Refusal("Вы уже вышли из этой группы.")
    return write_down(taker.mentorship, own_refusal(taker, effective_on, note, today), today=today, by=by)


def own_refusal(taker: Participation, effective_on: date, note: str, today: date) -> Wanted:
    """Nobody takes back by themselves the work that has been: what is past is written down by the curator."""
    if effective_on < today:
        raise Refusal("Этот день уже прошёл. Укажите сегодняшний или более поздний.")
    is_mentor = taker.side == Side.MENTOR
    works = taker.mentorship.state in WORKING
    return Wanted(
        kind=ChangeKind.REFUSAL if is_mentor and works else ChangeKind.STOP,
        effective_on=effective_on,
        on=today,
        person=taker.person,
        initiator=Initiator.MENTOR if is_mentor else Initiator.MENTEE,
        ground=rules.Ground.UNWILLING if not (is_mentor and works) else "",
        note=note,
    )


@transaction.atomic
def ask_rematch(taker: Participation, *, note: str = "", today: date, by: Actor) -> MentorshipChange:
    """«Не подходит»: told to those who decide; the other side learns nothing of who has asked."""
    by.require(Permission.PAIR_ANSWER, taker)
    mentorship = taker.mentorship
    _hold(mentorship)
    if mentorship.state not in WORKING or taker.left_on is not None:
        raise Refusal("Попросить другую пару можно, пока эта работает.")
    if any(
        c.person_id == taker.person_id for c in queries.requests_to_rematch(queries.changes_of(mentorship))
    ):
        raise Refusal("Вы уже попросили подобрать другую пару. Куратор видит просьбу и свяжется с вами.")
    change = MentorshipChange.objects.create(
        organisation=mentorship.organisation,
        mentorship=mentorship,
        kind=ChangeKind.REMATCH,
        state=ChangeState.ASKED,
        on=today,
        effective_on=today,
        person=taker.person,
        initiator=Initiator(taker.side),
        note=note.strip()[:300],
        by_name=by.name[:200],
    )
    journal.record("pair.rematch_asked", "Просьба подобрать другую пару", subject=mentorship, by=Unnamed())
    news.tell_curators(mentorship, today=today)
    _forget(mentorship)
    return change
