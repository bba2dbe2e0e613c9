"""iCalendar by the standard, invitations that grow, a feed that is secret and can be revoked."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.core.errors import Denied
from nastavnik.core.logs import CodeFilter
from nastavnik.core.models import Channel, OutgoingMessage
from nastavnik.meetings import ical, invitations, month, services
from nastavnik.meetings.ical import Event
from nastavnik.meetings.models import CalendarFeed, Meeting
from nastavnik.meetings.queries.calendar import feed_by, hashed
from nastavnik.meetings.services import Plan, feeds
from nastavnik.notifications import delivery
from nastavnik.pairs.models import Participation
from tests.cast import TODAY, Cast

from .conftest import Enter
from .world import NOW, agreed, at, proposed, working

STARTS = datetime(2026, 9, 16, 11, 30, tzinfo=UTC)


def event(**more: Any) -> Event:
    values: dict[str, Any] = {
        "uid": "1@nastavnik",
        "sequence": 0,
        "starts_at": STARTS,
        "ends_at": STARTS + timedelta(minutes=45),
        "title": "Встреча",
        "status": "CONFIRMED",
        "stamp": NOW,
    }
    return Event(**values | more)


def first(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found is not None
    return found[1]


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_a_calendar_is_written_by_the_standard() -> None:
    text = ical.calendar_of([event(place="каб. 312; 3-й этаж, налево", text="раз\nдва\\")], method="REQUEST")
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    lines = unfolded(text)
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert "DTSTART:20260916T113000Z" in lines
    assert "DTEND:20260916T121500Z" in lines
    assert "LOCATION:каб. 312\\; 3-й этаж\\, налево" in lines
    assert "DESCRIPTION:раз\\nдва\\\\" in lines


@given(st.text(max_size=300))
def test_any_text_is_folded_escaped_and_read_back(words: str) -> None:
    text = ical.calendar_of([event(title=words, place=words, url=words)], attendee=words)
    for line in text.split("\r\n"):
        assert len(line.encode()) <= ical.LONGEST_LINE
    lines = unfolded(text)
    assert [line for line in lines if line.startswith("BEGIN:")] == ["BEGIN:VCALENDAR", "BEGIN:VEVENT"]
    told = next(line for line in lines if line.startswith("SUMMARY:")).removeprefix("SUMMARY:")
    read = re.sub(r"\\([\\;,nN])", lambda m: "\n" if m[1] in "nN" else m[1], told)
    clean = words.replace("\r\n", "\n").replace("\r", "\n")
    assert read == "".join(s for s in clean if s in "\t\n" or (ord(s) >= 32 and s != "\x7f"))


@pytest.fixture
def with_mail(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example"
    settings.BASE_URL = "https://school.example"


def invitation_of(person: Any) -> list[str]:
    letters = OutgoingMessage.objects.filter(person_id=person.pk, channel=Channel.EMAIL)
    return [m.calendar for m in letters if m.calendar]


def test_an_invitation_keeps_its_uid_grows_its_sequence_and_names_nobody(cast: Cast, with_mail: None) -> None:
    meeting = agreed(cast, working(cast))
    services.move(meeting, Plan(at(17, 15)), now=NOW, by=cast.as_actor(cast.kirill))
    services.cancel(meeting, reason="Болезнь", by=cast.as_actor(cast.galina))
    told = invitation_of(cast.kirill) + invitation_of(cast.galina)
    assert len(told) == 4
    assert {first(r"UID:(.+?)\r", t) for t in told} == {f"{meeting.pk}@nastavnik"}
    by_sequence = {int(first(r"SEQUENCE:(\d+)", t)): t for t in told}
    assert sorted(by_sequence) == [0, 1, 2, 3]
    assert "STATUS:TENTATIVE" in by_sequence[0]
    assert "STATUS:CONFIRMED" in by_sequence[1]
    assert "DTSTART:20260917T120000Z" in by_sequence[2]
    assert "METHOD:CANCEL" in by_sequence[3]
    assert "STATUS:CANCELLED" in by_sequence[3]
    for text in told:
        assert "Встреча наставнической пары" in "".join(unfolded(text))
        assert not any(p.last_name in text for p in (cast.galina, cast.kirill))
        assert text.count("ATTENDEE") == text.count("ORGANIZER") == 1
    assert f"mailto:{cast.kirill.account.email}" in "".join(unfolded(by_sequence[0]))
    assert delivery.deliver() == 4
    assert [m.attachments[0].get_param("method") for m in mail.outbox].count("CANCEL") == 1
    assert f"https://school.example/meetings/{meeting.pk}/" in mail.outbox[0].body


def test_a_feed_is_read_without_a_session_and_names_nobody(cast: Cast, enter: Enter) -> None:
    pair = working(cast)
    meeting = agreed(cast, pair, place="кабинет 312")
    page = enter(cast.kirill).post("/meetings/calendar/link/new/").content.decode()
    path = first(r"(/meetings/calendar/[\w-]+\.ics)", page)
    answer = Client().get(path)
    text = answer.content.decode()
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"UID:{meeting.pk}@nastavnik" in unfolded(text)
    assert "SUMMARY:Встреча наставнической пары" in unfolded(text)
    assert not any(p.last_name in text for p in (cast.galina, cast.kirill))
    (feed,) = CalendarFeed.objects.all()
    secret = path.removeprefix("/meetings/calendar/").removesuffix(".ics")
    assert secret not in str(vars(feed))
    assert feed.secret_sha256 == hashed(secret)


def test_a_revoked_or_replaced_feed_opens_nothing(cast: Cast, enter: Enter) -> None:
    working(cast)
    actor = cast.as_actor(cast.kirill)
    first = feeds.make_feed(cast.kirill, now=NOW, by=actor)
    second = feeds.make_feed(cast.kirill, now=NOW, by=actor)
    assert Client().get(f"/meetings/calendar/{first}.ics").status_code == 404
    assert Client().get(f"/meetings/calendar/{second}.ics").status_code == 200
    enter(cast.kirill).post("/meetings/calendar/link/revoke/")
    assert Client().get(f"/meetings/calendar/{second}.ics").status_code == 404
    with pytest.raises(Denied):
        feeds.make_feed(cast.kirill, now=NOW, by=cast.as_actor(cast.vera))


def test_a_feed_is_silent_when_its_person_may_not_sign_in(cast: Cast) -> None:
    secret = feeds.make_feed(cast.kirill, now=NOW, by=cast.as_actor(cast.kirill))
    assert cast.kirill.account
    cast.kirill.account.is_active = False
    cast.kirill.account.save()
    assert Client().get(f"/meetings/calendar/{secret}.ics").status_code == 404


def test_the_secret_of_a_feed_stands_in_no_log(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    secret = feeds.make_feed(cast.kirill, now=NOW, by=cast.as_actor(cast.kirill))
    caplog.handler.addFilter(CodeFilter())
    assert Client().post(f"/meetings/calendar/{secret}.ics").status_code == 405
    assert "/meetings/calendar/…" in caplog.text
    assert secret not in caplog.text


def test_an_unknown_secret_costs_what_a_revoked_one_does(cast: Cast, django_assert_num_queries: Any) -> None:
    secret = feeds.make_feed(cast.kirill, now=NOW, by=cast.as_actor(cast.kirill))
    feeds.revoke_feed(cast.kirill, now=NOW, by=cast.as_actor(cast.kirill))
    for tried in (secret, "made-up", "x" * 500, ""):
        with django_assert_num_queries(1):
            assert feed_by(tried) is None


def test_who_left_the_pair_reads_its_meetings_no_more(cast: Cast) -> None:
    group = working(cast, cast.kirill, cast.darya)
    proposed(cast, group)
    secret = feeds.make_feed(cast.darya, now=NOW, by=cast.as_actor(cast.darya))
    assert "VEVENT" in Client().get(f"/meetings/calendar/{secret}.ics").content.decode()
    Participation.objects.filter(mentorship=group, person=cast.darya).update(left_on=TODAY)
    assert "VEVENT" not in Client().get(f"/meetings/calendar/{secret}.ics").content.decode()


@pytest.mark.req("R231")
def test_the_calendar_shows_one_s_own_and_to_the_curator_the_organisation(cast: Cast, enter: Enter) -> None:
    agreed(cast, working(cast))
    path = "/meetings/calendar/?month=2026-09"
    own = enter(cast.kirill).get(path).content.decode().replace("\u00a0", " ")
    assert "14:30 Мещерякова Г. В." in own
    assert "Вся организация" not in own
    curator = enter(cast.vera)
    assert "Мещерякова" not in curator.get(path).content.decode()
    everybody = curator.get(f"{path}&whose=all").content.decode().replace("\u00a0", " ")
    assert "Мещерякова Г. В. и Зимин К. А." in everybody
    assert "16 сентября" in curator.get("/meetings/calendar/?show=list&whose=all").content.decode().replace(
        "\u00a0", " "
    )
    stranger = enter(cast.darya).get(f"{path}&whose=all").content.decode()
    assert "Мещерякова" not in stranger
    assert "Мещерякова" not in enter(cast.oleg).get(f"{path}&whose=all").content.decode()


@pytest.mark.parametrize(
    ("text", "begins"),
    [("2026-12", "2026-12-01"), ("", "2026-09-01"), ("9999-12", "2026-09-01"), ("x", "2026-09-01")],
)
def test_a_month_is_whole_weeks(text: str, begins: str) -> None:
    found = month.month_of(text, TODAY)
    assert found.isoformat() == begins
    weeks = month.weeks_of(found, {}, off=frozenset(), today=TODAY)
    assert all(len(week) == 7 and week[0].on.weekday() == 0 for week in weeks)
    assert any(day.on == found for day in weeks[0])


def test_a_meeting_is_given_as_a_file(cast: Cast, enter: Enter) -> None:
    meeting = agreed(cast, working(cast))
    answer = enter(cast.galina).get(f"/meetings/{meeting.pk}/meeting.ics")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "METHOD:PUBLISH" in answer.content.decode()
    assert invitations.title_of(Meeting.objects.select_related("mentorship").get()) == invitations.TITLE


@pytest.mark.parametrize(
    ("starts", "moved_to", "urgent"), [(15, 15, True), (15, 17, True), (17, 15, True), (17, 18, False)]
)
def test_a_change_that_concerns_this_very_day_waits_for_no_quiet_hours(
    cast: Cast, with_mail: None, starts: int, moved_to: int, urgent: bool
) -> None:
    meeting = agreed(cast, working(cast), starts_at=at(starts, 16))
    services.move(meeting, Plan(at(moved_to, 17)), now=NOW, by=cast.as_actor(cast.kirill))
    letter = OutgoingMessage.objects.get(kind="meeting_moved", channel=Channel.EMAIL)
    assert letter.urgent is urgent


@pytest.mark.parametrize(("starts", "urgent"), [(15, True), (16, False)])
def test_what_is_called_off_today_is_told_today(
    cast: Cast, with_mail: None, starts: int, urgent: bool
) -> None:
    meeting = agreed(cast, working(cast), starts_at=at(starts, 16))
    services.cancel(meeting, reason="Болезнь", by=cast.as_actor(cast.galina))
    assert OutgoingMessage.objects.get(kind="meeting_cancelled", channel=Channel.EMAIL).urgent is urgent
