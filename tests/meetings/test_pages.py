"""Pages of meetings and the diary: what each shows, to whom, in how many queries."""

from datetime import UTC, date, time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nastavnik.core.models import OutgoingMessage
from nastavnik.meetings import queries
from nastavnik.meetings.models import (
    Attachment,
    Lesson,
    Meeting,
    MeetingRating,
    Room,
    Task,
)
from nastavnik.meetings.rules import Fit, MeetingState
from nastavnik.meetings.services import diary, recording
from nastavnik.meetings.services.diary import Note
from nastavnik.meetings.services.recording import Told
from nastavnik.organisations.models import Organisation
from nastavnik.people import own_data
from tests.cast import TODAY, Cast

from .conftest import Enter
from .world import NOW, agreed, at, free, held, proposed, room, text, to_do, working

FEW = 12
SECRET = "тайная оценка и тайная запись"


def count(client: Client, path: str, most: int, counter: Any) -> int:
    with counter(most) as found:
        client.get(path)
    return len(found.captured_queries)


def test_a_meeting_is_planned_by_the_page_and_answered(cast: Cast, enter: Enter) -> None:
    pair, place = working(cast), room(cast)
    mentor = enter(cast.galina)
    page = text(mentor, f"/meetings/pairs/{pair.pk}/new/")
    assert "Время можно назвать любое" in page
    sent = {"day": "2026-09-16", "at": "14:30", "minutes": "45", "way": "person", "room": str(place.pk)}
    answer = mentor.post(f"/meetings/pairs/{pair.pk}/new/", {**sent, "topic": "План урока"})
    meeting = Meeting.objects.get()
    assert answer.headers["Location"] == f"/meetings/{meeting.pk}/"
    assert (meeting.starts_at, meeting.room, meeting.topic) == (at(16, 14, 30), place, "План урока")
    mentee = enter(cast.kirill)
    page = text(mentee, f"/meetings/{meeting.pk}/")
    assert "Подходит" in page
    assert "среда, 16 сентября, 14:30–15:15" in page
    mentee.post(f"/meetings/{meeting.pk}/accept/")
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.AGREED
    assert "Подходит" not in text(mentee, f"/meetings/{meeting.pk}/")


def test_a_taken_room_is_told_in_the_form_and_the_text_stays(cast: Cast, enter: Enter) -> None:
    place, client = room(cast), enter(cast.rodion)
    proposed(cast, working(cast), room=place)
    other = working(cast, cast.darya, mentor=cast.rodion)
    sent = {"day": "2026-09-16", "at": "15:00", "minutes": "45", "way": "person", "room": str(place.pk)}
    page = client.post(f"/meetings/pairs/{other.pk}/new/", {**sent, "topic": "Тема"}).content.decode()
    assert "в это время занято" in page
    assert "Тема" in page


def test_free_times_are_offered_as_answers(cast: Cast, enter: Enter) -> None:
    pair, client = working(cast), enter(cast.galina)
    free(cast.galina, 3, time(14), time(16))
    page = text(client, f"/meetings/pairs/{pair.pk}/new/")
    assert "среда, 16 сентября, 14:00–14:45" in page
    slot = at(16, 14).astimezone(UTC).isoformat()
    client.post(f"/meetings/pairs/{pair.pk}/new/", {"slot": slot, "minutes": "45", "way": "phone"})
    assert Meeting.objects.get().starts_at == at(16, 14)


def test_moves_cancellations_and_wishes_have_their_pages(cast: Cast, enter: Enter) -> None:
    meeting = agreed(cast, working(cast))
    client = enter(cast.kirill)
    for step in ("another", "move", "cancel"):
        assert "<form" in text(client, f"/meetings/{meeting.pk}/{step}/")
    sent = {"day": "2026-09-17", "at": "15:00", "minutes": "60", "way": "phone", "reason": "Педсовет"}
    client.post(f"/meetings/{meeting.pk}/move/", sent)
    page = text(client, f"/meetings/{meeting.pk}/")
    assert "Было 16 сентября, 14:30, стало 17 сентября, 15:00" in page
    assert "Педсовет" in page
    enter(cast.galina).post(f"/meetings/{meeting.pk}/another/", {"words": "Лучше в пятницу"})
    assert "Лучше в пятницу" in text(client, f"/meetings/{meeting.pk}/")
    client.post(f"/meetings/{meeting.pk}/cancel/", {"reason": "Болезнь"})
    meeting.refresh_from_db()
    assert (meeting.state, meeting.cancel_reason) == ("cancelled", "Болезнь")


