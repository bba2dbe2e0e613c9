"""Lists, bodies, decisions, the calendar and the matrix of responsibility."""

from datetime import date

import pytest
from django.test import Client

from nastavnik.access.roles import Role
from nastavnik.core.errors import Denied, Refusal
from nastavnik.core.models import LogEntry
from nastavnik.organisations.models import BodyDecision, CalendarDay, CollegialBody, ListItem
from nastavnik.organisations.rules import BodyKind, ListName
from nastavnik.organisations.services import bodies, edit_organisation, lists
from nastavnik.people.models import Appointment, User
from nastavnik.people.queries.responsibility import default_responsible, responsibility_in
from nastavnik.people.rules import Duty
from nastavnik.people.services import appointments
from tests.cast import TODAY, Cast, make_person
from tests.people.conftest import Enter


@pytest.fixture(autouse=True)
def _appointed_long_ago(cast: Cast) -> None:
    Appointment.objects.update(starts_on=date(2020, 9, 1))


def items(cast: Cast, name: ListName) -> list[ListItem]:
    return list(ListItem.objects.filter(organisation=cast.school, list=name))


@pytest.mark.req_part("R052", "a line is switched off in one organisation alone")
@pytest.mark.parametrize("name", [ListName.FORM, ListName.KIND])
def test_each_organisation_switches_on_its_own_forms_and_kinds(cast: Cast, name: ListName) -> None:
    first = items(cast, name)[0]
    lists.switch_item(first, enabled=False, by=cast.as_actor(cast.vera))
    assert not ListItem.objects.get(pk=first.pk).enabled
    other = ListItem.objects.get(organisation=cast.other_school, list=name, code=first.code)
    assert other.enabled


def test_the_last_form_may_not_be_switched_off(cast: Cast) -> None:
    rows = items(cast, ListName.FORM)
    ListItem.objects.filter(pk__in=[row.pk for row in rows[1:]]).update(enabled=False)
    with pytest.raises(Refusal, match="хотя бы одна"):
        lists.switch_item(rows[0], enabled=False, by=cast.as_actor(cast.vera))


@pytest.mark.req_part("R196", "a line is added to the list")
def test_the_list_of_forms_is_open(cast: Cast) -> None:
    made = lists.add_item(
        cast.school, name=ListName.FORM, title="выпускник — ученик", by=cast.as_actor(cast.vera)
    )
    assert items(cast, ListName.FORM)[-1] == made
    assert made.code == "vypusknik-uchenik"
    assert LogEntry.objects.filter(event="list.added", subject_id=made.pk).exists()


def test_the_same_line_twice_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal, match="уже есть"):
        lists.add_item(cast.school, name=ListName.SUBJECT, title=" ФИЗИКА ", by=cast.as_actor(cast.vera))


def test_a_renamed_line_keeps_its_code_and_the_journal_has_both(cast: Cast) -> None:
    item = items(cast, ListName.ISSUE)[0]
    lists.edit_item(item, seen=1, title="Содержание уроков", by=cast.as_actor(cast.vera))
    assert (item.title, item.code) == ("Содержание уроков", "subject-content")
    assert LogEntry.objects.get(event="list.changed").before == {"title": "Содержание предмета"}


@pytest.mark.parametrize(("steps", "expected"), [(1, [1, 0]), (-1, [0, 1]), (0, [0, 1])])
def test_lines_are_moved_and_the_edge_holds(cast: Cast, steps: int, expected: list[int]) -> None:
    before = items(cast, ListName.KIND)
    lists.move_item(before[0], steps=steps, by=cast.as_actor(cast.vera))
    assert items(cast, ListName.KIND)[:2] == [before[place] for place in expected]


def test_a_new_edition_of_the_nomenclature_is_recorded(cast: Cast, enter: Enter) -> None:
    client = enter(cast.vera)
    client.post("/organisation/lists/position/source/", {"source_act": "Постановление от 01.09.2026 № 1"})
    assert {item.source_act for item in items(cast, ListName.POSITION)} == {"Постановление от 01.09.2026 № 1"}
    assert "Постановление от 01.09.2026 № 1" in client.get("/organisation/lists/position/").content.decode()


def test_a_teacher_may_look_and_may_not_touch(cast: Cast, enter: Enter) -> None:
    item = items(cast, ListName.FORM)[0]
    with pytest.raises(Denied):
        lists.switch_item(item, enabled=False, by=cast.as_actor(cast.galina))
    member = make_person("Липина Анна Ильинична", cast.school, Role.MENTOR)
    Appointment.objects.update(starts_on=date(2020, 9, 1))
    client = enter(member)
    page = client.get("/organisation/lists/form/").content.decode()
    assert "педагог — педагог" in page
    assert "Выключить" not in page
    assert client.post(f"/organisation/lists/items/{item.pk}/switch/").status_code == 403


