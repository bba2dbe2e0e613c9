"""Templates that an organisation starts with: goals, tasks and activities in our words, then its own to change."""

from dataclasses import dataclass, field

from .models.catalogue import LineKind, Whose
from .rules import Aim

GOAL, TASK, ACTIVITY, RESULT = LineKind.GOAL, LineKind.TASK, LineKind.ACTIVITY, LineKind.RESULT
REMOVE, SUPPORT = Aim.REMOVE, Aim.SUPPORT


@dataclass(frozen=True)
class ShippedLine:
    """`domain` is a code of the list of domains; `month` counts from the first month of the programme."""

    kind: LineKind
    words: str
    aim: Aim = REMOVE
    domain: str = ""
    month: int = 0
    product: str = ""


@dataclass(frozen=True)
class ShippedTemplate:
    """`problem` and `topic` are codes of the lists; words of a sensitive one never name the problem."""

    code: str
    title: str
    problem: str = ""
    topic: str = ""
    whose: Whose = Whose.EMPLOYED
    lines: tuple[ShippedLine, ...] = field(default=())


def goal(words: str) -> ShippedLine:
    return ShippedLine(GOAL, words)


def task(words: str) -> ShippedLine:
    return ShippedLine(TASK, words)


def result(words: str) -> ShippedLine:
    return ShippedLine(RESULT, words)


def removes(words: str, domain: str, month: int, product: str = "") -> ShippedLine:
    return ShippedLine(ACTIVITY, words, REMOVE, domain, month, product)


def supports(words: str, domain: str, month: int, product: str = "") -> ShippedLine:
    return ShippedLine(ACTIVITY, words, SUPPORT, domain, month, product)


