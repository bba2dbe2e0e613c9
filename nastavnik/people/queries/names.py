"""A person's name in cases: guessed, or as somebody has put it right."""

from nastavnik.core.russian.names import Case, Declined, FullName, Gender, decline
from nastavnik.people.models import Person

OBLIQUE = tuple(case for case in Case if case is not Case.NOMINATIVE)


def name_of(person: Person) -> FullName:
    return FullName(person.last_name, person.first_name, person.middle_name)


def name_in(person: Person, case: Case) -> Declined:
    """The full name in a case; an override of the card is taken as it is."""
    gender = Gender(person.gender) if person.gender else None
    overrides = {Case(case): text for case, text in person.name_cases.items()}
    return decline(name_of(person), case, gender=gender, overrides=overrides)


def guessed_cases(person: Person) -> dict[str, Declined]:
    """All oblique cases without overrides."""
    gender = Gender(person.gender) if person.gender else None
    return {case.value: decline(name_of(person), case, gender=gender) for case in OBLIQUE}


def needs_check(person: Person) -> bool:
    """Does the card deserve «проверьте склонение»?"""
    return not all(name_in(person, case).sure for case in OBLIQUE)
