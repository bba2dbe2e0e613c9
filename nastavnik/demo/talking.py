"""What people of the example write to each other: messages, complaints, outside chats, the board; minutes in forms."""

from nastavnik.access.roles import Role
from nastavnik.conversations.models import Message
from nastavnik.conversations.queries.threads import Thread, thread_for
from nastavnik.conversations.rules import Audience, Reason
from nastavnik.conversations.services import board, chats, complaints, talk
from nastavnik.conversations.services.board import Sheet
from nastavnik.workload.services import spend

from .days import moment, then
from .places import World

RICH = (
    ("galina", 83, "Кирилл Андреевич, добрый день! Жду вас во вторник после пятого урока."),
    ("kirill", 83, "Здравствуйте! Приду. Вопросы уже записал."),
    ("kirill", 41, "Разные задания пошли, сильные не скучают. Спасибо!"),
    ("galina", 27, "Тему открытого урока завуч одобрила. Пригласила коллег."),
    ("kirill", 6, "Отправил план урока. Посмотрите, пожалуйста, вывод."),
    ("galina", 5, "Посмотрела: вывод хороший, сократите начало на две минуты."),
    ("kirill", 1, "Сократил. Маятник проверил, работает."),
)
OTHERS = {
    "group": (
        ("olga", 38, "Коллеги, собрала для вас темы классных часов."),
        ("yuliya", 37, "Спасибо! Возьму про дружбу."),
        ("ksenia", 3, "А можно послушать ваш классный час на этой неделе?"),
    ),
    "pupils": (
        ("artyom", 39, "Привет! Давай в среду разберём задачи на движение?"),
        ("sofia", 39, "Давай! Я не понимаю встречное."),
        ("artyom", 8, "Ну ты и копуша, я за минуту решил :)"),
        ("sofia", 2, "Получилось с первого раза! Спасибо."),
    ),
    "college": (("kuzma", 12, "Принесите план занятия по резьбе, посмотрим технику безопасности."),),
}


def talk_it_over(world: World) -> None:
    for key, lines in {"rich": RICH, **OTHERS}.items():
        for number, (who, ago, words) in enumerate(lines):
            _send(world, key, who, ago, words, minute=number)
    for key, who in (("rich", "galina"), ("pupils", "artyom")):
        _read(world, key, who)
    chats.add_to_pair(
        _thread(world, "group", "olga"),
        title="Чат классных руководителей",
        address="https://chat.shkola.example/klass",
        by=world.eyes("olga"),
    )
    chats.add_to_organisation(
        world.school,
        title="Чат наставников школы",
        address="https://chat.shkola.example/nastavniki",
        by=world.eyes("vera"),
    )


def _thread(world: World, key: str, who: str) -> Thread:
    return thread_for(world.eyes(who), world.pairs[key].pk, today=world.today)


def _send(world: World, key: str, who: str, ago: int, words: str, *, minute: int = 0) -> Message:
    with then(world, ago) as today:
        at = moment(today, 9 if ago < 2 else 17, minute)
        return talk.send(_thread(world, key, who), words, now=at, by=world.eyes(who))


def _read(world: World, key: str, who: str) -> None:
    last = Message.objects.filter(mentorship=world.pairs[key]).order_by("sent_at").last()
    with then(world, 1) as today:
        talk.have_read(_thread(world, key, who), last, now=moment(today, 18), by=world.eyes(who))


def complain(world: World) -> None:
    """Three complaints: decided with the message taken out, being examined, new. Told while the pairs still work."""
    rude = _send(world, "replaced", "pavel", 45, "Я же говорил вам это дважды. Сколько можно повторять?")
    _complain(world, "replaced", "anton", rude, 44, Reason.RUDE, "Неприятно читать такое.", decide=42)
    hurry = _send(world, "refused", "roman", 44, "Пароль от журнала пришлите сюда, так быстрее.")
    _complain(world, "refused", "lev", hurry, 43, Reason.PRIVATE, "Просит пароль.", take_up=42)


def complain_lately(world: World) -> None:
    joke = Message.objects.get(mentorship=world.pairs["pupils"], text__startswith="Ну ты")
    _complain(world, "pupils", "sofia", joke, 6, Reason.RUDE, "Обидно, хотя он, наверное, шутил.")


def _complain(
    world: World,
    key: str,
    who: str,
    message: Message,
    ago: int,
    reason: Reason,
    words: str,
    *,
    take_up: int = 0,
    decide: int = 0,
) -> None:
    with then(world, ago) as today:
        thread = _thread(world, key, who)
        made = complaints.complain(message, thread, reason, words, now=moment(today, 12), by=world.eyes(who))
    judge = world.eyes("vera")
    if seen := take_up or decide:
        with then(world, seen) as today:
            complaints.take_up(made, now=moment(today, 10), by=judge)
    if decide:
        with then(world, decide) as today:
            said = "Поговорили с автором, он извинился. Сообщение убрано."
            complaints.decide(made, said, hide=True, now=moment(today, 15), by=judge)


def put_up(world: World) -> None:
    """The board: pinned, for mentors, for mentees, for curators, and one whose days are over."""
    sheets = (
        Sheet(
            "Неделя наставника",
            "Открытые уроки наставников: расписание у куратора. Приходите!",
            Audience.ALL,
            world.day(5),
            world.day(-14),
            pinned=True,
        ),
        Sheet(
            "Совет наставников",
            "Собираемся в методическом кабинете, обсуждаем программы.",
            Audience.MENTORS,
            world.day(3),
            world.day(-7),
        ),
        Sheet(
            "Школа молодого педагога",
            "Тема встречи: первое родительское собрание.",
            Audience.MENTEES,
            world.day(3),
            world.day(-10),
        ),
        Sheet(
            "Отчёт за четверть",
            "Программы с просроченными делами просмотрите до пятницы.",
            Audience.CURATORS,
            world.day(2),
            world.day(-5),
        ),
        Sheet(
            "Конкурс «Мой наставник»",
            "Заявки принимал методический кабинет.",
            Audience.ALL,
            world.day(60),
            world.day(40),
        ),
    )
    for sheet in sheets:
        board.put_up(world.school, sheet, by=world.eyes("vera"))


def spend_minutes(world: World) -> None:
    """What the key forms have cost this month, a few seconds each time."""
    for key, role, address, seconds in (
        ("galina", Role.MENTOR, "meetings:record", 48),
        ("galina", Role.MENTOR, "programmes:programme", 170),
        ("kirill", Role.MENTEE, "meetings:record", 35),
        ("tatyana", Role.MENTOR, "meetings:record_new", 52),
        ("olga", Role.MENTOR, "meetings:record_new", 58),
    ):
        for ago in (28, 14, 7):
            on, by = world.day(ago), world.eyes(key)
            spend(world.people[key], role, address, seconds, sent=True, on=on, by=by)
