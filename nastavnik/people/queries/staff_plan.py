"""What a staff file would change: each person of it is new, changed or the same. Reads only."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal
from uuid import UUID

from nastavnik.core.periods import school_year
from nastavnik.core.russian.folding import fold
from nastavnik.core.russian.names import guess_gender
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.queries import nomenclature_of
from nastavnik.people import rules
from nastavnik.people.models import Employment, Person
from nastavnik.people.rules import PersonKind, QualificationCategory
from nastavnik.people.staff_file import StaffFile, StaffRow

from .cards import working_on

What = Literal["new", "changed", "same"]
Progress = Callable[[int, int], None]
STEP = 500  # people between two reports of progress

LABELS = {
    "email": "почта",
    "phone": "телефон",
    "birth_year": "год рождения",
    "birth_date": "дата рождения",
    "gender": "пол",
    "kind": "кто это",
    "career_start": "начало работы",
    "group_name": "класс или отдел",
    "archived_on": "снова в списке",
    "position": "должность",
    "subjects": "предметы",
    "workload": "нагрузка",
    "category": "категория",
    "category_on": "дата категории",
    "starts_on": "дата приёма",
}
PERSON_FIELDS = ("email", "phone", "birth_year", "birth_date", "gender", "kind", "career_start", "group_name")
JOB_FIELDS = ("position", "subjects", "workload", "category", "category_on", "starts_on")
JOB_FLAGS = ("is_pedagogical", "is_deputy")


@dataclass(slots=True)
class Planned:
    """One person of the file and what is to be written. For `changed` the values are only those that differ."""

    row: StaffRow
    what: What
    person: dict[str, Any]
    job: dict[str, Any]
    person_id: UUID | None = None
    job_id: UUID | None = None

    @property
    def words(self) -> str:
        """«почта, нагрузка»: what changes."""
        fields = [*self.person, *self.job]
        return ", ".join(LABELS[name] for name in fields if name in LABELS)


@dataclass(slots=True)
class Plan:
    people: list[Planned] = field(default_factory=list)

    def count(self, what: What) -> int:
        return sum(each.what == what for each in self.people)

    def of(self, what: What) -> list[Planned]:
        return [each for each in self.people if each.what == what]


@dataclass(slots=True)
class _Known:
    """A person of the database with the jobs that last."""

    values: dict[str, Any]
    jobs: list[dict[str, Any]] = field(default_factory=list)
    represented: bool = False


def plan_for(
    staff: StaffFile, organisation: Organisation, *, today: date, progress: Progress | None = None
) -> Plan:
    """Compare the people of a file with those of the organisation; five queries whatever the size."""
    planner = _Planner(organisation, today)
    planned: dict[int, Planned] = {}
    # Who says most chooses a card first: a bare name must not take the card of a namesake who is known by a phone.
    for done, row in enumerate(sorted(staff.people, key=_silence)):
        planned[row.number] = planner.planned(row)
        if progress and done % STEP == 0:
            progress(done, len(staff.people))
    return Plan([planned[row.number] for row in staff.people])


def _silence(row: StaffRow) -> int:
    return sum(not mark for mark in (row.email, row.phone, row.birth_year))


class _Planner:
    def __init__(self, organisation: Organisation, today: date) -> None:
        self.today = today
        self.nomenclature = nomenclature_of(organisation)
        self.known = _known_in(organisation, today)
        self.taken: set[UUID] = set()
        self.told: dict[str, dict[str, bool]] = {}

    def planned(self, row: StaffRow) -> Planned:
        known = self._find(row)
        if known is None:
            return Planned(row, "new", self._new_person(row), self._job(row))
        self.taken.add(known.values["id"])
        person, (job_id, job) = self._differing(row, known), self._differing_job(row, known)
        what: What = "changed" if person or job else "same"
        return Planned(row, what, person, job, known.values["id"], job_id)

    def _find(self, row: StaffRow) -> _Known | None:
        """The same name and no contradiction; of several the one that agrees in more, then the one of that position."""
        alike = self.known.get(fold(str(row.name)), ())
        fits = [k for k in alike if k.values["id"] not in self.taken and not _contradict(row, k.values)]
        return max(fits, key=lambda k: (_agreement(row, k.values), _works_as(k, row.position)), default=None)

    def _new_person(self, row: StaffRow) -> dict[str, Any]:
        kind = PersonKind(row.kind) if row.kind else self._kind(row)
        return {
            "last_name": row.name.last,
            "first_name": row.name.first,
            "middle_name": row.name.middle,
            "kind": kind,
            "gender": row.gender or guess_gender(row.name) or "",
            **self._given(row, kind, represented=False),
            "career_start": self._career(row, None),
        }

    def _kind(self, row: StaffRow) -> PersonKind:
        pedagogical = bool(row.position) and self._told_by(row.position)["is_pedagogical"]
        return rules.kind_by_position(row.position, pedagogical=pedagogical)

    def _given(self, row: StaffRow, kind: PersonKind, *, represented: bool) -> dict[str, Any]:
        typed = row.birth_date or row.birth_year
        kept = rules.birth_to_keep(typed, kind=kind, is_represented=represented, today=self.today)
        return {
            "email": row.email,
            "phone": row.phone,
            "birth_year": kept.year,
            "birth_date": kept.day,
            "group_name": row.department[:50],
        }

    def _career(self, row: StaffRow, known: date | None) -> date | None:
        """A year alone means its September, years of experience mean the Septembers counted back."""
        year = row.career_start_year
        if row.career_start is not None or (known is not None and year in (None, known.year)):
            return row.career_start or known
        if year is None and row.experience_years is not None:
            year = school_year(self.today) - row.experience_years
        return None if year is None else date(year, 9, 1)

    def _differing(self, row: StaffRow, known: _Known) -> dict[str, Any]:
        values = known.values
        kind = PersonKind(row.kind or values["kind"])
        wanted = self._given(row, kind, represented=known.represented)
        wanted |= {"career_start": self._career(row, values["career_start"]), "kind": kind}
        wanted["gender"] = values["gender"] or row.gender or guess_gender(row.name) or ""
        if _digits(wanted["phone"]) == _digits(values["phone"]):
            del wanted["phone"]
        if values["birth_date"] and wanted["birth_year"] == values["birth_date"].year:
            del wanted["birth_date"]
        changed = {k: v for k, v in wanted.items() if v not in (None, "") and v != values[k]}
        return changed | ({"archived_on": None} if values["archived_on"] else {})

    def _job(self, row: StaffRow) -> dict[str, Any]:
        job: dict[str, Any] = {
            "position": row.position[:200],
            "subjects": ", ".join(row.subjects)[:300],
            "workload": row.workload,
            "category": rules.CATEGORY_OF_FILE.get(row.category, QualificationCategory.NONE),
            "category_on": row.category_date,
            "starts_on": row.hired_on,
        }
        if not row.position:
            return {}
        return job | self._told_by(row.position)

    def _told_by(self, position: str) -> dict[str, bool]:
        if position not in self.told:
            self.told[position] = {
                "is_pedagogical": rules.is_pedagogical(position, self.nomenclature),
                "is_deputy": rules.is_deputy(position),
            }
        return self.told[position]

    def _differing_job(self, row: StaffRow, known: _Known) -> tuple[UUID | None, dict[str, Any]]:
        """The job of the same name; else the only one that lasts is renamed; else a new one is added."""
        wanted = self._job(row)
        if not wanted:
            return None, {}
        same = [j for j in known.jobs if fold(j["position"]) == fold(row.position)]
        if same:
            wanted["position"] = same[0]["position"]
        elif len(known.jobs) != 1:
            return None, wanted
        job = (same or known.jobs)[0]
        if not row.category or row.category == "second":
            del wanted["category"]
        changed = {k: v for k, v in wanted.items() if v not in (None, "") and v != job[k]}
        return job["id"], changed


def _known_in(organisation: Organisation, today: date) -> dict[str, list[_Known]]:
    by_name: dict[str, list[_Known]] = {}
    by_id: dict[UUID, _Known] = {}
    people = Person.objects.filter(organisation=organisation).order_by("archived_on", "id")
    for values in people.values("id", "search_text", "archived_on", *PERSON_FIELDS).iterator():
        known = by_id[values["id"]] = _Known(values)
        by_name.setdefault(values["search_text"].strip(), []).append(known)
    jobs = Employment.objects.filter(working_on(today), organisation=organisation).order_by("id")
    for job in jobs.values("id", "person_id", *JOB_FIELDS, *JOB_FLAGS).iterator():
        if job["person_id"] in by_id:
            by_id[job["person_id"]].jobs.append(job)
    represented = people.filter(representatives__isnull=False).order_by().distinct()
    for pk in represented.values_list("pk", flat=True):
        by_id[pk].represented = True
    return by_name


def _contradict(row: StaffRow, values: dict[str, Any]) -> bool:
    return any(mine and theirs and mine != theirs for mine, theirs in _marks(row, values))


def _agreement(row: StaffRow, values: dict[str, Any]) -> int:
    return sum(bool(mine) and mine == theirs for mine, theirs in _marks(row, values))


def _works_as(known: _Known, position: str) -> bool:
    return any(fold(job["position"]) == fold(position) for job in known.jobs)


def _marks(row: StaffRow, values: dict[str, Any]) -> tuple[tuple[Any, Any], ...]:
    """What tells namesakes apart."""
    return (
        (row.email.lower(), values["email"].lower()),
        (_digits(row.phone), _digits(values["phone"])),
        (row.birth_year, values["birth_year"]),
    )


def _digits(phone: str) -> str:
    """The ten digits of a Russian number: +7 and 8 before them are the same."""
    return "".join(sign for sign in phone if sign.isdigit())[-10:]
