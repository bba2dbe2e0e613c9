"""The diary of each side, fed by meetings, and the sheet of a lesson visit, by their pages."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nastavnik.core.errors import Denied, Refusal
from nastavnik.meetings.models import (
    Attachment,
    DiaryEntry,
    LessonVisit,
)
from nastavnik.meetings.queries import diary as diary_queries
from nastavnik.meetings.rules import Work
from nastavnik.meetings.services import diary
from nastavnik.meetings.services.diary import Note, Sheet
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import PairState
from tests.cast import TODAY, Cast

from .conftest import Enter
from .world import held, text, to_do, working

FEW = 12
SECRET = "тайная оценка и тайная запись"


@pytest.mark.req_part("R071", "reflection entries of the mentee in the diary")
@pytest.mark.req("R073")
def test_each_side_writes_a_diary_of_one_s_own(cast: Cast, enter: Enter) -> None:
    pair = working(cast)
    for person, words in ((cast.galina, "Чему научилась я"), (cast.kirill, "Что понял я")):
        sent = {"on": "2026-09-15", "work": "reflection", "words": words, "seen_by": "open", "minutes": "20"}
        answer = enter(person).post(f"/meetings/pairs/{pair.pk}/diary/new/", sent)
        assert answer.headers["Location"] == f"/meetings/pairs/{pair.pk}/diary/"
    page = text(enter(cast.galina), f"/meetings/pairs/{pair.pk}/diary/")
    assert "Чему научилась я" in page
    assert "Что понял я" in page
    entry = DiaryEntry.objects.get(author=cast.kirill)
    stranger = enter(cast.galina)
    assert stranger.get(f"/meetings/diary/{entry.pk}/").status_code == 404
    assert stranger.post(f"/meetings/diary/{entry.pk}/remove/").status_code == 404
    assert enter(cast.vera).get(f"/meetings/diary/{entry.pk}/").status_code == 404
    own = enter(cast.kirill)
    changed = {"on": "2026-09-14", "work": "advice", "words": "Иначе", "seen_by": "private", "version": "1"}
    own.post(f"/meetings/diary/{entry.pk}/", changed)
    entry.refresh_from_db()
    assert (entry.words, entry.is_private, entry.work) == ("Иначе", True, Work.ADVICE)
    own.post(f"/meetings/diary/{entry.pk}/remove/")
    assert DiaryEntry.objects.count() == 1


def test_the_diary_of_a_pair_that_has_ended_is_closed(cast: Cast, enter: Enter) -> None:
    pair, actor = working(cast), cast.as_actor(cast.galina)
    kept = diary.write(pair, Note(TODAY, "Готовилась", Work.PREPARING, 30), today=TODAY, by=actor)
    mine = diary.write(pair, Note(TODAY, "Для себя", is_private=True), today=TODAY, by=actor)
    pair.state = PairState.FINISHED
    pair.save()
    client = enter(cast.galina)
    leaf = text(client, f"/meetings/pairs/{pair.pk}/diary/")
    assert f"/meetings/diary/{kept.pk}/" not in leaf
    assert f"/meetings/diary/{mine.pk}/" in leaf
    changed = {"on": "2026-09-14", "work": "advice", "words": "Иначе", "seen_by": "open", "version": "1"}
    for said in (
        client.get(f"/meetings/diary/{kept.pk}/", follow=True),
        client.post(f"/meetings/diary/{kept.pk}/", changed, follow=True),
        client.post(f"/meetings/diary/{kept.pk}/remove/", follow=True),
        client.post(f"/meetings/diary/{mine.pk}/", changed),
    ):
        assert "её дневник закрыт" in said.content.decode()
    client.post(f"/meetings/diary/{mine.pk}/remove/")
    assert DiaryEntry.objects.get().words == "Готовилась"


def test_a_record_of_a_meeting_feeds_the_diary_and_the_hours_by_itself(cast: Cast, enter: Enter) -> None:
    pair = working(cast)
    held(cast, pair, words="Разобрали план", agreed=(to_do("Карточки"),))
    actor = cast.as_actor(cast.galina)
    diary.write(pair, Note(TODAY, "Готовилась", Work.PREPARING, 30), today=TODAY, by=actor)
    diary.write(pair, Note(TODAY, "Для себя", minutes=15, is_private=True), today=TODAY, by=actor)
    sheet = Sheet(TODAY, cast.kirill, points=[("Цель понятна", "Да"), ("", "лишнее")])
    visit = diary.record_visit(pair, sheet, today=TODAY, by=actor)
    assert [p.title for p in visit.points.all()] == ["Цель понятна"]
    (month,) = diary_queries.diary_of(actor, pair)
    assert month.minutes == 45 + 30 + 15 + 45
    assert diary_queries.minutes_of(pair, TODAY.replace(day=1), TODAY) == 45 + 30 + 45
    page = text(enter(cast.kirill), f"/meetings/pairs/{pair.pk}/diary/")
    assert "Разобрали план" in page
    assert "Договорились: Карточки" in page
    assert "Для себя" not in page


def test_the_diary_refuses_tomorrow_strangers_and_ended_pairs(cast: Cast) -> None:
    pair, actor = working(cast), cast.as_actor(cast.galina)
    with pytest.raises(Refusal, match="впереди"):
        diary.write(pair, Note(TODAY + timedelta(days=1), "Завтра"), today=TODAY, by=actor)
    for who in (cast.vera, cast.darya, cast.rodion):
        with pytest.raises(Denied):
            diary.write(pair, Note(TODAY, "Чужое"), today=TODAY, by=cast.as_actor(who))
    entry = diary.write(pair, Note(TODAY, "Моё"), today=TODAY, by=actor)
    with pytest.raises(Denied):
        diary.remove(entry, by=cast.as_actor(cast.vera))
    with pytest.raises(Denied):
        diary.rewrite(entry, Note(TODAY, "x"), seen=1, today=TODAY, by=cast.as_actor(cast.kirill))
    with pytest.raises(Refusal, match="Урок — одного из участников"):
        diary.record_visit(pair, Sheet(TODAY, cast.darya), today=TODAY, by=actor)
    Mentorship.objects.update(state=PairState.FINISHED)
    pair.refresh_from_db()
    with pytest.raises(Refusal, match="только для чтения"):
        diary.write(pair, Note(TODAY, "Поздно"), today=TODAY, by=actor)


def test_the_sheet_of_a_lesson_is_filled_changed_and_printed(cast: Cast, enter: Enter) -> None:
    pair, mentor = working(cast), enter(cast.galina)
    page = text(mentor, f"/meetings/pairs/{pair.pk}/visits/new/")
    assert "Цель урока понятна ученикам" in page
    sent = {"on": "2026-09-15", "teacher": str(cast.kirill.pk), "minutes": "45", "group": "8 «А»"}
    points = {
        "title0": "Темп урока",
        "words0": "Ровный",
        "title1": "",
        "strengths": "Голос",
        "advice": "Паузы",
    }
    mentor.post(f"/meetings/pairs/{pair.pk}/visits/new/", {**sent, **points})
    visit = LessonVisit.objects.get()
    page = text(enter(cast.kirill), f"/meetings/visits/{visit.pk}/")
    for words in ("Темп урока", "Ровный", "Голос", "Паузы", "data-print"):
        assert words in page
    assert enter(cast.kirill).get(f"/meetings/visits/{visit.pk}/edit/").status_code == 403
    assert enter(cast.rodion).get(f"/meetings/visits/{visit.pk}/").status_code == 404
    assert "Темп урока" in text(mentor, f"/meetings/visits/{visit.pk}/edit/")
    mentor.post(
        f"/meetings/visits/{visit.pk}/edit/", {**sent, **points, "advice": "Больше пауз", "version": "1"}
    )
    visit.refresh_from_db()
    assert visit.advice == "Больше пауз"
    assert visit.points.count() == 1


def test_files_beside_a_sheet_of_a_visit_are_guarded_and_given_to_both_sides(
    cast: Cast, enter: Enter
) -> None:
    pair, mentor, pdf = working(cast), enter(cast.galina), b"%PDF-1.4\nlesson\n%%EOF\n"
    sheet = diary.record_visit(pair, Sheet(TODAY, cast.kirill), today=TODAY, by=cast.as_actor(cast.galina))
    path = f"/meetings/visits/{sheet.pk}/files/new/"
    bad = mentor.post(path, {"upload": SimpleUploadedFile("x.pdf", b"<html><script>")})
    assert "можно загрузить" in bad.content.decode()
    assert (
        mentor.post(path, {"title": "Карта урока", "upload": SimpleUploadedFile("k.pdf", pdf)}).status_code
        == 302
    )
    attachment = Attachment.objects.get()
    address = f"/meetings/visits/{sheet.pk}/files/{attachment.pk}/"
    assert "Карта урока" in text(enter(cast.kirill), f"/meetings/visits/{sheet.pk}/")
    for side in (cast.galina, cast.kirill, cast.vera):
        answer = enter(side).get(address)
        assert b"".join(answer) == pdf
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    for stranger in (cast.darya, cast.oleg, cast.rodion):
        assert enter(stranger).get(address).status_code == 404
        refused = enter(stranger).post(path, {"upload": SimpleUploadedFile("k.pdf", pdf)})
        assert refused.status_code in {403, 404}
    # A file of one sheet is not given by the address of another.
    other = diary.record_visit(pair, Sheet(TODAY, cast.galina), today=TODAY, by=cast.as_actor(cast.kirill))
    assert mentor.get(f"/meetings/visits/{other.pk}/files/{attachment.pk}/").status_code == 404
    assert Attachment.objects.count() == 1