def test_lines_are_switched_and_moved_on_the_page_and_not_by_strangers(cast: Cast, enter: Enter) -> None:
    item = items(cast, ListName.FORM)[0]
    for act in ("switch", "move"):
        assert enter(cast.oleg).post(f"/organisation/lists/items/{item.pk}/{act}/").status_code == 404
    assert enter(cast.oleg).get(f"/organisation/lists/items/{item.pk}/").status_code == 404
    client = enter(cast.vera)
    client.post(f"/organisation/lists/items/{item.pk}/switch/", {"enabled": "no"})
    client.post(f"/organisation/lists/items/{item.pk}/move/", {"to": "down"})
    assert [row.enabled for row in items(cast, ListName.FORM)[:2]] == [True, False]
    assert client.get("/organisation/lists/nonsense/").status_code == 404


@pytest.mark.req("R099", "R101")
def test_a_council_of_mentors_has_a_chair_members_and_seats_in_external_councils(
    cast: Cast, enter: Enter
) -> None:
    body = bodies.add_body(
        cast.school,
        kind=BodyKind.COUNCIL,
        title="Методическое объединение наставников",
        external_councils="Общественный совет при управлении образования",
        by=cast.as_actor(cast.vera),
    )
    head = cast.as_actor(cast.rodion)
    for person, role in ((cast.galina, Role.COUNCIL_CHAIR), (cast.kirill, Role.COUNCIL_MEMBER)):
        appointments.appoint(person, role=role, starts_on=date(2020, 9, 1), today=TODAY, by=head)
    page = enter(cast.vera).get(f"/organisation/bodies/{body.pk}/").content.decode()
    for words in ("Мещерякова\u00a0Г.", "Зимин\u00a0К.", "Председатель", "Общественный совет при"):
        assert words in page


def test_upper_levels_do_not_see_who_sits_in_a_council_and_what_it_decided(cast: Cast, enter: Enter) -> None:
    body = bodies.add_body(
        cast.school, kind=BodyKind.COUNCIL, title="Совет наставников", by=cast.as_actor(cast.vera)
    )
    coordinator = make_person("Липина Анна Ильинична", cast.town, Role.MUNICIPAL)
    Appointment.objects.update(starts_on=date(2020, 9, 1))
    assert enter(cast.vera).get(f"/organisation/bodies/{body.pk}/").status_code == 200
    assert enter(coordinator).get(f"/organisation/bodies/{body.pk}/").status_code == 404


@pytest.mark.req("R100")
def test_the_council_is_of_mentors_and_one_leaves_it_freely(cast: Cast, enter: Enter) -> None:
    head, long_ago = cast.as_actor(cast.rodion), date(2020, 9, 1)
    stranger = appointments.appoint(
        cast.kirill, role=Role.COUNCIL_MEMBER, starts_on=long_ago, today=TODAY, by=head
    )
    assert "наставники" in stranger.warning
    appointments.appoint(cast.galina, role=Role.MENTOR, starts_on=long_ago, today=TODAY, by=head)
    member = appointments.appoint(
        cast.galina, role=Role.COUNCIL_MEMBER, starts_on=long_ago, today=TODAY, by=head
    )
    assert member.warning == ""
    held = member.appointment
    assert enter(cast.kirill).post(f"/people/roles/{held.pk}/leave/").status_code == 404
    enter(cast.galina).post(f"/people/roles/{held.pk}/leave/")
    assert Appointment.objects.get(pk=held.pk).ends_on is not None


def test_other_roles_are_not_left_by_oneself(cast: Cast) -> None:
    held = cast.vera.appointments.get()
    with pytest.raises(Refusal, match="Обратитесь к руководителю"):
        appointments.leave(held, today=TODAY, by=cast.as_actor(cast.vera))
    with pytest.raises(Denied):
        appointments.leave(held, today=TODAY, by=cast.as_actor(cast.rodion))


def test_a_decision_with_its_protocol_may_be_a_basis_of_a_role(cast: Cast, enter: Enter) -> None:
    body = bodies.add_body(
        cast.school, kind=BodyKind.PEDAGOGICAL, title="Педсовет", by=cast.as_actor(cast.vera)
    )
    client = enter(cast.rodion)
    sent = {"on": "2026-08-28", "protocol": "1", "question": "О наставничестве"}
    client.post(f"/organisation/bodies/{body.pk}/decisions/new/", sent)
    decision = BodyDecision.objects.get()
    role = {"role": "council_chair", "starts_on": "2026-09-01", "decision": str(decision.pk)}
    client.post(f"/people/{cast.galina.pk}/roles/new/", role)
    assert Appointment.objects.get(person=cast.galina).decision == decision


