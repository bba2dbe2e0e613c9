"""Who stands in the bank and is offered to matching: only those whose consent counts today."""

from datetime import date, timedelta

import pytest

from nastavnik.bank import queries
from nastavnik.bank.models import Mentee, Mentor, Offer, Request
from nastavnik.organisations.models import ListItem
from nastavnik.people.models import Consent, Person
from nastavnik.people.rules import ConsentKind, ConsentWay
from tests.cast import TODAY, Cast


def issue(cast: Cast, code: str = "teaching-methods") -> ListItem:
    return ListItem.objects.get(organisation=cast.school, list="issue", code=code)


def consent(person: Person, **values: object) -> Consent:
    values = {"given_on": TODAY, **values}
    return Consent.objects.create(
        organisation=person.organisation, person=person, kind=ConsentKind.PROCESSING, **values
    )


def mentee(cast: Cast) -> Mentee:
    entry = Mentee.objects.create(organisation=cast.school, person=cast.kirill, entered_on=TODAY)
    Request.objects.create(organisation=cast.school, mentee=entry, issue=issue(cast), opened_on=TODAY)
    return entry


def mentor(cast: Cast, state: str = "admitted") -> Mentor:
    entry = Mentor.objects.create(organisation=cast.school, person=cast.galina, entered_on=TODAY, state=state)
    Offer.objects.create(organisation=cast.school, mentor=entry, issue=issue(cast))
    return entry


def offered(cast: Cast, today: date = TODAY) -> tuple[list[object], list[object]]:
    requests = queries.open_requests(cast.school, today=today)
    mentors = queries.offering_mentors(cast.school, today=today)
    return [r.mentee for r in requests], list(mentors)


@pytest.mark.req_part("R126", "matching is offered nobody else")
@pytest.mark.req_part("R129", "matching is offered nobody else")
def test_only_those_whose_consent_counts_are_in_the_bank_and_offered_to_matching(cast: Cast) -> None:
    kirill, galina = mentee(cast), mentor(cast)
    assert queries.in_bank(cast.school, today=TODAY) == ([], [])
    assert offered(cast) == ([], [])
    consent(cast.kirill)
    consent(cast.galina, way=ConsentWay.OTHER_BASIS, basis="трудовой договор № 5 от 01.09.2020")
    assert queries.in_bank(cast.school, today=TODAY) == ([kirill], [galina])
    assert offered(cast) == ([kirill], [galina])


def test_a_withdrawal_takes_out_of_the_bank_at_once(cast: Cast) -> None:
    mentee(cast)
    sheet = consent(cast.kirill)
    Consent.objects.filter(pk=sheet.pk).update(withdrawn_on=TODAY)
    assert queries.in_bank(cast.school, today=TODAY) == ([], [])
    assert offered(cast) == ([], [])


def test_a_candidate_and_one_who_has_left_are_not_offered(cast: Cast) -> None:
    consent(cast.galina)
    entry = mentor(cast, state="candidate")
    assert offered(cast)[1] == []
    Mentor.objects.filter(pk=entry.pk).update(state="admitted")
    assert offered(cast)[1] == [entry]
    Mentor.objects.filter(pk=entry.pk).update(left_on=TODAY)
    assert offered(cast)[1] == []
    assert offered(cast, TODAY - timedelta(days=1)) == ([], [])


def test_a_served_request_is_not_offered_again(cast: Cast) -> None:
    mentee(cast)
    consent(cast.kirill)
    Request.objects.update(state="served")
    assert offered(cast) == ([], [])


@pytest.mark.parametrize("people", [1, 4])
def test_the_sides_of_matching_take_the_same_number_of_queries(
    cast: Cast, people: int, django_assert_num_queries: object
) -> None:
    for person in (cast.kirill, cast.darya, cast.galina, cast.vera)[:people]:
        consent(person)
        entry = Mentee.objects.create(organisation=cast.school, person=person, entered_on=TODAY)
        Request.objects.create(organisation=cast.school, mentee=entry, issue=issue(cast), opened_on=TODAY)
        giver = Mentor.objects.create(
            organisation=cast.school, person=person, entered_on=TODAY, state="admitted"
        )
        Offer.objects.create(organisation=cast.school, mentor=giver, issue=issue(cast))
    with django_assert_num_queries(15):  # type: ignore[operator]
        for request in queries.open_requests(cast.school, today=TODAY):
            assert request.issue.title
            assert not list(request.domains.all())
            assert len(request.mentee.person.employments.all()) == 1
        for each in queries.offering_mentors(cast.school, today=TODAY):
            assert [offer.issue.title for offer in each.offers.all()]
            assert len(each.person.employments.all()) == 1
            assert not list(each.person.windows.all())
