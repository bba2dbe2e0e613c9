"""A mentor records a meeting on a phone between lessons; the taps are counted, a lost connection loses no text."""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from nastavnik.meetings.models import Meeting, MeetingRating, MeetingRecord, Task
from nastavnik.meetings.services import Plan, diary, places, recording
from nastavnik.meetings.services.diary import Note, Sheet
from nastavnik.meetings.services.recording import Told
from tests.browser.conftest import WIDTHS, Watched, axe_clean
from tests.browser.sweep import enter
from tests.cast import Cast, make_cast
from tests.meetings.world import to_do, working

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHOTS = os.environ.get("SHOTS", "")
MOST_TAPS, MOST_SECONDS = 4, 60


@pytest.fixture
def school(transactional_db: None) -> Cast:
    return make_cast()


def begun(cast: Cast, hours: int = 2) -> Meeting:
    """A meeting of today that has been, agreed and not recorded."""
    pair = working(cast)
    starts = timezone.now() - timedelta(hours=hours)
    return Meeting.objects.create(
        organisation=cast.school,
        mentorship=pair,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=45),
        state="agreed",
        topic="План урока",
        place="кабинет 312",
    )


def ready(open_browser: Callable[[], Watched], person: Any, width: int = 360) -> Watched:
    watched = open_browser()
    enter(watched, person.account)
    watched.wide(width)
    return watched


def test_a_meeting_is_recorded_in_four_taps_and_a_minute(
    school: Cast, open_browser: Callable[[], Watched]
) -> None:
    meeting = begun(school)
    watched = ready(open_browser, school.galina)
    page = watched.at("/")
    axe_clean(page)
    taps, began = 0, time.monotonic()
    page.locator("main a.btn-primary", has_text="Записать встречу").first.click()
    taps += 1
    page.wait_for_load_state()
    axe_clean(page)
    field = page.get_by_label("О чём договорились")
    field.click()
    taps += 1
    page.keyboard.type("Составить три карточки\nПрийти на урок в 8 «А» до 20.12", delay=5)
    page.get_by_role("radio", name="Скорее да").click()
    taps += 1
    page.get_by_role("button", name="Сохранить запись").click()
    taps += 1
    page.get_by_text("Запись сохранена.").wait_for()
    seconds = time.monotonic() - began
    print(f"from home to a saved record: {taps} taps, {seconds:.1f} s")  # noqa: T201
    assert taps <= MOST_TAPS
    assert seconds <= MOST_SECONDS
    axe_clean(page)
    meeting.refresh_from_db()
    assert meeting.state == "held"
    assert sorted(t.words for t in Task.objects.all()) == ["Прийти на урок в 8 «А»", "Составить три карточки"]
    assert MeetingRating.objects.get().mark == 3
    assert page.url.endswith(f"/meetings/{meeting.pk}/")


def test_a_lost_connection_keeps_the_text_and_sends_it_again(
    school: Cast, open_browser: Callable[[], Watched]
) -> None:
    meeting = begun(school)
    watched = ready(open_browser, school.galina)
    page = watched.at(f"/meetings/{meeting.pk}/record/")
    page.get_by_label("О чём договорились").fill("Текст, который нельзя потерять")
    page.context.set_offline(True)
    page.get_by_role("button", name="Сохранить запись").click()
    page.get_by_text("Не отправлено").wait_for()
    axe_clean(page)
    assert page.get_by_label("О чём договорились").input_value() == "Текст, который нельзя потерять"
    assert not MeetingRecord.objects.exists()
    asked: list[str] = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.evaluate("location.href = '/'")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.evaluate("JSON.stringify([localStorage.length, sessionStorage.length])") == "[0,0]"
    page.wait_for_timeout(2500)  # it has tried once more and waits longer
    assert page.get_by_text("Не отправлено").is_visible()
    page.context.set_offline(False)
    page.get_by_text("Запись сохранена.").wait_for(timeout=15_000)
    assert [t.words for t in Task.objects.all()] == ["Текст, который нельзя потерять"]
    assert MeetingRecord.objects.count() == 1
    # Nothing holds the person any more.
    page.evaluate("location.href = '/'")
    page.wait_for_url(f"{watched.home}/")
    watched.complaints.clear()  # the browser complains of the lost connection


def test_without_script_it_is_an_ordinary_form(school: Cast, open_browser: Callable[..., Watched]) -> None:
    meeting = begun(school)
    watched = open_browser(java_script_enabled=False)
    enter(watched, school.galina.account)
    page = watched.at(f"/meetings/{meeting.pk}/record/")
    page.get_by_label("О чём договорились").fill("Без скрипта")
    page.get_by_role("button", name="Сохранить запись").click()
    page.get_by_text("Запись сохранена.").wait_for()
    assert Task.objects.get().words == "Без скрипта"


def test_every_screen_of_meetings_is_clean_on_a_phone_and_a_desk(
    school: Cast, open_browser: Callable[[], Watched]
) -> None:
    cast, now = school, timezone.now()
    meeting = begun(cast)
    pair, mentor = meeting.mentorship, cast.as_actor(cast.galina)
    plan = Plan(now - timedelta(days=3))
    record = recording.record_unplanned(
        pair,
        plan,
        Told(words="Разобрали план урока", agreed=(to_do("Составить карточки"),), mark=4),
        now=now,
        by=mentor,
    )
    today = timezone.localdate()
    diary.write(pair, Note(today, "Стало легче объяснять", minutes=20), today=today, by=mentor)
    sheet = Sheet(today, cast.kirill, points=[("Темп", "Ровный")], group="8 «А»", subject="физика")
    visit = diary.record_visit(pair, sheet, today=today, by=mentor)
    places.add_room(cast.school, title="кабинет 312", by=cast.as_actor(cast.vera))
    screens = (
        ("home", cast.galina, "/"),
        ("pair", cast.galina, f"/meetings/pairs/{pair.pk}/"),
        ("plan", cast.galina, f"/meetings/pairs/{pair.pk}/new/"),
        ("record", cast.galina, f"/meetings/{meeting.pk}/record/"),
        ("record-new", cast.galina, f"/meetings/pairs/{pair.pk}/record/"),
        ("meeting", cast.galina, f"/meetings/{record.meeting_id}/"),
        ("move", cast.galina, f"/meetings/{meeting.pk}/move/"),
        ("diary", cast.galina, f"/meetings/pairs/{pair.pk}/diary/"),
        ("note", cast.galina, f"/meetings/pairs/{pair.pk}/diary/new/"),
        ("visit-form", cast.galina, f"/meetings/pairs/{pair.pk}/visits/new/"),
        ("visit", cast.galina, f"/meetings/visits/{visit.pk}/"),
        ("calendar", cast.galina, "/meetings/calendar/"),
        ("agenda", cast.vera, "/meetings/calendar/?show=list&whose=all"),
        ("feed", cast.galina, "/meetings/calendar/link/"),
        ("lessons", cast.galina, "/meetings/lessons/"),
        ("rooms", cast.vera, "/meetings/rooms/"),
    )
    watched, before = open_browser(), None
    for name, person, path in screens:
        if person is not before:
            enter(watched, person.account)
            before = person
        for width in WIDTHS:
            watched.wide(width)
            page = watched.at(path)
            if SHOTS:
                Path(SHOTS).mkdir(parents=True, exist_ok=True)
                page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
            axe_clean(page)
    assert settings.DEBUG is False
