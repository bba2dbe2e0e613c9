"""The example: a region with a year of pairs in every state. A state added to an enum without an example fails here."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.actor import CONSOLE
from nastavnik.conversations.models import Announcement, ChatLink, Complaint, Message
from nastavnik.conversations.rules import Audience, ComplaintState
from nastavnik.core.models import OutgoingMessage
from nastavnik.demo.days import moment, school_day
from nastavnik.demo.eyes import hints
from nastavnik.demo.services import fill
from nastavnik.desk.first_run import sample
from nastavnik.meetings.models import DiaryEntry, LessonVisit, Meeting, MeetingRating, Room, Task
from nastavnik.meetings.rules import Fit, MeetingState
from nastavnik.organisations.models import Organisation, SchoolHoliday
from nastavnik.organisations.rules import Kind, Level
from nastavnik.pairs.changing.rules import ChangeKind
from nastavnik.pairs.health.queries import health_in, rules_of, working_in
from nastavnik.pairs.health.rules import Feeling
from nastavnik.pairs.life import lives_of
from nastavnik.pairs.models import Mentorship, MentorshipChange
from nastavnik.pairs.rules import PairState
from nastavnik.people.models import Person, User
from nastavnik.people.rules import PersonKind
from nastavnik.programmes.models import Characteristic, Feedback, Programme
from nastavnik.programmes.rules import State
from tests.access.addresses import addresses

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOT_PAGES = {"account_logout", "desk:ready"}  # it ends the session; without a worker it says 503
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("year")]
# No service makes a draft of a pair: a pair begins as a proposal.
NEVER_MADE = {PairState.DRAFT}


@pytest.fixture(scope="module")
def year(django_db_setup: None, django_db_blocker: Any) -> Iterator[date]:
    """Filled once for all tests of this file, which only read it, and rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        today = timezone.localdate()
        fill(by=CONSOLE, today=today)
        yield today
        transaction.set_rollback(True)


def values(rows: Any, name: str) -> set[Any]:
    return set(rows.values_list(name, flat=True))


def test_a_region_with_two_municipalities_and_six_organisations() -> None:
    assert [
        Organisation.objects.filter(level=level).count() for level in (Level.REGION, Level.MUNICIPALITY)
    ] == [1, 2]
    sites = Organisation.objects.filter(level=Level.ORGANISATION)
    assert sites.count() == 6
    assert {Kind.SCHOOL, Kind.KINDERGARTEN, Kind.COLLEGE, Kind.SUPPLEMENTARY} == values(sites, "kind")
    assert len(values(Organisation.objects.all(), "root")) == 1
    teachers = Person.objects.filter(organisation__code="primer-lugovskaya", employments__position="учитель")
    assert teachers.count() == 1, "a school with one young teacher"


@pytest.mark.parametrize("state", [state for state in PairState if state not in NEVER_MADE])
def test_a_pair_in_every_state(state: PairState) -> None:
    assert Mentorship.objects.filter(state=state).exists()


@pytest.mark.parametrize("state", State)
def test_a_programme_in_every_state(state: State) -> None:
    assert Programme.objects.filter(state=state).exists()


@pytest.mark.parametrize("state", MeetingState)
def test_a_meeting_in_every_state(state: MeetingState) -> None:
    assert Meeting.objects.filter(state=state).exists()


@pytest.mark.parametrize("state", ComplaintState)
def test_a_complaint_in_every_state(state: ComplaintState) -> None:
    assert Complaint.objects.filter(state=state).exists()


@pytest.mark.parametrize("audience", Audience)
def test_an_announcement_for_everybody_it_may_be_for(audience: Audience) -> None:
    assert Announcement.objects.filter(audience=audience).exists()


@pytest.mark.parametrize("fit", Fit)
def test_every_answer_after_the_first_meeting(fit: Fit) -> None:
    assert MeetingRating.objects.filter(fit=fit).exists()


def test_the_health_of_pairs_says_all_three_words(year: date) -> None:
    school = Organisation.objects.get(code="primer-shkola-14")
    pairs = working_in(school)
    lives = lives_of(pairs, today=year)
    found = {
        each.feeling for each in health_in(pairs, lives, rules_of(school.pk), school, today=year).values()
    }
    assert found == set(Feeling)


