"""How people's words become numbers for the engine: stable ids, bits of lists, slots of a week. No database."""

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from nastavnik.core.russian.folding import fold
from nastavnik.diagnostics.rules import DIFFICULTY_FROM, Profile, need
from nastavnik.people.rules import QualificationCategory as Category

OTHER = 62  # the bit of everything that no request asks for
CATEGORY = {
    Category.NONE: 0,
    Category.CONFORMS: 0,
    Category.FIRST: 1,
    Category.HIGHEST: 2,
    Category.METHODIST: 3,
    Category.MENTOR: 4,
}
# Lessons named in staff lists → a subject of the shipped list they belong to.
ALIASES = {
    "алгебра": "математика",
    "геометрия": "математика",
    "русский язык": "русский язык и литература",
    "литература": "русский язык и литература",
    "история": "история и обществознание",
    "обществознание": "история и обществознание",
    "физкультура": "физическая культура",
    "технология": "труд (технология)",
    "музыка": "музыка и изобразительное искусство",
    "изо": "музыка и изобразительное искусство",
}
FOREIGN = re.compile(r"(английск|немецк|французск|испанск|китайск|итальянск)")
SLOTS = tuple(time(minute // 60, minute % 60) for minute in range(8 * 60, 21 * 60, 90))
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")


def number(key: UUID) -> int:
    """A stable number of 63 bits from an id, so that names never reach the engine."""
    return int.from_bytes(hashlib.sha256(key.bytes).digest()[:8], "big") >> 1


@dataclass(frozen=True)
class Bits:
    """Codes that the requests name, in a stable order; a code that nobody asks for is one common bit."""

    codes: tuple[str, ...]

    @classmethod
    def of(cls, asked: Iterable[str]) -> "Bits":
        return cls(tuple(sorted(set(asked)))[:OTHER])

    def mask(self, codes: Iterable[str]) -> int:
        """0 where nothing is said."""
        place = {code: bit for bit, code in enumerate(self.codes)}
        mask = 0
        for code in codes:
            mask |= 1 << place.get(code, OTHER)
        return mask

    def named(self, bits: Iterable[int]) -> list[str]:
        return [self.codes[bit] for bit in bits if bit < len(self.codes)]


def lessons(text: str) -> frozenset[str]:
    """«Физика, Математика» of a staff list → folded names."""
    parts = (fold(part).strip(" .") for part in re.split(r"[,;/\n]", text))
    return frozenset(part for part in parts if part)


def with_broader(subjects: Collection[str]) -> frozenset[str]:
    """A mentor who teaches algebra teaches mathematics; one who teaches English, a foreign language."""
    broader = {ALIASES[subject] for subject in subjects if subject in ALIASES}
    if any(FOREIGN.search(subject) for subject in subjects):
        broader.add("иностранный язык")
    return frozenset(subjects) | broader


def week(windows: Iterable[tuple[int, time, time]]) -> int:
    """Mask of slots of 90 minutes from 8:00 of the days 1–7 of which a window takes more than half.

    Two people who share such a slot share some minutes of it. A window too short for any takes its greatest part.
    """
    mask = 0
    for weekday, starts, ends in windows:
        parts = [_overlap(slot, _minutes(starts), _minutes(ends)) for slot in SLOTS]
        most = max(parts)
        for place, part in enumerate(parts):
            if part and (part > 45 or (most <= 45 and part == most)):
                mask |= 1 << ((weekday - 1) * len(SLOTS) + place)
    return mask


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _overlap(slot: time, starts: int, ends: int) -> int:
    begins = _minutes(slot)
    return max(0, min(begins + 90, ends) - max(begins, starts))


def days_of(bits: Iterable[int]) -> list[str]:
    return [WEEKDAYS[day] for day in sorted({bit // len(SLOTS) for bit in bits})]


def needs_of(profile: Profile | None, domains: Sequence[str], asked: Collection[str]) -> list[int]:
    """Difficulty 0–4 in each domain, -1 unknown. Domains named in the request count as difficulties whatever
    the sheet says; where none is named, the sheet alone speaks; ease (less than a difficulty) asks nothing."""
    if asked:
        return [max(_need(profile, code), DIFFICULTY_FROM) if code in asked else -1 for code in domains]
    levels = [_need(profile, code) for code in domains]
    return [level if level < 0 or level >= DIFFICULTY_FROM else 0 for level in levels]


def _need(profile: Profile | None, code: str) -> int:
    level = need(profile.mastery(code)) if profile else None
    return -1 if level is None else level


def strengths_of(profile: Profile | None, domains: Sequence[str]) -> list[int]:
    found = [profile.mastery(code) if profile else None for code in domains]
    return [-1 if level is None else level for level in found]


def category_of(categories: Iterable[str]) -> int:
    """The highest of the present jobs; -1 without a job."""
    return max((CATEGORY[Category(each)] for each in categories), default=-1)


def waiting_days(opened: date, today: date) -> int:
    return max(0, (today - opened).days)
