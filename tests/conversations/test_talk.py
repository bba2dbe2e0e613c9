"""Messages of a pair: who reads them, who hears of them, what happens to them."""

from datetime import timedelta

import pytest
from django.http import Http404

from nastavnik.access.actor import Actor
from nastavnik.conversations.models import Attachment, Message, ReadMark
from nastavnik.conversations.queries import threads
from nastavnik.conversations.rules import Reason
from nastavnik.conversations.services import complaints, talk
from nastavnik.core.errors import Denied, Refusal
from nastavnik.core.models import Channel, LogEntry, OutgoingMessage, StoredFile
from nastavnik.pairs import reading
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import PairState
from nastavnik.people.models import Person
from tests.cast import TODAY, Cast

from .world import LATER, NOW, pdf, read_by, say, thread, with_pupil, working

pytestmark = pytest.mark.django_db


@pytest.mark.req("R233")
def test_mentor_and_mentee_talk_and_hear_of_each_other(cast: Cast) -> None:
    pair = working(cast)
    say(cast, pair, cast.galina, "Когда удобно встретиться?")
    say(cast, pair, cast.kirill, "В среду после уроков", now=NOW + LATER)
    both = ["Когда удобно встретиться?", "В среду после уроков"]
    assert read_by(cast, pair, cast.galina) == read_by(cast, pair, cast.kirill) == both
    told = OutgoingMessage.objects.filter(kind=talk.KIND, channel=Channel.INSIDE)
    assert set(told.values_list("person_id", flat=True)) == {cast.galina.pk, cast.kirill.pk}


@pytest.mark.parametrize("who", ["vera", "rodion", "oleg", "darya"])
def test_adults_conversation_is_for_the_two_alone(cast: Cast, who: str) -> None:
    pair = working(cast)
    say(cast, pair, cast.galina, "Между нами")
    with pytest.raises(Http404):
        thread(cast, pair, getattr(cast, who))


def test_the_curator_reads_what_is_written_with_a_pupil_and_the_look_is_noted(cast: Cast) -> None:
    pair, child = with_pupil(cast)
    say(cast, pair, child, "Можно спросить?")
    seen = thread(cast, pair, cast.vera)
    assert read_by(cast, pair, cast.vera) == ["Можно спросить?"]
    talk.have_read(seen, None, now=NOW, by=cast.as_actor(cast.vera))
    talk.have_read(seen, None, now=NOW + LATER, by=cast.as_actor(cast.vera))
    assert LogEntry.objects.filter(event=talk.OVERSEEN, subject_id=pair.pk).count() == 1
    with pytest.raises(Denied):
        talk.send(seen, "Я тоже напишу", now=NOW, by=cast.as_actor(cast.vera))


@pytest.mark.parametrize("who", ["rodion", "oleg", "darya"])
def test_a_pupils_conversation_is_not_for_others(cast: Cast, who: str) -> None:
    pair, child = with_pupil(cast)
    say(cast, pair, child, "Можно спросить?")
    with pytest.raises(Http404):
        thread(cast, pair, getattr(cast, who))


def test_what_was_promised_when_it_was_written_holds(cast: Cast) -> None:
    """Adults' words stay theirs when a pupil joins, a pupil's words stay overseen when the pupil has left."""
    pair = working(cast, cast.kirill, cast.darya)
    say(cast, pair, cast.galina, "Слова взрослых")
    Person.objects.filter(pk=cast.darya.pk).update(kind="pupil", birth_year=2012)
    say(cast, pair, cast.galina, "Слова при ученике", now=NOW + LATER)
    assert read_by(cast, pair, cast.vera) == ["Слова при ученике"]
    pair.participations.filter(person=cast.darya).update(left_on=TODAY)
    say(cast, pair, cast.galina, "Снова взрослые", now=NOW + 2 * LATER)
    assert read_by(cast, pair, cast.vera) == ["Слова при ученике"]


