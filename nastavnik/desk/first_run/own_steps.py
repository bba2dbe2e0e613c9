"""Steps of the set-up whose pages stand on the floors below the desk."""

from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Consent, Person
from nastavnik.people.queries.invitations import everybody_is_invited

from .steps import Step, register

FIRST_PEOPLE = 2  # head and curator are there from the start


def _has_staff(organisation: Organisation) -> bool:
    return Person.objects.filter(organisation=organisation).count() > FIRST_PEOPLE


def _has_consents(organisation: Organisation) -> bool:
    return Consent.objects.filter(organisation=organisation).exists()


def register_own() -> None:
    register(
        Step(10, "Список сотрудников", "Загрузите таблицу Excel, как она есть", "people:import", _has_staff)
    )
    register(
        Step(20, "Согласия", "Напечатайте бланки и отметьте полученные", "people:consents", _has_consents)
    )
    register(
        Step(
            30,
            "Приглашения",
            "Раздайте ссылки тем, кто будет входить",
            "people:invitations",
            everybody_is_invited,
        )
    )
