"""Somebody inside the school reaches for rights that nobody has given them."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from nastavnik.access.permissions import Permission
from nastavnik.access.roles import Role
from nastavnik.core.errors import Denied, Refusal
from nastavnik.people.models import Consent, Person, Representative
from nastavnik.people.queries.consents import consent_for, own_consents
from nastavnik.people.rules import ConsentKind, PersonKind
from nastavnik.people.services.appointments import appoint
from nastavnik.people.services.consents import ask, receive_paper, withdraw
from nastavnik.people.services.invitations import accept_new, accept_with, give_password_link, invite
from nastavnik.people.services.representatives import add_representative, end_representation
from tests.cast import TODAY, Cast, make_person


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY, Role.COUNCIL_CHAIR])
def test_a_curator_does_not_appoint_themselves(cast: Cast, role: Role) -> None:
    with pytest.raises(Refusal, match="сам"):
        appoint(cast.vera, role=role, starts_on=TODAY, today=TODAY, by=cast.as_actor(cast.vera))
    appoint(cast.galina, role=role, starts_on=TODAY, today=TODAY, by=cast.as_actor(cast.vera))


def test_the_head_of_a_small_school_is_its_curator_too(cast: Cast) -> None:
    appoint(cast.rodion, role=Role.CURATOR, starts_on=TODAY, today=TODAY, by=cast.as_actor(cast.rodion))
    assert cast.as_actor(cast.rodion).can(Permission.MATCH_RUN, cast.school)


def test_the_head_does_not_make_themselves_a_psychologist(cast: Cast) -> None:
    """Requests for care are told to the psychologist alone."""
    with pytest.raises(Refusal, match="сам"):
        appoint(
            cast.rodion, role=Role.PSYCHOLOGIST, starts_on=TODAY, today=TODAY, by=cast.as_actor(cast.rodion)
        )


def test_a_curator_opens_no_account_of_the_psychologist_by_a_password_link(cast: Cast) -> None:
    """Requests for care stand behind that account, and a curator may not read them."""
    inna = make_person("Сомова Инна Петровна", cast.school, Role.PSYCHOLOGIST)
    with pytest.raises(Denied):
        give_password_link(inna, now=timezone.now(), today=TODAY, by=cast.as_actor(cast.vera))
    assert give_password_link(inna, now=timezone.now(), today=TODAY, by=cast.as_actor(cast.rodion)).secret


def _child_with_a_consent(cast: Cast) -> tuple[Person, Person, Representative, Consent]:
    curator = cast.as_actor(cast.vera)
    child = make_person(
        "Лунин Егор Ильич", cast.school, account=False, position="", kind=PersonKind.PUPIL, birth_year=2013
    )
    father = make_person("Лунин Илья Олегович", cast.school, position="", kind=PersonKind.PARENT)
    link = add_representative(child, representative=father, kinship="отец", today=TODAY, by=curator)
    sheet = ask(child, ConsentKind.PROCESSING, today=TODAY, by=curator)
    receive_paper(sheet, given_on=TODAY, kept_where="папка", today=TODAY, by=curator)
    return child, father, link, sheet


def test_a_representative_of_yesterday_neither_sees_nor_takes_back_what_they_have_signed(cast: Cast) -> None:
    _, father, link, sheet = _child_with_a_consent(cast)
    assert consent_for(cast.as_actor(father), sheet.pk, today=TODAY) == sheet
    end_representation(link, on=TODAY, by=cast.as_actor(cast.vera))
    tomorrow = TODAY + timedelta(days=1)
    assert own_consents(cast.as_actor(father), today=tomorrow) == []
    with pytest.raises(Http404):
        consent_for(cast.as_actor(father), sheet.pk, today=tomorrow)
    with pytest.raises(Denied):
        withdraw(sheet, words="", today=tomorrow, by=cast.as_actor(father))


def test_an_account_opened_inside_the_example_is_of_the_example(cast: Cast) -> None:
    """Else playing with the example would close the first set-up for the true owner."""
    type(cast.school).objects.filter(pk=cast.school.pk).update(is_demo=True)
    cast.school.refresh_from_db()
    newcomer = make_person("Белова Анна Юрьевна", cast.school, account=False)
    sent = invite(newcomer, now=timezone.now(), by=cast.as_actor(cast.vera))
    sent.invitation.refresh_from_db()
    user = accept_new(
        sent.invitation, email="anna@example.ru", password="Снегопад-11", now=timezone.now(), today=TODAY
    )
    assert user.is_demo


def test_an_account_of_the_example_does_not_join_a_true_card(cast: Cast) -> None:
    """It needs no second factor, and while nobody true can sign in it is entered without a password."""
    assert cast.galina.account is not None
    type(cast.galina.account).objects.filter(pk=cast.galina.account.pk).update(is_demo=True)
    cast.galina.account.refresh_from_db()
    card = make_person("Мещерякова Галина Викторовна", cast.other_school, account=False)
    sent = invite(card, now=timezone.now(), by=cast.as_actor(cast.oleg))
    with pytest.raises(Refusal, match="примера"):
        accept_with(sent.invitation, cast.galina.account, now=timezone.now(), today=TODAY)
