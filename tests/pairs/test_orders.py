"""The order: gated row by row, frozen at issue, versioned after."""

from datetime import timedelta

import pytest

from nastavnik.access.roles import Role
from nastavnik.core.errors import Conflict, Denied, Refusal
from nastavnik.documents import services as documents
from nastavnik.documents.models import Paper
from nastavnik.documents.rules import PaperState
from nastavnik.pairs import orders
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.order_facts import order_facts
from nastavnik.pairs.orders import GateClosed
from nastavnik.pairs.rules import Gap, PairState
from nastavnik.people.models import Appointment, Consent
from tests.cast import TODAY, Cast

from .world import approved, ready, with_consents, withdraw


def issue(paper: Paper, cast: Cast, number: str = "56-ОД") -> None:
    orders.issue(paper, number=number, on=TODAY, today=TODAY, by=cast.as_actor(cast.rodion))


def drafted(cast: Cast, *pairs: Mentorship) -> Paper:
    return orders.draft(cast.school, list(pairs), by=cast.as_actor(cast.vera))


@pytest.mark.req_part("R018", "a consent withdrawn after the draft")
def test_an_order_is_issued_only_when_every_participant_has_consented_in_writing(cast: Cast) -> None:
    pair = ready(cast)
    paper = drafted(cast, pair)
    consent = Consent.objects.get(about=pair.pk, person=cast.kirill)
    withdraw(consent)

    with pytest.raises(GateClosed) as closed:
        issue(paper, cast)

    [line] = closed.value.lines
    assert [(m.gap, m.person_id) for m in line.missing] == [(Gap.DUTIES, cast.kirill.pk)]
    paper.refresh_from_db()
    assert paper.state == PaperState.DRAFT

    Consent.objects.filter(pk=consent.pk).update(withdrawn_on=None)
    from nastavnik.pairs import services

    services.refresh(Mentorship.objects.get(pk=pair.pk), today=TODAY)
    issue(paper, cast)
    assert paper.state == PaperState.ISSUED


def test_a_missing_labour_basis_stops_its_row(cast: Cast) -> None:
    paper = drafted(cast, with_consents(cast))
    with pytest.raises(GateClosed, match=r"351\.8"):
        issue(paper, cast)


def test_an_issued_order_starts_its_pairs_and_appoints_both_sides(cast: Cast) -> None:
    pair = ready(cast)
    paper = drafted(cast, pair)

    issue(paper, cast)

    pair.refresh_from_db()
    assert (pair.state, pair.order) == (PairState.ACTIVE, paper)
    appointed = Appointment.objects.filter(basis_number="56-ОД")
    assert {(a.person, a.role) for a in appointed} == {(cast.galina, Role.MENTOR), (cast.kirill, Role.MENTEE)}


def test_issuing_twice_is_refused_and_issues_one_order(cast: Cast) -> None:
    paper = drafted(cast, ready(cast))
    second = Paper.objects.get(pk=paper.pk)
    issue(paper, cast)
    with pytest.raises(Conflict):
        issue(second, cast, number="57-ОД")
    assert list(Paper.objects.filter(state=PaperState.ISSUED).values_list("number", flat=True)) == ["56-ОД"]


def test_a_number_is_not_used_twice_on_a_day(cast: Cast) -> None:
    first = drafted(cast, ready(cast))
    issue(first, cast)
    second = drafted(cast, ready(cast, cast.darya))
    with pytest.raises(Refusal, match="уже есть"):
        issue(second, cast)


def test_a_teacher_does_not_issue_orders(cast: Cast) -> None:
    paper = drafted(cast, ready(cast))
    with pytest.raises(Denied):
        orders.issue(paper, number="1", on=TODAY, today=TODAY, by=cast.as_actor(cast.galina))


def test_facts_stay_as_they_were_signed(cast: Cast) -> None:
    paper = drafted(cast, ready(cast))
    issue(paper, cast)
    frozen = documents.docx_of(paper, today=TODAY)
    cast.kirill.last_name = "Летов"
    cast.kirill.save()

    facts = documents.facts_of(paper, today=TODAY + timedelta(days=30))

    assert "Зимин Кирилл Андреевич" in str(facts)
    assert "Летов" not in str(facts)
    assert frozen[:2] == b"PK"


def test_a_new_fact_gives_a_new_version_that_supersedes_the_old_one(cast: Cast) -> None:
    first = drafted(cast, ready(cast))
    issue(first, cast)
    later = orders.new_version(first, by=cast.as_actor(cast.vera))

    issue(later, cast)

    first.refresh_from_db()
    assert (first.state, later.state, later.version_no) == (PaperState.SUPERSEDED, PaperState.ISSUED, 2)


def test_every_name_and_position_stands_in_its_case(cast: Cast) -> None:
    paper = drafted(cast, ready(cast))
    paper.draft = {"responsible_id": str(cast.vera.pk), "control_id": str(cast.vera.pk)}
    facts = order_facts(paper, TODAY)

    assert facts.control == "заместителя директора Ладыгину Веру Николаевну"
    assert "Ладыгину Веру Николаевну" in facts.items[1].text
    assert facts.signer.name.replace("\u00a0", " ") == "Р. П. Рощин"
    assert facts.signer.position == "Директор"


def test_pairs_that_wait_are_offered_for_the_order_once(cast: Cast) -> None:
    pair, waiting = ready(cast), approved(cast, cast.darya)
    assert set(orders.candidates(cast.school)) == {pair, waiting}
    drafted(cast, pair)
    assert set(orders.candidates(cast.school)) == {waiting}