def test_the_record_is_three_fields_and_the_first_asks_whether_they_suit(cast: Cast, enter: Enter) -> None:
    pair, client = working(cast), enter(cast.galina)
    path = f"/meetings/pairs/{pair.pk}/record/"
    page = text(client, path)
    assert "Подходите ли вы друг другу?" in page
    lines = "Составить карточки\nнаставник: показать урок до 20.09"
    sent = {
        "was": "yes",
        "agreements": lines,
        "mark": "4",
        "fit": "fits",
        "day": "2026-09-15",
        "at": "11:00",
        "minutes": "45",
        "way": "person",
        "doer": "mentee",
        "due_on": "2026-09-22",
    }
    client.post(path, sent)
    meeting = Meeting.objects.get()
    assert meeting.state == MeetingState.HELD
    told = [(t.words, t.doer, t.due_on) for t in Task.objects.order_by("due_on")]
    assert told == [
        ("показать урок", "mentor", date(2026, 9, 20)),
        ("Составить карточки", "mentee", date(2026, 9, 22)),
    ]
    assert MeetingRating.objects.get().fit == Fit.FITS
    assert "Подходите ли вы друг другу?" not in text(client, path)
    # The other side is asked about the same first meeting.
    assert "Подходите ли вы друг другу?" in text(enter(cast.kirill), f"/meetings/{meeting.pk}/record/")


def test_the_curator_records_without_rating(cast: Cast, enter: Enter) -> None:
    pair, client = working(cast), enter(cast.vera)
    path = f"/meetings/pairs/{pair.pk}/record/"
    assert "Полезна ли была встреча" not in text(client, path)
    sent = {
        "was": "yes",
        "day": "2026-09-15",
        "at": "11:00",
        "minutes": "45",
        "way": "person",
        "doer": "both",
    }
    client.post(path, sent)
    assert Meeting.objects.get().records.get().author == cast.vera


def test_nobody_reads_the_rating_or_the_private_note_of_another(cast: Cast, enter: Enter) -> None:
    pair = working(cast)
    meeting = held(cast, pair, words="Общие слова")
    recording.record(meeting, Told(mark=1, fit=Fit.UNFIT), now=NOW, by=cast.as_actor(cast.kirill))
    diary.write(pair, Note(TODAY, SECRET, is_private=True), today=TODAY, by=cast.as_actor(cast.kirill))
    diary.write(pair, Note(TODAY, "Открытая мысль"), today=TODAY, by=cast.as_actor(cast.kirill))
    pages = (
        "/",
        f"/pairs/{pair.pk}/",
        f"/meetings/pairs/{pair.pk}/",
        f"/meetings/{meeting.pk}/",
        f"/meetings/pairs/{pair.pk}/diary/",
        "/meetings/calendar/?show=list",
        "/news/",
    )
    for person in (cast.galina, cast.rodion, cast.vera, cast.kirill):
        client = enter(person)
        shown = "".join(a.content.decode() for a in map(client.get, pages) if a.status_code == 200)
        assert (SECRET in shown) is (person == cast.kirill), person
        if person in (cast.galina, cast.rodion):
            assert "не подходит" not in shown.lower(), person
            assert "полезна: нет" not in shown.lower(), person
        assert ("Открытая мысль" in shown) is (person != cast.rodion), person
        told = str(own_data.about(cast.as_actor(person)))
        assert (SECRET in told) is (person == cast.kirill)
    assert "Не подходит" in text(enter(cast.vera), f"/meetings/{meeting.pk}/").replace("не п", "Не п")


def test_files_beside_a_meeting_are_guarded_and_given_to_those_who_see_it(cast: Cast, enter: Enter) -> None:
    meeting, mentor = held(cast, working(cast)), enter(cast.galina)
    path = f"/meetings/{meeting.pk}/files/new/"
    pdf = b"%PDF-1.4\nhello\n%%EOF\n"
    mentor.post(path, {"title": "План", "upload": SimpleUploadedFile("plan.pdf", pdf)})
    bad = mentor.post(path, {"upload": SimpleUploadedFile("x.pdf", b"<html><script>")})
    assert "можно загрузить" in bad.content.decode()
    attachment = Attachment.objects.get()
    address = f"/meetings/{meeting.pk}/files/{attachment.pk}/"
    answer = enter(cast.kirill).get(address)
    assert b"".join(answer) == pdf
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert enter(cast.darya).get(address).status_code == 404
    assert "План" in text(mentor, f"/meetings/{meeting.pk}/")


def test_tasks_are_done_from_the_page_and_from_home(cast: Cast, enter: Enter) -> None:
    pair, mentee = working(cast), enter(cast.kirill)
    held(cast, pair, agreed=(to_do("Составить карточки"), to_do("Прочитать главу")))
    first, second = Task.objects.order_by("words")
    assert "Прочитать главу" in text(mentee, "/")
    answer = mentee.post(f"/meetings/tasks/{first.pk}/done/?back=/")
    assert answer.headers["Location"] == "/"
    mentee.post(f"/meetings/tasks/{second.pk}/done/?back=//evil.example/")
    assert mentee.get("/").status_code == 200
    assert not Task.objects.filter(done_on=None).exists()
    mentee.post(f"/meetings/tasks/{first.pk}/reopen/")
    assert Task.objects.filter(done_on=None).get() == first
    mentor = enter(cast.galina)
    sent = {"words": "Показать урок", "person": str(cast.galina.pk), "due_on": "2026-09-30"}
    mentor.post(f"/meetings/pairs/{pair.pk}/tasks/new/", sent)
    assert Task.objects.get(words="Показать урок").doer == "mentor"