TEMPLATES = (
    ShippedTemplate(
        "new-team",
        "Первые месяцы в новой школе",
        problem="new-team",
        lines=(
            # R068, R223, R062
            goal("Освоиться в организации и чувствовать себя своим в коллективе"),
            goal("Уверенно вести занятия и документы без посторонней помощи"),
            # R224–R226
            task("Вместе разбирать свои занятия и делать выводы"),
            task("Пробовать приёмы, которые сработали у коллег"),
            removes(
                "Знакомство с коллективом, правилами и документами организации",
                "law",
                0,
                "список вопросов и ответов",
            ),
            removes("Посетить занятие наставника и разобрать его по плану", "methods", 0, "лист посещения"),
            removes("Составить вместе план занятия и провести его", "methods", 1, "план занятия"),
            removes("Разобрать трудную ситуацию с классом или родителями", "psychology", 2),
            supports("Показать удачный приём коллегам", "methods", 4, "короткое выступление"),
            result("Закрепился на рабочем месте, работает уверенно и хочет расти дальше"),
        ),
    ),
    ShippedTemplate(
        "new-technologies",
        "Новые технологии без спешки",
        problem="new-technologies",
        lines=(
            # R069, R074
            goal("Свободно пользоваться цифровыми средствами на своих занятиях"),
            goal("Провести занятие в смешанной форме и оценить, что она дала"),
            task("Осваивать по одному средству и сразу пробовать его в деле"),
            removes("Выбрать одно цифровое средство и освоить его вместе", "ict", 0, "памятка для себя"),
            removes("Подготовить и провести занятие с этим средством", "digitalisation", 1, "план занятия"),
            removes("Разобрать, что помогло обучающимся, а что мешало", "digitalisation", 2),
            supports(
                "Поделиться опытом ведения предмета с молодыми коллегами",
                "subject",
                3,
                "мастерская для коллег",
            ),
            result("Выбирает технологию под задачу занятия и не боится пробовать новое"),
        ),
    ),
    ShippedTemplate(
        "growth",
        "Новый шаг в профессии",
        problem="growth-crisis",
        lines=(
            # R067, R072, R227
            goal("Вернуть интерес к работе и увидеть следующий шаг в профессии"),
            goal("Найти дело, в котором опыт становится заметен другим"),
            task("Вместе наметить путь на год и обсуждать его раз в месяц"),
            removes("Беседа о сильных сторонах и о том, чего хочется", "psychology", 0),
            removes("Выбрать курс, конкурс или проект по душе и записаться", "theory", 1, "заявка или план"),
            supports("Провести мастерскую по своей сильной теме", "methods", 3, "материалы мастерской"),
            result("Видит свою цель на ближайшие годы и идёт к ней"),
        ),
    ),
    ShippedTemplate(
        "balance",
        "Бережный режим и поддержка",
        problem="burnout",
        lines=(
            # R227
            goal("Работать в посильном режиме и снова радоваться результату"),
            goal("Научиться замечать перегрузку и вовремя просить помощи"),
            task("Договориться, какие дела можно упростить или передать"),
            removes(
                "Разобрать неделю: что отнимает силы, что можно убрать", "health", 0, "изменённый план недели"
            ),
            removes("Освоить два приёма, которые берегут силы на занятии", "health", 1),
            removes("Обсудить с психологом, какая поддержка нужна", "psychology", 1),
            supports("Вести дело, которое приносит радость: кружок, событие, проект", "upbringing", 2),
            result("Нагрузка посильна, есть время на отдых и на любимое дело"),
        ),
    ),
    ShippedTemplate(
        "topic-personal",
        "Личностные качества",
        topic="personal",
        lines=(
            goal("Уверенно вести за собой обучающихся и коллег"),
            goal("Распределять время так, чтобы успевать главное"),
            task("Пробовать себя в роли ведущего и обсуждать, что вышло"),
            removes("Составить свою неделю и месяц прожить по ней", "health", 0, "план недели"),
            removes("Освоить приёмы спокойствия в трудном разговоре", "psychology", 1),
            supports("Провести событие для класса или коллег", "upbringing", 3, "сценарий события"),
            result("Берёт на себя ответственность и держится спокойно"),
        ),
    ),
    ShippedTemplate(
        "topic-methodical",
        "Методическая грамотность",
        topic="methodical",
        lines=(
            # R069, R225
            goal("Проектировать занятие по стандарту и достигать его цели"),
            goal("Вести учебно-методические документы без ошибок"),
            task("Вместе готовить, посещать и разбирать занятия"),
            removes("Разобрать рабочую программу и план на четверть", "law", 0, "план на четверть"),
            removes("Составить технологическую карту занятия", "methods", 1, "технологическая карта"),
            removes("Посетить и разобрать занятие наставляемого", "methods", 2, "лист посещения"),
            removes("Освоить приёмы оценивания, которые помогают учиться", "methods", 3),
            supports("Выбрать курс повышения квалификации и пройти его", "theory", 4, "удостоверение"),
            result("Занятия построены ясно, обучающиеся понимают, чему научились"),
        ),
    ),
    ShippedTemplate(
        "topic-social",
        "Социальная адаптация",
        topic="social",
        lines=(
            # R068, R070
            goal("Понимать обучающихся и находить с ними общий язык"),
            goal("Стать частью коллектива и работать в творческой группе"),
            task("Вместе участвовать в делах коллектива"),
            removes("Обсудить возраст и особенности своих обучающихся", "psychology", 0),
            removes("Вместе подготовить и провести родительское собрание", "psychology", 2, "план собрания"),
            supports("Войти в творческую группу и взять в ней посильное дело", "upbringing", 1),
            result("Есть опора в коллективе и доверие обучающихся и родителей"),
        ),
    ),
    ShippedTemplate(
        "common",
        "Общие цели наставничества",
        whose=Whose.ANY,
        lines=(
            # R066–R072
            goal("Разделить ценности и смысл нашего дела"),
            goal("Найти свою внутреннюю причину работать лучше"),
            goal("Привыкнуть к новой среде и её правилам"),
            goal("Освоить нужные навыки и умения"),
            goal("Принять традиции и нормы профессионального сообщества"),
            goal("Научиться осмыслять свою работу и критически на неё смотреть"),
            goal("Расти в профессии и как личность"),
            # R073, R063
            task("Наставнику — тоже учиться: отмечать, что дал опыт этой пары"),
            task("Обмениваться профессиональным и жизненным опытом"),
        ),
    ),
    ShippedTemplate(
        "learner-path",
        "Путь ученика к своей цели",
        whose=Whose.LEARNERS,
        lines=(
            # R058–R060
            goal("Выбрать направление учёбы или профессию осознанно"),
            goal("Составить и пройти свой образовательный маршрут"),
            goal("Научиться работать в команде и развиваться самостоятельно"),
            task("Каждую неделю делать один шаг к цели и обсуждать его"),
            removes("Разговор об интересах и сильных сторонах", "psychology", 0, "карта интересов"),
            removes("Составить личный план на полугодие", "methods", 0, "личный план"),
            supports("Подготовить и защитить свой проект", "subject", 3, "проект"),
            supports("Встретиться с человеком из выбранной профессии", "upbringing", 2),
            result("Знает, чего хочет, и сам планирует учёбу"),
        ),
    ),
)
