"""Full names: cases by pytrovich with pymorphy3 as the second opinion, initials, gender. Dictionaries load on first use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from nastavnik.core.russian.dictionary import second_opinion
from nastavnik.core.russian.typography import NBSP


class Case(StrEnum):
    """The oblique cases and the nominative; `question` is what a Russian speaker checks the form by."""

    NOMINATIVE = "nominative"
    GENITIVE = "genitive"
    DATIVE = "dative"
    ACCUSATIVE = "accusative"
    INSTRUMENTAL = "instrumental"
    PREPOSITIONAL = "prepositional"

    @property
    def question(self) -> str:
        return {"n": "кто", "g": "кого", "d": "кому", "a": "кого", "i": "кем", "p": "о ком"}[self.value[0]]


class Gender(StrEnum):
    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class FullName:
    """Last name, first name, patronymic; the patronymic may be empty, the first name may be an initial («А.»)."""

    last: str
    first: str
    middle: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.last, self.first, self.middle) if part)


@dataclass(frozen=True, slots=True)
class Declined:
    """`sure` is False where the two dictionaries differ: show «проверьте склонение»."""

    text: str
    sure: bool


PARTS = ("last", "first", "middle")


def guess_gender(name: FullName) -> Gender | None:
    """By the patronymic, else by the first name and surname together; None when they say nothing or disagree."""
    given = {part: getattr(name, part) for part in PARTS if not _is_initial(getattr(name, part))}
    if not given:
        return None
    keys = {"last": "lastname", "first": "firstname", "middle": "middlename"}
    return _detect()(**{keys[part]: text for part, text in given.items()})


def decline(
    name: FullName,
    case: Case,
    *,
    gender: Gender | None = None,
    overrides: Mapping[Case, str] | None = None,
) -> Declined:
    """The whole name in a case. An override (typed by a person) is taken as it is and is sure."""
    if overrides and overrides.get(case):
        return Declined(overrides[case], sure=True)
    return _decline_parts(name, case, PARTS, gender)


def decline_last(name: FullName, case: Case, *, gender: Gender | None = None) -> Declined:
    """The surname alone; the gender is guessed by the whole name."""
    return _decline_parts(name, case, ("last",), gender)


def short(name: FullName) -> str:
    """«Иванова А. С.», spaces that do not break."""
    return _joined(name.last, initials(name))


def initials_first(name: FullName) -> str:
    """«А. С. Иванова», as signatures are written."""
    return _joined(initials(name), name.last)


def short_declined(
    name: FullName,
    case: Case,
    *,
    gender: Gender | None = None,
    overrides: Mapping[Case, str] | None = None,
) -> Declined:
    """«Ивановой А. С.»: the surname declines, initials stay. The surname of an override is its first word(s)."""
    if overrides and overrides.get(case):
        words = overrides[case].split()
        own = len(name.last.split()) or 1
        return Declined(_joined(" ".join(words[:own]), initials(name)), sure=True)
    last = decline_last(name, case, gender=gender)
    return Declined(_joined(last.text, initials(name)), last.sure)


def initials(name: FullName) -> str:
    """«А. С.»; a double first name keeps both letters («А.-М. С.»), «оглы» and «кызы» give none."""
    words = [name.first, *name.middle.split()[:1]]
    return NBSP.join(
        "-".join(f"{half[0].upper()}." for half in w.split("-") if half) for w in words if w.strip("-")
    )


def _decline_parts(name: FullName, case: Case, parts: tuple[str, ...], gender: Gender | None) -> Declined:
    if case is Case.NOMINATIVE:
        return Declined(" ".join(getattr(name, p) for p in parts if getattr(name, p)), sure=True)
    gender = gender or guess_gender(name)
    declined = [_decline_part(getattr(name, p), p, case, gender) for p in parts if getattr(name, p)]
    return Declined(" ".join(d.text for d in declined), all(d.sure for d in declined))


def _decline_part(text: str, part: str, case: Case, gender: Gender | None) -> Declined:
    if _is_initial(text):
        return Declined(text, sure=True)
    first = _make()(text, part, case, gender)
    if gender is None:
        return Declined(first, sure=False)
    second = second_opinion(text, part=part, case=case.value, feminine=gender is Gender.FEMALE)
    return Declined(first, sure=first == second)


def _is_initial(text: str) -> bool:
    return not text or text.endswith(".") or len(text) == 1


def _joined(*parts: str) -> str:
    return NBSP.join(part for part in parts if part)


@cache
def _detect() -> Callable[..., Gender | None]:
    # Imported here: a page that declines nothing must not pay for the rules at start.
    from pytrovich.detector import PetrovichGenderDetector  # noqa: PLC0415
    from pytrovich.enums import Gender as Theirs  # noqa: PLC0415

    detector: Any = PetrovichGenderDetector()
    ours = {Theirs.MALE: Gender.MALE, Theirs.FEMALE: Gender.FEMALE}

    def detect(**parts: str) -> Gender | None:
        return ours.get(detector.detect(**parts))

    return detect


@cache
def _make() -> Callable[[str, str, Case, Gender | None], str]:
    from pytrovich.enums import Case as TheirCase  # noqa: PLC0415
    from pytrovich.enums import Gender as Theirs  # noqa: PLC0415
    from pytrovich.enums import NamePart  # noqa: PLC0415
    from pytrovich.maker import PetrovichDeclinationMaker  # noqa: PLC0415

    maker: Any = PetrovichDeclinationMaker()
    part_of = {"last": NamePart.LASTNAME, "first": NamePart.FIRSTNAME, "middle": NamePart.MIDDLENAME}
    gender_of = {Gender.MALE: Theirs.MALE, Gender.FEMALE: Theirs.FEMALE, None: Theirs.ANDROGYNOUS}

    def make(text: str, part: str, case: Case, gender: Gender | None) -> str:
        return str(maker.make(part_of[part], gender_of[gender], TheirCase[case.name], text))

    return make
