"""Names and positions of people in cases for papers: dictionaries first, the person's own overrides last word."""

import re
from datetime import date

from nastavnik.core.russian.names import Case, Declined, FullName, Gender, decline, initials_first
from nastavnik.core.russian.titles import decline_title

from .models import Employment, Person


def full_name(person: Person) -> FullName:
    return FullName(last=person.last_name, first=person.first_name, middle=person.middle_name)


def name_in(person: Person, case: Case) -> Declined:
    """The whole name in a case; `sure` is False where the dictionaries differ: «проверьте склонение»."""
    overrides = {Case(key): words for key, words in person.name_cases.items() if key in set(Case)}
    gender = Gender(person.gender) if person.gender else None
    return decline(full_name(person), case, gender=gender, overrides=overrides)


def signature(person: Person) -> str:
    """«А. С. Иванова», as under an order."""
    return initials_first(full_name(person))


def job_of(person: Person, *, today: date) -> Employment | None:
    """The job that papers name: in force today, the latest begun. Uses prefetched employments if there are any."""
    jobs = [
        job
        for job in person.employments.all()
        if (job.starts_on is None or job.starts_on <= today) and (job.ends_on is None or job.ends_on >= today)
    ]
    return max(jobs, key=lambda job: (job.starts_on or date.min, job.pk), default=None)


def position_words(person: Person, *, today: date) -> str:
    """«учитель физики»-like words of a table: position and subjects, or the class of a pupil."""
    job = job_of(person, today=today)
    if job is None:
        return person.group_name
    if not job.subjects or _says(job.position, job.subjects):
        return job.position
    return f"{job.position} ({job.subjects})"


STEM = 5  # letters that the cases of a long word share: «математики», «математика»


def _says(position: str, subjects: str) -> bool:
    """Does «учитель русского языка» say «русский язык» already?"""
    said = re.findall(r"\w+", position.lower())
    stems = (word[: max(1, min(STEM, len(word) - 1))] for word in re.findall(r"\w+", subjects.lower()))
    return all(any(word.startswith(stem) for word in said) for stem in stems)


def position_in(person: Person, case: Case, *, today: date) -> Declined:
    job = job_of(person, today=today)
    if job is None:
        return Declined("", sure=True)
    if own := job.position_cases.get(case.value):
        return Declined(own, sure=True)
    return decline_title(job.position, case)
