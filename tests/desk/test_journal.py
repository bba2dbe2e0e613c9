"""The journal on the screen: who did what to whom, when, what stood before; and what it never tells."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nastavnik.access.roles import Role
from nastavnik.bank.services import mentees
from nastavnik.core import journal
from nastavnik.core.errors import Denied
from nastavnik.core.models import LogEntry
from nastavnik.desk.log import lines
from nastavnik.diagnostics import services as diagnostics
from nastavnik.organisations.services import edit_organisation
from nastavnik.pairs import services as pairs
from nastavnik.pairs.rules import Answer
from nastavnik.people.services import cards, employment
from tests.bank.banks import item, mentee
from tests.cast import TODAY, Cast, make_person
from tests.pairs.world import approved
from tests.people.conftest import Enter, enter

__all__ = ["enter"]


@pytest.fixture(autouse=True)
def _appointed_long_ago(cast: Cast) -> None:
    from nastavnik.people.models import Appointment

    Appointment.objects.update(starts_on=TODAY.replace(year=2020))


def test_the_head_reads_who_changed_what_and_what_stood_before(cast: Cast, enter: Enter) -> None:
    vera = cast.as_actor(cast.vera)
    cards.edit_person(cast.galina, seen=1, phone="+79130000001", birth=1975, today=TODAY, by=vera)
    job = cast.galina.employments.get()
    employment.edit_employment(job, seen=1, category="first", by=vera)
    edit_organisation(cast.school, seen=1, has_council=False, by=cast.as_actor(cast.rodion))
    page = enter(cast.rodion).get("/journal/").content.decode()
    assert "Вера Николаевна" in page
    assert f'href="/people/{cast.galina.pk}/"' in page
    for words in ("+79130000001", "Первая", "действует совет наставников: было да, стало нет"):
        assert words.lower() in page.lower()
    assert "has_council" not in page
    assert "/journal/" in enter(cast.rodion).get("/organisation/").content.decode()
    assert "/journal/" not in enter(cast.galina).get("/organisation/").content.decode()


def test_the_answers_of_a_pair_stay_and_are_found_by_the_pair(cast: Cast, enter: Enter) -> None:
    pair, other = approved(cast), approved(cast, cast.darya)
    for said in (Answer.DECLINED, Answer.AGREED):
        mine = pair.participations.get(person=cast.kirill)
        pairs.answer(mine, said, words="Подумал", today=TODAY, by=cast.as_actor(cast.kirill))
    curator = enter(cast.vera)
    page = curator.get("/journal/", {"about": str(pair.pk)}).content.decode()
    for words in ("Отказ от участия: Зимин", "Готовность участвовать: Зимин", "Утверждена"):
        assert words in page
    assert str(other.pk) not in page
    assert "Отказ от участия" not in curator.get("/journal/", {"about": str(other.pk)}).content.decode()


def test_the_journal_is_narrowed_by_name_by_group_and_by_days(cast: Cast) -> None:
    vera = cast.as_actor(cast.vera)
    cards.edit_person(cast.galina, seen=1, phone="+79130000001", birth=1975, today=TODAY, by=vera)
    approved(cast, cast.kirill)

    def events(**wanted: object) -> set[str]:
        rows = lines.lines_of(cast.school, lines.Wanted(**wanted), by=vera)  # type: ignore[arg-type]
        return {line.event for line in rows}

    assert events(q="МЕЩЕРЯКОВА") >= {"person.changed"}
    assert events(q="мещерякова", group="people") == {"person.changed"}
    assert events(group="pairs") == {"pair.formed", "pair.approved"}
    at = LogEntry.objects.get(event="pair.formed").at.date()
    assert events(group="pairs", since=at, until=at) == {"pair.formed", "pair.approved"}
    assert events(until=at.replace(year=2020)) == set()


def test_who_asked_for_care_and_sensitive_marks_are_not_told(cast: Cast, enter: Enter) -> None:
    make_person("Белова Инна Петровна", cast.school, Role.PSYCHOLOGIST)
    entry = mentee(cast)
    mentees.mark_problems(entry, [item(cast.school, "problem", "burnout")], by=cast.as_actor(cast.vera))
    mentees.edit_mentee(
        entry, categories=[], priorities="тихая-строка", seen=entry.version, by=cast.as_actor(cast.vera)
    )
    diagnostics.ask_care(cast.kirill, words="x", today=TODAY, by=cast.as_actor(cast.kirill))
    assert LogEntry.objects.filter(event__in=("care.asked", "bank.problems_marked")).count() == 2
    for reader in (cast.rodion, cast.vera):
        page = enter(reader).get("/journal/").content.decode().lower()
        assert "изменена запись наставляемого" in page
        for hidden in ("психолог", "тип затруднения", "выгорание", "тихая-строка"):
            assert hidden not in page


def test_another_school_and_a_teacher_read_nothing(cast: Cast) -> None:
    for person in (cast.oleg, cast.galina):
        with pytest.raises(Denied):
            lines.lines_of(cast.school, lines.Wanted(), by=cast.as_actor(person))
    cards.edit_person(
        cast.galina, seen=1, phone="+79130000001", birth=1975, today=TODAY, by=cast.as_actor(cast.vera)
    )
    assert not lines.lines_of(cast.other_school, lines.Wanted(), by=cast.as_actor(cast.oleg)).filter(
        subject_id=cast.galina.pk
    )


def test_a_page_of_the_journal_costs_the_same_for_five_and_for_fifty(cast: Cast, enter: Enter) -> None:
    curator, counts = enter(cast.vera), []
    for number in (5, 45):
        for _ in range(number):
            employment.add_employment(cast.galina, position="учитель", by=cast.as_actor(cast.vera))
        curator.get("/journal/")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert curator.get("/journal/").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12


def test_nonsense_in_the_address_is_no_error(cast: Cast, enter: Enter) -> None:
    client = enter(cast.vera)
    for asked in ("?about=мимо", "?group=нет", "?since=вчера", "?page=999"):
        assert client.get(f"/journal/{asked}").status_code == 200


@pytest.mark.parametrize(
    "event",
    [
        "diary.written",
        "feed.made",
        "talk.complaint",
        "talk.overseen",
        "workload.off",
        "programme.feedback",
        "pair.rematch_asked",
    ],
)
def test_what_people_do_for_themselves_is_not_read_by_those_who_control(
    cast: Cast, enter: Enter, event: str
) -> None:
    pair = approved(cast)
    journal.record(event, "Слова о личном", subject=pair, by=cast.as_actor(cast.kirill))
    for reader in (cast.rodion, cast.vera):
        assert "Слова о личном" not in enter(reader).get("/journal/").content.decode()


def test_why_somebody_was_away_is_not_read_by_those_who_control(cast: Cast, enter: Enter) -> None:
    pair = approved(cast)
    journal.record(
        "pair.pause", "Приостановка", subject=pair, by=cast.as_actor(cast.vera), after={"причина": "болезнь"}
    )
    page = enter(cast.rodion).get("/journal/").content.decode()
    assert "Приостановка" in page
    assert "болезнь" not in page


@pytest.mark.parametrize(
    "value", [{"a": 1}, [{"a": 1}, "слово"], 7, 7.5, True, None, "", "2026-09-01", "f" * 64, [1, [2]]]
)
def test_any_value_that_was_kept_is_shown_or_left_out(cast: Cast, enter: Enter, value: object) -> None:
    pair, vera = approved(cast), cast.as_actor(cast.vera)
    for name in ("что-то", "state", "no_such_column"):
        change = {"before": {name: value}, "after": {name: "стало"}}
        journal.record("pair.changed", "Изменена", subject=pair, by=vera, **change)
    page = enter(cast.rodion).get("/journal/")
    assert page.status_code == 200
    assert "f" * 64 not in page.content.decode()