def test_the_home_page_leads_to_the_record(cast: Cast, enter: Enter) -> None:
    pair, client = working(cast), enter(cast.galina)
    assert f"/meetings/pairs/{pair.pk}/record/" in text(client, "/")
    meeting = agreed(cast, pair)
    assert "Следующая встреча" in text(client, "/")
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=at(14, 9), ends_at=at(14, 10))
    page = text(client, "/")
    assert "Как прошла встреча?" in page
    assert f"/meetings/{meeting.pk}/record/" in page
    assert page.count("btn-primary") == 1


def test_rooms_and_video_are_kept_by_the_curator(cast: Cast, enter: Enter) -> None:
    curator = enter(cast.vera)
    curator.post("/meetings/rooms/new/", {"title": "кабинет 5", "note": "второй этаж"})
    twice = curator.post("/meetings/rooms/new/", {"title": "кабинет 5"})
    assert "уже есть в списке" in twice.content.decode()
    place = Room.objects.get()
    curator.post(f"/meetings/rooms/{place.pk}/", {"title": "кабинет 6"})
    curator.post(f"/meetings/rooms/{place.pk}/close/")
    assert "не используется" in text(curator, "/meetings/rooms/")
    curator.post("/meetings/rooms/video/", {"template": "https://video.school.example/{code}"})
    assert "video.school.example" in text(curator, "/meetings/rooms/")
    assert enter(cast.galina).get("/meetings/rooms/").status_code == 403
    assert enter(cast.oleg).get(f"/meetings/rooms/{place.pk}/").status_code == 404


def test_lessons_are_written_in_one_simple_page(cast: Cast, enter: Enter) -> None:
    client = enter(cast.kirill)
    client.post("/meetings/lessons/", {"day1": "8:30-9:15, 9:25–10:10", "day3": "12–13"})
    assert [(row.weekday, str(row)) for row in Lesson.objects.all()] == [
        (1, "1 08:30–09:15"),
        (1, "1 09:25–10:10"),
        (3, "3 12:00–13:00"),
    ]
    assert "08:30–09:15, 09:25–10:10" in text(client, "/meetings/lessons/")
    assert "Напишите время так" in client.post("/meetings/lessons/", {"day1": "утром"}).content.decode()


def test_the_time_of_a_far_school_is_its_own(cast: Cast, enter: Enter) -> None:
    """Two in the afternoon in Kamchatka is two in the afternoon on the page, five in the morning in Moscow."""
    Organisation.objects.filter(pk=cast.school.pk).update(time_zone="Asia/Kamchatka")
    pair, client = working(cast), enter(cast.galina)
    sent = {"day": "2026-09-17", "at": "14:00", "minutes": "45", "way": "person"}
    client.post(f"/meetings/pairs/{pair.pk}/new/", sent)
    meeting = Meeting.objects.get()
    assert meeting.starts_at == at(17, 5)
    assert "14:00–14:45" in text(client, f"/meetings/{meeting.pk}/")
    assert "17 сентября, 14:00" in OutgoingMessage.objects.first().subject.replace("\u00a0", " ")


@pytest.mark.parametrize("who", ["galina", "vera"])
def test_pages_take_few_queries_whatever_their_length(
    cast: Cast, enter: Enter, who: str, django_assert_max_num_queries: Any
) -> None:
    pair, client = working(cast), enter(getattr(cast, who))
    meeting = agreed(cast, pair)
    paths = (
        f"/meetings/pairs/{pair.pk}/",
        f"/meetings/{meeting.pk}/",
        f"/meetings/pairs/{pair.pk}/diary/",
        "/meetings/calendar/?whose=all",
    )
    client.get("/")
    few = [count(client, path, 40, django_assert_max_num_queries) for path in paths]
    for n in range(12):
        held(cast, pair, when=at(1 + n, 9), words="Слова", agreed=(to_do(f"Дело {n}"),), mark=3)
        diary.write(pair, Note(TODAY, f"Мысль {n}"), today=TODAY, by=cast.as_actor(cast.kirill))
    many = [count(client, path, 40, django_assert_max_num_queries) for path in paths]
    assert [m - f for f, m in zip(few, many, strict=True) if m > f + 2] == []
    # The head of a pair reads what all its leaves need; without it a page takes a dozen.
    assert [m for m in (many[1], many[3]) if m > FEW + 4] == []
    assert queries.meetings_of(cast.as_actor(cast.galina), pair).count() == 13