def test_whoever_has_left_reads_what_was_and_writes_no_more(cast: Cast) -> None:
    group = working(cast, cast.kirill, cast.darya)
    say(cast, group, cast.galina, "Общее занятие в пятницу")
    group.participations.filter(person=cast.darya).update(left_on=TODAY)
    say(cast, group, cast.galina, "Уже без Дарьи", now=NOW + timedelta(days=1))
    assert read_by(cast, group, cast.darya) == ["Общее занятие в пятницу"]
    with pytest.raises(Refusal, match="вышли"):
        say(cast, group, cast.darya, "А я?", now=NOW + timedelta(days=1))
    last = OutgoingMessage.objects.filter(person_id=cast.darya.pk, kind=talk.KIND)
    assert last.count() == 1


def test_whoever_joined_later_reads_from_that_day(cast: Cast) -> None:
    group = working(cast, cast.kirill, cast.darya)
    group.participations.filter(person=cast.darya).update(joined_on=group.starts_on + timedelta(days=30))
    say(cast, group, cast.galina, "До Дарьи", now=NOW + timedelta(days=3))
    say(cast, group, cast.galina, "При Дарье", now=NOW + timedelta(days=40))
    assert read_by(cast, group, cast.darya) == ["При Дарье"]


@pytest.mark.parametrize("state", [PairState.AWAITS_ORDER, PairState.FINISHED, PairState.STOPPED])
def test_nothing_is_written_before_the_order_and_after_the_end(cast: Cast, state: PairState) -> None:
    pair = working(cast, state=state)
    with pytest.raises(Refusal):
        say(cast, pair, cast.galina, "Здравствуйте")
    assert not Message.objects.exists()


def test_a_message_sent_again_over_a_broken_line_is_one(cast: Cast) -> None:
    pair = working(cast)
    first = say(cast, pair, cast.galina, "Жду вас", files=[pdf()])
    again = say(cast, pair, cast.galina, "Жду вас", now=NOW + timedelta(seconds=20), files=[pdf()])
    assert again == first
    assert Attachment.objects.count() == 1
    assert say(cast, pair, cast.galina, "Жду вас", now=NOW + LATER) != first


def test_news_come_once_until_they_are_read_and_hold_no_words(cast: Cast, settings: object) -> None:
    pair = working(cast)
    settings.EMAIL_HOST, settings.BASE_URL = "mail.example", "https://school.example"  # type: ignore[attr-defined]
    say(cast, pair, cast.galina, "Тайна педсовета")
    say(cast, pair, cast.galina, "Вторая тайна", now=NOW + LATER)
    told = OutgoingMessage.objects.filter(kind=talk.KIND)
    assert told.filter(channel=Channel.EMAIL).count() == told.filter(channel=Channel.INSIDE).count() == 1
    assert not any("тайна" in f"{m.subject} {m.text}".lower() for m in told)
    seen = thread(cast, pair, cast.kirill)
    last = threads.messages_of(seen).last()
    talk.have_read(seen, last, now=NOW + 2 * LATER, by=cast.as_actor(cast.kirill))
    say(cast, pair, cast.galina, "Третья", now=NOW + 3 * LATER)
    assert told.filter(channel=Channel.INSIDE).count() == 2


def test_unread_are_counted_and_read_marks_only_go_forward(cast: Cast) -> None:
    pair = working(cast)
    first = say(cast, pair, cast.galina, "Раз")
    second = say(cast, pair, cast.galina, "Два", now=NOW + LATER)
    kirill = cast.as_actor(cast.kirill)
    assert (_unread(kirill, pair), _unread(cast.as_actor(cast.galina), pair)) == (2, 0)
    talk.have_read(thread(cast, pair, cast.kirill), second, now=NOW + LATER, by=kirill)
    talk.have_read(thread(cast, pair, cast.kirill), first, now=NOW + LATER, by=kirill)
    assert ReadMark.objects.get(person=cast.kirill).read_at == second.sent_at
    assert _unread(kirill, pair) == 0


def _unread(reader: Actor, pair: Mentorship) -> int:
    return threads.unread_told(reading.rows_for(reader, today=TODAY).get(pk=pair.pk))


def test_words_are_mended_and_taken_back_with_their_files(cast: Cast) -> None:
    pair = working(cast)
    message = say(cast, pair, cast.galina, "Встреча во вторник", files=[pdf()])
    galina = cast.as_actor(cast.galina)
    talk.edit(message, "Встреча в среду", now=NOW + LATER, by=galina)
    assert (message.text, message.edited_at) == ("Встреча в среду", NOW + LATER)
    talk.delete(message, now=NOW + LATER, by=galina)
    assert (message.text, message.deleted_at) == ("", NOW + LATER)
    assert not Attachment.objects.exists()
    assert not StoredFile.objects.filter(name="Конспект.pdf").exists()


