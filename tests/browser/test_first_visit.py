"""From an empty installation to a curator at the desk; signing in with a code; leaving a shared computer."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time

from nastavnik.organisations.models import Organisation
from tests.browser.conftest import Watched, clean_at_all_widths
from tests.cast import make_cast

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SECRET = "JBSWY3DPEHPK3PXP"
PASSWORD = "Сосна-и-берёза-7"


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))


def arrive(page: Any, path: str) -> None:
    page.wait_for_url(lambda url: urlsplit(url).path == path)


def fill(page: Any, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)


def test_the_first_visit_ends_at_the_list_of_set_up(watched: Watched) -> None:
    page = watched.at("/")
    assert page.url.endswith("/start/")
    clean_at_all_widths(watched)
    page.get_by_role("link", name="Создать организацию").click()
    page.get_by_role("button", name="Дальше").click()
    page.get_by_role("alert").wait_for()
    clean_at_all_widths(watched)
    fill(
        page,
        full_name="Муниципальное бюджетное общеобразовательное учреждение «Средняя школа № 14»",
        short_name="МБОУ «СШ № 14»",
        place="г. Заречинск",
    )
    page.locator("[name=time_zone]").select_option("Asia/Barnaul")
    page.get_by_role("button", name="Дальше").click()
    arrive(page, "/start/people/")
    clean_at_all_widths(watched)
    fill(
        page,
        last_name="Ладыгина",
        first_name="Вера",
        middle_name="Николаевна",
        position="заместитель директора",
        email="vera@school-14.example",
        password1=PASSWORD,
        password2=PASSWORD,
        other_last_name="Рощин",
        other_first_name="Родион",
        other_position="директор",
    )
    page.locator("[name=gender][value=female]").check()
    page.locator("[name=other_gender][value=male]").check()
    clean_at_all_widths(watched)
    page.get_by_role("button", name="Создать и войти").click()
    arrive(page, "/start/steps/")
    assert page.get_by_text("Руководитель и куратор").is_visible()
    clean_at_all_widths(watched)
    assert Organisation.objects.get().time_zone == "Asia/Barnaul"


def test_the_wizard_works_without_scripts(open_browser: Any) -> None:
    watched = open_browser(java_script_enabled=False)
    page = watched.at("/start/organisation/")
    fill(page, full_name="Школа", short_name="Школа № 1", place="г. Заречинск")
    page.get_by_role("button", name="Дальше").click()
    arrive(page, "/start/people/")


def test_sign_in_with_a_code_and_leave_a_shared_computer(watched: Watched, transactional_db: None) -> None:
    cast = make_cast()
    TOTP.activate(cast.vera.account, SECRET)
    page = watched.at("/me/second-factor/")
    clean_at_all_widths(watched)
    fill(page, login=cast.vera.account.email, password="не тот пароль")
    page.get_by_role("button", name="Войти").click()
    assert "Войти не получилось" in page.get_by_role("alert").inner_text()
    clean_at_all_widths(watched)
    fill(page, login=cast.vera.account.email, password="пароль-для-проверки")
    page.get_by_role("button", name="Войти").click()
    arrive(page, "/accounts/2fa/")
    clean_at_all_widths(watched)
    fill(page, code=code_now())
    page.get_by_role("button", name="Войти").click()
    arrive(page, "/me/second-factor/")
    clean_at_all_widths(watched)
    page.locator(".n-drop--user summary").click()
    page.get_by_role("button", name="Выйти").click()
    arrive(page, "/accounts/login/")
    page.go_back()
    assert "Второй шаг входа" not in page.inner_text("main")