def test_turns_of_pairs(year: date) -> None:
    kinds = values(MentorshipChange.objects.all(), "kind")
    assert {
        ChangeKind.PAUSE,
        ChangeKind.REPLACEMENT,
        ChangeKind.REFUSAL,
        ChangeKind.REMATCH,
        ChangeKind.COMPLETION,
    } <= kinds
    pause = MentorshipChange.objects.get(kind=ChangeKind.PAUSE)
    assert pause.until
    assert pause.until > year
    replaced = Mentorship.objects.get(replaced_by__isnull=False)
    assert replaced.replaced_by
    assert replaced.replaced_by.state == PairState.AWAITS_ORDER
    assert Mentorship.objects.filter(reverse_of__isnull=False).count() == 2
    assert Mentorship.objects.filter(is_group=True).exists()
    assert Mentorship.objects.filter(distance=True, state=PairState.ACTIVE).exists()
    assert Mentorship.objects.filter(form__code="pupil-pupil", state=PairState.ACTIVE).exists()


def test_programmes_tell_a_year(year: date) -> None:
    running = Programme.objects.filter(state=State.RUNNING)
    done = running.filter(activities__done_on__isnull=False)
    late = running.filter(activities__done_on__isnull=True, activities__due_on__lt=year)
    assert done.exists()
    assert late.exists()
    assert Programme.objects.filter(edition=2, is_current=True).exists()
    assert Programme.objects.filter(continues__isnull=False).exists()
    assert Programme.objects.filter(pilot_decision__isnull=False).exists()
    assert Feedback.objects.exists()
    assert Characteristic.objects.exists()


def test_what_people_write_and_do(year: date) -> None:
    assert Task.objects.filter(done_on__isnull=False).exists()
    assert Task.objects.filter(done_on=None).exists()
    assert DiaryEntry.objects.filter(is_private=True).exists()
    assert LessonVisit.objects.exists()
    assert Meeting.objects.filter(room__isnull=False).exists()
    assert Room.objects.count() > 1
    assert SchoolHoliday.objects.filter(starts_on__gt=year).exists()
    assert Message.objects.filter(author__kind=PersonKind.PUPIL).exists()
    assert ChatLink.objects.filter(mentorship=None).exists()
    assert ChatLink.objects.exclude(mentorship=None).exists()
    unread = OutgoingMessage.objects.unread().filter(person_id__in=values(Person.objects.all(), "pk"))
    assert unread.exists()
    assert OutgoingMessage.objects.filter(read_at__isnull=False).exists()


def test_what_was_long_ago_looks_so(year: date) -> None:
    """A timeline is in order: approved on the day of the order, not on the day when the example was filled."""
    old = Mentorship.objects.get(state=PairState.FINISHED)
    assert (year - timezone.localdate(old.created_at)).days > 300
    for pair in Mentorship.objects.filter(decided_at__isnull=False, state=PairState.ACTIVE):
        assert pair.decided_at
        assert timezone.localdate(pair.decided_at) <= pair.starts_on


def test_every_account_is_offered_with_a_word_about_what_to_look_at() -> None:
    accounts = values(User.objects.filter(is_demo=True), "email")
    assert accounts == set(hints())
    shown = sample.personas()
    assert len(shown) == len(accounts)
    assert all(persona.look and persona.place for persona in shown)


@pytest.mark.parametrize("email", sorted(hints()))
def test_no_page_fails_for_any_persona(email: str) -> None:
    """Every address without keys, and the pages of one's own pairs."""
    user = User.objects.get(email=email)
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=BACKEND)
    plain = [each.name for each in addresses() if not each.takes and each.name not in NOT_PAGES]
    mine = Mentorship.objects.filter(participations__person__account=user).distinct()
    here = (
        mine
        if mine.exists()
        else Mentorship.objects.filter(organisation__in=values(user.cards.all(), "organisation"))
    )
    paths = [reverse(name) for name in plain]
    for name in (
        "pairs:pair",
        "programmes:programme",
        "programmes:results",
        "meetings:of_pair",
        "meetings:diary",
    ):
        paths += [reverse(name, args=[pk]) for pk in here.values_list("pk", flat=True)]
    broken = [path for path in paths if client.get(path).status_code >= 500]
    assert broken == []


@pytest.mark.parametrize(
    ("today", "ago", "found"),
    [
        (date(2026, 11, 26), 0, date(2026, 11, 26)),
        (date(2026, 11, 29), 0, date(2026, 11, 29)),
        (date(2026, 11, 26), 4, date(2026, 11, 20)),
        (date(2026, 11, 26), 5, date(2026, 11, 20)),
        (date(2026, 11, 26), -2, date(2026, 11, 30)),
        (date(2026, 11, 26), -3, date(2026, 11, 30)),
        (date(2026, 11, 26), -4, date(2026, 11, 30)),
    ],
)
def test_a_day_of_the_story_is_never_at_a_weekend(today: date, ago: int, found: date) -> None:
    assert school_day(today, ago) == found
    assert moment(found, 9).date() == found
