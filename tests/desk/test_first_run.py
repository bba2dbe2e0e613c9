"""The first visit: who may make the organisation, how it is resumed, and when the door closes."""

import pytest
from django.test import Client

from nastavnik.access.roles import Role
from nastavnik.bank.models import Mentor
from nastavnik.core import setup_code
from nastavnik.core.models import LogEntry
from nastavnik.desk.first_run import sample, state
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Appointment, Person, User
from tests.cast import Cast, make_person

ORGANISATION = {
    "kind": "school",
    "full_name": "Муниципальное бюджетное общеобразовательное учреждение «Средняя школа № 14»",
    "short_name": "МБОУ «СШ № 14»",
    "place": "г. Заречинск",
    "time_zone": "Asia/Barnaul",
}
PEOPLE = {
    "seat": "curator",
    "last_name": "Ладыгина",
    "first_name": "Вера",
    "middle_name": "Николаевна",
    "gender": "female",
    "position": "заместитель директора",
    "email": "vera@school-14.example",
    "password1": "Сосна-и-берёза-7",
    "password2": "Сосна-и-берёза-7",
    "other_last_name": "Рощин",
    "other_first_name": "Родион",
    "other_middle_name": "Павлович",
    "other_gender": "male",
    "other_position": "директор",
}


@pytest.fixture
def near(db: None) -> Client:
    """A browser on the server itself."""
    return Client(HTTP_HOST="localhost:8000")


@pytest.fixture
def far(db: None) -> Client:
    return Client(HTTP_HOST="192.168.0.10:8000", REMOTE_ADDR="192.168.0.77")


def test_an_empty_installation_offers_two_ways(near: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "_kinds", ["demo.fill"])
    page = near.get("/", follow=True)
    assert page.redirect_chain == [("/start/", 302)]
    assert "Создать организацию" in page.content.decode()
    assert "Посмотреть на примере" in page.content.decode()


def test_the_wizard_ends_with_a_curator_signed_in_and_a_head_named(near: Client) -> None:
    assert near.post("/start/organisation/", ORGANISATION).url == "/start/people/"
    assert near.post("/start/people/", PEOPLE).url == "/start/steps/"
    assert near.get("/start/steps/").status_code == 200
    organisation = Organisation.objects.get()
    assert organisation.code == "mbou-ssh-14"
    assert organisation.time_zone == "Asia/Barnaul"
    held = {(a.person.last_name, a.role) for a in Appointment.objects.select_related("person")}
    assert held == {("Ладыгина", Role.CURATOR), ("Рощин", Role.HEAD)}
    assert Person.objects.get(last_name="Рощин").account is None


def test_the_wizard_is_taken_up_where_it_was_left(near: Client) -> None:
    near.post("/start/organisation/", ORGANISATION)
    another = Client(HTTP_HOST="127.0.0.1")
    assert "Продолжить настройку" in another.get("/start/").content.decode()
    assert another.get("/start/organisation/").url == "/start/people/"


def test_the_patronymic_tells_the_gender_of_both(near: Client) -> None:
    near.post("/start/organisation/", ORGANISATION)
    unmarked = {name: value for name, value in PEOPLE.items() if not name.endswith("gender")}
    assert near.post("/start/people/", unmarked).url == "/start/steps/"
    told = dict(Person.objects.values_list("last_name", "gender"))
    assert told == {"Ладыгина": "female", "Рощин": "male"}


def test_pressed_twice_it_is_one_organisation(near: Client) -> None:
    near.post("/start/organisation/", ORGANISATION)
    near.post("/start/organisation/", ORGANISATION)
    assert Organisation.objects.count() == 1


def test_the_acts_stand_in_the_journal_as_of_the_installation(near: Client) -> None:
    near.post("/start/organisation/", ORGANISATION)
    near.post("/start/people/", PEOPLE)
    assert set(LogEntry.objects.values_list("actor_name", flat=True)) == {"администратор установки"}


def test_a_head_who_is_also_the_curator_names_nobody_else(near: Client) -> None:
    near.post("/start/organisation/", ORGANISATION)
    alone = {name: value for name, value in PEOPLE.items() if not name.startswith("other_")}
    near.post("/start/people/", {**alone, "seat": "both"})
    assert set(Appointment.objects.values_list("role", flat=True)) == {Role.HEAD, Role.CURATOR}
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password2": "другое"}, "Пароли не совпали"),
        ({"password1": "12345678", "password2": "12345678"}, "слишком широко распространён"),
        ({"email": "не почта"}, "адрес электронной почты"),
        ({"other_position": ""}, "Назовите и это — должность"),
        ({"last_name": ""}, "Заполните поле «Фамилия»"),
    ],
)
def test_a_mistake_is_explained_and_nothing_is_made(near: Client, change: dict[str, str], words: str) -> None:
    near.post("/start/organisation/", ORGANISATION)
    page = near.post("/start/people/", {**PEOPLE, **change})
    assert words in page.content.decode()
    assert not User.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.parametrize("address", ["/start/", "/start/organisation/", "/start/people/", "/start/example/"])
