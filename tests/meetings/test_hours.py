"""The sheet of hours of a mentor: drawn from what is recorded anyway, seen by the mentor, the curator and the head."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from nastavnik.meetings.models import LessonVisit, Meeting
from nastavnik.meetings.queries import hours
from nastavnik.meetings.rules import Work
from nastavnik.meetings.services import diary
from nastavnik.meetings.services.diary import Note, Sheet
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.rules import Side
from tests.cast import TODAY, Cast

from .conftest import Enter
from .world import at, held, text, working

SEPTEMBER = date(2026, 9, 1)


@pytest.fixture
def pair(cast: Cast) -> Mentorship:
    """A meeting of 45 minutes, half an hour of preparing, a visit of 45 minutes; what adds no hours beside them."""
    pair, galina, kirill = working(cast), cast.as_actor(cast.galina), cast.as_actor(cast.kirill)
    held(cast, pair, words="Слова встречи")
    diary.write(pair, Note(TODAY, "Слова дневника", Work.PREPARING, 30), today=TODAY, by=galina)
    diary.write(pair, Note(TODAY, "Для себя", minutes=15, is_private=True), today=TODAY, by=galina)
    diary.write(pair, Note(TODAY, "Запись ученика", minutes=20), today=TODAY, by=kirill)
    diary.record_visit(pair, Sheet(TODAY, cast.kirill), today=TODAY, by=galina)
    diary.record_visit(pair, Sheet(TODAY, cast.galina), today=TODAY, by=kirill)
    return pair


def test_hours_are_drawn_from_meetings_visits_and_open_notes_once(cast: Cast, pair: Mentorship) -> None:
    actor = cast.as_actor(cast.galina)
    led = hours.led_by(actor, cast.galina.pk)
    found = hours.hours_in(actor, [led], SEPTEMBER)
    assert sorted(each.minutes for each in found) == [30, 45, 45]
    assert all(each.url for each in found)
    assert not hours.hours_in(actor, [led], date(2026, 10, 1))


def test_every_hour_opens_its_row_and_no_word_of_the_diary_is_told(
    cast: Cast, enter: Enter, pair: Mentorship
) -> None:
    client = enter(cast.galina)
    page = text(client, "/meetings/hours/?month=2026-09")
    meeting, visit = Meeting.objects.get(), LessonVisit.objects.get(visitor=cast.galina)
    for address in (
        f"/meetings/{meeting.pk}/",
        f"/meetings/visits/{visit.pk}/",
        f"/meetings/pairs/{pair.pk}/diary/",
    ):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200
    assert "2 ч" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Слова" not in page


def test_curator_and_head_see_all_mentors_of_the_organisation(
    cast: Cast, enter: Enter, pair: Mentorship
) -> None:
    for who in (cast.vera, cast.rodion):
        page = text(enter(who), "/meetings/hours/?month=2026-09")
        assert cast.galina.full_name in page
        assert f"/meetings/hours/{cast.galina.pk}/?month=2026-09" in page
        assert cast.galina.full_name in text(enter(who), f"/meetings/hours/{cast.galina.pk}/?month=2026-09")
    assert "Вы пока никого не ведёте" in text(enter(cast.kirill), "/meetings/hours/")
    for who in (cast.kirill, cast.oleg, cast.darya):
        for ending in ("", "sheet.docx", "table.xlsx"):
            assert enter(who).get(f"/meetings/hours/{cast.galina.pk}/{ending}").status_code == 404


def test_the_paper_and_the_table_say_the_same(cast: Cast, enter: Enter, pair: Mentorship) -> None:
    client, address = enter(cast.vera), f"/meetings/hours/{cast.galina.pk}"
    paper = Document(BytesIO(client.get(f"{address}/sheet.docx?month=2026-09").content))
    told = " ".join(
        [each.text for each in paper.paragraphs]
        + [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    ).replace("\N{NO-BREAK SPACE}", " ")
    for words in ("сентябрь 2026", cast.galina.full_name, "Зимин К. А.", "Посещение урока", "2 ч"):
        assert words in told
    assert "Слова" not in told
    sheet: Any = load_workbook(BytesIO(client.get(f"{address}/table.xlsx?month=2026-09").content)).active
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert sum(row[3] for row in rows[:-1]) == rows[-1][3] == 120


def test_a_replaced_mentor_keeps_the_hours_of_their_own_days(cast: Cast) -> None:
    pair = working(cast)
    held(cast, pair, when=at(14, 9))
    held(cast, pair, when=at(15, 9))
    Participation.objects.filter(mentorship=pair, side=Side.MENTOR).update(left_on=TODAY - timedelta(days=1))
    actor = cast.as_actor(cast.vera)
    found = hours.hours_in(actor, hours.led_in(actor, cast.school), SEPTEMBER)
    assert [each.on.day for each in found] == [14]


def test_the_list_takes_the_same_few_queries_for_any_number_of_mentors(
    cast: Cast, enter: Enter, pair: Mentorship, django_assert_max_num_queries: Any
) -> None:
    client = enter(cast.vera)
    client.get("/meetings/hours/")  # the first page of a session writes the session down
    with django_assert_max_num_queries(7):
        text(client, "/meetings/hours/?month=2026-09")
    with django_assert_max_num_queries(9):
        text(client, f"/meetings/hours/{cast.galina.pk}/?month=2026-09")
