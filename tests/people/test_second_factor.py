"""Second factor: seven days of grace, the wall, exports, codes at sign-in (SEC-10)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from nastavnik.people.accounts import second_factor
from nastavnik.people.models import Person, User
from nastavnik.people.queries import actor_for
from tests.cast import TODAY, Cast

NOW = datetime(2026, 9, 15, 10, 0, tzinfo=ZoneInfo("Europe/Moscow"))
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = "пароль-для-проверки"
SECRET = "JBSWY3DPEHPK3PXP"
PAGE = "/people/"


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOW, tick=False) as moment:
        yield moment


def code_now() -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(SECRET, counter))


def enter(client: Client, person: Person, *, days_ago: int) -> None:
    User.objects.filter(pk=person.account.pk).update(first_login_at=NOW - timedelta(days=days_ago))
    person.account.refresh_from_db()
    client.force_login(person.account, backend=BACKEND)


@pytest.mark.parametrize(("days_ago", "passes"), [(0, True), (6, True), (7, False), (30, False)])
def test_a_curator_has_seven_days(cast: Cast, client: Client, days_ago: int, passes: bool) -> None:
    enter(client, cast.vera, days_ago=days_ago)
    answer = client.get(PAGE)
    if passes:
        assert "Включите второй шаг входа" in answer.content.decode()
    else:
        assert answer.url == "/me/second-factor/?next=%2Fpeople%2F"


def test_the_reminder_counts_the_days(cast: Cast, client: Client) -> None:
    enter(client, cast.vera, days_ago=4)
    assert "осталось 3\xa0дня" in client.get(PAGE).content.decode()


def test_a_teacher_meets_no_wall_and_no_reminder(cast: Cast, client: Client) -> None:
    enter(client, cast.galina, days_ago=30)
    answer = client.get("/me/second-factor/")
    assert answer.status_code == 200
    assert not answer.wsgi_request.second_factor.needed


@pytest.mark.parametrize(
    ("address", "passes"),
    [("127.0.0.1", True), ("192.168.1.5", True), ("10.1.1.1", True), ("8.8.8.8", False)],
)
def test_from_outside_the_wall_stands_at_once(cast: Cast, client: Client, address: str, passes: bool) -> None:
    enter(client, cast.vera, days_ago=0)
    assert (client.get(PAGE, REMOTE_ADDR=address).status_code == 200) is passes


def test_a_proxy_nobody_told_of_counts_as_outside(cast: Cast, client: Client) -> None:
    enter(client, cast.vera, days_ago=0)
    assert client.get(PAGE, headers={"x-forwarded-for": "192.168.1.5"}).status_code == 302


def test_behind_the_wall_one_can_still_set_up_and_leave(cast: Cast, client: Client) -> None:
    enter(client, cast.vera, days_ago=8)
    assert client.get("/me/second-factor/").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302


@pytest.mark.parametrize("way", [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES])
def test_either_factor_takes_the_wall_down(cast: Cast, client: Client, way: str) -> None:
    enter(client, cast.vera, days_ago=8)
    if way == Authenticator.Type.TOTP:
        TOTP.activate(cast.vera.account, SECRET)
    else:
        second_factor.print_codes(cast.vera.account)
    assert client.get(PAGE).status_code == 200


def test_data_leave_only_after_the_second_factor(cast: Cast) -> None:
    @second_factor.second_factor_first
    def export(request: object) -> HttpResponse:
        return HttpResponse("данные")

    request = RequestFactory().get("/register.xlsx")
    request.user, request.actor = cast.vera.account, cast.as_actor(cast.vera)
    assert export(request).url == "/me/second-factor/?next=%2Fregister.xlsx"
    second_factor.print_codes(cast.vera.account)
    assert export(request).content.decode() == "данные"


def test_people_of_the_example_need_nothing(cast: Cast) -> None:
    user = cast.vera.account
    user.is_demo = True
    assert not second_factor.standing(user, actor_for(user, today=TODAY), now=NOW).needed


def _password(client: Client, person: Person) -> HttpResponseBase:
    return client.post("/accounts/login/", {"login": person.account.email, "password": PASSWORD})


def test_a_password_alone_does_not_open_an_account_with_an_application(cast: Cast, client: Client) -> None:
    TOTP.activate(cast.vera.account, SECRET)
    assert _password(client, cast.vera).url == "/accounts/2fa/"
    assert client.get(PAGE).status_code == 302
    assert "Код не подошёл" in client.post("/accounts/2fa/", {"code": "000000"}).content.decode()
    assert client.post("/accounts/2fa/", {"code": code_now()}).url == "/"
    assert client.get(PAGE).status_code == 200


def test_a_printed_sheet_is_a_second_factor_of_its_own_and_each_code_works_once(
    cast: Cast, client: Client
) -> None:
    codes = second_factor.print_codes(cast.vera.account)
    assert len(codes) == 10
    assert _password(client, cast.vera).url == "/accounts/2fa/"
    assert client.post("/accounts/2fa/", {"code": codes[0]}).url == "/"
    again = Client()
    _password(again, cast.vera)
    assert again.post("/accounts/2fa/", {"code": codes[0]}).status_code == 200
    assert again.post("/accounts/2fa/", {"code": codes[1]}).status_code == 302


def test_a_new_sheet_puts_the_former_one_out_of_force(cast: Cast, client: Client) -> None:
    former = second_factor.print_codes(cast.vera.account)
    second_factor.print_codes(cast.vera.account)
    _password(client, cast.vera)
    assert client.post("/accounts/2fa/", {"code": former[0]}).status_code == 200


def test_the_secret_of_the_application_is_not_readable_in_the_database(cast: Cast) -> None:
    TOTP.activate(cast.vera.account, SECRET)
    assert SECRET not in str(Authenticator.objects.get().data)


def test_setting_up_an_application_shows_a_picture_without_inline_style(cast: Cast, client: Client) -> None:
    _password(client, cast.vera)
    page = client.get("/accounts/2fa/on/").content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    assert "style=" not in page
    secret = client.session["mfa.totp.secret"]
    counter = next(iter(yield_hotp_counters_from_time()))
    right = format_hotp_value(hotp_value(secret, counter))
    done = client.post("/accounts/2fa/on/", {"code": right})
    assert done.url == "/accounts/2fa/codes/"
    assert "Листок с кодами" in client.get(done.url).content.decode()
    assert second_factor.ways(cast.vera.account) == {"totp", "recovery_codes"}


def test_old_sign_in_is_asked_again_before_the_protection_changes(cast: Cast, client: Client) -> None:
    _password(client, cast.vera)
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        assert "/accounts/reauthenticate/" in client.post("/me/second-factor/codes/").url
        assert second_factor.ways(cast.vera.account) == frozenset()


def test_codes_cannot_be_guessed(cast: Cast, client: Client) -> None:
    TOTP.activate(cast.vera.account, SECRET)
    _password(client, cast.vera)
    for number in range(10):
        client.post("/accounts/2fa/", {"code": f"{number:06}"})
    assert "Слишком много попыток" in client.post("/accounts/2fa/", {"code": code_now()}).content.decode()
