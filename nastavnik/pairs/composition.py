"""Who is in a mentorship over time: joining and leaving a group, and the opposite pair of the same two people."""

from datetime import date

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank.models import Request
from nastavnik.bank.rules import RequestState
from nastavnik.core import journal
from nastavnik.core.errors import Conflict, Refusal
from nastavnik.people.models import Person

from . import gates, rules, services
from .appointing import release
from .models import Mentorship, Participation
from .rules import OPEN, Answer, PairState, Side
from .services import Terms


@transaction.atomic
def join(mentorship: Mentorship, person: Person, *, on: date, today: date, by: Actor) -> Participation:
    """One more mentee of a group from a day; the sheet of consent waits, and an order that exists wants a version."""
    by.require(Permission.PAIR_FORM, mentorship)
    if not mentorship.is_group or mentorship.state not in OPEN:
        raise Refusal("Новых людей принимает только действующая или готовящаяся группа.")
    if not mentorship.starts_on <= on <= mentorship.ends_on:
        raise Refusal("День вне срока группы. Выберите день от начала до окончания её работы.")
    if person.organisation_id != mentorship.organisation_id:
        raise Refusal("Наставляемый — из другой организации. Пару создаёт его организация.")
    taker = _entered(mentorship, person, on, today)
    if mentorship.state not in {PairState.DRAFT, PairState.PROPOSED}:
        services.ask_consents(mentorship, today=today, by=by)
    journal.record("pair.joined", f"В группу вошёл: {person.short_name}", subject=mentorship, by=by)
    services.refresh(mentorship, today=today)
    return taker


def _entered(mentorship: Mentorship, person: Person, on: date, today: date) -> Participation:
    before = Participation.objects.filter(mentorship=mentorship, person=person).first()
    if before is not None and before.left_on is None:
        raise Refusal("Этот человек уже в группе.")
    mentor = gates.people_of(gates.takers_of(mentorship), Side.MENTOR)[0]
    rules.check_room(services.forming_of(mentor, [person], services.terms_of(mentorship), today=today))
    if before is None:
        return Participation.objects.create(
            organisation=mentorship.organisation,
            mentorship=mentorship,
            person=person,
            side=Side.MENTEE,
            joined_on=on,
        )
    before.joined_on, before.left_on, before.leave_reason = on, None, ""
    before.answer, before.answered_at = Answer.WAITING, None
    before.save()
    return before


@transaction.atomic
def leave(taker: Participation, *, on: date, reason: str, today: date, by: Actor) -> None:
    """A mentee leaves a group; the request looks for a mentor again, the role ends with the last group."""
    mentorship = taker.mentorship
    by.require(Permission.PAIR_FORM, mentorship)
    if not reason.strip():
        raise Refusal("Напишите причину: одной фразы достаточно.")
    mentees = gates.people_of(gates.takers_of(mentorship), Side.MENTEE)
    rules.check_leaving(
        is_mentor=taker.side == Side.MENTOR,
        is_group=mentorship.is_group,
        stay=len(mentees) - 1,
        joined_on=taker.joined_on,
        on=on,
        today=today,
    )
    left = Participation.objects.filter(pk=taker.pk, left_on__isnull=True)
    if not left.update(left_on=on, leave_reason=reason.strip()[:300]):
        raise Conflict("Этот человек уже вышел из группы. Обновите страницу.")
    Request.objects.filter(participations=taker).exclude(state=RequestState.CLOSED).update(
        state=RequestState.OPEN
    )
    release(taker, on=on)
    journal.record(
        "pair.left",
        f"Из группы вышел: {taker.person.short_name}",
        subject=mentorship,
        by=by,
        after={"день": on.isoformat(), "причина": reason.strip()[:300]},
    )
    services.refresh(mentorship, today=today)


@transaction.atomic
def form_reverse(mentorship: Mentorship, terms: Terms, *, today: date, by: Actor) -> Mentorship:
    """The opposite pair by another issue, linked with this one (R205)."""
    by.require(Permission.PAIR_FORM, mentorship)
    if mentorship.is_group or mentorship.reverse_of_id or mentorship.state not in OPEN:
        raise Refusal("Встречную пару создают для одной открытой пары и один раз.")
    takers = gates.takers_of(mentorship)
    [mentor], [mentee] = gates.people_of(takers, Side.MENTEE), gates.people_of(takers, Side.MENTOR)
    back = services.form_and_approve(
        mentor, [mentee], terms, organisation=mentorship.organisation, today=today, by=by
    )
    services.link_reverse(mentorship, back, by=by)
    return back
