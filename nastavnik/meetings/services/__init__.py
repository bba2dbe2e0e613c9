"""Planning a meeting: proposed, accepted, moved, cancelled; the room is booked in the same transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Conflict, Refusal
from nastavnik.meetings import invitations, queries, rules
from nastavnik.meetings.models import Meeting, MeetingMove, Room
from nastavnik.meetings.queries import sides as people
from nastavnik.meetings.queries.sides import Sides
from nastavnik.meetings.rules import MeetingState, Way
from nastavnik.notifications.services import notify
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import WORKING, Side
from nastavnik.people.middleware import zone_of
from nastavnik.people.models import Person

CODE_BYTES = 12
WHY = "Вы участвуете в этой наставнической паре или группе."
NOT_WORKING = "Встречи назначают и записывают, пока пара действует. Эта пара только для чтения."


@dataclass(frozen=True)
class Plan:
    """What is asked of a meeting: when, how long, in what way, where, about what, with whom of a group."""

    starts_at: datetime
    minutes: int = rules.USUAL_MINUTES
    way: Way = Way.IN_PERSON
    room: Room | None = None
    place: str = ""
    topic: str = ""
    only_with: Person | None = None
    is_single: bool = False

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


def check_working(mentorship: Mentorship) -> None:
    if mentorship.state not in WORKING:
        raise Refusal(NOT_WORKING)


@transaction.atomic
def propose(mentorship: Mentorship, plan: Plan, *, now: datetime, by: Actor) -> Meeting:
    """A meeting that waits for the other side; in a group, and where nobody can answer, it is agreed at once."""
    by.require(Permission.MEETING_RUN, mentorship)
    check_working(mentorship)
    rules.check_time(plan.starts_at, plan.minutes, now=now)
    sides = people.sides_of(mentorship)
    own = sides.own(by)
    _check_group(plan, sides, own)
    _take_room(plan.room, mentorship, plan.starts_at, plan.ends_at)
    meeting = Meeting(
        organisation=mentorship.organisation,
        mentorship=mentorship,
        only_with=plan.only_with if mentorship.is_group else None,
        is_single=plan.is_single,
        topic=plan.topic.strip(),
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        proposed_by=own,
        **where(plan, mentorship),
    )
    _check_people(meeting, sides)
    meeting.state = _state_of_proposal(meeting, sides, own)
    meeting.save()
    journal.record("meeting.proposed", "Предложена встреча", subject=meeting, by=by)
    _tell(meeting, sides, "meeting_proposed", now=now, by=by)
    return meeting


def _check_group(plan: Plan, sides: Sides, own: Person | None) -> None:
    if plan.only_with is None:
        return
    if plan.only_with not in sides.mentees:
        raise Refusal("Этот человек не участвует в группе. Выберите наставляемого из списка.")
    if sides.side_of(own) is Side.MENTEE and plan.only_with != own:
        raise Refusal("Встречу с другим наставляемым назначает наставник.")


def where(plan: Plan, mentorship: Mentorship) -> dict[str, Any]:
    """Where it is, by the way of meeting: a room or words; a link of the organisation's service made at once."""
    place = plan.place.strip()
    if plan.way != Way.VIDEO:
        return {"way": plan.way, "room": plan.room, "place": place, "link": ""}
    if place.startswith("https://"):
        return {"way": plan.way, "room": plan.room, "place": "", "link": place[:400]}
    template = queries.video_template(mentorship.organisation)
    link = rules.link_by(template, token_urlsafe(CODE_BYTES))
    return {"way": plan.way, "room": plan.room, "place": place, "link": link}


def _state_of_proposal(meeting: Meeting, sides: Sides, own: Person | None) -> MeetingState:
    return MeetingState.PROPOSED if answerers(meeting, sides, own) else MeetingState.AGREED


def answerers(meeting: Meeting, sides: Sides, proposer: Person | None) -> list[Person]:
    """Who may say yes to a proposed time: the other side; in a group the mentor decides. Who cannot sign in does not answer."""
    side = sides.side_of(proposer)
    if meeting.mentorship.is_group and not meeting.only_with_id:
        asked = [] if side is Side.MENTOR else list(sides.mentors)
    else:
        asked = [p for p in sides.of(meeting) if sides.side_of(p) is not side]
    return [p for p in asked if p.account_id]


