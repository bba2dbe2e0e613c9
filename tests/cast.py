"""The cast: the same few fictional people in every test, demo and screenshot."""

from dataclasses import dataclass
from datetime import date

from nastavnik.access.actor import CONSOLE, Actor
from nastavnik.access.roles import Role
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.rules import Kind, Level
from nastavnik.organisations.services import add_organisation
from nastavnik.people.models import Appointment, Employment, Person, User
from nastavnik.people.queries import actor_for
from nastavnik.people.rules import Gender, PersonKind

TODAY = date(2026, 9, 15)


@dataclass
class Cast:
    """A municipality with two schools; the curator, the head and three teachers of the first one."""

    town: Organisation
    school: Organisation
    other_school: Organisation
    vera: Person  # curator and deputy head of the school
    rodion: Person  # its head
    galina: Person  # an experienced teacher: a mentor to be
    kirill: Person  # a young teacher: a mentee to be
    darya: Person  # another young teacher
    oleg: Person  # curator of the other school

    def as_actor(self, person: Person) -> Actor:
        assert person.account is not None
        return actor_for(person.account, today=TODAY)


def make_person(
    full_name: str,
    organisation: Organisation,
    *roles: Role,
    position: str = "учитель",
    gender: Gender = Gender.FEMALE,
    kind: PersonKind = PersonKind.PEDAGOGUE,
    subjects: str = "",
    account: bool = True,
    **fields: object,
) -> Person:
    last, first, middle = full_name.split()
    user = None
    if account:
        login = f"p{User.objects.count()}@{organisation.code}.example"
        user = User.objects.create_user(login, "пароль-для-проверки", name=f"{first} {middle}")
    person = Person.objects.create(
        organisation=organisation,
        last_name=last,
        first_name=first,
        middle_name=middle,
        gender=gender,
        kind=kind,
        account=user,
        **fields,
    )
    if position:
        Employment.objects.create(
            organisation=organisation,
            person=person,
            position=position,
            subjects=subjects,
            starts_on=date(2020, 9, 1),
        )
    for role in roles:
        Appointment.objects.create(
            organisation=organisation, person=person, role=role, starts_on=date(2026, 9, 1)
        )
    return person


def make_school(code: str, town: Organisation | None, full: str, short: str) -> Organisation:
    return add_organisation(
        code=code,
        level=Level.ORGANISATION,
        kind=Kind.SCHOOL,
        full_name=full,
        short_name=short,
        time_zone="Europe/Moscow",  # that of the settings: «today» of tests and of pages is one day
        parent=town,
        place="г. Заречинск",
        by=CONSOLE,
    )


def make_cast() -> Cast:
    town = add_organisation(
        code="zarechinsk",
        level=Level.MUNICIPALITY,
        kind=Kind.AUTHORITY,
        full_name="Управление образования города Заречинска",
        short_name="УО Заречинска",
        is_contour=True,
        by=CONSOLE,
    )
    school = make_school(
        "school-14",
        town,
        "Муниципальное бюджетное общеобразовательное учреждение «Средняя школа № 14 города Заречинска»",
        "МБОУ «СШ № 14»",
    )
    other = make_school(
        "school-3",
        town,
        "Муниципальное бюджетное общеобразовательное учреждение «Средняя школа № 3 города Заречинска»",
        "МБОУ «СШ № 3»",
    )
    return Cast(
        town,
        school,
        other,
        vera=make_person("Ладыгина Вера Николаевна", school, Role.CURATOR, position="заместитель директора"),
        rodion=make_person(
            "Рощин Родион Павлович", school, Role.HEAD, position="директор", gender=Gender.MALE
        ),
        galina=make_person("Мещерякова Галина Викторовна", school, subjects="физика", birth_year=1975),
        kirill=make_person(
            "Зимин Кирилл Андреевич",
            school,
            subjects="физика",
            gender=Gender.MALE,
            birth_year=2002,
            career_start=date(2025, 9, 1),
        ),
        darya=make_person("Вершинина Дарья Олеговна", school, subjects="английский язык", birth_year=2003),
        oleg=make_person("Савин Олег Игоревич", other, Role.CURATOR, gender=Gender.MALE),
    )
