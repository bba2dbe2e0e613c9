"""The cast of the example: who works where, who is strong in what, who asks for help. Values only."""

from dataclasses import dataclass, field

from nastavnik.access.roles import Role
from nastavnik.people.rules import PersonKind, QualificationCategory

HIGHEST, FIRST, NONE = QualificationCategory.HIGHEST, QualificationCategory.FIRST, QualificationCategory.NONE


@dataclass(frozen=True)
class Human:
    """One invented person. `mastery`: nine digits 0–4 in the order of the shipped domains, «-» for no answer."""

    key: str
    name: str
    position: str = "учитель"
    subjects: str = ""
    subject: str = ""
    birth: int | None = None
    career: int | None = None
    category: QualificationCategory = NONE
    kind: PersonKind = PersonKind.PEDAGOGUE
    group: str = ""
    roles: tuple[Role, ...] = ()
    enters: bool = False
    mastery: str = ""
    offers: tuple[str, ...] = ()
    capacity: int = 2
    asks: tuple[str, ...] = ()
    words: str = ""
    categories: tuple[str, ...] = ()
    distance: bool = False
    parent_of: tuple[str, str] = field(default=("", ""))


SCHOOL = (
    Human(
        "rodion",
        "Рощин Родион Павлович",
        "директор",
        birth=1970,
        career=1992,
        roles=(Role.HEAD,),
        enters=True,
    ),
    Human(
        "vera",
        "Ладыгина Вера Николаевна",
        "заместитель директора",
        birth=1976,
        career=1998,
        roles=(Role.CURATOR, Role.DEPUTY),
        enters=True,
    ),
    Human(
        "tatyana",
        "Кравцова Татьяна Ивановна",
        subjects="математика",
        subject="mathematics",
        birth=1969,
        career=1991,
        category=HIGHEST,
        roles=(Role.COUNCIL_CHAIR,),
        enters=True,
        mastery="344244333",
        offers=("teaching-methods", "subject-content"),
    ),
    Human(
        "galina",
        "Мещерякова Галина Викторовна",
        subjects="физика",
        subject="physics",
        birth=1974,
        career=1996,
        category=HIGHEST,
        enters=True,
        mastery="334342243",
        offers=("lesson-organisation", "teaching-methods", "parents"),
    ),
    Human(
        "olga",
        "Лебедева Ольга Сергеевна",
        subjects="начальные классы",
        subject="primary",
        birth=1980,
        career=2002,
        category=FIRST,
        roles=(Role.COUNCIL_MEMBER,),
        mastery="333432344",
        offers=("upbringing", "lesson-organisation", "parents"),
        capacity=3,
    ),
    Human(
        "stepan",
        "Громов Степан Ильич",
        subjects="информатика",
        subject="informatics",
        birth=1996,
        career=2018,
        category=FIRST,
        mastery="223234432",
        offers=("digital",),
    ),
    Human(
        "kirill",
        "Зимин Кирилл Андреевич",
        subjects="физика",
        subject="physics",
        birth=2002,
        career=2025,
        enters=True,
        mastery="213113312",
        asks=("lesson-organisation",),
        words="Не успеваю держать темп урока, теряю класс на новых темах.",
        categories=("young-specialist",),
    ),
    Human(
        "alyona",
        "Пташкина Алёна Игоревна",
        subjects="математика",
        subject="mathematics",
        birth=2001,
        career=2024,
        mastery="223213322",
        asks=("teaching-methods",),
        words="Хочу научиться готовить класс к экзамену.",
        categories=("young-specialist",),
    ),
    Human(
        "darya",
        "Вершинина Дарья Олеговна",
        subjects="английский язык",
        subject="foreign",
        birth=2003,
        career=2026,
        mastery="113112321",
        asks=("lesson-organisation", "parents"),
        words="Первый год в школе: план урока и дисциплина.",
        categories=("young-specialist", "new-organisation"),
        distance=True,
    ),
    Human(
        "nina",
        "Орлова Нина Фёдоровна",
        subjects="история и обществознание",
        subject="history",
        birth=1968,
        career=1990,
        category=FIRST,
        mastery="344331043",
        asks=("digital",),
        words="Хочу вести дистанционные уроки без чужой помощи.",
        categories=("less-experienced",),
    ),
    Human(
        "yuliya",
        "Сомова Юлия Петровна",
        subjects="начальные классы",
        subject="primary",
        birth=2000,
        career=2023,
        mastery="222222213",
        asks=("upbringing",),
        words="Становлюсь классным руководителем.",
        categories=("new-position",),
    ),
    Human(
        "ksenia",
        "Рябова Ксения Львовна",
        subjects="начальные классы",
        subject="primary",
        birth=1999,
        career=2022,
        mastery="232222223",
        asks=("upbringing",),
        categories=("new-organisation",),
    ),
    Human(
        "marina",
        "Тихонова Марина Львовна",
        "педагог-психолог",
        birth=1985,
        career=2008,
        roles=(Role.PSYCHOLOGIST,),
        enters=True,
    ),
    Human(
        "pavel",
        "Дроздов Павел Аркадьевич",
        subjects="физическая культура",
        subject="sport",
        birth=1988,
        career=2011,
        offers=("lesson-organisation",),
    ),
    Human(
        "lidia",
        "Воронцова Лидия Семёновна",
        subjects="химия",
        subject="chemistry",
        birth=1965,
        career=1987,
        offers=("subject-content",),
    ),
    Human(
        "roman",
        "Ефимов Роман Тимурович",
        subjects="география",
        subject="geography",
        birth=1991,
        career=2015,
        offers=("digital",),
    ),
    Human(
        "artyom",
        "Белов Артём Денисович",
        "",
        birth=2011,
        kind=PersonKind.PUPIL,
        group="9 «А»",
    ),
    Human("sofia", "Лукина София Максимовна", "", birth=2014, kind=PersonKind.PUPIL, group="6 «Б»"),
    Human(
        "irina", "Белова Ирина Юрьевна", "", kind=PersonKind.PARENT, enters=True, parent_of=("artyom", "мать")
    ),
    Human("maxim", "Лукин Максим Олегович", "", kind=PersonKind.PARENT, parent_of=("sofia", "отец")),
)
NEIGHBOUR = (
    Human("inna", "Жукова Инна Романовна", "директор", birth=1972, career=1994, roles=(Role.HEAD,)),
    Human(
        "oleg",
        "Савин Олег Игоревич",
        "заместитель директора",
        birth=1983,
        career=2006,
        roles=(Role.CURATOR,),
        enters=True,
    ),
    Human(
        "larisa",
        "Юдина Лариса Борисовна",
        subjects="английский язык",
        subject="foreign",
        birth=1979,
        career=2001,
        category=HIGHEST,
        mastery="334343333",
        offers=("lesson-organisation", "teaching-methods"),
        distance=True,
    ),
)
TOWN = (
    Human(
        "denis",
        "Ершов Денис Павлович",
        "методист",
        kind=PersonKind.OTHER,
        roles=(Role.MUNICIPAL,),
        enters=True,
    ),
)
