"""What kinds of organisation there are, how they nest, and what their code may be. Pure."""

import re

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


class BodyKind(Choices):
    COUNCIL = "council", "Совет наставников"
    PEDAGOGICAL = "pedagogical", "Педагогический совет"
    UNION = "union", "Профсоюзная организация"
    GOVERNING = "governing", "Управляющий совет"
    PARENTS = "parents", "Совет родителей"
    METHODICAL = "methodical", "Методический совет"
    OTHER = "other", "Другой орган"
