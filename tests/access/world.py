"""Two contours, three schools of one shape, and everybody who may knock: the stage of the access matrix."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from nastavnik.access.actor import CONSOLE
from nastavnik.access.roles import Role
from nastavnik.core.files.storage import keep
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.rules import Kind, Level
from nastavnik.organisations.services import add_organisation
from nastavnik.pairs.models import Participation
from nastavnik.pairs.rules import Side
from nastavnik.people.models import Appointment, Person, User
from nastavnik.people.rules import PersonKind
from tests.cast import make_school

from .rows import DAY, MOMENT, PASSWORD, Place, list_item, person

NOW = datetime(2026, 9, 15, 7, 0, tzinfo=UTC)
TODAY = NOW.date()
OWN, BESIDE, FAR = "ЗНАК-СВОЯ", "СЕКРЕТ-РЯДОМ", "СЕКРЕТ-ДАЛЬ"
NAME = "ЧЕЛОВЕК"  # stands in every surname
LEVEL = "УРОВЕНЬ-ТАЙНА"  # what is written beside levels of diagnostics
PROBLEM = "ПРОБЛЕМА-ТАЙНА"  # a sensitive type of problem
NOTE = "ЗАМЕТКА-ТАЙНА"  # what the psychologist writes for themselves

ROLES = {
    "head": Role.HEAD,
    "deputy": Role.DEPUTY,
    "curator": Role.CURATOR,
    "council_chair": Role.COUNCIL_CHAIR,
    "council_member": Role.COUNCIL_MEMBER,
    "psychologist": Role.PSYCHOLOGIST,
    "union": Role.UNION,
    "mentor": None,
    "mentee": None,
    "teacher": None,
    "deactivated": Role.CURATOR,
}
VISITORS = (
    "anonymous",
    *ROLES,
    "curator_beside",
    "curator_far",
    "municipal",
    "installer",
)
# Words by which the matrix names several visitors at once; the first that fits is used in print.
GROUPS = {
    "everybody": VISITORS,
    "signed_in": tuple(name for name in VISITORS if name not in {"anonymous", "deactivated"}),
    "strangers": ("anonymous", "deactivated"),
    "curators": ("curator", "curator_beside", "curator_far"),
    "elsewhere": ("curator_beside", "curator_far"),
    "council": ("council_chair", "council_member"),
    "colleagues": ("union", "mentor", "mentee", "teacher"),
}
# Nobody's name is shown to these: a level above sees numbers, the installer sees machines.
NAMELESS = ("municipal", "installer")


@dataclass
class World:
    own: Place
    beside: Place
    far: Place
    users: dict[str, User | None]

    def secrets_from(self, visitor: str) -> set[str]:
        """The markers that no answer to this visitor may hold."""
        markers = {"own": OWN, "beside": BESIDE, "far": FAR}
        return {marker for place, marker in markers.items() if place not in reached(visitor)}


# Whose organisations a visitor reaches. The levels above reach organisations, never people: see NAMELESS.
REACHED = {
    "anonymous": (),
    "deactivated": (),
    "curator_beside": ("beside",),
    "curator_far": ("far",),
    "municipal": ("own", "beside"),
    "installer": ("own", "beside", "far"),
}


def reached(visitor: str) -> tuple[str, ...]:
    return REACHED.get(visitor, ("own",))


def make_world() -> World:
    own = _school("fence-own", _town("fence-town"), OWN)
    beside = _school("fence-beside", own.organisation.parent, BESIDE)
    far = _school("fence-far", _town("fence-far-town"), FAR)
    users: dict[str, User | None] = {"anonymous": None}
    for name in ROLES:
        users[name] = own.people[name].account
    users["curator_beside"] = beside.people["curator"].account
    users["curator_far"] = far.people["curator"].account
    users["municipal"] = _coordinator(own.organisation.parent)
    users["installer"] = User.objects.create_user(
        "installer@fence.example", PASSWORD, name="Техник", is_installer=True
    )
    User.objects.filter(pk=users["deactivated"].pk).update(is_active=False)
    User.objects.update(first_login_at=MOMENT)
    return World(own, beside, far, users)


def _town(code: str) -> Organisation:
    return add_organisation(
        code=code,
        level=Level.MUNICIPALITY,
        kind=Kind.AUTHORITY,
        full_name=f"Управление образования {code}",
        short_name=f"УО {code}",
        is_contour=True,
        by=CONSOLE,
    )


def _coordinator(town: Organisation) -> User | None:
    card = person(Place(town, "УПРАВА"), "Координатор", "municipal@fence.example")
    Appointment.objects.create(organisation=town, person=card, role=Role.MUNICIPAL, starts_on=DAY)
    return card.account


def _school(code: str, town: Organisation, marker: str) -> Place:
    place = Place(make_school(code, town, f"Школа {code}", f"Школа {code}"), marker, given=GIVEN)
    for name, role in ROLES.items():
        card = person(place, f"{marker}-{NAME}-{name}", f"{name}@{code}.example")
        place.people[name] = card
        if role is not None:
            Appointment.objects.create(organisation=place.organisation, person=card, role=role, starts_on=DAY)
    place.people["child"] = person(place, f"{marker}-{NAME}-child")
    Person.objects.filter(pk=place.people["child"].pk).update(kind=PersonKind.PUPIL, birth_year=2012)
    place.people["child"].refresh_from_db()
    place.people["parent"] = person(place, f"{marker}-{NAME}-parent")
    place.rows[Person] = place.people["mentee"]
    place.fill()
    _mentor_takes_part(place)
    return place


def _mentor_takes_part(place: Place) -> None:
    mentee_side = place.row(Participation)
    Participation.objects.create(
        organisation=place.organisation,
        mentorship=mentee_side.mentorship,
        person=place.people["mentor"],
        side=Side.MENTOR,
        joined_on=DAY,
    )


def _of(name: str, **more: Any) -> Any:
    return lambda place: {"person": place.people[name], **more}


GIVEN = {
    "organisations.BodyDecision": lambda place: {"decided": f"{place.marker}-{NAME} избран председателем"},
    "people.Appointment": _of("mentee", role=Role.MENTEE),
    "people.Representative": lambda place: {
        "minor": place.people["child"],
        "person": place.people["parent"],
    },
    "people.Consent": _of("mentee", signed_by=None),
    "people.Invitation": _of("teacher", expires_at=MOMENT.replace(year=2027)),
    "people.StaffImport": lambda place: {"mapping": _mapping(place)},
    "pairs.Participation": _of("mentee", side=Side.MENTEE),
    "bank.Mentor": _of("mentor"),
    "bank.TimeWindow": _of("mentor", ends="11:00"),
    "meetings.Meeting": lambda _place: {"only_with": None, "ends_at": MOMENT.replace(hour=7)},
    "meetings.Lesson": _of("mentee", ends="11:00"),
    "meetings.Room": lambda _place: {"closed_on": None},
    "meetings.Attachment": lambda place: {"visit": None, "file": _file_of_its_own(place)},
    "meetings.DiaryEntry": lambda place: {"author": place.people["mentee"]},
    "bank.ProblemMark": lambda place: {"problem": _sensitive(place)},
    "diagnostics.Assessment": lambda place: {
        "assessed_by": place.people["curator"],
        "note": f"{place.marker}-{LEVEL}",
    },
    "diagnostics.CareNote": lambda place: {
        "about": place.people["mentee"],
        "written_by": place.people["psychologist"],
        "text": f"{place.marker}-{NOTE}",
    },
    "diagnostics.CareRequest": _of("mentee", partners=[]),
    "council.Question": lambda _place: {"decision": None},  # one that is open
    "council.Seat": _of("council_member"),
    "council.Ballot": _of("council_member"),
    "council.Letter": _of("mentee", state="sent"),
    # Removing either removes its file, which others of this place hold too.
    "conversations.Attachment": lambda place: {"file": _file_of_its_own(place)},
    "conversations.AnnouncementFile": lambda place: {"file": _file_of_its_own(place)},
    "core.Job": lambda place: {
        "organisation_id": place.organisation.pk,
        "root_id": place.organisation.root_id,
        "ordered_by": place.people["curator"].account_id,
    },
    "core.OutgoingMessage": lambda place: {
        "organisation_id": place.organisation.pk,
        "root_id": place.organisation.root_id,
        "person_id": place.people["mentee"].pk,
    },
}


def _file_of_its_own(place: Place) -> Any:
    data = f"%PDF-1.4\n{place.marker}\n%%EOF\n".encode()
    return keep(data, f"{place.marker}.pdf", mime="application/pdf", organisation=place.organisation)


def _mapping(place: Place) -> dict[str, Any]:
    column = {"index": 0, "heading": f"{place.marker}-heading", "field": None, "confidence": 1, "samples": []}
    return {"sheet": "Лист1", "heading_row": 1, "columns": [column], "sheets": ["Лист1"]}


def _sensitive(place: Place) -> Any:
    item = list_item(place, "problem", sensitive=True)
    type(item).objects.filter(pk=item.pk).update(title=f"{place.marker}-{PROBLEM}")
    return item
