"""Cards: added, changed, found, and not shown to strangers."""

from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext

from nastavnik.access.roles import Role
from nastavnik.core.errors import Conflict, Denied, Refusal
from nastavnik.core.models import LogEntry
from nastavnik.people.declension import position_words
from nastavnik.people.models import Appointment, Employment, Person
from nastavnik.people.rules import PersonKind
from nastavnik.people.services import cards
from tests.cast import TODAY, Cast, make_person

from .conftest import Enter

FORM = {"last_name": "Осинин", "first_name": "Пётр", "middle_name": "Львович", "kind": "pedagogue"}


def test_gender_is_guessed_by_the_name(cast: Cast) -> None:
    saved = cards.add_person(
        cast.school,
        last_name="Осинина",
        first_name="Мария",
        middle_name="Львовна",
        today=TODAY,
        by=cast.as_actor(cast.vera),
    )
    assert saved.person.gender == "female"
    assert LogEntry.objects.filter(event="person.added", subject_id=saved.person.pk).exists()


def test_a_full_date_of_an_adult_is_cut_to_the_year_and_said_so(cast: Cast) -> None:
    saved = cards.add_person(
        cast.school,
        last_name="Осинин",
        first_name="Пётр",
        birth=date(1985, 3, 12),
        today=TODAY,
        by=cast.as_actor(cast.vera),
    )
    assert (saved.person.birth_year, saved.person.birth_date) == (1985, None)
    assert "только год" in saved.said


def test_a_child_without_a_representative_keeps_the_year_only(cast: Cast) -> None:
    saved = cards.add_person(
        cast.school,
        last_name="Осинин",
        first_name="Пётр",
        kind=PersonKind.PUPIL,
        birth=date(2012, 3, 12),
        today=TODAY,
        by=cast.as_actor(cast.vera),
    )
    assert (saved.person.birth_year, saved.person.birth_date) == (2012, None)
    assert "представитель" in saved.said


def test_a_year_that_has_not_come_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal, match="2035"):
        cards.add_person(
            cast.school,
            last_name="Осинин",
            first_name="Пётр",
            birth=2035,
            today=TODAY,
            by=cast.as_actor(cast.vera),
        )


def test_a_teacher_may_not_add_people(cast: Cast) -> None:
    with pytest.raises(Denied):
        cards.add_person(
            cast.school, last_name="Осинин", first_name="Пётр", today=TODAY, by=cast.as_actor(cast.galina)
        )


def test_a_change_leaves_before_and_after_in_the_journal(cast: Cast) -> None:
    cards.edit_person(
        cast.galina, seen=1, birth=1975, phone="+7 900 000-00-14", today=TODAY, by=cast.as_actor(cast.vera)
    )
    line = LogEntry.objects.get(event="person.changed")
    assert (line.before, line.after) == ({"phone": ""}, {"phone": "+7 900 000-00-14"})


def test_the_second_of_two_who_edit_at_once_is_told(cast: Cast) -> None:
    vera = cast.as_actor(cast.vera)
    cards.edit_person(cast.galina, seen=1, birth=1975, phone="1", today=TODAY, by=vera)
    with pytest.raises(Conflict):
        cards.edit_person(cast.galina, seen=1, birth=1975, phone="2", today=TODAY, by=vera)


def test_a_new_surname_forgets_the_cases_of_the_old_one(cast: Cast) -> None:
    vera = cast.as_actor(cast.vera)
    cards.set_name_cases(cast.galina, cases={"genitive": "Мещеряковой Галины"}, seen=1, by=vera)
    cards.edit_person(cast.galina, seen=2, birth=1975, last_name="Липина", today=TODAY, by=vera)
    assert cast.galina.name_cases == {}


def test_who_leaves_loses_roles_and_jobs_and_keeps_the_card(cast: Cast) -> None:
    cards.archive_person(cast.rodion, on=TODAY, by=cast.as_actor(cast.vera))
    assert Appointment.objects.get(person=cast.rodion).ends_on == TODAY
    assert Employment.objects.get(person=cast.rodion).ends_on == TODAY
    assert Person.objects.get(pk=cast.rodion.pk).archived_on == TODAY


def test_the_list_finds_by_the_beginning_of_a_name_with_any_e(cast: Cast, enter: Enter) -> None:
    make_person("Королёв Семён Ильич", cast.school, account=False)
    page = enter(cast.vera).get("/people/", {"q": "КОРОЛЕВ сем"}).content.decode()
    assert "Королёв" in page
    assert "Мещерякова" not in page


