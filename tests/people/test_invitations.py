"""Invitations: bound to one person, one place, one address; once; seven days; only while the inviter may (T4)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from nastavnik.access.actor import CONSOLE
from nastavnik.access.roles import Role
from nastavnik.core.errors import Conflict, Denied, Refusal
from nastavnik.core.models import LogEntry, OutgoingMessage
from nastavnik.people.models import Appointment, Invitation, Person, User
from nastavnik.people.services import invitations as services
from tests.cast import TODAY, Cast, make_person

NOW = datetime(2026, 9, 15, 10, 0, tzinfo=ZoneInfo("Europe/Moscow"))
PASSWORD = "Сосна-и-берёза-7"
TWICE = {"password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOW, tick=False) as moment:
        yield moment


@pytest.fixture
def anna(cast: Cast) -> Person:
    """A teacher without a sign-in, whose address is known."""
    return make_person("Осинина Анна Петровна", cast.school, account=False, email="anna@school-14.example")


def sent_to(person: Person, cast: Cast) -> services.Sent:
    return services.invite(person, now=NOW, by=cast.as_actor(cast.vera))


def test_an_invited_person_chooses_a_password_and_is_in(cast: Cast, anna: Person, client: Client) -> None:
    sent = sent_to(anna, cast)
    page = client.get(sent.path).content.decode()
    assert "МБОУ «СШ № 14»" in page
    assert "Осинина Анна Петровна" in page
    assert client.post(sent.path, TWICE).url == "/"
    anna.refresh_from_db()
    assert anna.account is not None
    assert anna.account.email == "anna@school-14.example"
    assert client.get("/me/second-factor/").wsgi_request.actor.person_ids == {anna.pk}


def test_only_the_hash_of_the_secret_is_kept(cast: Cast, anna: Person) -> None:
    sent = sent_to(anna, cast)
    kept = [str(value) for row in Invitation.objects.values() for value in row.values()]
    kept += [str(value) for row in LogEntry.objects.values() for value in row.values()]
    assert len(sent.secret) >= 40
    assert [value for value in kept if sent.secret in value] == []


def test_opening_a_link_changes_nothing(cast: Cast, anna: Person, client: Client) -> None:
    sent = sent_to(anna, cast)
    client.get(sent.path)
    assert Invitation.objects.get().used_at is None
    assert client.get(sent.path).status_code == 200


def _use(cast: Cast, anna: Person, sent: services.Sent) -> None:
    services.accept_new(sent.invitation, email="", password=PASSWORD, now=NOW, today=TODAY)
    Person.objects.filter(pk=anna.pk).update(account=None)  # only the use of the link itself differs


def _revoke(cast: Cast, anna: Person, sent: services.Sent) -> None:
    services.revoke(anna, now=NOW, by=cast.as_actor(cast.vera))


def _send_another(cast: Cast, anna: Person, sent: services.Sent) -> None:
    sent_to(anna, cast)


def _take_the_right_away(cast: Cast, anna: Person, sent: services.Sent) -> None:
    Appointment.objects.filter(person=cast.vera).update(ends_on=date(2026, 9, 14))


def _switch_the_inviter_off(cast: Cast, anna: Person, sent: services.Sent) -> None:
    User.objects.filter(pk=cast.vera.account.pk).update(is_active=False)


def _archive(cast: Cast, anna: Person, sent: services.Sent) -> None:
    Person.objects.filter(pk=anna.pk).update(archived_on=TODAY)


def _move_to_another_school(cast: Cast, anna: Person, sent: services.Sent) -> None:
    Person.objects.filter(pk=anna.pk).update(organisation=cast.other_school)


def _wait(cast: Cast, anna: Person, sent: services.Sent) -> None:
    Invitation.objects.update(expires_at=NOW - timedelta(seconds=1))


@pytest.mark.parametrize(
    "spoil",
    [
        _use,
        _revoke,
        _send_another,
        _take_the_right_away,
        _switch_the_inviter_off,
        _archive,
        _move_to_another_school,
        _wait,
    ],
)
def test_a_link_that_must_not_open_does_not(cast: Cast, anna: Person, client: Client, spoil: object) -> None:
    sent = sent_to(anna, cast)
    spoil(cast, anna, sent)  # type: ignore[operator]
    users = User.objects.count()
    assert client.get(sent.path).status_code == 410
    assert client.post(sent.path, TWICE).status_code == 410
    assert User.objects.count() == users


def test_a_link_lives_for_seven_days(cast: Cast, anna: Person, client: Client) -> None:
    sent = sent_to(anna, cast)
    with time_machine.travel(NOW + timedelta(days=7) - timedelta(seconds=1), tick=False):
        assert client.get(sent.path).status_code == 200
    with time_machine.travel(NOW + timedelta(days=7, seconds=1), tick=False):
        assert client.get(sent.path).status_code == 410


def test_a_made_up_link_is_answered_like_a_dead_one(db: None, client: Client) -> None:
    assert client.get("/invitation/made-up/").status_code == 410


def test_the_address_of_the_card_cannot_be_replaced(cast: Cast, anna: Person, client: Client) -> None:
    sent = sent_to(anna, cast)
    client.post(sent.path, {**TWICE, "email": "evil@example.org"})
    anna.refresh_from_db()
    assert anna.account.email == "anna@school-14.example"


def test_without_an_address_in_the_card_the_person_names_one(cast: Cast, client: Client) -> None:
    boris = make_person("Липин Борис Олегович", cast.school, account=False)
    sent = sent_to(boris, cast)
    assert "Заполните поле «Ваша электронная почта»" in client.post(sent.path, TWICE).content.decode()
    client.post(sent.path, {**TWICE, "email": "Boris@School.example"})
    boris.refresh_from_db()
    assert (boris.account.email, boris.email) == ("boris@school.example", "boris@school.example")


def test_a_second_job_joins_the_account_that_exists(cast: Cast, client: Client) -> None:
    second = make_person(
        "Мещерякова Галина Викторовна", cast.other_school, account=False, email=cast.galina.account.email
    )
    sent = services.invite(second, now=NOW, by=cast.as_actor(cast.oleg))
    refused = client.post(sent.path, TWICE).content.decode()
    assert "С этой почтой уже входят" in refused
    client.force_login(cast.galina.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Присоединить" in client.get(sent.path).content.decode()
    assert client.post(sent.path).url == "/"
    second.refresh_from_db()
    assert second.account == cast.galina.account


def test_somebody_else_who_is_signed_in_does_not_get_the_card(
    cast: Cast, anna: Person, client: Client
) -> None:
    sent = sent_to(anna, cast)
    client.force_login(cast.kirill.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "выдано на почту anna@school-14.example" in client.post(sent.path).content.decode()
    anna.refresh_from_db()
    assert anna.account is None


def test_an_invitation_is_used_once_even_by_two_at_once(cast: Cast, anna: Person) -> None:
    sent = sent_to(anna, cast)
    first, second = Invitation.objects.get(), Invitation.objects.get()
    services.accept_new(first, email="", password=PASSWORD, now=NOW, today=TODAY)
    with pytest.raises(Conflict):
        services.accept_new(second, email="", password=PASSWORD, now=NOW, today=TODAY)
    assert sent.invitation.pk == first.pk


def test_a_teacher_and_a_foreign_curator_cannot_invite(cast: Cast, anna: Person) -> None:
    for stranger in (cast.galina, cast.oleg):
        with pytest.raises(Denied):
            services.invite(anna, now=NOW, by=cast.as_actor(stranger))


def test_one_who_has_an_account_is_not_invited_again(cast: Cast) -> None:
    with pytest.raises(Refusal, match="уже входит"):
        sent_to(cast.galina, cast)


def test_a_foreign_curator_does_not_even_see_the_card(cast: Cast, anna: Person, client: Client) -> None:
    client.force_login(cast.oleg.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(f"/people/{anna.pk}/invite/").status_code == 404
    assert not Invitation.objects.exists()


def test_the_curator_is_shown_the_link_to_hand_over(cast: Cast, anna: Person, client: Client) -> None:
    client.force_login(cast.vera.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.post("/people/invitations/", {"person": [str(anna.pk)]}).content.decode()
    assert "http://testserver/invitation/" in page
    assert not OutgoingMessage.objects.exists()


def test_a_letter_goes_out_where_there_is_a_server_and_never_names_the_host_of_the_request(
    cast: Cast, anna: Person, client: Client, settings: object
) -> None:
    settings.EMAIL_HOST, settings.BASE_URL = "mail.example", "https://наставник.example"  # type: ignore[attr-defined]
    client.force_login(cast.vera.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post(f"/people/{anna.pk}/invite/", headers={"host": "evil.example"})
    letter = OutgoingMessage.objects.get()
    assert letter.address == "anna@school-14.example"
    assert letter.link.startswith("https://наставник.example/invitation/")


def test_a_reset_letter_never_names_the_host_of_the_request(
    cast: Cast, client: Client, settings: object
) -> None:
    settings.EMAIL_HOST, settings.BASE_URL = "mail.example", "https://nastavnik.example"  # type: ignore[attr-defined]
    client.post(
        "/accounts/password/reset/", {"email": cast.galina.account.email}, headers={"host": "evil.example"}
    )
    text = OutgoingMessage.objects.get().text
    assert "https://nastavnik.example/accounts/password/reset/key/" in text
    assert "evil.example" not in text


def test_a_reset_tells_nothing_about_who_has_an_account(cast: Cast, client: Client, settings: object) -> None:
    settings.EMAIL_HOST, settings.BASE_URL = "mail.example", "https://nastavnik.example"  # type: ignore[attr-defined]
    known = client.post("/accounts/password/reset/", {"email": cast.galina.account.email})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert OutgoingMessage.objects.count() == 1


def test_a_curator_gives_a_teacher_a_link_for_a_new_password(cast: Cast, client: Client) -> None:
    other = Client()
    other.force_login(cast.galina.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    sent = services.give_password_link(cast.galina, now=NOW, today=TODAY, by=cast.as_actor(cast.vera))
    assert client.post(sent.path, TWICE).url == "/"
    cast.galina.account.refresh_from_db()
    assert cast.galina.account.check_password(PASSWORD)
    assert other.get("/me/second-factor/").status_code == 302
    assert client.post(sent.path, TWICE).status_code == 410


def test_nobody_takes_over_an_account_that_reaches_further_than_they_do(cast: Cast) -> None:
    second = make_person("Мещерякова Галина Викторовна", cast.other_school, Role.CURATOR, account=False)
    Person.objects.filter(pk=second.pk).update(account=cast.galina.account)
    with pytest.raises(Denied):
        services.give_password_link(cast.galina, now=NOW, today=TODAY, by=cast.as_actor(cast.vera))


def test_the_account_of_the_installation_gets_no_password_from_a_curator(cast: Cast) -> None:
    User.objects.filter(pk=cast.galina.account.pk).update(is_installer=True)
    galina = Person.objects.get(pk=cast.galina.pk)
    with pytest.raises(Denied):
        services.give_password_link(galina, now=NOW, today=TODAY, by=cast.as_actor(cast.vera))


def test_the_console_invites_without_an_account_of_its_own(cast: Cast, anna: Person, client: Client) -> None:
    sent = services.invite(anna, now=NOW, by=CONSOLE)
    assert client.get(sent.path).status_code == 200
