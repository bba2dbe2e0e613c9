"""Minutes: measured from the page to its sending, shown to oneself alone, forgotten in time, switched off at will."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from nastavnik.access.roles import Role
from nastavnik.core.errors import Denied
from nastavnik.people.models import Appointment, Person
from nastavnik.people.rules import PersonKind
from nastavnik.workload import queries, services
from nastavnik.workload.models import FormTime, Unmeasured
from tests.cast import TODAY, Cast, make_person

from .conftest import Enter

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 15, 7, 0, tzinfo=UTC)
PATH = "/bank/my-offer/"
TOKEN = re.compile(r'name="once" value="([0-9a-f]{32})"')


def token_of(client: Client, path: str) -> str:
    found = TOKEN.findall(client.get(path).content.decode())
    return str(found[-1])


def send(client: Client, path: str, after: timedelta, **data: Any) -> Any:
    with time_machine.travel(NOW, tick=False):
        once = token_of(client, path)
    with time_machine.travel(NOW + after, tick=False):
        return client.post(path, {"once": once, **data})


def spent(person: Person) -> list[tuple[str, int, int]]:
    return list(FormTime.objects.filter(person=person).values_list("address", "seconds", "times"))


def mentor(cast: Cast, person: Person) -> Person:
    Appointment.objects.create(organisation=cast.school, person=person, role=Role.MENTOR, starts_on=TODAY)
    return person


def test_time_runs_from_the_page_to_its_sending(cast: Cast, enter: Enter) -> None:
    mentor(cast, cast.galina)
    answer = send(enter(cast.galina), "/me/look/", timedelta(seconds=40), theme="dark")
    assert answer.status_code == 302
    row = FormTime.objects.get()
    assert (row.person, row.role, row.address, row.seconds, row.times, row.on) == (
        cast.galina,
        Role.MENTOR,
        "desk:settings",
        40,
        1,
        TODAY,
    )


def test_a_refused_form_costs_time_too_and_is_not_counted_as_sent(cast: Cast, enter: Enter) -> None:
    send(enter(cast.galina), PATH, timedelta(seconds=30), words="Помогу с уроками")
    assert spent(cast.galina) == [("bank:my_offer", 30, 0)]


def test_a_long_pause_is_a_quarter_of_an_hour(cast: Cast, enter: Enter) -> None:
    send(enter(cast.galina), "/me/look/", timedelta(hours=2), theme="dark")
    assert spent(cast.galina) == [("desk:settings", 900, 1)]


def test_a_button_without_fields_is_no_form(cast: Cast, enter: Enter) -> None:
    client = enter(cast.galina)
    with time_machine.travel(NOW, tick=False):
        client.post("/news/read/", {"once": token_of(client, "/me/look/")})
    assert spent(cast.galina) == []


def test_a_form_pressed_twice_is_counted_once(cast: Cast, enter: Enter) -> None:
    client = enter(cast.galina)
    with time_machine.travel(NOW, tick=False):
        once = token_of(client, "/me/look/")
    with time_machine.travel(NOW + timedelta(seconds=20), tick=False):
        for _ in range(2):
            client.post("/me/look/", {"once": once, "theme": "dark"})
    assert spent(cast.galina) == [("desk:settings", 20, 1)]


def test_pupils_are_not_measured(cast: Cast, enter: Enter) -> None:
    Person.objects.filter(pk=cast.darya.pk).update(kind=PersonKind.PUPIL)
    send(enter(cast.darya), "/me/look/", timedelta(seconds=40), theme="dark")
    assert spent(cast.darya) == []


def test_a_fault_of_the_measuring_breaks_no_form(cast: Cast, enter: Enter, monkeypatch: Any) -> None:
    def broken(*_args: Any, **_more: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("nastavnik.workload.services.spend", broken)
    assert send(enter(cast.galina), "/me/look/", timedelta(seconds=5), theme="dark").status_code == 302


def test_switched_off_it_measures_nothing_and_forgets(cast: Cast, enter: Enter) -> None:
    client = enter(cast.galina)
    send(client, "/me/look/", timedelta(seconds=40), theme="dark")
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        client.post("/minutes/switch/", {"measure": "off"})
    assert spent(cast.galina) == []
    send(client, "/me/look/", timedelta(seconds=40), theme="light")
    assert spent(cast.galina) == []
    with time_machine.travel(NOW + timedelta(minutes=3), tick=False):
        assert "не измеряется" in client.get("/minutes/").content.decode()
        client.post("/minutes/switch/", {"measure": "on"})
    assert not Unmeasured.objects.exists()


def spend(cast: Cast, person: Person, seconds: int, **more: Any) -> None:
    values = {"role": Role.MENTOR, "sent": True, "on": TODAY} | more
    services.spend(person, values.pop("role"), "bank:my_offer", seconds, by=cast.as_actor(person), **values)


def test_minutes_of_others_are_seen_by_nobody(cast: Cast, enter: Enter) -> None:
    spend(cast, cast.galina, 754)
    for person in (cast.vera, cast.rodion, cast.kirill, cast.oleg):
        assert all(week.seconds == 0 for week in queries.weeks_of(cast.as_actor(person), today=TODAY))
        assert queries.forms_of(cast.as_actor(person), today=TODAY) == []
        with pytest.raises(Denied):
            services.spend(
                cast.galina, None, "bank:my_offer", 5, sent=True, on=TODAY, by=cast.as_actor(person)
            )
    with time_machine.travel(NOW, tick=False):
        assert "12,6" in enter(cast.galina).get("/minutes/").content.decode()
        asked = enter(cast.vera).get("/minutes/asked/").content.decode()
    assert "12,6" not in asked
    assert "мало людей" in asked


def test_the_curator_sees_the_mean_of_five(cast: Cast) -> None:
    for number, name in enumerate(("Анна", "Белла", "Вера", "Дина", "Ева")):
        person = make_person(f"Кротова {name} Ильинична", cast.school)
        spend(cast, person, 600 * number)
    (told,) = queries.by_role(cast.school, today=TODAY)
    assert (told.role, told.mean) == (Role.MENTOR, 5.0)
    assert list(queries.by_role(cast.other_school, today=TODAY)) == []


def test_thirteen_months_are_kept(cast: Cast) -> None:
    spend(cast, cast.galina, 60, on=TODAY - timedelta(days=396))
    spend(cast, cast.galina, 60, on=TODAY - timedelta(days=397))
    assert services.forget_old(TODAY) == 1
    assert FormTime.objects.get().on == TODAY - timedelta(days=396)


def test_a_mentor_is_told_when_the_week_is_over_ten_minutes(cast: Cast, enter: Enter) -> None:
    mentor(cast, cast.galina)
    spend(cast, cast.galina, 600)
    with time_machine.travel(NOW, tick=False):
        assert "в пределах 10 минут" in enter(cast.galina).get("/minutes/").content.decode()
        spend(cast, cast.galina, 60)
        assert "больше 10 минут" in enter(cast.galina).get("/minutes/").content.decode()
