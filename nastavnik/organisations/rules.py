"""What kinds of organisation there are, how they nest, and what their code may be. Pure."""

import re
from datetime import date

from nastavnik.core.choices import Choices
from nastavnik.core.errors import Refusal


class Level(Choices):
    FEDERATION = "federation", "Федерация"
    REGION = "region", "Регион"
    MUNICIPALITY = "municipality", "Муниципалитет"
    ORGANISATION = "organisation", "Организация"


class Kind(Choices):
    AUTHORITY = "authority", "Орган управления образованием"
    SCHOOL = "school", "Школа"
    KINDERGARTEN = "kindergarten", "Детский сад"
    COLLEGE = "college", "Колледж (СПО)"
    SUPPLEMENTARY = "supplementary", "Дополнительное образование"
    CNPPM = "cnppm", "ЦНППМ"
    INSTITUTE = "institute", "Институт развития образования"
    UNIVERSITY = "university", "Университет"
    EMPLOYER = "employer", "Работодатель"
    OTHER = "other", "Другая организация"


class Contour(Choices):
    """R036: the internal contour is the organisation itself, the external one is everything around it."""

    INTERNAL = "internal", "Внутренний контур"
    EXTERNAL = "external", "Внешний контур"


ORDER = (Level.FEDERATION, Level.REGION, Level.MUNICIPALITY, Level.ORGANISATION)
CODE = re.compile(r"[a-z][a-z0-9-]{1,49}")


def check_code(code: str) -> None:
    if not CODE.fullmatch(code):
        raise Refusal(
            "Код — это 2–50 знаков: строчные латинские буквы, цифры и дефис, первая — буква. Например: school-7."
        )


def check_names(full: str, short: str) -> None:
    """Both are needed: papers use either (R001). Their lengths are those of the columns."""
    for name, limit in ((full, 400), (short, 150)):
        if not name.strip():
            raise Refusal("Впишите наименование организации: оно стоит в каждом документе.")
        if len(name) > limit:
            raise Refusal(f"Наименование длиннее {limit} знаков. Сократите его.")


def check_nesting(level: Level, parent: Level | None) -> None:
    """A level stands only below a higher one; a lone organisation may stand by itself."""
    if parent is not None and ORDER.index(parent) >= ORDER.index(level):
        raise Refusal(
            f"«{level.label}» не может входить в уровень «{parent.label}». Выберите вышестоящую организацию."
        )


def contour_of(kind: Kind, level: Level) -> Contour:
    inside = level is Level.ORGANISATION and kind in {
        Kind.SCHOOL,
        Kind.KINDERGARTEN,
        Kind.COLLEGE,
        Kind.SUPPLEMENTARY,
    }
    return Contour.INTERNAL if inside else Contour.EXTERNAL


class ListName(Choices):
    """Lists that each organisation edits for itself: its own subset of forms and kinds (R052)."""

    FORM = "form", "Формы наставничества"
    KIND = "kind", "Виды наставничества"
    ISSUE = "issue", "Вопросы закрепления"
    CATEGORY = "category", "Категории наставляемых"
    PROBLEM = "problem", "Типы проблем"
    SOURCE = "source", "Откуда наставник"
    DOMAIN = "domain", "Области диагностики"
    CRITERION = "criterion", "Критерии отбора наставников"
    SUBJECT = "subject", "Предметы и направления"
    POSITION = "position", "Должности педагогических работников"
    TOPIC = "topic", "Предметы наставничества"
    DIRECTION = "direction", "Направления наставнической деятельности"


class BodyKind(Choices):
    COUNCIL = "council", "Совет наставников"
    PEDAGOGICAL = "pedagogical", "Педагогический совет"
    UNION = "union", "Профсоюзная организация"
    GOVERNING = "governing", "Управляющий совет"
    PARENTS = "parents", "Совет родителей"
    METHODICAL = "methodical", "Методический совет"
    OTHER = "other", "Другой орган"


def check_esign_act(number: str, on: date | None) -> None:
    """The act on simple electronic signature is a document: number and date together, or none (63-ФЗ, ст. 9)."""
    if bool(number) != (on is not None):
        raise Refusal("У акта о простой электронной подписи укажите и номер, и дату — или очистите оба поля.")


def cases_that_stay(cases: dict[str, str], *, renamed: set[str]) -> dict[str, str]:
    """Overrides of a name that has changed are wrong for the new one."""
    gone = {True: "short_name" in renamed, False: "full_name" in renamed}
    return {name: text for name, text in cases.items() if not gone[name.startswith("short_")]}


# Lists that the work cannot do without: something must stay switched on in each.
NEEDED = frozenset({ListName.FORM, ListName.KIND, ListName.ISSUE, ListName.DOMAIN})


def check_switch_off(name: ListName, others_on: int) -> None:
    if name in NEEDED and others_on == 0:
        raise Refusal(
            f"В списке «{name.label}» должна остаться хотя бы одна строка. Сначала включите другую."
        )


def check_body_dates(formed_on: date | None, closed_on: date | None) -> None:
    if formed_on and closed_on and closed_on < formed_on:
        raise Refusal("Орган не может прекратить работу раньше, чем создан. Исправьте одну из дат.")


LONGEST_HOLIDAYS = 100  # days: the summer is 92


def check_holidays(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Refusal("Каникулы не могут закончиться раньше, чем начались. Исправьте одну из дат.")
    if (ends_on - starts_on).days >= LONGEST_HOLIDAYS:
        raise Refusal(f"Каникулы длиннее {LONGEST_HOLIDAYS} дней. Проверьте год в датах.")
