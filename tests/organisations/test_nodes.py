"""The card of an organisation: who sees it, who changes it, what is kept."""

from datetime import date

import pytest
from django.test import Client

from nastavnik.access.actor import CONSOLE
from nastavnik.access.roles import Role
from nastavnik.core.errors import Conflict, Denied, Refusal
from nastavnik.core.models import LogEntry
from nastavnik.core.russian.names import Case
from nastavnik.organisations import queries, services
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.rules import Contour, Kind, Level, contour_of
from nastavnik.people.models import Appointment, User
from tests.cast import Cast, make_person
from tests.people.conftest import Enter


@pytest.fixture(autouse=True)
def _appointed_long_ago(cast: Cast) -> None:
    """Pages look at the clock: the roles of the cast are in force whenever the tests run."""
    Appointment.objects.update(starts_on=date(2020, 9, 1))


def fields(organisation: Organisation, **changed: object) -> dict[str, object]:
    """What the form of the card sends."""
    names = (
        *(
            "full_name",
            "short_name",
            "kind",
            "place",
            "time_zone",
            "legal_type",
            "founder",
            "address",
            "phone",
            "email",
        ),
        *("site", "inn", "kpp", "ogrn", "okpo", "young_max_age", "young_max_career", "version"),
    )
    return {name: getattr(organisation, name) for name in names} | {"has_council": "on"} | changed


def test_both_names_are_kept_and_stand_in_their_cases(cast: Cast) -> None:
    head = cast.as_actor(cast.rodion)
    services.edit_organisation(
        cast.school, seen=1, full_name="Гимназия № 14", short_name="гимназия", kind=Kind.SCHOOL, by=head
    )
    assert queries.name_in(cast.school, Case.GENITIVE) == "Гимназии № 14"
    assert queries.name_in(cast.school, Case.DATIVE, short=True) == "гимназии"
    assert cast.school.get_kind_display() == "Школа"


def test_a_checked_case_wins_until_the_name_changes(cast: Cast) -> None:
    head = cast.as_actor(cast.rodion)
    own = {"genitive": "Школы четырнадцатой", "short_genitive": "Школы-14"}
    services.set_organisation_cases(cast.school, cases=own, seen=1, by=head)
    assert queries.name_in(cast.school, Case.GENITIVE) == "Школы четырнадцатой"
    services.edit_organisation(cast.school, seen=2, full_name="Гимназия № 14", by=head)
    assert cast.school.name_cases == {"short_genitive": "Школы-14"}


def test_a_change_leaves_before_and_after_in_the_journal(cast: Cast) -> None:
    services.edit_organisation(cast.school, seen=1, inn="2222000000", by=cast.as_actor(cast.rodion))
    line = LogEntry.objects.get(event="organisation.changed")
    assert (line.before, line.after) == ({"inn": ""}, {"inn": "2222000000"})


def test_the_second_of_two_who_edit_at_once_is_told(cast: Cast) -> None:
    head = cast.as_actor(cast.rodion)
    services.edit_organisation(cast.school, seen=1, inn="2222000000", by=head)
    with pytest.raises(Conflict):
        services.edit_organisation(cast.school, seen=1, inn="2222000001", by=head)


@pytest.mark.parametrize("half", [{"esign_act_number": "12"}, {"esign_act_date": date(2026, 9, 1)}])
def test_half_of_an_act_on_signatures_is_refused(cast: Cast, half: dict[str, object]) -> None:
    with pytest.raises(Refusal, match="и номер, и дату"):
        services.edit_organisation(cast.school, seen=1, by=cast.as_actor(cast.rodion), **half)


def test_a_teacher_and_a_stranger_may_not_edit(cast: Cast) -> None:
    for person in (cast.galina, cast.oleg):
        with pytest.raises(Denied):
            services.edit_organisation(cast.school, seen=1, inn="1", by=cast.as_actor(person))


@pytest.mark.req_part("R036", "the rule by kind and level")
@pytest.mark.parametrize(
    ("kind", "level", "expected"),
    [
        (Kind.SCHOOL, Level.ORGANISATION, Contour.INTERNAL),
        (Kind.KINDERGARTEN, Level.ORGANISATION, Contour.INTERNAL),
        (Kind.CNPPM, Level.ORGANISATION, Contour.EXTERNAL),
        (Kind.AUTHORITY, Level.MUNICIPALITY, Contour.EXTERNAL),
        (Kind.AUTHORITY, Level.REGION, Contour.EXTERNAL),
    ],
)
def test_the_contour_is_told_by_kind_and_level(kind: Kind, level: Level, expected: Contour) -> None:
    assert contour_of(kind, level) is expected


