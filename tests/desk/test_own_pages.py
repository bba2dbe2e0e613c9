"""Own pages: data, sessions, the look, the place; and the page of the installation."""

import json
from datetime import date

import pytest
from django.test import Client

from nastavnik.access.roles import Role
from nastavnik.core.models import Job, JobState
from nastavnik.organisations.models import Organisation
from nastavnik.people import own_data
from nastavnik.people.models import Appointment, Consent, User
from tests.cast import TODAY, Cast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = "пароль-для-проверки"


def entered(person: object, **extra: str) -> Client:
    """Signed in through the page itself, so that the session is on the list."""
    client = Client(**extra)
    client.post("/accounts/login/", {"login": person.account.email, "password": PASSWORD})  # type: ignore[attr-defined]
    return client


def test_a_person_sees_the_own_card_and_no_one_elses(cast: Cast) -> None:
    page = entered(cast.galina).get("/me/").content.decode()
    assert "Мещерякова Галина Викторовна" in page
    assert "Зимин" not in page


def test_the_file_holds_everything_about_me_and_nothing_about_others(cast: Cast) -> None:
    for person in (cast.galina, cast.kirill):
        Consent.objects.create(organisation=cast.school, person=person, kind="processing", given_on=TODAY)
    answer = entered(cast.galina).get("/me/download/")
    assert "attachment" in answer.headers["Content-Disposition"]
    found = json.loads(answer.content)
    assert found["Карточки"][0]["фамилия"] == "Мещерякова"
    assert found["Работа и учёба"][0]["должность"] == "учитель"
    assert len(found["Согласия"]) == 1
    text = answer.content.decode()
    assert "Зимин" not in text
    assert cast.galina.account.password not in text


def test_a_package_adds_its_own_rows_to_the_file(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_data, "_COLLECTORS", dict(own_data._COLLECTORS))
    own_data.register("Запросы", lambda actor: [{"кто": str(actor.name)}])
    found = json.loads(entered(cast.galina).get("/me/download/").content)
    assert found["Запросы"] == [{"кто": "Галина Викторовна"}]


def test_a_person_sees_where_they_are_signed_in_and_ends_it(cast: Cast) -> None:
    here = entered(cast.galina, HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
    phone = entered(cast.galina, HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 15) Chrome/140.0")
    page = here.get("/me/sessions/").content.decode()
    assert "Firefox, компьютер с Windows" in page
    assert "Chrome, телефон или планшет Android" in page
    here.post("/me/sessions/end-others/")
    assert phone.get("/me/").status_code == 302
    assert here.get("/me/").status_code == 200


def test_one_session_is_ended_and_a_strangers_is_out_of_reach(cast: Cast) -> None:
    mine, other, strange = entered(cast.galina), entered(cast.galina), entered(cast.kirill)
    for client, expected in ((other, 302), (strange, 404)):
        pk = client.get("/me/sessions/").context["sessions"][0].pk
        assert mine.post(f"/me/sessions/{pk}/end/").status_code == expected
    assert other.get("/me/").status_code == 302
    assert strange.get("/me/").status_code == 200


@pytest.mark.parametrize("theme", ["dark", "light", "auto"])
def test_the_theme_is_kept_with_the_account(cast: Cast, theme: str) -> None:
    client = entered(cast.galina)
    client.post("/me/look/", {"theme": theme})
    assert f'data-theme="{theme}"' in client.get("/me/look/").content.decode()


def test_an_unknown_theme_is_refused(cast: Cast) -> None:
    client = entered(cast.galina)
    assert client.post("/me/look/", {"theme": "neon"}).status_code == 200
    assert User.objects.get(pk=cast.galina.account.pk).theme == "auto"


def test_one_chooses_among_own_places_only(cast: Cast) -> None:
    Appointment.objects.create(
        organisation=cast.other_school,
        person=cast.vera,
        role=Role.COUNCIL_MEMBER,
        starts_on=date(2026, 9, 1),
    )
    client = entered(cast.vera)
    client.post("/here/", {"place": str(cast.other_school.pk)})
    assert client.get("/me/").wsgi_request.here == cast.other_school
    client.post("/here/", {"place": str(cast.town.pk)})
    assert client.get("/me/").wsgi_request.here == cast.other_school


@pytest.fixture
def installer(cast: Cast) -> Client:
    User.objects.create_user("admin@example.org", PASSWORD, name="Администратор", is_installer=True)
    client = Client()
    client.post("/accounts/login/", {"login": "admin@example.org", "password": PASSWORD})
    return client


def test_the_administrator_sees_organisations_and_no_people(cast: Cast, installer: Client) -> None:
    page = installer.get("/system/").content.decode()
    assert "МБОУ «СШ № 3»" in page
    assert "Ладыгина" not in page
    assert installer.get("/people/").status_code == 403


def test_the_administrator_is_told_the_truth_of_the_own_sight_and_day(cast: Cast, installer: Client) -> None:
    page = installer.get("/").content.decode()
    assert 'href="/system/"' in page.split("<main")[1]
    assert "появится пара" not in page
    for said in (page, installer.get("/me/second-factor/").content.decode()):
        assert "данные других людей" not in said
        assert "зависит вся установка" in said


def test_the_administrator_adds_an_organisation_below_another(cast: Cast, installer: Client) -> None:
    words = {
        "level": "organisation",
        "kind": "kindergarten",
        "parent": str(cast.town.pk),
        "full_name": "Муниципальное дошкольное учреждение «Ромашка»",
        "short_name": "МДОУ «Ромашка»",
        "code": "romashka",
        "time_zone": "Asia/Barnaul",
    }
    assert installer.post("/system/organisations/add/", words).url == "/system/"
    assert Organisation.objects.get(code="romashka").parent == cast.town
    taken = installer.post("/system/organisations/add/", words).content.decode()
    assert "уже занят" in taken


@pytest.mark.parametrize("address", ["/system/", "/system/organisations/add/"])
def test_a_curator_does_not_open_the_page_of_the_installation(cast: Cast, address: str) -> None:
    assert entered(cast.vera).get(address).status_code == 403


def test_a_stopped_job_is_shown_and_put_back(cast: Cast, installer: Client) -> None:
    job = Job.objects.create(kind="probe", key="1", state=JobState.PARKED, attempts=5, error="Обрыв связи")
    assert "Обрыв связи" in installer.get("/system/").content.decode()
    installer.post(f"/system/jobs/{job.pk}/retry/")
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.READY, 0)
