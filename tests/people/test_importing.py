"""A staff list becomes people: new, changed, the same; taken back; nothing half-done."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from nastavnik.access.roles import Role
from nastavnik.core import jobs
from nastavnik.core.errors import Conflict, Denied, Refusal
from nastavnik.core.models import JobState, LogEntry, StoredFile
from nastavnik.organisations.models import Organisation
from nastavnik.people.importing import import_file
from nastavnik.people.models import Appointment, Employment, Person, StaffImport
from nastavnik.people.rules import ImportState
from nastavnik.people.services import importing as services
from nastavnik.people.staff_file import Mapping
from tests.cast import TODAY, Cast, make_person

from .conftest import Enter
from .staff_file.dirty import dirty_staff_xlsx

HEAD = ("ФИО", "Должность", "Предмет", "Год рождения", "Электронная почта", "Телефон")
OLGA = ("Ольхина Анна Игоревна", "учитель", "математика", "1989", "olhina@example.ru", "")
LEV = "Ёлкин Лев Ильич"
PETR = ("Кедров Пётр Саввич", "директор", "", "1970", "", "+7 900 000-00-02")


def table(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([head, *rows])
    return out.getvalue().encode("utf-8-sig")


def take(cast: Cast, *rows: tuple[str, ...], dry_run: bool = False) -> dict[str, Any]:
    return import_file(
        table(*rows),
        "кадры.csv",
        organisation=cast.school,
        dry_run=dry_run,
        today=TODAY,
        by=cast.as_actor(cast.vera),
    )


def counts(result: dict[str, Any]) -> tuple[int, int, int, int]:
    return result["new"], result["changed"], result["same"], len(result["errors"])


def uploaded(cast: Cast, *rows: tuple[str, ...]) -> StaffImport:
    """An import at its preview."""
    by = cast.as_actor(cast.vera)
    file = SimpleUploadedFile("кадры.csv", table(*rows))
    row = services.upload(cast.school, file=file, by=by)
    chosen = {c.index: c.field for c in Mapping.from_dict(row.mapping).columns}
    services.choose_columns(row, fields=chosen, today=TODAY, by=by)
    return row


def test_new_people_get_cards_jobs_and_a_guessed_gender(cast: Cast) -> None:
    assert counts(take(cast, OLGA, PETR)) == (2, 0, 0, 0)
    anna = Person.objects.get(last_name="Ольхина")
    assert (anna.organisation, anna.gender, anna.birth_year) == (cast.school, "female", 1989)
    job = anna.employments.get()
    assert (job.position, job.subjects, job.is_pedagogical) == ("учитель", "математика", True)
    assert Person.objects.get(last_name="Кедров").kind == "head"


def test_a_dry_run_writes_nothing(cast: Cast) -> None:
    before = Person.objects.count()
    assert counts(take(cast, OLGA, PETR, dry_run=True)) == (2, 0, 0, 0)
    assert Person.objects.count() == before
    assert not StaffImport.objects.exists()


def test_the_same_list_twice_changes_nothing(cast: Cast) -> None:
    take(cast, OLGA, PETR)
    before = list(Person.objects.order_by("pk").values())
    assert counts(take(cast, OLGA, PETR)) == (0, 0, 2, 0)
    assert list(Person.objects.order_by("pk").values()) == before


def test_what_differs_is_changed_and_the_rest_stays(cast: Cast) -> None:
    take(cast, OLGA, PETR)
    assert counts(take(cast, (*OLGA[:5], "+7 900 000-00-01"), PETR)) == (0, 1, 1, 0)
    anna = Person.objects.get(last_name="Ольхина")
    assert anna.phone.endswith("01")
    assert anna.email == "olhina@example.ru"


def test_an_empty_cell_does_not_wipe_what_is_known(cast: Cast) -> None:
    take(cast, OLGA)
    assert counts(take(cast, (OLGA[0], "", "", "", "", ""))) == (0, 0, 1, 0)
    assert Person.objects.get(last_name="Ольхина").birth_year == 1989


def test_a_repeated_row_counts_once_and_is_listed(cast: Cast) -> None:
    result = take(cast, OLGA, OLGA)
    assert counts(result) == (1, 0, 0, 1)
    assert "уже есть в строке 2" in result["errors"][0]["message"]


@pytest.mark.parametrize(
    "other",
    [
        (*OLGA[:4], "another@example.ru", ""),
        (*OLGA[:3], "1960", "olhina@example.ru", ""),
    ],
)
def test_a_namesake_who_differs_is_another_person(cast: Cast, other: tuple[str, ...]) -> None:
    take(cast, OLGA)
    assert counts(take(cast, other)) == (1, 0, 0, 0)
    assert Person.objects.filter(last_name="Ольхина").count() == 2


def test_two_namesakes_of_one_file_do_not_take_the_same_card(cast: Cast) -> None:
    make_person("Ольхина Анна Игоревна", cast.school, account=False)
    result = take(cast, OLGA, (*OLGA[:4], "another@example.ru", ""))
    assert counts(result) == (1, 1, 0, 0)


def test_people_of_another_school_are_not_touched(cast: Cast) -> None:
    make_person("Ольхина Анна Игоревна", cast.other_school, account=False)
    assert counts(take(cast, OLGA)) == (1, 0, 0, 0)


def test_a_new_wording_of_the_only_position_renames_it(cast: Cast) -> None:
    take(cast, OLGA)
    take(cast, (OLGA[0], "методист", *OLGA[2:]))
    assert Employment.objects.get(person__last_name="Ольхина").position == "методист"


def test_who_left_and_stands_in_the_list_is_here_again(cast: Cast) -> None:
    take(cast, OLGA)
    Person.objects.filter(last_name="Ольхина").update(archived_on=date(2026, 6, 1))
    assert counts(take(cast, OLGA)) == (0, 1, 0, 0)
    assert Person.objects.get(last_name="Ольхина").archived_on is None


def test_a_file_refused_as_a_whole_writes_nothing(cast: Cast) -> None:
    before = Person.objects.count()
    for data in (b"", b"PK\x03\x04 broken", table(("12", "13"), head=("Класс", "Часы"))):
        with pytest.raises(Refusal):
            import_file(
                data,
                "x.csv",
                organisation=cast.school,
                dry_run=False,
                today=TODAY,
                by=cast.as_actor(cast.vera),
            )
    assert Person.objects.count() == before


def test_a_teacher_and_a_stranger_may_not_import(cast: Cast) -> None:
    for person in (cast.galina, cast.oleg):
        with pytest.raises(Denied):
            import_file(
                table(OLGA),
                "x.csv",
                organisation=cast.school,
                dry_run=True,
                today=TODAY,
                by=cast.as_actor(person),
            )


def test_a_dirty_list_of_forty_gives_forty_people_and_every_place_to_look_at(
    cast: Cast, tmp_path: Path
) -> None:
    path = tmp_path / "кадры.xlsx"
    expected = dirty_staff_xlsx(path)
    result = import_file(
        path.read_bytes(),
        path.name,
        organisation=cast.school,
        dry_run=False,
        today=TODAY,
        by=cast.as_actor(cast.vera),
    )
    assert counts(result) == (expected.people, 0, 0, expected.errors)
    assert set(expected.names) <= {person.full_name for person in Person.objects.all()}
    assert set(result["errors"][0]) == {"row", "person", "cell", "message"}


def test_an_applied_import_is_taken_back_whole(cast: Cast) -> None:
    make_person("Кедров Пётр Саввич", cast.school, position="завхоз", account=False, birth_year=1970)
    before = list(Person.objects.order_by("pk").values("pk", "phone", "email", "kind"))
    jobs_before = list(Employment.objects.order_by("pk").values("pk", "position", "starts_on"))
    take(cast, OLGA, PETR)
    assert Employment.objects.get(person__last_name="Кедров").position == "директор"
    row = StaffImport.objects.get()
    assert services.undo(row, now=timezone.now(), by=cast.as_actor(cast.vera)) == []
    assert list(Person.objects.order_by("pk").values("pk", "phone", "email", "kind")) == before
    assert list(Employment.objects.order_by("pk").values("pk", "position", "starts_on")) == jobs_before
    assert LogEntry.objects.filter(event="import.undone").exists()


def test_whoever_has_got_a_role_stays_and_is_named(cast: Cast) -> None:
    take(cast, OLGA, PETR)
    anna = Person.objects.get(last_name="Ольхина")
    Appointment.objects.create(organisation=cast.school, person=anna, role=Role.MENTOR, starts_on=TODAY)
    stays = services.undo(StaffImport.objects.get(), now=timezone.now(), by=cast.as_actor(cast.vera))
    assert [(name, "роль" in why) for name, why in stays] == [("Ольхина Анна Игоревна", True)]
    assert not Person.objects.filter(last_name="Кедров").exists()


def test_what_was_changed_by_hand_since_is_not_overwritten_by_undo(cast: Cast) -> None:
    take(cast, OLGA)
    take(cast, (*OLGA[:5], "+7 900 000-00-01"))
    anna = Person.objects.get(last_name="Ольхина")
    Person.objects.revise(anna, seen=anna.version, phone="+7 900 000-00-09")
    row = StaffImport.objects.order_by("-created_at").first()
    assert row is not None
    stays = services.undo(row, now=timezone.now(), by=cast.as_actor(cast.vera))
    assert [name for name, _ in stays] == ["Ольхина Анна Игоревна"]
    assert Person.objects.get(last_name="Ольхина").phone == "+7 900 000-00-09"


def test_after_an_hour_there_is_no_undo(cast: Cast) -> None:
    take(cast, OLGA)
    row = StaffImport.objects.get()
    with pytest.raises(Refusal, match="в течение часа"):
        services.undo(row, now=timezone.now() + timedelta(minutes=61), by=cast.as_actor(cast.vera))


def test_the_worker_applies_what_was_ordered(cast: Cast) -> None:
    row = uploaded(cast, OLGA, PETR)
    services.order_apply(row, by=cast.as_actor(cast.vera))
    Appointment.objects.filter(person=cast.vera).update(starts_on=date(2020, 9, 1))
    assert jobs.run_all() == 1
    row.refresh_from_db()
    assert row.state == ImportState.APPLIED
    assert Person.objects.filter(last_name="Ольхина").exists()


def test_an_import_pressed_twice_is_ordered_once(cast: Cast) -> None:
    row = uploaded(cast, OLGA)
    again = StaffImport.objects.get(pk=row.pk)
    services.order_apply(row, by=cast.as_actor(cast.vera))
    with pytest.raises(Conflict):
        services.order_apply(again, by=cast.as_actor(cast.vera))


def test_an_import_that_dies_in_the_middle_leaves_nothing_and_may_run_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = uploaded(cast, OLGA, PETR)
    by = cast.as_actor(cast.vera)
    services.order_apply(row, by=by)
    before = Person.objects.count()

    def die(point: str) -> None:
        raise SystemExit(point)

    monkeypatch.setattr(services, "crash", die)
    with pytest.raises(SystemExit):
        services.apply_now(row, today=TODAY, by=by)
    row.refresh_from_db()
    assert (row.state, Person.objects.count()) == (ImportState.APPLYING, before)
    monkeypatch.undo()
    services.apply_now(row, today=TODAY, by=by)
    assert Person.objects.count() == before + 2


def test_who_has_lost_the_right_before_the_worker_came_is_refused(cast: Cast) -> None:
    row = uploaded(cast, OLGA)
    services.order_apply(row, by=cast.as_actor(cast.vera))
    Appointment.objects.filter(person=cast.vera).delete()
    jobs.run_all()
    assert not Person.objects.filter(last_name="Ольхина").exists()


def test_what_has_served_is_forgotten_with_its_file(cast: Cast) -> None:
    row = uploaded(cast, OLGA)
    by = cast.as_actor(cast.vera)
    services.order_apply(row, by=by)
    services.apply_now(row, today=TODAY, by=by)
    assert services.forget_served(timezone.now()) == 0
    assert services.forget_served(timezone.now() + timedelta(hours=2)) == 1
    row.refresh_from_db()
    assert (row.undo, row.source, row.preview["counts"]["new"]) == ({}, None, 1)
    assert not StoredFile.objects.exists()


def post_file(client: Client, data: bytes, name: str = "кадры.csv") -> Any:
    return client.post("/people/import/", {"file": SimpleUploadedFile(name, data)}, follow=True)


def test_the_wizard_goes_from_the_file_to_the_result_and_back(cast: Cast, enter: Enter) -> None:
    Appointment.objects.filter(person=cast.vera).update(starts_on=date(2020, 9, 1))
    client = enter(cast.vera)
    columns = post_file(client, table(OLGA, PETR, ("", "сторож", "", "", "", "")))
    assert "Фамилия, имя, отчество" in columns.content.decode()
    row = StaffImport.objects.get()
    fields = {f"c{c.index}": c.field.value if c.field else "" for c in Mapping.from_dict(row.mapping).columns}
    preview = client.post(f"/people/import/{row.pk}/columns/", fields, follow=True).content.decode()
    assert "Ещё ничего не сохранено" in preview
    assert "Загрузить: 2\u00a0человека" in preview
    assert not Person.objects.filter(last_name="Ольхина").exists()
    assert "Ольхина Анна Игоревна" in client.get(f"/people/import/{row.pk}/?show=new").content.decode()
    waiting = client.post(f"/people/import/{row.pk}/apply/", follow=True).content.decode()
    assert "Страницу можно закрыть" in waiting
    jobs.run_all()
    result = client.get(f"/people/import/{row.pk}/").content.decode()
    assert "Отменить весь импорт" in result
    assert Person.objects.filter(last_name="Ольхина").exists()
    client.post(f"/people/import/{row.pk}/undo/")
    assert not Person.objects.filter(last_name="Ольхина").exists()


def test_a_file_of_another_kind_is_refused_in_words(cast: Cast, enter: Enter) -> None:
    client = enter(cast.vera)
    for data, name in ((b"", "x.xlsx"), (b"%PDF-1.4 %%EOF", "x.pdf"), (b"PK\x03\x04 broken", "x.xlsx")):
        page = post_file(client, data, name).content.decode()
        assert "Ошибка: " in page.split("</title>")[0], name
    assert not StaffImport.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_field_chosen_twice_is_an_error_of_the_form(cast: Cast, enter: Enter) -> None:
    row = uploaded(cast, OLGA)
    page = enter(cast.vera).post(f"/people/import/{row.pk}/columns/", {"c0": "full_name", "c1": "full_name"})
    assert "уже выбрано для столбца A" in page.content.decode()


def test_without_a_column_of_names_the_page_says_what_to_choose(cast: Cast, enter: Enter) -> None:
    row = uploaded(cast, OLGA)
    page = enter(cast.vera).post(f"/people/import/{row.pk}/columns/", {"c1": "position"})
    assert "в каком столбце фамилия" in page.content.decode()


def test_a_parked_job_lets_the_person_try_again(cast: Cast, enter: Enter) -> None:
    row = uploaded(cast, OLGA)
    services.order_apply(row, by=cast.as_actor(cast.vera))
    jobs.Job.objects.update(state=JobState.PARKED, error="сбой")
    client = enter(cast.vera)
    assert "Ничего не записано" in client.get(f"/people/import/{row.pk}/").content.decode()
    page = client.post(f"/people/import/{row.pk}/again/", follow=True).content.decode()
    assert "Ещё ничего не сохранено" in page


def test_another_school_does_not_see_the_import(cast: Cast, enter: Enter) -> None:
    row = uploaded(cast, OLGA)
    client = enter(cast.oleg)
    assert client.get(f"/people/import/{row.pk}/").status_code == 404
    assert client.get(f"/people/import/{row.pk}/errors.xlsx").status_code == 404
    for act in ("apply", "undo", "again"):
        assert client.post(f"/people/import/{row.pk}/{act}/").status_code == 404


def test_the_sample_is_read_without_a_question(cast: Cast, enter: Enter) -> None:
    data = enter(cast.vera).get("/people/import/sample.xlsx").getvalue()
    organisation: Organisation = cast.school
    result = import_file(
        data,
        "Образец списка.xlsx",
        organisation=organisation,
        dry_run=True,
        today=TODAY,
        by=cast.as_actor(cast.vera),
    )
    assert counts(result) == (2, 0, 0, 0)


def test_a_list_that_nobody_has_applied_is_forgotten_in_a_day(cast: Cast, enter: Enter) -> None:
    row = uploaded(cast, OLGA)
    assert services.forget_served(timezone.now() + timedelta(hours=23)) == 0
    assert services.forget_served(timezone.now() + timedelta(hours=25)) == 1
    assert services.forget_served(timezone.now() + timedelta(hours=25)) == 0
    row.refresh_from_db()
    assert "Ольхина" not in str(row.preview)
    assert "Файл уже удалён" in enter(cast.vera).get(f"/people/import/{row.pk}/").content.decode()


def test_a_row_takes_no_card_of_a_namesake_who_agrees_with_it_more(cast: Cast) -> None:
    """The one with the year finds the own card, though another row stands above it and might take that card."""
    take(cast, (LEV, "учитель", "", "1980", "", ""))
    take(cast, (LEV, "учитель физики", "", "1990", "", ""))
    again = take(
        cast, (LEV, "учитель", "", "", "a@example.ru", ""), (LEV, "завуч", "", "1980", "b@example.ru", "")
    )
    assert counts(again) == (0, 2, 0, 0)
    jobs = Employment.objects.filter(person__last_name="Ёлкин").values_list("person__birth_year", "position")
    assert set(jobs) == {(1980, "завуч"), (1990, "учитель")}
