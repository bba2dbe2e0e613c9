"""Jobs, roles and representatives: what they change, whom they refuse."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.access.permissions import Permission
from nastavnik.access.roles import APPOINTED, ROLE_PERMISSIONS, Role
from nastavnik.core.errors import Denied, Refusal
from nastavnik.organisations.models import ListItem
from nastavnik.organisations.rules import Level
from nastavnik.people import rules
from nastavnik.people.models import Appointment, Representative
from nastavnik.people.queries.cards import is_young_specialist
from nastavnik.people.rules import PersonKind
from nastavnik.people.services import appointments, cards, employment, representatives
from tests.cast import TODAY, Cast, make_person

from .conftest import Enter

FIRST = date(2026, 9, 1)


def child(cast: Cast, year: int = 2012):  # type: ignore[no-untyped-def]
    return make_person(
        "Осинин Пётр Львович",
        cast.school,
        kind=PersonKind.PUPIL,
        position="",
        birth_year=year,
        account=False,
    )


@pytest.mark.req("R020")
def test_the_nomenclature_of_the_organisation_tells_who_is_a_pedagogue(cast: Cast) -> None:
    vera = cast.as_actor(cast.vera)
    taught = employment.add_employment(cast.galina, position="Учитель физики", by=vera)
    office = employment.add_employment(cast.galina, position="секретарь", by=vera)
    assert (taught.is_pedagogical, office.is_pedagogical) == (True, False)
    rows = ListItem.objects.filter(organisation=cast.school, list="position")
    assert all(row.source_act for row in rows)
    rows.filter(title="учитель").update(enabled=False)
    assert not employment.add_employment(cast.galina, position="учитель физики", by=vera).is_pedagogical


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        ("Заместитель директора по УВР", True),
        ("зам. директора", True),
        ("учитель, заместитель директора", True),
        ("директор", False),
        ("замерщик", False),
    ],
)
def test_a_deputy_is_known_by_the_words(position: str, expected: bool) -> None:
    assert rules.is_deputy(position) is expected


def test_a_changed_job_leaves_before_and_after(cast: Cast) -> None:
    job = cast.galina.employments.get()
    employment.edit_employment(job, seen=1, category="first", by=cast.as_actor(cast.vera))
    assert cast.galina.employments.get().category == "first"


def test_a_job_that_ends_before_it_starts_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal, match="раньше"):
        employment.add_employment(
            cast.galina,
            position="учитель",
            starts_on=FIRST,
            ends_on=date(2026, 8, 1),
            by=cast.as_actor(cast.vera),
        )


@pytest.mark.parametrize(("year", "expected"), [(2002, True), (1980, False)])
def test_a_young_specialist_is_told_by_the_limits_of_the_organisation(
    cast: Cast, year: int, expected: bool
) -> None:
    cast.kirill.birth_year = year
    assert is_young_specialist(cast.kirill, today=TODAY) is expected


@pytest.mark.req_part("R083", "the rights of a head, in the own organisation alone")
def test_the_head_is_appointed_from_a_day_by_a_document(cast: Cast) -> None:
    given = appointments.appoint(
        cast.galina,
        role=Role.HEAD,
        starts_on=FIRST,
        basis="приказ учредителя",
        basis_number="7-к",
        basis_date=date(2026, 8, 25),
        today=TODAY,
        by=cast.as_actor(cast.rodion),
    )
    assert given.appointment.basis_number == "7-к"
    actor = cast.as_actor(cast.galina)
    assert actor.can(Permission.PAIR_APPROVE, cast.school)
    assert not actor.can(Permission.PAIR_APPROVE, cast.other_school)


@pytest.mark.req("R086")
def test_a_curator_who_is_not_a_deputy_is_a_warning_and_not_a_refusal(cast: Cast) -> None:
    rodion = cast.as_actor(cast.rodion)
    given = appointments.appoint(cast.galina, role=Role.CURATOR, starts_on=FIRST, today=TODAY, by=rodion)
    assert "заместителя" in given.warning
    assert Appointment.objects.filter(person=cast.galina, role=Role.CURATOR).exists()
    employment.add_employment(cast.darya, position="заместитель директора", by=cast.as_actor(cast.vera))
    deputy = appointments.appoint(cast.darya, role=Role.CURATOR, starts_on=FIRST, today=TODAY, by=rodion)
    assert deputy.warning == ""


@pytest.mark.req_part("R087", "given and ended")
@pytest.mark.req_part("R089", "given and ended")
@pytest.mark.req_part("R113", "given and ended")
@pytest.mark.parametrize("role", [Role.CURATOR, Role.DEPUTY, Role.TUTOR])
def test_the_head_gives_and_ends_a_role(cast: Cast, role: Role) -> None:
    rodion = cast.as_actor(cast.rodion)
    given = appointments.appoint(cast.galina, role=role, starts_on=FIRST, today=TODAY, by=rodion)
    assert role in cast.as_actor(cast.galina).roles()
    assert ROLE_PERMISSIONS[role]
    appointments.end_appointment(given.appointment, on=date(2026, 9, 10), by=rodion)
    assert role not in cast.as_actor(cast.galina).roles()


def test_several_people_hold_a_role_and_a_person_holds_several(cast: Cast) -> None:
    rodion = cast.as_actor(cast.rodion)
    for person, role in ((cast.galina, Role.CURATOR), (cast.galina, Role.COUNCIL_CHAIR)):
        appointments.appoint(person, role=role, starts_on=FIRST, today=TODAY, by=rodion)
    assert cast.as_actor(cast.galina).roles() == {Role.CURATOR, Role.COUNCIL_CHAIR}
    assert Appointment.objects.filter(role=Role.CURATOR, organisation=cast.school).count() == 2


def test_the_same_role_twice_at_once_is_refused(cast: Cast) -> None:
    rodion = cast.as_actor(cast.rodion)
    appointments.appoint(cast.galina, role=Role.MENTOR, starts_on=FIRST, today=TODAY, by=rodion)
    with pytest.raises(Refusal, match="уже есть"):
        appointments.appoint(cast.galina, role=Role.MENTOR, starts_on=TODAY, today=TODAY, by=rodion)


@pytest.mark.parametrize("role", [Role.INSTALLER, Role.CONSOLE])
def test_nobody_appoints_the_administrator_of_the_installation(cast: Cast, role: Role) -> None:
    with pytest.raises(Refusal, match="не даётся"):
        appointments.appoint(
            cast.galina, role=role, starts_on=FIRST, today=TODAY, by=cast.as_actor(cast.rodion)
        )


def test_a_coordinator_of_the_municipality_is_not_appointed_in_a_school(cast: Cast) -> None:
    with pytest.raises(Refusal, match="только на уровне"):
        appointments.appoint(
            cast.galina, role=Role.MUNICIPAL, starts_on=FIRST, today=TODAY, by=cast.as_actor(cast.rodion)
        )


def test_a_teacher_and_a_stranger_may_not_appoint(cast: Cast) -> None:
    for person in (cast.galina, cast.oleg):
        with pytest.raises(Denied):
            appointments.appoint(
                cast.kirill, role=Role.MENTEE, starts_on=FIRST, today=TODAY, by=cast.as_actor(person)
            )


@given(role=st.sampled_from(list(Role)), held=st.sets(st.sampled_from(APPOINTED)))
def test_nobody_but_the_head_gives_more_than_they_have(role: Role, held: set[Role]) -> None:
    try:
        rules.check_grant(role, level=Level.ORGANISATION, held=held)
    except Refusal:
        return
    own = {permission for each in held for permission in ROLE_PERMISSIONS[each]}
    assert role in APPOINTED
    assert Role.HEAD in held or ROLE_PERMISSIONS[role] - rules.VOICE_OF_COUNCIL <= own


@pytest.mark.req("R162")
def test_a_representative_is_linked_to_a_child_and_opens_the_full_date(cast: Cast) -> None:
    vera, minor = cast.as_actor(cast.vera), child(cast)
    parent = make_person("Осинина Мария Львовна", cast.school, kind=PersonKind.PARENT, account=False)
    link = representatives.add_representative(
        minor, representative=parent, kinship="мать", today=TODAY, by=vera
    )
    assert list(minor.representatives.all()) == [link]
    cards.edit_person(minor, seen=1, birth=date(2012, 3, 12), today=TODAY, by=vera)
    assert minor.birth_date == date(2012, 3, 12)


def test_a_guardian_without_a_document_is_refused(cast: Cast) -> None:
    minor = child(cast)
    with pytest.raises(Refusal, match="документ о полномочиях"):
        representatives.add_representative(
            minor, representative=cast.galina, kinship="опекун", today=TODAY, by=cast.as_actor(cast.vera)
        )


def test_an_adult_needs_no_representative(cast: Cast) -> None:
    adult = child(cast, 1990)
    with pytest.raises(Refusal, match="только несовершеннолетнему"):
        representatives.add_representative(
            adult, representative=cast.galina, kinship="мать", today=TODAY, by=cast.as_actor(cast.vera)
        )


def test_a_parent_without_a_card_is_added_from_the_page_of_the_child(cast: Cast, enter: Enter) -> None:
    minor = child(cast)
    address = f"/people/{minor.pk}/representatives/new/"
    names = {"last_name": "Осинина", "first_name": "Мария", "middle_name": "Львовна", "kinship": "мать"}
    page = enter(cast.vera).post(address, names, follow=True)
    assert "Осинина Мария Львовна" in page.content.decode()
    assert Representative.objects.get(minor=minor).person.kind == PersonKind.PARENT


def test_a_parent_is_found_by_surname_and_a_stranger_is_not(cast: Cast, enter: Enter) -> None:
    minor, client = child(cast), enter(cast.vera)
    address = f"/people/{minor.pk}/representatives/new/"
    found = client.post(address, {"find": "representative", "representative-query": "мещер"})
    assert "Мещерякова Галина Викторовна" in found.content.decode()
    foreign = client.post(address, {"find": "representative", "representative-query": "савин"})
    assert "Савин Олег" not in foreign.content.decode()
    client.post(address, {"representative": str(cast.oleg.pk), "kinship": "отец"})
    assert not Representative.objects.exists()
    client.post(address, {"representative": str(cast.galina.pk), "kinship": "мать"})
    assert Representative.objects.get().person == cast.galina


def test_a_role_is_given_and_ended_on_pages(cast: Cast, enter: Enter) -> None:
    client = enter(cast.rodion)
    address = f"/people/{cast.galina.pk}/roles/new/"
    page = client.post(address, {"role": "curator", "starts_on": "2026-09-01"}, follow=True)
    assert "Обычно куратором назначают" in page.content.decode()
    given = Appointment.objects.get(person=cast.galina)
    client.post(f"/people/roles/{given.pk}/end/", {"on": "2026-09-30"})
    given.refresh_from_db()
    assert given.ends_on == date(2026, 9, 30)
    assert "installer" not in client.get(address).content.decode()


def test_strangers_find_no_pages_of_jobs_and_roles(cast: Cast, enter: Enter) -> None:
    client = enter(cast.oleg)
    job, role = cast.galina.employments.get(), cast.vera.appointments.get()
    for address in (
        f"/people/jobs/{job.pk}/",
        f"/people/{cast.galina.pk}/jobs/new/",
        f"/people/{cast.galina.pk}/roles/new/",
        f"/people/roles/{role.pk}/end/",
        f"/people/{cast.galina.pk}/representatives/new/",
        f"/people/{cast.galina.pk}/edit/",
        f"/people/{cast.galina.pk}/cases/",
        f"/people/{cast.galina.pk}/archive/",
    ):
        assert client.get(address).status_code == 404, address


def test_a_job_is_added_and_the_nomenclature_is_told(cast: Cast, enter: Enter) -> None:
    address = f"/people/{cast.galina.pk}/jobs/new/"
    page = enter(cast.vera).post(address, {"position": "лаборант"}, follow=True)
    assert "нет в номенклатуре" in page.content.decode()


@pytest.mark.req_part("R084", "the permissions")
def test_the_head_sees_approves_and_controls_the_whole_organisation_and_no_other(cast: Cast) -> None:
    head = cast.as_actor(cast.rodion)
    sees = (Permission.PERSON_LIST, Permission.PAIR_VIEW, Permission.BANK_VIEW, Permission.PAPER_VIEW)
    approves = (Permission.PAIR_APPROVE, Permission.PAPER_ISSUE, Permission.ROLES_APPOINT)
    controls = (Permission.REPORT_VIEW, Permission.JOURNAL_VIEW, Permission.REGISTER_EXPORT)
    for permission in (*sees, *approves, *controls):
        assert head.can(permission, cast.school), permission
        assert not head.can(permission, cast.other_school), permission
