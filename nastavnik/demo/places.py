"""Places and people of the example."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from nastavnik.access.actor import Actor, Grant
from nastavnik.access.roles import Role
from nastavnik.core.periods import school_year
from nastavnik.core.russian.names import FullName, guess_gender
from nastavnik.organisations.models import BodyDecision, CollegialBody, ListItem, Organisation
from nastavnik.organisations.rules import BodyKind, Kind, Level
from nastavnik.organisations.services import add_organisation
from nastavnik.pairs.models import Mentorship
from nastavnik.people.models import Person, User
from nastavnik.people.services.appointments import appoint
from nastavnik.people.services.cards import add_person
from nastavnik.people.services.employment import add_employment
from nastavnik.people.services.representatives import add_representative

from .days import ZONE, school_day
from .district import NEIGHBOUR, SCHOOL, TOWN, Human
from .staff import CLUB, COLLEGE, COUNTRYSIDE, KINDERGARTEN, MORE_TEACHERS, REGION, VILLAGE

FOUNDED = 420  # days ago: roles and the council are older than the oldest pair
WRITTEN_FOR = 2026  # the school year for which the years of the cast were written
AREA = "Приречный край"


@dataclass(frozen=True)
class Site:
    """An organisation of the example: `place` is the settlement, `title` what stands in quotes."""

    code: str
    kind: Kind
    parent: str
    title: str
    short: str
    legal: str
    place: str
    cast: Sequence[Human]


OFFICES = (
    ("region", "primer-krai", Level.REGION, "", f"Министерство образования ({AREA})", REGION),
    ("town", "primer-zarechinsk", Level.MUNICIPALITY, "region", "Управление образования Заречинска", TOWN),
    (
        "countryside",
        "primer-lugovoe",
        Level.MUNICIPALITY,
        "region",
        "Комитет образования Луговского района",
        COUNTRYSIDE,
    ),
)
CITY, SETTLEMENT = "г. Заречинск", "с. Луговое"
MUNICIPAL, REGIONAL = "муниципальное бюджетное", "краевое государственное бюджетное"
SITES = {
    "school": Site(
        "primer-shkola-14",
        Kind.SCHOOL,
        "town",
        "Средняя школа № 14",
        "МБОУ «СШ № 14»",
        f"{MUNICIPAL} общеобразовательное учреждение",
        CITY,
        (*SCHOOL, *MORE_TEACHERS),
    ),
    "neighbour": Site(
        "primer-shkola-3",
        Kind.SCHOOL,
        "town",
        "Средняя школа № 3",
        "МБОУ «СШ № 3»",
        f"{MUNICIPAL} общеобразовательное учреждение",
        CITY,
        NEIGHBOUR,
    ),
    "kindergarten": Site(
        "primer-sad-7",
        Kind.KINDERGARTEN,
        "town",
        "Детский сад № 7 «Росинка»",
        "МБДОУ «Детский сад № 7»",
        f"{MUNICIPAL} дошкольное образовательное учреждение",
        CITY,
        KINDERGARTEN,
    ),
    "village": Site(
        "primer-lugovskaya",
        Kind.SCHOOL,
        "countryside",
        "Луговская основная школа",
        "МБОУ «Луговская ОШ»",
        f"{MUNICIPAL} общеобразовательное учреждение",
        SETTLEMENT,
        VILLAGE,
    ),
    "club": Site(
        "primer-ddt",
        Kind.SUPPLEMENTARY,
        "countryside",
        "Дом детского творчества",
        "МБУ ДО «ДДТ»",
        f"{MUNICIPAL} учреждение дополнительного образования",
        SETTLEMENT,
        CLUB,
    ),
    "college": Site(
        "primer-kolledzh",
        Kind.COLLEGE,
        "region",
        "Заречинский технологический колледж",
        "КГБПОУ «ЗТК»",
        f"{REGIONAL} профессиональное образовательное учреждение",
        CITY,
        COLLEGE,
    ),
}


def account_of(key: str, place: str) -> str:
    codes = {name: code for name, code, *_ in OFFICES} | {name: site.code for name, site in SITES.items()}
    return f"{key}@{codes[place]}.example"


@dataclass
class World:
    """What has been made so far; `people`, `humans`, `places` and `pairs` by their keys. `last` is the real today."""

    today: date
    by: Actor
    people: dict[str, Person] = field(default_factory=dict)
    humans: dict[str, Human] = field(default_factory=dict)
    places: dict[str, Organisation] = field(default_factory=dict)
    pairs: dict[str, Mentorship] = field(default_factory=dict)
    curators: dict[UUID, Actor] = field(default_factory=dict)
    decision: BodyDecision = field(init=False)
    last: date = field(init=False)

    def __post_init__(self) -> None:
        self.last = self.today

    @property
    def school(self) -> Organisation:
        return self.places["school"]

    @property
    def founded(self) -> date:
        return school_day(self.last, FOUNDED)

    def day(self, ago: int) -> date:
        return school_day(self.last, ago)

    def build(self) -> None:
        for key, code, level, parent, title, _ in OFFICES:
            self.places[key] = add_organisation(
                code=code,
                level=level,
                kind=Kind.AUTHORITY,
                full_name=title,
                short_name=title,
                parent=self.places.get(parent),
                is_contour=level is Level.REGION,
                is_demo=True,
                time_zone=ZONE,
                by=self.by,
            )
        for number, (key, site) in enumerate(SITES.items(), start=1):
            self.places[key] = self._site(site, f"55500014{number:02}")

    def _site(self, site: Site, inn: str) -> Organisation:
        return add_organisation(
            code=site.code,
            level=Level.ORGANISATION,
            kind=site.kind,
            full_name=f"{site.legal[:1].upper()}{site.legal[1:]} «{site.title}»",
            short_name=site.short,
            parent=self.places[site.parent],
            legal_type=site.legal,
            place=site.place,
            address=f"658000, {AREA}, {site.place}, ул. Садовая, д. 5",
            inn=inn,
            time_zone=ZONE,
            is_demo=True,
            by=self.by,
        )

    def populate(self) -> None:
        for key, _, _, _, _, cast in OFFICES:
            self._settle(self.places[key], cast)
        for key, site in SITES.items():
            self._settle(self.places[key], site.cast)

    def _settle(self, organisation: Organisation, cast: Sequence[Human]) -> None:
        for human in cast:
            self.humans[human.key] = human
            self.people[human.key] = person = self._card(organisation, human)
            for role in human.roles:
                appoint(
                    person,
                    role=role,
                    starts_on=self.founded,
                    basis="Приказ",
                    basis_number="3-ОД",
                    basis_date=self.founded,
                    today=self.today,
                    by=self.by,
                )
            if Role.CURATOR in human.roles:
                self.curators[organisation.pk] = self.eyes(human.key)
        for human in cast:
            minor, kinship = human.parent_of
            if minor:
                add_representative(
                    self.people[minor],
                    representative=self.people[human.key],
                    kinship=kinship,
                    today=self.today,
                    by=self.by,
                )

    def _card(self, organisation: Organisation, human: Human) -> Person:
        last, first, middle = human.name.split()
        later = school_year(self.last) - WRITTEN_FOR
        person = add_person(
            organisation,
            last_name=last,
            first_name=first,
            middle_name=middle,
            gender=guess_gender(FullName(last, first, middle)) or "",
            kind=human.kind,
            birth=human.birth + later if human.birth else None,
            career_start=date(human.career + later, 9, 1) if human.career else None,
            group_name=human.group,
            today=self.today,
            by=self.by,
        ).person
        if human.position:
            add_employment(
                person,
                position=human.position,
                subjects=human.subjects,
                category=human.category,
                starts_on=min(date(max(human.career or 2020, 2010) + later, 9, 1), self.last),
                by=self.by,
            )
        if human.enters:
            person.account = User.objects.create_user(
                f"{human.key}@{organisation.code}.example", name=f"{first} {middle}", is_demo=True
            )
            person.save(update_fields=["account"])
        return person

    def seat_council(self) -> None:
        body = CollegialBody.objects.create(
            organisation=self.school, kind=BodyKind.COUNCIL, title="Совет наставников", formed_on=self.founded
        )
        self.decision = BodyDecision.objects.create(
            organisation=self.school,
            body=body,
            on=self.founded,
            protocol="1",
            question="О кандидатурах наставников и составе пар",
            decided="Рекомендовать кандидатуры к закреплению.",
        )

    def of(self, *keys: str) -> list[Person]:
        return [self.people[key] for key in keys]

    def eyes(self, key: str) -> Actor:
        """One of the cast as the one who acts."""
        person = self.people[key]
        grants = tuple(Grant(role, person.organisation.path) for role in self.humans[key].roles)
        return Actor(person.account_id, person.short_name, frozenset({person.pk}), grants)

    def curator(self, mentorship: Mentorship) -> Actor:
        return self.curators[mentorship.organisation_id]

    def item(self, list_name: str, code: str, organisation: Organisation | None = None) -> ListItem:
        return ListItem.objects.get(organisation=organisation or self.school, list=list_name, code=code)
