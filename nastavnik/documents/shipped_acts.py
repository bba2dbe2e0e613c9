"""Acts given to a new organisation: verified ones stand as in force, the rest ask the reader to check them."""

from dataclasses import dataclass
from datetime import date

from .rules import ActLevel, ActStatus

PRESIDENT = "Президента Российской Федерации"
GOVERNMENT = "Правительства Российской Федерации"
MINISTRY = "Министерства просвещения Российской Федерации"


@dataclass(frozen=True)
class ShippedAct:
    """`kind` and `issuer` read together in the nominative: «Приказ» + «Министерства…». `by`: number of the successor."""

    kind: str
    issuer: str
    on: date
    number: str
    title: str
    status: ActStatus = ActStatus.IN_FORCE
    level: ActLevel = ActLevel.FEDERAL
    valid_from: date | None = None
    valid_to: date | None = None
    by: str = ""
    cite: bool = False


U, R = ActStatus.UNCHECKED, ActStatus.REPEALED


def shipped_acts() -> tuple[ShippedAct, ...]:
    """A successor stands before the act it replaces."""
    return (*_laws(), *_of_government(), *_of_ministry())


def _laws() -> tuple[ShippedAct, ...]:
    law = "Федеральный закон"
    return (
        ShippedAct(
            "Статья 351.8 Трудового кодекса Российской Федерации",
            "",
            date(2001, 12, 30),
            "197-ФЗ",
            "Особенности регулирования труда работников, выполняющих работу по наставничеству в сфере труда",
            valid_from=date(2025, 3, 1),
            cite=True,
        ),
        ShippedAct(
            law,
            "",
            date(2024, 11, 9),
            "381-ФЗ",
            "О внесении изменения в Трудовой кодекс Российской Федерации",
            valid_from=date(2025, 3, 1),
        ),
        ShippedAct(law, "", date(2012, 12, 29), "273-ФЗ", "Об образовании в Российской Федерации", cite=True),
        ShippedAct(law, "", date(2006, 7, 27), "152-ФЗ", "О персональных данных"),
        ShippedAct(
            law,
            "",
            date(2025, 6, 24),
            "156-ФЗ",
            "О создании многофункционального сервиса обмена информацией и о внесении изменений в отдельные "
            "законодательные акты Российской Федерации",
            status=U,
            valid_from=date(2025, 9, 1),
        ),
        ShippedAct(law, "", date(2011, 4, 6), "63-ФЗ", "Об электронной подписи"),
        ShippedAct(
            law,
            "",
            date(2024, 8, 8),
            "328-ФЗ",
            "О внесении изменений в Федеральный закон „Об образовании в Российской Федерации“",
            status=U,
            valid_from=date(2025, 3, 1),
        ),
    )


def _of_government() -> tuple[ShippedAct, ...]:
    decree, order, ruling = "Указ", "Распоряжение", "Постановление"
    return (
        ShippedAct(
            order,
            GOVERNMENT,
            date(2025, 5, 21),
            "1264-р",
            "Об утверждении Концепции развития наставничества в Российской Федерации на период до 2030 года",
            cite=True,
        ),
        ShippedAct(
            order,
            GOVERNMENT,
            date(2019, 12, 31),
            "3273-р",
            "Об утверждении основных принципов национальной системы профессионального роста педагогических "
            "работников Российской Федерации, включая национальную систему учительского роста",
            status=U,
        ),
        ShippedAct(
            ruling,
            GOVERNMENT,
            date(2022, 2, 21),
            "225",
            "Об утверждении номенклатуры должностей педагогических работников организаций, осуществляющих "
            "образовательную деятельность, должностей руководителей образовательных организаций",
            status=U,
        ),
        ShippedAct(
            ruling,
            GOVERNMENT,
            date(2013, 8, 8),
            "678",
            "Об утверждении номенклатуры должностей педагогических работников организаций, осуществляющих "
            "образовательную деятельность, должностей руководителей образовательных организаций",
            status=R,
            by="225",
        ),
        ShippedAct(
            decree, PRESIDENT, date(2018, 3, 2), "94", "Об учреждении знака отличия „За наставничество“"
        ),
    )


def _of_ministry() -> tuple[ShippedAct, ...]:
    order, disposal = "Приказ", "Распоряжение"
    return (
        ShippedAct(
            "Письмо",
            f"{MINISTRY} и Общероссийского Профсоюза образования",
            date(2021, 12, 21),
            "АЗ-1128/08, 657",
            "О направлении Методических рекомендаций",
            cite=True,
        ),
        ShippedAct(
            disposal,
            MINISTRY,
            date(2019, 12, 25),
            "Р-145",
            "Об утверждении методологии (целевой модели) наставничества обучающихся",
            status=U,
        ),
        ShippedAct(
            "Письмо",
            MINISTRY,
            date(2020, 1, 23),
            "МР-42/02",
            "О направлении целевой модели наставничества и методических рекомендаций",
            status=U,
        ),
        ShippedAct(
            order,
            MINISTRY,
            date(2024, 11, 6),
            "779",
            "Об утверждении перечня документов, подготовка которых осуществляется педагогическими работниками",
            status=U,
            valid_from=date(2025, 3, 1),
        ),
        ShippedAct(
            order,
            MINISTRY,
            date(2022, 7, 21),
            "582",
            "Об утверждении перечня документации, подготовка которой осуществляется педагогическими работниками",
            status=R,
            valid_to=date(2025, 2, 28),
            by="779",
        ),
        ShippedAct(
            order,
            MINISTRY,
            date(2023, 3, 24),
            "196",
            "Об утверждении Порядка проведения аттестации педагогических работников организаций, "
            "осуществляющих образовательную деятельность",
            valid_from=date(2023, 9, 1),
            valid_to=date(2029, 8, 31),
        ),
        ShippedAct(
            disposal,
            MINISTRY,
            date(2020, 12, 16),
            "Р-174",
            "Об утверждении Концепции создания единой федеральной системы научно-методического сопровождения "
            "педагогических работников и управленческих кадров",
            status=U,
        ),
        ShippedAct(
            order,
            "Роскомнадзора",
            date(2021, 2, 24),
            "18",
            "Об утверждении требований к содержанию согласия на обработку персональных данных, разрешённых "
            "субъектом персональных данных для распространения",
            status=U,
        ),
    )
