"""The board of announcements (R040): who writes, who reads what, from what day to what day."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from nastavnik.access.roles import Role
from nastavnik.conversations.models import Announcement, AnnouncementFile
from nastavnik.conversations.queries import board as queries
from nastavnik.conversations.rules import Audience
from nastavnik.conversations.services import board as services
from nastavnik.conversations.services.board import Sheet
from nastavnik.core.errors import Conflict, Denied, Refusal
from nastavnik.people.models import Appointment, Person
from tests.cast import TODAY, Cast, make_person

from .conftest import Enter
from .world import NOW, pdf, working

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def sheet(title: str = "Педсовет", **more: Any) -> Sheet:
    values: dict[str, Any] = {"text": "Приходите", "audience": Audience.ALL, "starts_on": TODAY} | more
    return Sheet(title, **values)


def put_up(cast: Cast, title: str = "Педсовет", **more: Any) -> Announcement:
    return services.put_up(cast.school, sheet(title, **more), by=cast.as_actor(cast.vera))


def seen(cast: Cast, person: Person) -> list[str]:
    rows = queries.current(cast.as_actor(person), cast.school, today=TODAY)
    return [row.title for row in rows]


def test_each_reads_what_is_addressed_to_them(cast: Cast) -> None:
    working(cast)
    for audience in Audience:
        put_up(cast, audience.label, audience=audience)
    assert set(seen(cast, cast.galina)) == {"Всем", "Наставникам"}
    assert set(seen(cast, cast.kirill)) == {"Всем", "Наставляемым"}
    assert set(seen(cast, cast.darya)) == {"Всем"}
    assert set(seen(cast, cast.vera)) == set(Audience.labels)
    assert seen(cast, cast.oleg) == [] or set(seen(cast, cast.oleg)) <= {"Всем"}


def test_it_hangs_from_its_day_to_its_day_pinned_first(cast: Cast) -> None:
    put_up(cast, "Завтра", starts_on=TODAY + DAY)
    put_up(cast, "Вчера", starts_on=TODAY - 2 * DAY, ends_on=TODAY - DAY)
    put_up(cast, "Сегодня последний день", starts_on=TODAY - DAY, ends_on=TODAY)
    put_up(cast, "Закреплено", starts_on=TODAY - 5 * DAY, pinned=True)
    assert seen(cast, cast.darya) == ["Закреплено", "Сегодня последний день"]
    past = queries.past(cast.as_actor(cast.darya), cast.school, today=TODAY)
    assert [row.title for row in past] == ["Вчера"]
    assert [r.title for r in queries.coming(cast.as_actor(cast.vera), cast.school, today=TODAY)] == ["Завтра"]
    assert not queries.coming(cast.as_actor(cast.darya), cast.school, today=TODAY)


def test_curator_and_site_administrator_write_others_do_not(cast: Cast) -> None:
    admin = make_person("Ситников Пётр Львович", cast.school, Role.SITE_ADMIN, position="инженер")
    services.put_up(cast.school, sheet(), by=cast.as_actor(admin))
    for person in (cast.rodion, cast.galina, cast.oleg):
        with pytest.raises(Denied):
            services.put_up(cast.school, sheet(), by=cast.as_actor(person))
    assert Announcement.objects.count() == 1


def test_taken_down_it_lies_in_the_archive_and_comes_back_when_saved(cast: Cast) -> None:
    row, vera = put_up(cast), cast.as_actor(cast.vera)
    services.take_down(row, today=TODAY, by=vera)
    assert seen(cast, cast.darya) == []
    with pytest.raises(Refusal, match="уже снято"):
        services.take_down(row, today=TODAY, by=vera)
    services.change(row, sheet("Педсовет перенесён"), by=vera)
    assert seen(cast, cast.darya) == ["Педсовет перенесён"]


def test_two_who_change_at_once_lose_nothing(cast: Cast) -> None:
    row, vera = put_up(cast), cast.as_actor(cast.vera)
    stale = Announcement.objects.get(pk=row.pk)
    services.change(row, sheet("Первый"), by=vera)
    with pytest.raises(Conflict):
        services.change(stale, sheet("Второй"), by=vera)
    assert Announcement.objects.get().title == "Первый"


def test_days_in_the_wrong_order_are_refused(cast: Cast) -> None:
    with pytest.raises(Refusal, match="раньше"):
        put_up(cast, ends_on=TODAY - DAY)


@pytest.mark.req("R040")
def test_the_board_on_its_pages(cast: Cast, enter: Enter) -> None:
    with time_machine.travel(NOW, tick=False):
        vera, darya = enter(cast.vera), enter(cast.darya)
        add = reverse("conversations:announcement_add")
        data = {
            "title": "Школа наставника",
            "text": "В <пятницу>",
            "audience": "all",
            "starts_on": "2026-09-15",
        }
        assert vera.post(add, {**data, "files": [pdf("Программа.pdf")]}).status_code == 302
        page = darya.get(reverse("conversations:board")).content.decode()
        assert "Школа наставника" in page
        assert "&lt;пятницу&gt;" in page
        assert "data-print" in page
        file = AnnouncementFile.objects.get()
        path = reverse("conversations:board_file", args=[file.pk])
        assert darya.get(path).status_code == 200
        assert enter(cast.oleg).get(path).status_code == 404
        assert "Школа наставника" in darya.get("/").content.decode()
        assert darya.get(add).status_code == 403
        row = Announcement.objects.get()
        edit = reverse("conversations:announcement_edit", args=[row.pk])
        assert "Программа.pdf" in vera.get(edit).content.decode()
        assert enter(cast.oleg).get(edit).status_code == 404
        vera.post(reverse("conversations:board_file_remove", args=[file.pk]))
        assert not AnnouncementFile.objects.exists()
        vera.post(reverse("conversations:announcement_take_down", args=[row.pk]))
        assert "Школа наставника" not in darya.get("/").content.decode()
        assert "Школа наставника" in darya.get(reverse("conversations:board_archive")).content.decode()


def test_a_sheet_for_curators_keeps_its_file_from_others(cast: Cast, enter: Enter) -> None:
    services.put_up(cast.school, sheet(audience=Audience.CURATORS), [pdf()], by=cast.as_actor(cast.vera))
    path = reverse("conversations:board_file", args=[AnnouncementFile.objects.get().pk])
    with time_machine.travel(NOW, tick=False):
        assert enter(cast.vera).get(path).status_code == 200
        assert enter(cast.darya).get(path).status_code == 404


def test_a_mentor_by_role_reads_what_is_for_mentors(cast: Cast) -> None:
    Appointment.objects.create(organisation=cast.school, person=cast.darya, role=Role.MENTOR, starts_on=TODAY)
    put_up(cast, "Наставникам", audience=Audience.MENTORS)
    assert seen(cast, cast.darya) == ["Наставникам"]
