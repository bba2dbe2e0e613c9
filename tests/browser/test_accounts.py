"""Screens of accounts at both widths, empty, filled and wrong; invitation; kept text; frames."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from nastavnik.organisations.models import Organisation
from nastavnik.people.models import User
from tests.browser.conftest import Watched, clean_at_all_widths
from tests.cast import Cast, make_cast, make_person

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASSWORD = "пароль-для-проверки"
FRESH = "Сосна-и-берёза-7"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def arrive(page: Any, path: str) -> None:
    page.wait_for_url(lambda url: urlsplit(url).path == path)


def sign_in(watched: Watched, email: str, password: str = PASSWORD, to: str = "/me/") -> Any:
    page = watched.at(f"/accounts/login/?next={to}")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="Войти").click()
    arrive(page, to)
    return page


OWN = (
    "/me/",
    "/me/sessions/",
    "/me/look/",
    "/me/second-factor/",
    "/accounts/2fa/on/",
    "/accounts/password/change/",
    "/people/invitations/",
    "/start/steps/",
)


def test_screens_of_a_curator_are_clean(watched: Watched, cast: Cast) -> None:
    make_person("Осинина Анна Петровна", cast.school, account=False, email="anna@school-14.example")
    sign_in(watched, cast.vera.account.email)
    for path in OWN:
        page = watched.at(path)
        assert urlsplit(page.url).path == path
        clean_at_all_widths(watched)


def test_wrong_answers_are_explained_cleanly(watched: Watched, cast: Cast) -> None:
    page = sign_in(watched, cast.vera.account.email, to="/accounts/2fa/on/")
    page.locator("[name=code]").fill("000000")
    page.get_by_role("button", name="Включить").click()
    page.get_by_role("alert").wait_for()
    clean_at_all_widths(watched)
    watched.at("/accounts/password/change/")
    page.get_by_role("button", name="Сменить пароль").click()
    page.get_by_role("alert").wait_for()
    clean_at_all_widths(watched)
    watched.at("/me/second-factor/")
    page.get_by_role("button", name="Сделать листок с кодами").click()
    page.get_by_role("heading", name="Листок с кодами", level=1).wait_for()
    clean_at_all_widths(watched)


def test_the_page_of_the_installation_is_clean(watched: Watched, cast: Cast) -> None:
    User.objects.create_user("admin@example.org", PASSWORD, name="Администратор", is_installer=True)
    page = sign_in(watched, "admin@example.org", to="/system/")
    clean_at_all_widths(watched)
    watched.at("/system/organisations/add/")
    clean_at_all_widths(watched)
    page.get_by_role("button", name="Добавить организацию").click()
    page.get_by_role("alert").wait_for()
    clean_at_all_widths(watched)


def test_public_screens_of_accounts_are_clean(watched: Watched, cast: Cast) -> None:
    for path in ("/accounts/password/reset/", "/invitation/made-up/", "/accounts/inactive/"):
        watched.at(path)
        watched.complaints.clear()  # the browser itself complains of 410 and 403
        clean_at_all_widths(watched)


def test_from_the_curators_slip_to_the_first_password(
    open_browser: Callable[[], Watched], cast: Cast
) -> None:
    anna = make_person("Осинина Анна Петровна", cast.school, account=False, email="anna@school-14.example")
    curator, invited = open_browser(), open_browser()
    page = sign_in(curator, cast.vera.account.email, to="/people/invitations/")
    page.get_by_label("Осинина Анна Петровна").check()
    page.get_by_role("button", name="Выдать ссылки").click()
    link = page.get_by_label("Ссылка для копирования").input_value()
    clean_at_all_widths(curator)
    invited.at(urlsplit(link).path)
    clean_at_all_widths(invited)
    invited.page.locator("[name=password1]").fill(FRESH)
    invited.page.locator("[name=password2]").fill(FRESH)
    invited.page.get_by_role("button", name="Сохранить и войти").click()
    arrive(invited.page, "/")
    anna.refresh_from_db()
    assert anna.account is not None


def test_text_typed_before_the_session_lapsed_comes_back_to_its_writer(
    open_browser: Callable[..., Watched], cast: Cast
) -> None:
    """The form of a new card is long to type; it is sent after the session has died on the server."""
    watched = open_browser(java_script_enabled=False)
    page = sign_in(watched, cast.vera.account.email, to="/people/new/")
    page.locator("[name=last_name]").fill("Берёзкина")
    page.locator("[name=first_name]").fill("Алла")
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    page.locator("main form button").last.click()
    arrive(page, "/accounts/login/")
    page.locator("[name=login]").fill(cast.vera.account.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    arrive(page, "/accounts/kept/")
    assert "Берёзкина" in page.inner_text("main")
    page.get_by_role("button", name="Отправить").click()
    page.wait_for_url(lambda url: "/people/" in url)
    assert "Берёзкина" in page.inner_text("main") or page.locator("[name=last_name]").input_value()


def test_no_page_lets_itself_be_framed(watched: Watched, cast: Cast) -> None:
    page = watched.at("/accounts/login/")
    answer = page.request.get(f"{watched.home}/accounts/login/")
    assert answer.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_people_of_the_example_are_shown_cleanly_and_entered(watched: Watched, cast: Cast) -> None:
    User.objects.update(is_demo=True)
    Organisation.objects.update(is_demo=True)
    page = watched.at("/start/example/")
    clean_at_all_widths(watched)
    page.get_by_role("button", name="Мещерякова Галина Викторовна").click()
    arrive(page, "/")
    assert page.locator(".n-demo").is_visible()
