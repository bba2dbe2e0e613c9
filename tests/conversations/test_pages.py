"""Screens of the conversation and of complaints as people meet them."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.conversations.leaves import messages
from nastavnik.conversations.models import Attachment, ChatLink, Complaint, Message
from nastavnik.pairs import reading
from nastavnik.pairs.leaves import Leaf
from nastavnik.pairs.life import life_of
from nastavnik.pairs.models import Mentorship
from tests.cast import Cast

from .conftest import Enter
from .world import LATER, NOW, PDF, pdf, say, with_pupil, working

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

MOST = 8  # of the conversation itself; the head of the pair is counted with its own page


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
        yield


def address(pair: Mentorship) -> str:
    return reverse("conversations:thread", args=[pair.pk])


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_message_with_a_file_is_sent_without_script(cast: Cast, enter: Enter) -> None:
    pair = working(cast)
    client = enter(cast.galina)
    page = text(client, address(pair))
    assert "Эту переписку видите только вы" in page
    assert "data-keep" in page
    answer = client.post(
        address(pair), {"text": "Жду вас в <b>среду</b>", "files": [pdf(), pdf("Второй.pdf")]}
    )
    assert answer.status_code == 302
    page = text(enter(cast.kirill), address(pair))
    assert "&lt;b&gt;среду&lt;/b&gt;" in page
    assert "Второй.pdf" in page
    assert "Прочитано" in text(client, address(pair))


def test_htmx_appends_the_message_and_empties_the_field(cast: Cast, enter: Enter) -> None:
    pair = working(cast)
    client = enter(cast.galina)
    answer = client.post(address(pair), {"text": "Коротко"}, headers={"HX-Request": "true"})
    part = answer.content.decode()
    assert answer.status_code == 200
    assert "Коротко" in part
    assert 'hx-swap-oob="true"' in part
    assert "<html" not in part
    wrong = client.post(address(pair), {"text": " "}, headers={"HX-Request": "true"})
    assert wrong.status_code == 422
    assert wrong["HX-Retarget"] == "#write"


def test_a_refused_message_keeps_its_words(cast: Cast, enter: Enter) -> None:
    pair = working(cast)
    Message.objects.bulk_create(
        Message(organisation=cast.school, mentorship=pair, author=cast.galina, text=f"{n}", sent_at=NOW)
        for n in range(60)
    )
    answer = enter(cast.galina).post(address(pair), {"text": "Шестьдесят первое"})
    assert answer.status_code == 422
    assert "Шестьдесят первое" in answer.content.decode() or "Подождите" in answer.content.decode()


def leaf_of(actor: Actor, pair: Mentorship) -> Leaf | None:
    """As a page of the pair reads it."""
    row = reading.pair_for(actor, pair.pk, today=timezone.localdate())
    return messages(actor, row, life_of(row, today=timezone.localdate()))


def test_where_a_pupil_takes_part_everybody_is_told_at_the_top(cast: Cast, enter: Enter) -> None:
    pair, child = with_pupil(cast)
    for person in (cast.galina, child):
        page = text(enter(person), address(pair))
        assert "Эту переписку видит куратор" in page
        assert page.index("Эту переписку видит куратор") < page.index("<textarea")
    seen = text(enter(cast.vera), address(pair))
    assert "<textarea" not in seen
    assert leaf_of(cast.as_actor(cast.vera), pair)
    assert leaf_of(cast.as_actor(cast.rodion), pair) is None


def test_the_leaf_counts_what_is_unread(cast: Cast, enter: Enter) -> None:
    pair = working(cast)
    say(cast, pair, cast.galina, "Раз")
    leaf = leaf_of(cast.as_actor(cast.kirill), pair)
    assert leaf is not None
    assert (leaf.label, leaf.note) == ("Сообщения", "1")
    enter(cast.kirill).get(address(pair))
    again = leaf_of(cast.as_actor(cast.kirill), pair)
    assert again is not None
    assert again.note == ""
    assert leaf_of(cast.as_actor(cast.vera), pair) is None


@pytest.mark.parametrize("many", [1, 30])
def test_the_thread_asks_the_database_little(cast: Cast, enter: Enter, many: int) -> None:
    pair = working(cast)
    for number in range(many):
        author = cast.galina if number % 2 else cast.kirill
        say(
            cast,
            pair,
            author,
            f"{number}",
            now=NOW + number * timedelta(seconds=1),
            files=[pdf()] if number < 4 else [],
        )
    client = enter(cast.kirill)
    client.get(address(pair))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(address(pair))
    own = [q["sql"] for q in asked if "conversations_" in q["sql"]]
    assert len(own) <= MOST, "\n".join(own)


def test_words_are_mended_and_deleted_on_their_pages(cast: Cast, enter: Enter) -> None:
    pair = working(cast)
    message = say(cast, pair, cast.galina, "Во вторник")
    client = enter(cast.galina)
    client.post(reverse("conversations:edit", args=[message.pk]), {"text": "В среду"})
    page = text(enter(cast.kirill), address(pair))
    assert "В среду" in page
    assert "изменено" in page
    client.post(reverse("conversations:delete", args=[message.pk]))
    page = text(enter(cast.kirill), address(pair))
    assert "В среду" not in page
    assert "удалено" in page
    assert enter(cast.kirill).post(reverse("conversations:delete", args=[message.pk])).status_code == 403
    assert enter(cast.oleg).post(reverse("conversations:delete", args=[message.pk])).status_code == 404


def test_a_file_is_given_inert_to_readers_only(cast: Cast, enter: Enter) -> None:
    pair = working(cast)
    say(cast, pair, cast.galina, "", files=[pdf()])
    path = reverse("conversations:file", args=[Attachment.objects.get().pk])
    answer: Any = enter(cast.kirill).get(path)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    for person in (cast.vera, cast.rodion, cast.darya, cast.oleg):
        assert enter(person).get(path).status_code == 404


def test_a_complaint_goes_its_way_on_the_pages(cast: Cast, enter: Enter) -> None:
    pair = working(cast)
    message = say(cast, pair, cast.galina, "Обидные слова")
    kirill, vera = enter(cast.kirill), enter(cast.vera)
    report = reverse("conversations:report", args=[message.pk])
    assert "Обидные слова" in text(kirill, report)
    assert kirill.post(report, {"reason": "rude", "words": "Прошу помочь"}).status_code == 302
    complaint = Complaint.objects.get()
    case = reverse("conversations:complaint", args=[complaint.pk])
    assert case in text(vera, reverse("conversations:complaints"))
    page = text(vera, case)
    assert "Обидные слова" in page
    assert "Зимин Кирилл Андреевич" in page
    vera.post(reverse("conversations:complaint_take_up", args=[complaint.pk]))
    vera.post(case, {"words": "Поговорили с наставником"})
    assert "Поговорили с наставником" in text(kirill, report)
    galina = enter(cast.galina)
    seen = text(galina, address(pair)) + text(galina, reverse("notifications:news"))
    assert "жалоб" not in seen.lower().replace("пожаловаться", "").replace("пожалуются", "")
    assert galina.get(report).status_code == 200
    assert "Поговорили" not in text(galina, report)
    assert galina.get(case).status_code == 403
    assert address(pair) not in text(vera, case), "the curator sees the message and not the conversation"
    assert vera.get(address(pair)).status_code == 404


def test_links_to_outside_chats_name_their_site_and_warn(cast: Cast, enter: Enter) -> None:
    pair = working(cast)
    client = enter(cast.galina)
    path = reverse("conversations:chat_add", args=[pair.pk])
    assert "не пишите в нём имён учеников" in text(client, path).lower()
    wrong = client.post(path, {"title": "Чат", "address": "http://max.example/1"})
    assert "https://" in wrong.content.decode()
    client.post(path, {"title": "Наш чат", "address": "https://max.example/1"})
    page = text(enter(cast.kirill), address(pair))
    assert "сайт max.example" in page
    assert 'rel="noopener noreferrer nofollow"' in page
    remove = reverse("conversations:chat_remove", args=[ChatLink.objects.get().pk])
    assert enter(cast.vera).post(remove).status_code == 404
    enter(cast.kirill).post(remove)
    assert not ChatLink.objects.exists()


def test_a_pupil_adds_no_outside_chat_the_curator_does(cast: Cast, enter: Enter) -> None:
    pair, child = with_pupil(cast)
    path = reverse("conversations:chat_add", args=[pair.pk])
    data = {"title": "Наш чат", "address": "https://max.example/1"}
    for person in (child, cast.galina):
        assert "добавляет куратор" in enter(person).post(path, data).content.decode()
    assert enter(cast.vera).post(path, data).status_code == 302
    remove = reverse("conversations:chat_remove", args=[ChatLink.objects.get().pk])
    for person in (child, cast.galina):
        assert remove not in text(enter(person), address(pair))
        said = enter(person).post(remove, follow=True).content.decode()
        assert "убирает куратор" in said
    assert ChatLink.objects.exists()
    enter(cast.vera).post(remove)
    assert not ChatLink.objects.exists()


@pytest.mark.req("R041")
def test_the_school_names_its_chat_for_all_pairs(cast: Cast, enter: Enter) -> None:
    pair = working(cast)
    path = reverse("conversations:board_chat_add")
    enter(cast.vera).post(path, {"title": "Чат наставников", "address": "https://max.example/2"})
    assert "Чат наставников" in text(enter(cast.galina), address(pair))
    assert "Чат наставников" in text(enter(cast.darya), reverse("conversations:board"))
    assert enter(cast.darya).get(path).status_code == 403
    link = ChatLink.objects.get()
    assert enter(cast.galina).post(reverse("conversations:chat_remove", args=[link.pk])).status_code == 404


def test_earlier_messages_are_a_link_away(cast: Cast, enter: Enter) -> None:
    pair = working(cast)
    for number in range(33):
        Message.objects.create(
            organisation=cast.school,
            mentorship=pair,
            author=cast.galina,
            text=f"Слово {number}.",
            sent_at=NOW - timedelta(days=3) + number * LATER,
        )
    client = enter(cast.kirill)
    page = text(client, address(pair))
    assert "Слово 2." not in page
    edge = page.split('href="?before=')[1].split('"')[0]
    assert "Слово 2." in text(client, f"{address(pair)}?before={edge}")
    assert client.get(f"{address(pair)}?before=нет").status_code == 200


def test_who_has_left_sees_no_way_into_chats_outside(cast: Cast, enter: Enter) -> None:
    group = working(cast, cast.kirill, cast.darya)
    for link in ("https://chat.school.example/a", "https://chat.school.example/b"):
        ChatLink.objects.create(organisation=cast.school, mentorship=group, title="Чат", address=link)
    assert "chat.school.example" in text(enter(cast.darya), address(group))
    group.participations.filter(person=cast.darya).update(left_on=NOW.date())
    assert "chat.school.example" not in text(enter(cast.darya), address(group))
