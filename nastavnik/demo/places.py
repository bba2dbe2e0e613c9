"""Places and people of the example."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from nastavnik.access.actor import Actor
from nastavnik.core.periods import school_year
from nastavnik.core.russian.names import FullName, guess_gender
from nastavnik.organisations.models import BodyDecision, CollegialBody, ListItem, Organisation
from nastavnik.organisations.rules import BodyKind, Kind, Level
from nastavnik.organisations.services import add_organisation
from nastavnik.pairs.models import Mentorship
from nastavnik.people.models import Person, User
from nastavnik.people.rules import PersonKind
from nastavnik.people.services.appointments import appoint
from nastavnik.people.services.cards import add_person
from nastavnik.people.services.employment import add_employment
from nastavnik.people.services.representatives import add_representative

from .district import NEIGHBOUR, SCHOOL, TOWN, Human

ZONE = "Asia/Barnaul"


@dataclass
class World:
    """What has been made so far; `people` and `humans` by the key of the cast."""

    today: date
    by: Actor
    people: dict[str, Person] = field(default_factory=dict)
    humans: dict[str, Human] = field(default_factory=dict)
    town: Organisation = field(init=False)
    school: Organisation = field(init=False)
    neighbour: Organisation = field(init=False)
    decision: BodyDecision = field(init=False)
    made: list[Mentorship] = field(default_factory=list)

    @property
    def autumn(self) -> date:
        """1 September of the current school year, or today when the year has only begun."""
        return min(date(school_year(self.today), 9, 1), self.today)

    def build(self) -> None:
        self.town = add_organisation(
            code="primer-zarechinsk",
            level=Level.MUNICIPALITY,
            kind=Kind.AUTHORITY,
            full_name="Управление образования города Заречинска",
            short_name="Управление образования Заречинска",
            is_contour=True,
            is_demo=True,
            time_zone=ZONE,
            by=self.by,
        )
        self.school = self._school("primer-shkola-14", "Средняя школа № 14", "СШ № 14", "5550001401")
        self.neighbour = self._school("primer-shkola-3", "Средняя школа № 3", "СШ № 3", "5550001402")

    def _school(self, code: str, title: str, short: str, inn: str) -> Organisation:
        return add_organisation(
            code=code,
            level=Level.ORGANISATION,
            kind=Kind.SCHOOL,
            full_name=f"Муниципальное бюджетное общеобразовательное учреждение «{title} города Заречинска»",
            short_name=f"МБОУ «{short}»",
            parent=self.town,
            legal_type="муниципальное бюджетное общеобразовательное учреждение",
            place="г. Заречинск",
            address="658000, г. Заречинск, ул. Садовая, д. 5",
            inn=inn,
            time_zone=ZONE,
            is_demo=True,
            by=self.by,
        )

    def populate(self) -> None:
        for organisation, cast in ((self.school, SCHOOL), (self.neighbour, NEIGHBOUR), (self.town, TOWN)):
            self._settle(organisation, cast)

    def _settle(self, organisation: Organisation, cast: Sequence[Human]) -> None:
        for human in cast:
            self.humans[human.key] = human
            self.people[human.key] = person = self._card(organisation, human)
            for role in human.roles:
                appoint(
                    person,
                    role=role,
                    starts_on=self.autumn,
                    basis="Приказ",
                    basis_number="3-ОД",
                    basis_date=self.autumn,
                    today=self.today,
                    by=self.by,
                )
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
        person = add_person(
            organisation,
            last_name=last,
            first_name=first,
            middle_name=middle,
            gender=guess_gender(FullName(last, first, middle)) or "",
            kind=human.kind,
            birth=human.birth,
            career_start=date(human.career, 9, 1) if human.career else None,
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
                starts_on=date(max(human.career or 2020, 2010), 9, 1),
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
            organisation=self.school, kind=BodyKind.COUNCIL, title="Совет наставников", formed_on=self.autumn
        )
        self.decision = BodyDecision.objects.create(
            organisation=self.school,
            body=body,
            on=self.autumn,
            protocol="1",
            question="О кандидатурах наставников и составе пар",
            decided="Рекомендовать кандидатуры к закреплению.",
        )

    def of(self, *keys: str) -> list[Person]:
        return [self.people[key] for key in keys]

    def adults(self) -> list[Person]:
        return [p for p in self.people.values() if p.kind in (PersonKind.PEDAGOGUE, PersonKind.HEAD)]

    def item(self, list_name: str, code: str, organisation: Organisation | None = None) -> ListItem:
        return ListItem.objects.get(organisation=organisation or self.school, list=list_name, code=code)
