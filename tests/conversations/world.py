"""A working pair of the cast, with or without a pupil, and its conversation as each of them sees it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from nastavnik.conversations.models import Message
from nastavnik.conversations.queries import threads
from nastavnik.conversations.queries.threads import Thread
from nastavnik.conversations.services import talk
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import PairState
from nastavnik.people.models import Person
from nastavnik.people.rules import Gender, PersonKind
from tests.cast import TODAY, Cast, make_person
from tests.pairs.world import ready

NOW = datetime(2026, 9, 15, 7, 0, tzinfo=UTC)
LATER = timedelta(minutes=2)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n"


def working(cast: Cast, *mentees: Person, state: PairState = PairState.ACTIVE) -> Mentorship:
    mentorship = ready(cast, *mentees)
    Mentorship.objects.filter(pk=mentorship.pk).update(state=state)
    mentorship.refresh_from_db()
    return mentorship


def pupil(cast: Cast) -> Person:
    return make_person(
        "Лукин Семён Ильич",
        cast.school,
        position="",
        gender=Gender.MALE,
        kind=PersonKind.PUPIL,
        birth_year=2012,
    )


def with_pupil(cast: Cast) -> tuple[Mentorship, Person]:
    """The second mentee of the group is a pupil: put in past the papers, which are tried elsewhere."""
    child = pupil(cast)
    mentorship = working(cast)
    mentorship.participations.filter(person=cast.kirill).update(person=child)
    return mentorship, child


def thread(cast: Cast, mentorship: Mentorship, person: Person) -> Thread:
    return threads.thread_for(cast.as_actor(person), mentorship.pk, today=TODAY)


def say(
    cast: Cast, mentorship: Mentorship, person: Person, text: str, *, now: datetime = NOW, files: Any = ()
) -> Message:
    return talk.send(thread(cast, mentorship, person), text, files, now=now, by=cast.as_actor(person))


def read_by(cast: Cast, mentorship: Mentorship, person: Person) -> list[str]:
    return [m.text for m in threads.messages_of(thread(cast, mentorship, person))]


def pdf(name: str = "Конспект.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")
