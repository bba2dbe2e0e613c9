"""The home page numbers the banks by the rule the banks list them by (R126), in a bounded number of queries."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nastavnik.bank import queries
from nastavnik.bank.models import Mentee, Mentor
from nastavnik.desk import home
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Consent, ESignAgreement, Person, Representative
from nastavnik.people.rules import ConsentKind, ConsentWay, PersonKind
from tests.cast import TODAY, Cast
from tests.pairs.world import ready

BEFORE, AFTER = date(2026, 9, 14), date(2026, 9, 16)
MOMENT = datetime(2026, 9, 10, 12, 0, tzinfo=UTC)


def given(person: Person, **values: Any) -> None:
    told = {"given_on": BEFORE, "kind": ConsentKind.PROCESSING, **values}
    Consent.objects.create(organisation=person.organisation, person=person, **told)


def clicked(person: Person, *, agreed: bool) -> None:
    Organisation.objects.filter(pk=person.organisation_id).update(
        esign_act_number="3", esign_act_date=date(2026, 9, 1)
    )
    if agreed:
        ESignAgreement.objects.create(organisation=person.organisation, person=person, agreed_on=BEFORE)
    given(person, given_on=None, expressed_at=MOMENT)


def as_minor(person: Person, *, signed: bool, **born: Any) -> None:
    Person.objects.filter(pk=person.pk).update(
        **{"birth_date": None, "birth_year": None, "kind": PersonKind.PUPIL, **born}
    )
    grown = Person.objects.get(organisation=person.organisation, last_name="Мещерякова")
    kin = Representative.objects.create(
        organisation=person.organisation, minor=person, person=grown, kinship="мать"
    )
    given(person, signed_by=kin if signed else None)


# What is done to Kirill → whether he stands in the bank today.
CASES: dict[str, tuple[Callable[[Person], None], bool]] = {
    "nothing": (lambda _: None, False),
    "paper": (given, True),
    "paper of the day": (lambda p: given(p, given_on=TODAY), True),
    "paper of tomorrow": (lambda p: given(p, given_on=AFTER), False),
    "withdrawn today": (lambda p: given(p, withdrawn_on=TODAY), False),
    "withdrawn tomorrow": (lambda p: given(p, withdrawn_on=AFTER), True),
    "last day": (lambda p: given(p, valid_until=TODAY), True),
    "expired": (lambda p: given(p, valid_until=BEFORE), False),
    "another purpose": (lambda p: given(p, kind=ConsentKind.TRANSFER), False),
    "another basis": (lambda p: given(p, way=ConsentWay.OTHER_BASIS, basis="договор № 5"), True),
    "click by agreement": (lambda p: clicked(p, agreed=True), True),
    "click alone": (lambda p: clicked(p, agreed=False), False),
    "minor by a parent": (lambda p: as_minor(p, signed=True, birth_date=date(2008, 9, 16)), True),
    "minor alone": (lambda p: as_minor(p, signed=False, birth_date=date(2008, 9, 16)), False),
    "grown up today": (lambda p: as_minor(p, signed=False, birth_date=date(2008, 9, 15)), True),
    "by a parent, grown": (lambda p: as_minor(p, signed=True, birth_date=date(2008, 9, 15)), False),
    "minor by the year": (lambda p: as_minor(p, signed=True, birth_year=2008), True),
    "grown by the year": (lambda p: as_minor(p, signed=False, birth_year=2007), True),
    "a pupil of unknown age": (lambda p: as_minor(p, signed=True), True),
    "a pupil of unknown age alone": (lambda p: as_minor(p, signed=False), False),
}


@pytest.mark.parametrize("case", CASES)
def test_the_home_page_counts_whom_the_bank_lists_and_whom_the_consents_let_in(cast: Cast, case: str) -> None:
    for person in (cast.kirill, cast.galina):
        Mentee.objects.create(organisation=cast.school, person=person, entered_on=TODAY)
        Mentor.objects.create(organisation=cast.school, person=person, entered_on=TODAY, state="admitted")
    act, stands = CASES[case]
    act(cast.kirill)
    counts = home.counts_of(cast.school, TODAY)
    mentees, mentors = queries.in_bank(cast.school, today=TODAY)
    lawful = queries.consented([cast.kirill.pk, cast.galina.pk], today=TODAY)
    assert {m.person_id for m in mentees} == {m.person_id for m in mentors} == lawful
    assert (counts.mentees, counts.mentors) == (len(lawful), len(lawful))
    assert (cast.kirill.pk in lawful) is stands


def test_candidates_and_those_who_left_are_not_counted(cast: Cast) -> None:
    for person in (cast.kirill, cast.galina):
        given(person)
    Mentor.objects.create(organisation=cast.school, person=cast.galina, entered_on=TODAY, state="candidate")
    Mentee.objects.create(organisation=cast.school, person=cast.kirill, entered_on=BEFORE, left_on=TODAY)
    counts = home.counts_of(cast.school, TODAY)
    assert (counts.mentees, counts.mentors) == (0, 0)


def test_the_home_page_of_a_curator_takes_at_most_twelve_queries(cast: Cast, client: Client) -> None:
    given(cast.kirill)
    Mentee.objects.create(organisation=cast.school, person=cast.kirill, entered_on=TODAY)
    assert cast.vera.account is not None
    client.force_login(cast.vera.account)
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/").status_code == 200
    assert len(asked) <= 12


@pytest.mark.django_db
def test_programmes_are_a_link_away_for_those_who_lead_pairs(cast: Cast) -> None:
    ready(cast)
    for person, leads in ((cast.vera, True), (cast.rodion, True), (cast.galina, False)):
        client = Client()
        assert person.account is not None
        client.force_login(person.account)
        assert ('href="/programmes/"' in client.get("/").content.decode()) is leads