def may_answer(meeting: Meeting, sides: Sides, actor: Actor) -> bool:
    own = sides.own(actor)
    if own is None or meeting.state != MeetingState.PROPOSED:
        return False
    return own in answerers(meeting, sides, meeting.proposed_by)


@transaction.atomic
def accept(meeting: Meeting, *, now: datetime, by: Actor) -> None:
    """«Подходит»: the time stands."""
    by.require(Permission.MEETING_RUN, meeting)
    check_working(meeting.mentorship)
    sides = people.sides_of(meeting.mentorship)
    if meeting.starts_at <= now:
        raise Refusal("Это время уже прошло. Предложите другое.")
    if meeting.state == MeetingState.AGREED:
        raise Refusal("Эта встреча уже согласована.")
    if meeting.state == MeetingState.PROPOSED and not may_answer(meeting, sides, by):
        raise Refusal("Время подтверждает другая сторона. Дождитесь ответа или предложите другое время.")
    _move(meeting, MeetingState.AGREED, wish="")
    journal.record("meeting.agreed", "Встреча согласована", subject=meeting, by=by)
    _tell(meeting, sides, "meeting_agreed", now=now, by=by)


@transaction.atomic
def ask_another(meeting: Meeting, *, words: str, by: Actor) -> None:
    """«Нужно другое время»: the meeting waits for a new proposal, nothing is lost."""
    by.require(Permission.MEETING_RUN, meeting)
    check_working(meeting.mentorship)
    if not words.strip():
        raise Refusal("Напишите, когда вам удобно: одной фразы достаточно.")
    sides = people.sides_of(meeting.mentorship)
    _move(meeting, MeetingState.PROPOSED, wish=words.strip()[:300])
    journal.record("meeting.another_time", "Просьба о другом времени", subject=meeting, by=by)
    _tell(meeting, sides, "meeting_another", by=by, invite=False)


@transaction.atomic
def move(meeting: Meeting, plan: Plan, *, reason: str = "", now: datetime, by: Actor) -> None:
    """Another time or place. The former time stays in the history; a new time is agreed anew."""
    by.require(Permission.MEETING_RUN, meeting)
    check_working(meeting.mentorship)
    rules.check_time(plan.starts_at, plan.minutes, now=now)
    sides = people.sides_of(meeting.mentorship)
    own = sides.own(by)
    was = meeting.starts_at
    _take_room(plan.room, meeting.mentorship, plan.starts_at, plan.ends_at, but=meeting.pk)
    _check_people(meeting, sides, plan.starts_at, plan.ends_at)
    is_moved = (meeting.starts_at, meeting.ends_at) != (plan.starts_at, plan.ends_at)
    target = _state_of_proposal(meeting, sides, own) if is_moved else MeetingState(meeting.state)
    place = where(plan, meeting.mentorship)
    if meeting.link and place["way"] == Way.VIDEO and not plan.place.strip().startswith("https://"):
        place["link"] = meeting.link  # people may have saved it
    proposer = own if is_moved else meeting.proposed_by
    _move(
        meeting,
        target,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        topic=plan.topic.strip(),
        is_single=plan.is_single,
        proposed_by=proposer,
        wish="" if is_moved else meeting.wish,
        **place,
    )
    if is_moved:
        MeetingMove.objects.create(
            organisation=meeting.organisation,
            meeting=meeting,
            from_at=was,
            to_at=plan.starts_at,
            moved_by=own.short_name if own else by.name,
            reason=reason.strip()[:300],
        )
    words = "Встреча перенесена" if is_moved else "Изменены место или тема встречи"
    journal.record("meeting.moved", words, subject=meeting, by=by)
    _tell(meeting, sides, "meeting_moved", now=now, was=was, by=by)


@transaction.atomic
def cancel(meeting: Meeting, *, reason: str, by: Actor) -> None:
    """Off, with a reason that both sides read."""
    by.require(Permission.MEETING_RUN, meeting)
    check_working(meeting.mentorship)
    if not reason.strip():
        raise Refusal("Напишите причину: одной фразы достаточно.")
    sides = people.sides_of(meeting.mentorship)
    _move(meeting, MeetingState.CANCELLED, cancel_reason=reason.strip()[:300], room=None)
    journal.record("meeting.cancelled", "Встреча отменена", subject=meeting, by=by)
    _tell(meeting, sides, "meeting_cancelled", by=by)