def test_the_list_is_narrowed_by_role_and_position(cast: Cast, enter: Enter) -> None:
    client = enter(cast.vera)
    by_role = client.get("/people/", {"role": Role.HEAD}).content.decode()
    assert "Рощин" in by_role
    assert "Мещерякова" not in by_role
    by_position = client.get("/people/", {"position": "учитель"}).content.decode()
    assert "Мещерякова" in by_position
    assert "Рощин" not in by_position


def test_the_list_shows_this_organisation_only(cast: Cast, enter: Enter) -> None:
    page = enter(cast.vera).get("/people/").content.decode()
    names = ["Ладыгина", "Рощин", "Мещерякова", "Зимин", "Вершинина"]
    assert [name for name in (*names, "Савин") if f"{name}\u00a0" in page.split("<main")[1]] == names


def test_a_page_of_fifty_costs_as_many_queries_as_a_page_of_five(
    cast: Cast, enter: Enter, django_assert_max_num_queries: CaptureQueriesContext
) -> None:
    client = enter(cast.vera)
    client.get("/people/")  # the first request of a session writes the session down
    with django_assert_max_num_queries(12) as few:  # type: ignore[operator]
        client.get("/people/")
    for number in range(60):
        make_person(f"Сосновский{'а' * (number % 7)} Иван Иванович", cast.school, Role.MENTOR, account=False)
    with django_assert_max_num_queries(12) as many:  # type: ignore[operator]
        assert "Дальше по списку" in client.get("/people/").content.decode()
    assert len(few) == len(many)


def test_a_stranger_gets_404_and_a_teacher_sees_only_the_own_card(cast: Cast, enter: Enter) -> None:
    assert enter(cast.oleg).get(f"/people/{cast.galina.pk}/").status_code == 404
    assert enter(cast.galina).get(f"/people/{cast.kirill.pk}/").status_code == 404
    assert enter(cast.galina).get(f"/people/{cast.galina.pk}/").status_code == 200
    assert enter(cast.galina).get("/people/").status_code == 403


def test_adding_through_the_page_tells_of_the_cut_date(cast: Cast, enter: Enter) -> None:
    page = enter(cast.vera).post("/people/new/", FORM | {"birth": "12.03.1985"}, follow=True)
    assert "только год рождения" in page.content.decode()
    assert Person.objects.get(last_name="Осинин").birth_year == 1985


def test_a_namesake_is_warned_of_and_may_be_added_on_purpose(cast: Cast, enter: Enter) -> None:
    client = enter(cast.vera)
    same = FORM | {"last_name": "ЗИМИН", "first_name": "Кирилл", "middle_name": "Андреевич"}
    page = client.post("/people/new/", same)
    assert "Похожий человек уже есть" in page.content.decode()
    assert "г. р.. " not in page.content.decode()
    assert Person.objects.filter(search_text="зимин кирилл андреевич").count() == 1
    client.post("/people/new/", same | {"another_person": "on"})
    assert Person.objects.filter(search_text="зимин кирилл андреевич").count() == 2


def test_what_was_typed_stays_in_the_form_with_the_error(cast: Cast, enter: Enter) -> None:
    page = enter(cast.vera).post("/people/new/", FORM | {"last_name": "Osinin", "phone": "123-45"})
    text = page.content.decode()
    assert "русскими буквами" in text
    assert "123-45" in text


def test_a_field_that_is_not_in_the_form_changes_nothing(cast: Cast, enter: Enter) -> None:
    enter(cast.vera).post("/people/new/", FORM | {"organisation": str(cast.other_school.pk)})
    assert Person.objects.get(last_name="Осинин").organisation == cast.school


def test_cases_are_shown_guessed_and_kept_when_put_right(cast: Cast, enter: Enter) -> None:
    client = enter(cast.vera)
    address = f"/people/{cast.kirill.pk}/cases/"
    assert "Зимина Кирилла Андреевича" in client.get(address).content.decode()
    client.post(address, {"version": 1, "genitive": "Зимин Кирилла Андреевича", "dative": ""})
    cast.kirill.refresh_from_db()
    assert cast.kirill.name_cases == {"genitive": "Зимин Кирилла Андреевича"}


@pytest.mark.parametrize(
    ("position", "subjects", "words"),
    [
        ("учитель математики", "математика", "учитель математики"),
        (
            "учитель русского языка и литературы",
            "русский язык и литература",
            "учитель русского языка и литературы",
        ),
        ("учитель математики", "математика, информатика", "учитель математики (математика, информатика)"),
        ("учитель", "физика", "учитель (физика)"),
        ("педагог-психолог", "", "педагог-психолог"),
    ],
)
def test_a_paper_does_not_name_the_subject_twice(
    cast: Cast, position: str, subjects: str, words: str
) -> None:
    person = make_person("Осинина Мария Львовна", cast.school, position=position, subjects=subjects)
    assert position_words(person, today=TODAY) == words
