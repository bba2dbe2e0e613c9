"""The conversation of a mentorship for one reader: which part of it, what is new, who has read what.

Adults' messages are for the participants alone. Where a minor takes part, the curator reads too, and only what was
written while the page said so (`Message.overseen`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.conversations.models import Attachment, Complaint, Message, ReadMark
from nastavnik.pairs import reading
from nastavnik.pairs.life import Columns
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.queries import named_takers

ON_PAGE = 30
UNREAD = "messages_unread"


@dataclass(frozen=True)
class Thread:
    """`taker` is the reader's own participation; without it the reader is the curator of a pupil's pair."""

    mentorship: Mentorship
    takers: Sequence[Participation]
    taker: Participation | None
    has_pupil: bool
    mine: frozenset[UUID] = field(default_factory=frozenset)

    @property
    def others(self) -> list[Participation]:
        """Those who are in it now, without the reader."""
        return [t for t in self.takers if t.left_on is None and t.person_id not in self.mine]

    @property
    def is_overseen_by_reader(self) -> bool:
        return self.taker is None


def thread_for(actor: Actor, pk: UUID, *, today: date) -> Thread:
    """The conversation of this mentorship, or 404 for whoever is neither in it nor answers for its pupil."""
    mentorship = reading.rows_for(actor, today=today).filter(pk=pk).first()
    if mentorship is not None:
        mentorship.remember_owners()
        reading.read(mentorship, today=today)
    thread = _seen_by(actor, mentorship, today) if mentorship else None
    if thread is None:
        raise Http404
    return thread


def _seen_by(actor: Actor, mentorship: Mentorship, today: date) -> Thread | None:
    named_takers(mentorship)
    takers = list(mentorship.participations.all())  # those who have left too
    mine = frozenset(t.person_id for t in takers) & actor.person_ids
    own = sorted((t for t in takers if t.person_id in mine), key=lambda t: t.left_on is not None)
    thread = Thread(mentorship, takers, own[0] if own else None, has_pupil(takers, today), mine)
    if own:
        return thread
    if not actor.can(Permission.TALK_OVERSEE, mentorship):
        return None
    told = thread.has_pupil or Message.objects.filter(mentorship=mentorship, overseen=True).exists()
    return thread if told else None


def has_pupil(takers: Sequence[Participation], today: date) -> bool:
    """Does a minor take part now? Then the curator reads what is written, and the page says so."""
    return any(t.left_on is None and t.person.is_minor(today) for t in takers)


def messages_of(thread: Thread) -> QuerySet[Message]:
    """What this reader may read: whoever left reads until the day of leaving, whoever joined later, from that day."""
    rows = Message.objects.filter(mentorship=thread.mentorship)
    return rows.filter(overseen=True) if thread.taker is None else rows.filter(_while_in(thread.taker))


def _while_in(taker: Participation) -> Q:
    seen = Q()
    if taker.joined_on > taker.mentorship.starts_on:
        seen &= Q(sent_at__gte=_start_of(taker.joined_on))
    if taker.left_on is not None:
        seen &= Q(sent_at__lt=_start_of(taker.left_on + timedelta(days=1)))
    return seen


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


@dataclass(frozen=True)
class Page:
    """A page of messages, the oldest first; `earlier` is the key to ask for what was before them."""

    messages: Sequence[Message]
    earlier: UUID | None


def page_of(thread: Thread, before: str = "") -> Page:
    """The latest messages, or those before the message named; two queries."""
    files = Prefetch("attachments", Attachment.objects.select_related("file"))
    rows = messages_of(thread).select_related("author").prefetch_related(files)
    edge = messages_of(thread).filter(pk=before).first() if _is_key(before) else None
    if edge is not None:
        rows = rows.filter(Q(sent_at__lt=edge.sent_at) | Q(sent_at=edge.sent_at, id__lt=edge.pk))
    mine = Complaint.objects.filter(message=OuterRef("pk"), reporter__in=thread.mine)
    found = list(rows.annotate(reported=Exists(mine)).order_by("-sent_at", "-id")[: ON_PAGE + 1])
    shown = found[:ON_PAGE][::-1]
    return Page(shown, shown[0].pk if len(found) > ON_PAGE else None)


def _is_key(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def marks_of(thread: Thread) -> dict[UUID, datetime]:
    """Participant → until when they have read."""
    rows = ReadMark.objects.filter(mentorship=thread.mentorship)
    return dict(rows.values_list("person", "read_at"))


def unread_columns(actor: Actor) -> Columns:
    """Messages of others that this reader has not read, as a column of the row of a pair."""
    new = _new_to(actor).filter(mentorship=OuterRef("pk")).values("mentorship")
    return {UNREAD: Coalesce(Subquery(new.annotate(n=Count("pk")).values("n")), 0)}


def unread_told(mentorship: Mentorship) -> int:
    number: int = mentorship.__dict__.get(UNREAD, 0)
    return number


def nothing_new(thread: Thread) -> None:
    """The page that is being made has shown the latest message."""
    thread.mentorship.__dict__[UNREAD] = 0


def _new_to(actor: Actor) -> QuerySet[Message]:
    read = ReadMark.objects.filter(
        mentorship=OuterRef("mentorship"), person__in=actor.person_ids, read_at__gte=OuterRef("sent_at")
    )
    rows = Message.objects.filter(~Exists(read), deleted_at__isnull=True)
    return rows.exclude(author__in=actor.person_ids).order_by()


def last_hour_of(taker: Participation, now: datetime) -> int:
    """How many messages this person has sent here within an hour."""
    since = now - timedelta(hours=1)
    return Message.objects.filter(
        mentorship=taker.mentorship_id, author=taker.person_id, sent_at__gt=since
    ).count()


def message_for(actor: Actor, pk: UUID, *, today: date) -> tuple[Message, Thread]:
    """A message in a conversation that the actor reads, or 404."""
    message = Message.objects.select_related("author").filter(pk=pk).first()
    if message is None:
        raise Http404
    thread = thread_for(actor, message.mentorship_id, today=today)
    if not messages_of(thread).filter(pk=pk).exists():
        raise Http404
    return message, thread


def attachment_for(actor: Actor, pk: UUID, *, today: date) -> Attachment:
    """A file of a message: for readers of the conversation while it stands there; of a complaint, for those who decide."""
    rows = Attachment.objects.select_related("file", "message")
    attachment = rows.filter(pk=pk).first()
    if attachment is None:
        raise Http404
    complaints = Complaint.objects.filter(message=attachment.message_id)
    if complaints.visible_to(actor, Permission.COMPLAINT_HANDLE).exists():
        return attachment
    message, _ = message_for(actor, attachment.message_id, today=today)
    if message.deleted_at is not None:
        raise Http404
    return attachment
