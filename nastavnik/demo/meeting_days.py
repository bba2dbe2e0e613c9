"""Meetings of the example over the year: held, missed, called off, agreed, proposed; tasks, the diary, visits, rooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from nastavnik.meetings import services as meetings
from nastavnik.meetings.models import Meeting, Room, Task
from nastavnik.meetings.rules import VISIT_POINTS, Agreed, Doer, Fit, Mark, Way, Work
from nastavnik.meetings.services import Plan, diary, places, recording
from nastavnik.meetings.services.diary import Note, Sheet
from nastavnik.meetings.services.recording import Told
from nastavnik.organisations.services.holidays import add_holidays
from nastavnik.pairs.models import Mentorship

from .days import moment, then
from .places import World
from .writing import everybody, mentor_of

ROOMS = ("Кабинет 12", "Методический кабинет", "Библиотека")
VIDEO = "https://video.shkola.example/{code}"


@dataclass(frozen=True)
class Was:
    """A meeting that took place: what about, what was agreed (who, what), how useful it was for either."""

    ago: int
    topic: str
    words: str
    agreed: tuple[tuple[Doer, str], ...] = ()
    marks: tuple[int, int] = (Mark.YES, Mark.YES)
    fit: Fit | None = None
    reply: str = ""


MENTOR, MENTEE, BOTH = Doer.MENTOR, Doer.MENTEE, Doer.BOTH
WEEKS = (
    Was(
        84,
        "Знакомство",
        "Договорились о днях встреч и о том, чего ждём друг от друга.",
        ((MENTEE, "Записать три вопроса о своих уроках"),),
        fit=Fit.FITS,
        reply="Стало спокойнее.",
    ),
    Was(
        77,
        "Начало урока",
        "Разобрали первые десять минут урока в 8 «А».",
        ((MENTEE, "Попробовать правило двух минут"), (MENTOR, "Принести карточки для начала урока")),
    ),
    Was(
        70,
        "Темп на новой теме",
        "Посмотрели план урока, убрали лишнее.",
        ((MENTEE, "Переписать план урока с временем на каждый шаг"),),
    ),
    Was(
        63,
        "Вопросы классу",
        "Учились ждать ответа и не отвечать за детей.",
        marks=(Mark.YES, Mark.RATHER_YES),
    ),
    Was(
        49,
        "Разбор посещённого урока",
        "Сильные места: опыт и спокойный тон.",
        ((MENTEE, "Дать разноуровневое задание в 9 «Б»"),),
        reply="Полезно увидеть себя со стороны.",
    ),
    Was(
        42,
        "Разные задания",
        "Составили задания трёх уровней к одной теме.",
        ((BOTH, "Собрать папку заданий"),),
    ),
    Was(
        35, "Проверка работ", "Договорились, как проверять быстрее.", marks=(Mark.RATHER_YES, Mark.RATHER_NO)
    ),
    Was(
        28,
        "Открытый урок",
        "Выбрали тему и класс для открытого урока.",
        ((MENTEE, "План открытого урока"), (MENTOR, "Позвать коллег на открытый урок")),
    ),
    Was(
        14,
        "Репетиция",
        "Провели начало урока перед пустым классом.",
        ((MENTEE, "Подготовить опыт с маятником"),),
    ),
    Was(
        7,
        "Темп урока",
        "Урок уложился во время, осталось на выводы.",
        ((MENTEE, "Прислать итоговый план урока"), (MENTOR, "Посмотреть план и ответить")),
    ),
)
FEW = (
    Was(
        77,
        "Знакомство",
        "Поговорили о классах и расписании.",
        ((MENTEE, "Выбрать класс для наблюдений"),),
        fit=Fit.FITS,
    ),
    Was(49, "План месяца", "Наметили темы и посещения.", ((BOTH, "Обменяться материалами"),)),
    Was(29, "Посещение урока", "Посмотрели урок вместе и разобрали его.", reply="Хочу ещё раз."),
)
CLOSE = (
    Was(70, "Первая встреча", "Рассказали друг другу о работе.", fit=Fit.FITS),
    Was(40, "Что получается", "Нашли два приёма, которые сработали.", ((MENTEE, "Попробовать третий"),)),
    Was(9, "Подготовка к итогам", "Собрали, что показать коллегам."),
)
UNFIT = (
    Was(
        80,
        "Первая встреча",
        "Поговорили о родительских собраниях.",
        marks=(Mark.RATHER_YES, Mark.RATHER_NO),
        fit=Fit.UNFIT,
    ),
)
LOW = (
    Was(60, "Знакомство с доской", "Показали интерактивную доску.", fit=Fit.UNSURE),
    Was(8, "Опросы на уроке", "Не хватило времени, интернет не работал.", marks=(Mark.RATHER_NO, Mark.NO)),
)


def prepare(world: World) -> None:
    """Rooms, the video service, lessons of the week, school holidays."""
    by = world.eyes("vera")
    for title in ROOMS:
        places.add_room(world.school, title=title, by=by)
    places.set_video_template(world.school, VIDEO, by=by)
    for key, hours in (("galina", (8, 9, 11)), ("kirill", (9, 10, 12)), ("tatyana", (8, 10, 11))):
        week = {day: [(time(hour, 30), time(hour + 1, 10)) for hour in hours] for day in (1, 2, 3, 4, 5)}
        places.set_lessons(world.people[key], week, by=world.eyes(key))
    add_holidays(world.school, title="Каникулы", starts_on=world.day(59), ends_on=world.day(52), by=by)
    add_holidays(world.school, title="Каникулы", starts_on=world.day(-35), ends_on=world.day(-45), by=by)


def hold(world: World, key: str, told: Sequence[Was], *, hour: int = 15, way: Way = Way.IN_PERSON) -> None:
    for each in told:
        with then(world, each.ago):
            _hold(world, world.pairs[key], each, hour, way)


def _hold(world: World, pair: Mentorship, was: Was, hour: int, way: Way) -> None:
    mentor, *mentees = everybody(world, pair)
    starts, ends = moment(world.today, hour), moment(world.today, hour + 1)
    due = world.today + timedelta(days=7)
    agreed = tuple(Agreed(words, doer, due) for doer, words in was.agreed)
    fit = None if was.fit is None else Fit.FITS
    own = Told(words=was.words, agreed=agreed, mark=was.marks[0], fit=fit)
    plan = Plan(starts, way=way, topic=was.topic)
    row = recording.record_unplanned(pair, plan, own, now=ends, by=world.eyes(mentor))
    if was.fit or was.reply or was.marks[1] != Mark.YES:
        theirs = Told(words=was.reply, mark=was.marks[1], fit=was.fit)
        recording.record(row.meeting, theirs, now=ends, by=world.eyes(mentees[0]))


def do_tasks(world: World, key: str, *, leave: int) -> None:
    """All but the last ones are done, each before its day."""
    pair = world.pairs[key]
    rows = list(Task.objects.filter(mentorship=pair, done_on__isnull=True).order_by("due_on", "pk"))
    by = world.eyes(mentor_of(world, pair))
    for each in rows[: len(rows) - leave]:
        recording.finish_task(each, now=moment(each.due_on - timedelta(days=1), 12), by=by)


def plan(
    world: World, key: str, ago: int, *, topic: str, told: int = 3, hour: int = 15, room: str = ""
) -> Meeting:
    """Proposed by the mentor `told` days before its own day or before today."""
    pair = world.pairs[key]
    by = world.eyes(mentor_of(world, pair))
    place = Room.objects.get(organisation=pair.organisation, title=room) if room else None
    with then(world, max(ago + told, 1)) as today:
        what = Plan(moment(world.day(ago), hour), topic=topic, room=place)
        return meetings.propose(pair, what, now=moment(today, 9), by=by)


def meet(world: World) -> None:
    """The year of every pair."""
    hold(world, "rich", WEEKS)
    hold(world, "approval", FEW, hour=14)
    hold(world, "group", CLOSE, hour=16)
    hold(world, "older", CLOSE, hour=12)
    hold(world, "younger", LOW, hour=13)
    hold(world, "pupils", CLOSE, hour=13)
    hold(world, "college", CLOSE, hour=15)
    hold(world, "practice", CLOSE[:2], hour=15)
    for key, leave in (("rich", 3), ("approval", 1), ("group", 1), ("pupils", 1), ("college", 1)):
        do_tasks(world, key, leave=leave)
    _called_off(world)
    _ahead(world)


def meet_before_ends(world: World) -> None:
    """Pairs that are over or wait today, while they still worked; and those of the last year."""
    hold(world, "paused", FEW[:2], hour=14)
    hold(world, "replaced", FEW[:2], hour=13)
    hold(world, "refused", FEW[:2], hour=12)
    hold(world, "unfit", UNFIT, hour=14)
    for key, days in (("finished", (290, 240, 190, 130, 75, 40)), ("long", (340, 250, 150, 90, 20))):
        for ago, was in zip(days, WEEKS, strict=False):
            hold(world, key, [Was(ago, was.topic, was.words, was.agreed)], hour=14)
        do_tasks(world, key, leave=0)


def _called_off(world: World) -> None:
    missed = plan(world, "rich", 21, topic="Опыт с маятником", hour=16)
    with then(world, 21):
        recording.record(missed, Told(was=False), now=moment(world.today, 18), by=world.eyes("galina"))
    off = plan(world, "rich", 56, topic="Контрольная работа", hour=16)
    with then(world, 57):
        meetings.cancel(off, reason="Замещаю урок заболевшего коллеги", by=world.eyes("kirill"))
    plan(world, "group", 2, topic="Классный час", hour=15)  # has been, and nobody has recorded it yet


def _ahead(world: World) -> None:
    agreed = plan(world, "rich", -2, topic="Итоги открытого урока", room="Кабинет 12")
    meetings.accept(agreed, now=moment(world.day(1), 12), by=world.eyes("kirill"))
    plan(world, "rich", -9, topic="План второго полугодия", room="Методический кабинет")
    plan(world, "pupils", -3, topic="Задачи на движение", hour=13, room="Библиотека")
    with then(world, 1) as today:
        where = Plan(moment(world.day(-4), 16), way=Way.VIDEO, topic="Знакомство")
        meetings.propose(world.pairs["distance"], where, now=moment(today, 10), by=world.eyes("larisa"))


def keep_diaries(world: World) -> None:
    notes = (
        ("galina", 69, Work.PREPARING, 30, "Подобрала карточки для начала урока.", False),
        ("galina", 27, Work.ADVICE, 20, "Ответила на вопросы о проверке тетрадей.", False),
        ("kirill", 62, Work.REFLECTION, None, "Впервые успел подвести итог урока.", False),
        ("kirill", 20, Work.REFLECTION, None, "Боюсь открытого урока, но хочу попробовать.", True),
        ("kirill", 6, Work.REFLECTION, 15, "Опыт получился, дети спрашивали, почему так.", False),
    )
    for key, ago, work, minutes, words, private in notes:
        with then(world, ago) as today:
            note = Note(today, words, work, minutes, private)
            diary.write(world.pairs["rich"], note, today=today, by=world.eyes(key))
    for ago, visitor, teacher in ((50, "galina", "kirill"), (44, "kirill", "galina")):
        with then(world, ago) as today:
            seen = (
                "Названа в начале",
                "Работали все",
                "Три уровня",
                "Опыт занял 12 минут",
                "Вывод сделали дети",
            )
            sheet = Sheet(
                on=today,
                teacher=world.people[teacher],
                points=list(zip(VISIT_POINTS, seen, strict=False)),
                group="8 «А»",
                subject="физика",
                topic="Сила трения",
                purpose="Темп урока",
                strengths="Спокойный тон, ясный опыт",
                advice="Оставить пять минут на вывод",
            )
            diary.record_visit(world.pairs["rich"], sheet, today=today, by=world.eyes(visitor))