def _take_room(
    room: Room | None,
    mentorship: Mentorship,
    starts_at: datetime,
    ends_at: datetime,
    *,
    but: UUID | None = None,
) -> None:
    """The row of the room is written first: two who book it wait for each other on both databases."""
    if room is None:
        return
    if room.organisation_id != mentorship.organisation_id:
        raise Refusal("Это помещение другой организации. Выберите из списка.")
    if not Room.objects.filter(pk=room.pk, closed_on__isnull=True).update(version=F("version") + 1):
        raise Refusal(f"«{room}» больше не используется. Выберите другое помещение.")
    taken = Meeting.objects.filter(room=room, starts_at__lt=ends_at, ends_at__gt=starts_at)
    others = taken.exclude(state__in=(MeetingState.CANCELLED, MeetingState.MISSED))
    if (others.exclude(pk=but) if but else others).exists():
        raise Refusal(f"«{room}» в это время занято. Выберите другое помещение или время.")


def _check_people(
    meeting: Meeting, sides: Sides, starts_at: datetime | None = None, ends_at: datetime | None = None
) -> None:
    """Nobody is in two meetings at once; whose other meeting it is stays unsaid. Two who ask for one person wait in turn."""
    starts_at, ends_at = starts_at or meeting.starts_at, ends_at or meeting.ends_at
    asked = [p.pk for p in sides.of(meeting)]
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=asked).order_by("pk").values_list("pk"))
    if queries.taken_by(asked, starts_at, ends_at).exclude(pk=meeting.pk).exists():
        raise Refusal("В это время у одного из участников уже есть встреча. Выберите другое время.")


def _move(meeting: Meeting, target: MeetingState, **values: Any) -> None:
    """One step of the table, exactly once; calendars are given a newer number."""
    current = MeetingState(meeting.state)
    rules.check_move(current, target)
    moved = Meeting.objects.filter(pk=meeting.pk, state=current, sequence=meeting.sequence).update(
        state=target,
        sequence=F("sequence") + 1,
        version=F("version") + 1,
        updated_at=timezone.now(),
        **values,
    )
    if not moved:
        raise Conflict("Встречу только что изменил другой человек. Обновите страницу.")
    meeting.refresh_from_db()


TOLD = {
    "meeting_proposed": "Предложена встреча",
    "meeting_agreed": "Встреча согласована",
    "meeting_another": "Просят другое время встречи",
    "meeting_moved": "Встреча перенесена",
    "meeting_cancelled": "Встреча отменена",
}


def _tell(
    meeting: Meeting,
    sides: Sides,
    kind: str,
    *,
    now: datetime | None = None,
    was: datetime | None = None,
    by: Actor,
    invite: bool = True,
) -> None:
    """News for all of this meeting but the one who acts; who proposed a time has its invitation by the answer.

    What changes a meeting of this very day, or brings one to it, waits for no digest and no quiet hours.
    """
    others = [p for p in sides.of(meeting) if p.pk not in by.person_ids]
    when = invitations.when_words(meeting)
    calendar = (lambda address: invitations.invitation_to(meeting, address)) if invite else None
    notify(
        others,
        kind,
        subject=f"{TOLD[kind]}: {when}",
        text=_text(meeting, kind),
        link=f"/meetings/{meeting.pk}/",
        why=WHY,
        calendar=calendar,
        urgent=any(_is_today(meeting, moment, now or timezone.now()) for moment in (meeting.starts_at, was)),
    )


def _is_today(meeting: Meeting, moment: datetime | None, now: datetime) -> bool:
    """By the clock of the organisation; what is over concerns nobody's day."""
    zone = zone_of(meeting.organisation.time_zone)
    today = timezone.localtime(now, zone).date()
    return moment is not None and moment > now and timezone.localtime(moment, zone).date() == today


def _text(meeting: Meeting, kind: str) -> str:
    if kind == "meeting_cancelled":
        return "Причина — на странице встречи."
    if kind == "meeting_another":
        return "Откройте встречу: там написано, когда удобно. Предложите новое время."
    if meeting.state == MeetingState.PROPOSED:
        return "Откройте встречу и ответьте: подходит или нужно другое время."
    return "Место и тема — на странице встречи."