def test_others_words_are_not_touched(cast: Cast) -> None:
    pair = working(cast)
    message = say(cast, pair, cast.galina, "Встреча во вторник")
    for person in (cast.kirill, cast.vera):
        with pytest.raises(Denied):
            talk.edit(message, "Другое", now=NOW, by=cast.as_actor(person))
        with pytest.raises(Denied):
            talk.delete(message, now=NOW, by=cast.as_actor(person))


def test_a_hostile_file_stops_the_whole_message(cast: Cast) -> None:
    pair = working(cast)
    bad = pdf("Задание.pdf")
    bad.file.write(b"%PDF-1.4\n/JavaScript (app.alert(1))\n%%EOF")
    bad.seek(0)
    with pytest.raises(Refusal):
        say(cast, pair, cast.galina, "Смотрите", files=[pdf(), bad])
    assert not Message.objects.exists()
    assert not Attachment.objects.exists()


def test_files_are_for_the_readers_of_the_conversation(cast: Cast) -> None:
    pair = working(cast)
    say(cast, pair, cast.galina, "", files=[pdf()])
    file = Attachment.objects.get()
    assert threads.attachment_for(cast.as_actor(cast.kirill), file.pk, today=TODAY) == file
    for person in (cast.vera, cast.rodion, cast.oleg, cast.darya):
        with pytest.raises(Http404):
            threads.attachment_for(cast.as_actor(person), file.pk, today=TODAY)


def test_a_complaint_opens_the_file_to_those_who_decide(cast: Cast) -> None:
    pair = working(cast)
    message = say(cast, pair, cast.galina, "", files=[pdf()])
    complaints.complain(
        message, thread(cast, pair, cast.kirill), Reason.UNFIT, "", now=NOW, by=cast.as_actor(cast.kirill)
    )
    file = Attachment.objects.get()
    for person in (cast.vera, cast.rodion):
        assert threads.attachment_for(cast.as_actor(person), file.pk, today=TODAY) == file
    with pytest.raises(Http404):
        threads.attachment_for(cast.as_actor(cast.oleg), file.pk, today=TODAY)


def test_long_conversations_are_read_by_pages(cast: Cast) -> None:
    pair = working(cast)
    galina, kirill = cast.galina, cast.kirill
    for number in range(threads.ON_PAGE + 5):
        Message.objects.create(
            organisation=cast.school,
            mentorship=pair,
            author=galina,
            text=f"{number}",
            sent_at=NOW + number * LATER,
        )
    latest = threads.page_of(thread(cast, pair, kirill))
    assert [m.text for m in latest.messages] == [f"{n}" for n in range(5, threads.ON_PAGE + 5)]
    earlier = threads.page_of(thread(cast, pair, kirill), str(latest.earlier))
    assert [m.text for m in earlier.messages] == [f"{n}" for n in range(5)]
    assert earlier.earlier is None


def test_another_pair_has_its_own_conversation(cast: Cast) -> None:
    pair = working(cast)
    other = working(cast, cast.darya)
    message = say(cast, pair, cast.galina, "Кириллу")
    assert read_by(cast, other, cast.darya) == []
    with pytest.raises(Http404):
        threads.message_for(cast.as_actor(cast.darya), message.pk, today=TODAY)
    assert Mentorship.objects.count() == 2


def test_nothing_that_was_said_to_a_pupil_vanishes(cast: Cast) -> None:
    pair, child = with_pupil(cast)
    message = say(cast, pair, cast.galina, "Никому не говори")
    by = cast.as_actor(cast.galina)
    with pytest.raises(Refusal, match="не меняют и не удаляют"):
        talk.delete(message, now=NOW, by=by)
    with pytest.raises(Refusal, match="не меняют и не удаляют"):
        talk.edit(message, "Добрый день", now=NOW, by=by)
    assert read_by(cast, pair, cast.vera) == ["Никому не говори"]
    assert child.pk != cast.kirill.pk