def test_the_door_is_closed_once_somebody_can_sign_in(cast: Cast, address: str) -> None:
    near = Client(HTTP_HOST="localhost")
    assert near.get(address).url == "/"
    assert near.post(address, {**ORGANISATION, **PEOPLE}).url == "/"
    assert not User.objects.filter(email=PEOPLE["email"]).exists()


@pytest.mark.parametrize("address", ["/start/", "/start/organisation/", "/start/people/", "/start/example/"])
def test_from_the_network_the_first_page_asks_for_the_code(far: Client, address: str) -> None:
    setup_code.issue()
    assert far.get(address).url == "/start/code/"
    assert far.post(address, ORGANISATION).url == "/start/code/"
    assert not Organisation.objects.exists()


def test_the_code_of_the_console_opens_the_first_visit(far: Client) -> None:
    code = setup_code.issue()
    assert far.post("/start/code/", {"code": "AAAA-AAAA-AAAA"}).status_code == 200
    assert far.get("/start/").status_code == 302
    assert far.post("/start/code/", {"code": code.lower()}).url == "/start/"
    assert far.get("/start/").status_code == 200


def test_without_a_printed_code_the_network_is_not_let_in(far: Client) -> None:
    setup_code.forget()
    far.post("/start/code/", {"code": "AAAA-AAAA-AAAA"})
    assert far.get("/start/").url == "/start/code/"


def test_the_code_dies_with_the_first_sign_in(far: Client) -> None:
    far.post("/start/code/", {"code": setup_code.issue()})
    far.post("/start/organisation/", ORGANISATION)
    far.post("/start/people/", PEOPLE)
    assert not setup_code.is_needed()


@pytest.mark.parametrize(
    "disguise",
    [
        {"HTTP_HOST": "evil.example"},  # a name bound to 127.0.0.1 by a foreign site
        {"HTTP_X_FORWARDED_FOR": "203.0.113.9"},  # a proxy nobody told us of
    ],
)
def test_a_stranger_does_not_pass_for_this_machine(db: None, disguise: dict[str, str]) -> None:
    visitor = Client(**{"HTTP_HOST": "localhost", **disguise})
    assert visitor.get("/start/").url == "/start/code/"


def test_the_example_lets_in_fictional_people_only(near: Client, cast: Cast) -> None:
    fictional = make_person("Осинина Анна Петровна", cast.school, Role.CURATOR)
    User.objects.update(is_demo=True)
    Organisation.objects.update(is_demo=True)
    assert state.is_open()
    User.objects.filter(pk=cast.vera.account.pk).update(is_installer=True)
    assert near.get(f"/start/example/{fictional.account.pk}/").url == "/start/example/"
    assert near.post(f"/start/example/{cast.vera.account.pk}/").status_code == 404
    assert near.post(f"/start/example/{fictional.account.pk}/").url == "/"
    assert near.get("/me/second-factor/").wsgi_request.actor.person_ids == {fictional.pk}


def test_a_real_person_cannot_be_entered_without_a_password(near: Client, cast: Cast) -> None:
    User.objects.exclude(pk=cast.vera.account.pk).update(is_demo=True)
    near.post(f"/start/example/{cast.vera.account.pk}/")
    near.post(f"/start/example/{cast.galina.account.pk}/")
    assert near.get("/", follow=True).wsgi_request.actor.user_id is None


def test_two_who_finish_at_once_make_one_account(near: Client) -> None:
    near.post("/start/organisation/", ORGANISATION)
    near.post("/start/people/", PEOPLE)
    late = Client(HTTP_HOST="localhost")
    assert late.post("/start/people/", {**PEOPLE, "email": "late@school-14.example"}).url == "/"
    assert User.objects.count() == 1


def test_a_persona_names_each_of_its_parts_once(cast: Cast) -> None:
    """A mentor by appointment who stands in the bank as well is a mentor, not twice one."""
    User.objects.filter(pk=cast.galina.account.pk).update(is_demo=True)
    Organisation.objects.filter(pk=cast.school.pk).update(is_demo=True)
    Appointment.objects.create(
        organisation=cast.school, person=cast.galina, role=Role.MENTOR, starts_on="2026-09-01"
    )
    Mentor.objects.create(organisation=cast.school, person=cast.galina, entered_on="2026-09-01")
    [galina] = [each for each in sample.personas() if each.user_id == cast.galina.account_id]
    assert galina.roles.split(", ").count("наставник") == 1