def test_the_card_shows_the_contour_and_what_stands_above(cast: Cast, enter: Enter) -> None:
    page = enter(cast.vera).get("/organisation/").content.decode()
    assert "Внутренний контур" in page
    assert "УО Заречинска" in page


def test_the_card_is_changed_through_its_page(cast: Cast, enter: Enter) -> None:
    address = f"/organisation/{cast.school.pk}/edit/"
    sent = fields(cast.school, inn="2222 000 000", esign_act_number="5", esign_act_date="2026-08-20")
    page = enter(cast.rodion).post(address, sent, follow=True).content.decode()
    assert "№ 5 от 20.08.2026" in page
    cast.school.refresh_from_db()
    assert cast.school.inn == "2222000000"


def test_a_wrong_requisite_keeps_what_was_typed(cast: Cast, enter: Enter) -> None:
    address = f"/organisation/{cast.school.pk}/edit/"
    page = enter(cast.rodion).post(address, fields(cast.school, inn="123")).content.decode()
    assert "10 или 12 цифр" in page
    assert 'value="123"' in page


def test_fields_outside_the_form_change_nothing(cast: Cast, enter: Enter) -> None:
    sent = fields(cast.school, code="stolen", level="region", is_contour="on", path="x/")
    enter(cast.rodion).post(f"/organisation/{cast.school.pk}/edit/", sent)
    school = Organisation.objects.get(pk=cast.school.pk)
    assert (school.code, school.level, school.is_contour, school.path) == (
        "school-14",
        "organisation",
        False,
        cast.school.path,
    )


def test_a_stranger_finds_nothing_and_a_coordinator_sees_the_schools_below(cast: Cast, enter: Enter) -> None:
    assert enter(cast.oleg).get(f"/organisation/{cast.school.pk}/").status_code == 404
    assert enter(cast.oleg).get(f"/organisation/{cast.school.pk}/edit/").status_code == 404
    coordinator = make_person("Липина Анна Ильинична", cast.town, Role.MUNICIPAL)
    Appointment.objects.update(starts_on=date(2020, 9, 1))
    client = enter(coordinator)
    page = client.get("/organisation/").content.decode()
    assert "МБОУ «СШ № 14»" in page
    assert client.get(f"/organisation/{cast.school.pk}/").status_code == 200
    assert client.get(f"/organisation/{cast.school.pk}/edit/").status_code == 403


def test_a_coordinator_adds_a_school_with_a_code_of_its_name(cast: Cast, enter: Enter) -> None:
    coordinator = make_person("Липина Анна Ильинична", cast.town, Role.MUNICIPAL)
    Appointment.objects.update(starts_on=date(2020, 9, 1))
    sent = {
        "full_name": "Лицей № 5",
        "short_name": "Лицей № 5",
        "kind": "school",
        "level": "organisation",
        "time_zone": "Asia/Barnaul",
    }
    enter(coordinator).post(f"/organisation/{cast.town.pk}/new/", sent)
    made = Organisation.objects.get(full_name="Лицей № 5")
    assert (made.parent, made.code) == (cast.town, "litsey-5")


def test_the_administrator_of_the_installation_sees_the_tree(cast: Cast) -> None:
    user = User.objects.create_user("root@example.ru", "x", name="Админ", is_installer=True)
    client = Client()
    client.force_login(user)
    page = client.get("/organisation/").content.decode()
    assert "МБОУ «СШ № 3»" in page
    assert "УО Заречинска" in page


def test_a_code_is_taken_once(cast: Cast) -> None:
    with pytest.raises(Refusal, match="уже занят"):
        services.add_organisation(
            code="school-14",
            level=Level.ORGANISATION,
            kind=Kind.SCHOOL,
            full_name="Х",
            short_name="Х",
            by=CONSOLE,
        )


@pytest.mark.parametrize(("full", "short"), [("Школа № 5", " "), ("", "Школа № 5"), ("Х" * 401, "Х")])
def test_an_organisation_has_both_names_that_fit(cast: Cast, full: str, short: str) -> None:
    with pytest.raises(Refusal, match="именование"):
        services.add_organisation(
            code="school-5",
            level=Level.ORGANISATION,
            kind=Kind.SCHOOL,
            full_name=full,
            short_name=short,
            by=CONSOLE,
        )
    assert not Organisation.objects.filter(code="school-5").exists()