def test_a_decision_of_another_school_is_not_a_choice(cast: Cast, enter: Enter) -> None:
    body = bodies.add_body(
        cast.other_school, kind=BodyKind.COUNCIL, title="Совет", by=cast.as_actor(cast.oleg)
    )
    decision = bodies.record_decision(
        body, on=date(2026, 8, 28), protocol="1", question="х", today=TODAY, by=cast.as_actor(cast.oleg)
    )
    role = {"role": "council_chair", "starts_on": "2026-09-01", "decision": str(decision.pk)}
    enter(cast.rodion).post(f"/people/{cast.galina.pk}/roles/new/", role)
    assert not Appointment.objects.filter(person=cast.galina).exists()


def test_a_decision_of_tomorrow_is_refused(cast: Cast) -> None:
    vera = cast.as_actor(cast.vera)
    body = bodies.add_body(cast.school, kind=BodyKind.COUNCIL, title="Совет", by=vera)
    with pytest.raises(Refusal, match="в будущем"):
        bodies.record_decision(body, on=date(2026, 9, 16), protocol="1", question="х", today=TODAY, by=vera)


def test_bodies_are_not_for_teachers_and_strangers(cast: Cast, enter: Enter) -> None:
    for person in (cast.galina, cast.oleg):
        with pytest.raises(Denied):
            bodies.add_body(cast.school, kind=BodyKind.COUNCIL, title="х", by=cast.as_actor(person))
    body = bodies.add_body(cast.school, kind=BodyKind.COUNCIL, title="Совет", by=cast.as_actor(cast.vera))
    for address in ("", "edit/", "decisions/new/"):
        assert enter(cast.oleg).get(f"/organisation/bodies/{body.pk}/{address}").status_code == 404


def test_a_body_is_added_on_its_page(cast: Cast, enter: Enter) -> None:
    sent = {"kind": "council", "title": "Совет наставников", "formed_on": "2026-09-01"}
    page = enter(cast.vera).post("/organisation/bodies/new/", sent, follow=True).content.decode()
    assert "Совет наставников" in page
    assert CollegialBody.objects.get().organisation == cast.school


def test_everybody_sees_the_calendar_and_the_administrator_edits_it(cast: Cast, enter: Enter) -> None:
    CalendarDay.objects.all().delete()
    user = User.objects.create_user("root@example.ru", "x", name="Админ", is_installer=True)
    admin = Client()
    admin.force_login(user)
    sent = {"day": "2026-11-03", "is_working": "yes", "title": "Рабочий день перенесён"}
    admin.post("/organisation/calendar/new/", sent)
    assert CalendarDay.objects.get().is_working
    curator = enter(cast.vera)
    assert "03.11.2026" in curator.get("/organisation/calendar/2026/").content.decode()
    for year, links in ((2000, {2001}), (2100, {2099}), (2026, {2025, 2027})):  # no link leads to a 404
        page = curator.get(f"/organisation/calendar/{year}/").content.decode()
        near = {each for each in range(1998, 2103) if f'href="/organisation/calendar/{each}/"' in page}
        assert near - {year} == links
    assert curator.post("/organisation/calendar/new/", sent).status_code == 403
    assert curator.post("/organisation/calendar/2026-11-03/forget/").status_code == 403
    admin.post("/organisation/calendar/2026-11-03/forget/")
    assert not CalendarDay.objects.exists()


@pytest.mark.req_part("R091", "the matrix and the default responsible")
def test_the_matrix_is_made_of_appointments_and_gives_the_responsible(cast: Cast, enter: Enter) -> None:
    answers = {answer.duty: answer for answer in responsibility_in(cast.school, today=TODAY)}
    assert set(answers) == set(Duty)
    assert default_responsible(Duty.APPROVE, cast.school, today=TODAY) == cast.rodion
    assert default_responsible(Duty.PLAN, cast.school, today=TODAY) == cast.vera
    assert answers[Duty.CARE].is_substitute  # no psychologist: the curator answers
    assert default_responsible(Duty.APPROVE, cast.other_school, today=TODAY) is None
    page = enter(cast.vera).get("/people/responsibility/").content.decode()
    assert "Рощин\u00a0Р." in page
    assert "роль по умолчанию свободна" in page


@pytest.mark.req_part("R085", "who answers by the matrix")
def test_a_structure_or_one_person_answers_as_the_organisation_says(cast: Cast) -> None:
    head = cast.as_actor(cast.rodion)
    appointments.appoint(
        cast.galina, role=Role.COUNCIL_CHAIR, starts_on=date(2020, 9, 1), today=TODAY, by=head
    )
    assert default_responsible(Duty.COUNCIL, cast.school, today=TODAY) == cast.galina
    edit_organisation(cast.school, seen=1, has_council=False, by=head)
    assert default_responsible(Duty.COUNCIL, cast.school, today=TODAY) == cast.vera
