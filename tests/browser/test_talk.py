"""A message with a file and a complaint on a phone: mentor, mentee and curator at 360 px, with the cost of it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from nastavnik.conversations.models import Attachment, Complaint, Message
from nastavnik.people.models import User
from tests.cast import Cast
from tests.conversations.world import PDF, working

from .conftest import Watched, axe_clean
from .sweep import enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def on_phone(open_browser: Callable[[], Watched], transactional_db: None) -> Callable[[], Watched]:
    def begin() -> Watched:
        watched = open_browser()
        watched.page.set_viewport_size({"width": 360, "height": 780})
        watched.page.set_default_timeout(20_000)
        return watched

    return begin


def test_a_message_with_a_file_and_a_complaint_of_it(
    on_phone: Callable[[], Watched], cast: Cast, tmp_path: Path
) -> None:
    User.objects.update(first_login_at=timezone.now())
    pair = working(cast)
    file = tmp_path / "Конспект урока.pdf"
    file.write_bytes(PDF)

    mentor = on_phone()
    enter(mentor, cast.galina.account)
    page = mentor.at(f"/talk/{pair.pk}/")
    axe_clean(page)
    page.get_by_label("Сообщение").fill("Посмотрите конспект до среды")
    page.get_by_text("Приложить файлы").click()
    page.get_by_label("Файлы").set_input_files(str(file))
    page.get_by_role("button", name="Отправить").click()
    page.locator(".n-talk__one", has_text="Посмотрите конспект").wait_for()
    assert page.get_by_label("Сообщение").input_value() == ""
    assert page.url.endswith(f"/talk/{pair.pk}/"), "appended in place, not reloaded"
    assert Attachment.objects.get().file.name == "Конспект урока.pdf"
    page.get_by_label("Сообщение").fill("И ещё вопрос")
    page.get_by_role("button", name="Отправить").click()
    page.locator(".n-talk__one", has_text="И ещё вопрос").wait_for()
    assert page.locator(".n-talk__one").count() == Message.objects.count() == 2
    axe_clean(page)
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/talk-360.png", full_page=True)

    mentee = on_phone()
    enter(mentee, cast.kirill.account)
    page = mentee.at(f"/talk/{pair.pk}/")
    page.get_by_role("link", name="Пожаловаться").first.click()
    axe_clean(page)
    page.get_by_label("Неуместное").check()
    page.get_by_role("button", name="Отправить жалобу").click()
    assert "Куратор и руководитель её видят" in page.inner_text("main")
    axe_clean(page)

    curator = on_phone()
    enter(curator, cast.vera.account)
    page = curator.at("/talk/complaints/")
    axe_clean(page)
    page.get_by_role("link").filter(has_text="2026").first.click()
    axe_clean(page)
    page.get_by_role("button", name="Начать разбор").click()
    page.get_by_role("textbox", name="Решение").fill("Поговорили с автором")
    page.get_by_role("button", name="Записать решение").click()
    assert "Поговорили с автором" in page.inner_text("main")
    assert Complaint.objects.get().state == "decided"
    for path in ("/board/", "/minutes/", "/minutes/asked/?role=mentor", "/vision/"):
        curator.at(path)
        axe_clean(page)
