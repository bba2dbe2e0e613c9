"""«Сколько мы спрашиваем»: counted from the real forms; nothing is demanded of a teacher by default (order № 779)."""

import pytest

from nastavnik.access.roles import OWN_PERMISSIONS, Role
from nastavnik.conversations.forms import AnnouncementForm
from nastavnik.meetings.forms.diary import VisitForm
from nastavnik.workload import rules
from nastavnik.workload.demands import forms_seen
from nastavnik.workload.obligations import OBLIGATIONS
from tests.access.addresses import addresses
from tests.cast import Cast

from .conftest import Enter


def test_the_counter_reads_the_forms_themselves() -> None:
    (seen,) = [each for each in forms_seen() if each.address == "conversations:announcement_add"]
    fields = AnnouncementForm.base_fields.values()
    assert set(seen.required) == {str(f.label) for f in fields if f.required}
    assert set(seen.optional) == {str(f.label) for f in fields if not f.required}


def test_fields_that_a_form_makes_while_it_is_built_are_counted() -> None:
    seen = {each.address: each for each in forms_seen()}
    assert "С чем нужна помощь" in seen["bank:request-add"].required
    assert {"День", "Как встретитесь"} <= set(seen["meetings:move"].required)
    visit = seen["meetings:visit_add"]
    assert visit.varies
    assert len(visit.required) + len(visit.optional) > len(VisitForm.base_fields)


def test_every_form_seen_stands_behind_a_real_gate() -> None:
    known = {address.name: address.pattern.callback.permission for address in addresses()}
    assert {each.address: each.permission for each in forms_seen()}.items() <= known.items()
    assert len(forms_seen()) > 30


def test_filters_are_no_demands() -> None:
    names = {each.address for each in forms_seen()}
    assert not names & {"pairs:list", "people:list", "bank:mentees", "documents:list"}


def test_a_promise_nothing_is_demanded_of_a_teacher_for_reporting() -> None:
    """Order № 779: no obligation of a mentor or a mentee, unless the closed list holds its document."""
    for obligation in OBLIGATIONS:
        rules.check_obligation(obligation)
    assert [each for each in OBLIGATIONS if each.role in rules.PARTICIPANTS] == []


def test_a_promise_forms_of_teachers_are_about_themselves() -> None:
    """No duty permission is given to mentors and mentees by their role: what they open, they open for themselves."""
    for role in rules.PARTICIPANTS:
        for seen in forms_seen():
            assert not rules.may_open(role, seen.permission) or seen.permission in OWN_PERMISSIONS


@pytest.mark.django_db
def test_the_page_tells_it_by_role_and_by_form(cast: Cast, enter: Enter) -> None:
    page = enter(cast.vera).get(f"/minutes/asked/?role={Role.MENTOR.value}").content.decode()
    assert "приказу № 779" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Формы роли «Наставник»" in page
    assert "Ничего" in page
    assert enter(cast.rodion).get("/minutes/asked/").status_code == 200
    for person in (cast.galina, cast.kirill):
        assert enter(person).get("/minutes/asked/").status_code == 403
