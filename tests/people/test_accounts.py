"""Sign-in, guessing, sessions and kept text (SEC-8, SEC-9, T6, T23–T29)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse

from nastavnik.access import kept
from nastavnik.people.accounts import guessing
from nastavnik.people.models import Appointment, Person, User
from tests.cast import TODAY, Cast

PASSWORD = "пароль-для-проверки"
NOW = datetime(2026, 9, 15, 10, 0, tzinfo=ZoneInfo("Europe/Moscow"))
LOGIN = "/accounts/login/"
PAGE = "/me/second-factor/"  # any page behind the gate


def sign_in(client: Client, person: Person, password: str = PASSWORD, **extra: str) -> object:
    assert person.account
    return client.post(LOGIN, {"login": person.account.email, "password": password, **extra})


def is_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOW, tick=False) as moment:
        yield moment


def test_a_person_signs_in_with_email_and_password(cast: Cast, client: Client) -> None:
    assert sign_in(client, cast.galina).status_code == 302
    assert is_in(client)


def test_letter_case_of_the_address_does_not_matter(cast: Cast, client: Client) -> None:
    client.post(LOGIN, {"login": cast.galina.account.email.upper(), "password": PASSWORD})
    assert is_in(client)


def test_a_wrong_password_says_what_to_check_and_not_whether_the_account_exists(
    cast: Cast, client: Client
) -> None:
    known = sign_in(client, cast.galina, "не тот пароль").content.decode()
    unknown = client.post(LOGIN, {"login": "nobody@example.org", "password": "x"}).content.decode()
    words = "Почта и пароль не подошли друг к другу"
    assert words in known
    assert words in unknown
    assert not is_in(client)


def test_nobody_can_sign_up(db: None, client: Client) -> None:
    for address in ("/accounts/signup/", "/accounts/email/", "/accounts/login/code/", "/admin/"):
        assert client.get(address).status_code == 404


def test_the_key_of_the_session_changes_at_sign_in(cast: Cast, client: Client) -> None:
    client.get(PAGE)
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    client.cookies["session"] = before
    sign_in(client, cast.galina)
    assert client.session.session_key != before


@pytest.mark.parametrize(("failures", "locked"), [(9, False), (10, True)])
def test_ten_wrong_passwords_close_the_account_for_this_address(
    cast: Cast, client: Client, failures: int, locked: bool
) -> None:
    for _ in range(failures):
        last = sign_in(client, cast.galina, "не тот")
    assert (last.status_code == 429) is locked
    right = sign_in(client, cast.galina)
    assert right.status_code == (429 if locked else 302)
    if locked:
        assert "закрыт на 15 минут" in right.content.decode()


def test_a_joker_at_another_computer_does_not_lock_the_owner_out(cast: Cast, client: Client) -> None:
    joker = Client(REMOTE_ADDR="10.0.0.66")
    for _ in range(12):
        sign_in(joker, cast.galina, "не тот")
    assert sign_in(client, cast.galina).status_code == 302


def test_fifty_wrong_passwords_from_many_addresses_close_the_account(cast: Cast, client: Client) -> None:
    for number in range(50):
        sign_in(Client(REMOTE_ADDR=f"10.0.0.{number + 2}"), cast.galina, "не тот")
    assert sign_in(client, cast.galina).status_code == 429


def test_the_lock_opens_after_a_quarter_of_an_hour(cast: Cast, client: Client) -> None:
    for _ in range(10):
        sign_in(client, cast.galina, "не тот")
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        assert sign_in(client, cast.galina).status_code == 302


def test_others_of_the_same_school_still_sign_in_behind_one_address(cast: Cast, client: Client) -> None:
    for _ in range(12):
        sign_in(client, cast.galina, "не тот")
    assert sign_in(client, cast.kirill).status_code == 302


@pytest.mark.parametrize(
    ("who", "minutes", "stays"),
    [
        ("vera", 29, True),
        ("vera", 31, False),
        ("galina", 31, True),
        ("galina", 179, True),
        ("galina", 181, False),
    ],
)
def test_an_idle_session_lapses_sooner_for_those_who_see_others(
    cast: Cast, client: Client, who: str, minutes: int, stays: bool
) -> None:
    sign_in(client, getattr(cast, who))
    with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
        assert is_in(client) is stays


def test_a_session_ends_after_twelve_hours_even_if_it_is_busy(cast: Cast, client: Client) -> None:
    sign_in(client, cast.galina)
    for hours in range(1, 13):
        with time_machine.travel(NOW + timedelta(hours=hours), tick=False):
            assert is_in(client)
    with time_machine.travel(NOW + timedelta(hours=12, minutes=1), tick=False):
        assert not is_in(client)


def test_somebody_elses_computer_forgets_at_the_closing_of_the_browser(cast: Cast, client: Client) -> None:
    sign_in(client, cast.galina, foreign="on")
    assert client.cookies["session"]["max-age"] == ""


def test_deactivation_acts_on_the_next_request(cast: Cast, client: Client) -> None:
    sign_in(client, cast.galina)
    User.objects.filter(pk=cast.galina.account.pk).update(is_active=False)
    assert not is_in(client)
    assert sign_in(client, cast.galina).url == reverse("account_inactive")


def test_a_role_taken_away_is_gone_on_the_next_request(cast: Cast, client: Client) -> None:
    sign_in(client, cast.vera)
    assert client.get(PAGE).wsgi_request.actor.roles()
    Appointment.objects.filter(person=cast.vera).update(ends_on=TODAY - timedelta(days=1))
    assert not client.get(PAGE).wsgi_request.actor.roles()


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(cast: Cast, client: Client) -> None:
    other = Client()
    sign_in(client, cast.galina)
    sign_in(other, cast.galina)
    words = {"oldpassword": PASSWORD, "password1": "Сосна-и-берёза-7", "password2": "Сосна-и-берёза-7"}
    assert client.post("/accounts/password/change/", words).status_code == 302
    assert is_in(client)
    assert not is_in(other)


def test_signing_out_kills_the_session_on_the_server_and_clears_the_browser(
    cast: Cast, client: Client
) -> None:
    sign_in(client, cast.galina)
    key = client.session.session_key
    left = client.post("/accounts/logout/")
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
    client.cookies["session"] = key
    assert not is_in(client)


def test_opening_the_address_of_sign_out_does_not_sign_out(cast: Cast, client: Client) -> None:
    sign_in(client, cast.galina)
    assert client.get("/accounts/logout/").status_code == 200
    assert is_in(client)


def test_pages_of_a_signed_in_person_are_not_kept_by_the_browser(cast: Cast, client: Client) -> None:
    sign_in(client, cast.galina)
    assert "no-store" in client.get(PAGE).headers["Cache-Control"]


PAYLOADS = [
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "//evil.example/%2f..",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "https://testserver@evil.example",
    "https://testserver.evil.example",
    "//testserver:80@evil.example",
    "http://evil.example#testserver",
    "evil.example",
    "https://evil.example\\@testserver",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_sign_in_never_leads_to_a_foreign_site(cast: Cast, client: Client, payload: str) -> None:
    answer = client.post(LOGIN, {"login": cast.galina.account.email, "password": PASSWORD, "next": payload})
    assert answer.url == "/"


def test_sign_in_leads_back_to_the_page_that_was_asked_for(cast: Cast, client: Client) -> None:
    asked = client.get(PAGE)
    answer = client.post(asked.url, {"login": cast.galina.account.email, "password": PASSWORD, "next": PAGE})
    assert answer.url == PAGE


# What was typed into a form when the session lapsed.


def _lapse(
    client: Client, fields: dict[str, str], to: str = "/me/second-factor/?a=1", **headers: str
) -> object:
    with time_machine.travel(NOW + timedelta(hours=4), tick=False):
        return client.post(to, fields, **headers)


def test_typed_text_waits_for_the_same_account(cast: Cast, client: Client) -> None:
    sign_in(client, cast.galina)
    client.get(PAGE)
    sent = _lapse(client, {"topic": "Первый урок", "password": "тайна", "kind": "pupil", "once": "01a2f"})
    assert sent.url == f"{LOGIN}?next=/accounts/kept/"
    assert "Ваш текст сохранён" in client.get(sent.url).content.decode()
    with time_machine.travel(NOW + timedelta(hours=4), tick=False):
        sign_in(client, cast.galina)
        page = client.get("/accounts/kept/").content.decode()
        assert "Первый урок" in page
        assert 'action="/me/second-factor/?a=1"' in page
        assert "тайна" not in page
        assert "<p>Первый урок</p>" in page
        assert "<p>01a2f</p>" not in page
        assert "<p>pupil</p>" not in page


def test_typed_text_is_dropped_for_another_account(cast: Cast, client: Client) -> None:
    sign_in(client, cast.galina)
    client.get(PAGE)
    _lapse(client, {"topic": "Первый урок"})
    with time_machine.travel(NOW + timedelta(hours=4), tick=False):
        sign_in(client, cast.kirill)
        assert client.get("/accounts/kept/").url == "/"
        assert kept.KEY not in client.session


def test_text_sent_again_is_forgotten(cast: Cast, client: Client) -> None:
    sign_in(client, cast.galina)
    client.get(PAGE)
    _lapse(client, {"topic": "Первый урок"})
    with time_machine.travel(NOW + timedelta(hours=4), tick=False):
        sign_in(client, cast.galina)
        client.post("/me/second-factor/?a=1", {"topic": "Первый урок"})
        assert client.get("/accounts/kept/").url == "/"


@pytest.mark.parametrize(("size", "is_kept"), [(200 * 1024 - 5, True), (200 * 1024 + 1, False)])
def test_only_a_reasonable_amount_of_text_is_kept(
    cast: Cast, client: Client, size: int, is_kept: bool
) -> None:
    sign_in(client, cast.galina)
    client.get(PAGE)
    _lapse(client, {"topic": "я" * size})
    assert (kept.KEY in client.session) is is_kept


def test_nothing_is_kept_for_a_browser_nobody_has_signed_in_with(cast: Cast, client: Client) -> None:
    client.post(PAGE, {"topic": "Первый урок"})
    assert kept.KEY not in client.session


def test_a_form_of_an_old_tab_is_kept_too(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.galina.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    sent = strict.post(PAGE, {"topic": "Первый урок"}, headers={"origin": "http://testserver"})
    assert sent.url == "/accounts/kept/"
    assert "Первый урок" in strict.get(sent.url).content.decode()


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {}, {"origin": "http://testserver", "sec-fetch-site": "cross-site"}],
)
def test_a_form_of_a_foreign_site_is_refused_and_not_kept(cast: Cast, headers: dict[str, str]) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.galina.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    sent = strict.post(PAGE, {"topic": "чужое"}, headers=headers)
    assert sent.status_code == 403
    assert kept.KEY not in strict.session


def test_an_unknown_address_costs_as_many_hashings_as_a_known_one(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time of the answer would tell who has an account; nearly all of it is spent in hashing."""
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    spent = []
    for email in (cast.galina.account.email, "nobody@example.org"):
        hashed.clear()
        client.post(LOGIN, {"login": email, "password": "не тот пароль"})
        spent.append(len(hashed))
    assert spent == [1, 1]


def test_failed_attempts_are_forgotten_after_a_day(cast: Cast, client: Client) -> None:
    sign_in(client, cast.galina, "не тот")
    guessing.forget_attempts(NOW + timedelta(hours=23))
    assert AccessAttempt.objects.count() == 1
    guessing.forget_attempts(NOW + timedelta(hours=25))
    assert AccessAttempt.objects.count() == 0


def test_a_failed_attempt_keeps_no_password(cast: Cast, client: Client) -> None:
    sign_in(client, cast.galina, "почти-верный-пароль")
    kept_words = " ".join(str(value) for row in AccessAttempt.objects.values() for value in row.values())
    assert "почти-верный-пароль" not in kept_words
