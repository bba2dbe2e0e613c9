"""When a pair needs a contact: rules as data, judged over what is known of its life. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from nastavnik.core.choices import Choices
from nastavnik.core.russian.wording import counted
from nastavnik.core.ui import Kind
from nastavnik.pairs.life_facts import Life

DAYS = "день,дня,дней"


class HealthCode(Choices):
    UNFIT = "unfit", "Кто-то ответил «не подходит»"
    LOW_RATING = "low_rating", "Низкая оценка последней встречи"
    FIRST_MEETING = "first_meeting", "Нет первой встречи"
    NO_MEETING = "no_meeting", "Давно нет встреч"
    OVERDUE = "overdue", "Просрочены дела"
    NO_PROGRAMME = "no_programme", "Нет программы"
    TERM_OVER = "term_over", "Срок вышел"
    LATE_RETURN = "late_return", "Не вернулись из паузы"


C = HealthCode


class Feeling(Choices):
    WELL = "well", "В порядке"
    CONTACT = "contact", "Нужен контакт"
    EARLY = "early", "Рано судить"


KIND: dict[Feeling, Kind] = {Feeling.WELL: "ok", Feeling.CONTACT: "wait", Feeling.EARLY: "rest"}


@dataclass(frozen=True)
class Rule:
    """`threshold` is a number of days, of overdue things or a mark; None where the rule needs no number."""

    code: HealthCode
    threshold: int | None
    enabled: bool = True
    message: str = ""


# In the order in which they are told: the first that speaks gives the words.
SHIPPED: tuple[Rule, ...] = (
    Rule(
        C.UNFIT,
        None,
        message="Здравствуйте! Расскажите, пожалуйста, как складывается работа в паре: вместе найдём решение.",
    ),
    Rule(
        C.LOW_RATING,
        2,
        message="Здравствуйте! Последняя встреча, похоже, не удалась. Чем помочь, чтобы следующая прошла лучше?",
    ),
    Rule(
        C.FIRST_MEETING,
        14,
        message="Здравствуйте! Первой встречи ещё не было. Договоритесь, пожалуйста, о дне; если мешает расписание, напишите мне.",
    ),
    Rule(
        C.NO_MEETING,
        21,
        message="Здравствуйте! Вы давно не встречались. Всё ли в порядке? Если нужна помощь с временем или местом, напишите мне.",
    ),
    Rule(
        C.OVERDUE,
        2,
        message="Здравствуйте! Несколько дел пары просрочены. Какие из них перенести, а какие убрать? Помогу поправить программу.",
    ),
    Rule(
        C.NO_PROGRAMME,
        14,
        message="Здравствуйте! Программы пары пока нет. Её можно составить за одну встречу: откройте страницу пары.",
    ),
    Rule(C.TERM_OVER, 0, message="Здравствуйте! Срок вашей пары вышел. Завершаем работу или продлеваем?"),
    Rule(
        C.LATE_RETURN,
        0,
        message="Здравствуйте! Пауза вашей пары должна была закончиться. Готовы ли вы продолжить?",
    ),
)
WHAT: dict[HealthCode, str] = {
    C.UNFIT: "после первой встречи одна из сторон ответила «не подходит»",
    C.LOW_RATING: "последняя встреча оценена не выше",
    C.FIRST_MEETING: "первой встречи нет столько дней после приказа",
    C.NO_MEETING: "встреч нет столько дней",
    C.OVERDUE: "просрочено столько дел или больше",
    C.NO_PROGRAMME: "программы нет столько дней после приказа",
    C.TERM_OVER: "срок пары вышел столько дней назад или раньше",
    C.LATE_RETURN: "день возвращения из паузы прошёл столько дней назад или раньше",
}
MOST = 365


@dataclass(frozen=True)
class Days:
    """Dates of a pair that the rules count from; `works_since` is empty while it does not work yet."""

    works_since: date | None
    ends_on: date
    paused: bool = False
    until: date | None = None


@dataclass(frozen=True)
class Health:
    """What the tag says and by which rule; `message` is the text suggested for a contact."""

    feeling: Feeling
    words: str
    code: HealthCode | None = None
    message: str = ""

    @property
    def kind(self) -> Kind:
        return KIND[self.feeling]

    @property
    def word(self) -> str:
        return self.feeling.label


def judge(
    life: Life, days: Days, rules: Sequence[Rule], *, today: date, off: Collection[date] = frozenset()
) -> Health | None:
    """None for a pair that is not at work yet or any more. `off` are days of holidays: they are not counted."""
    if days.works_since is None:
        return None
    if days.works_since > today:
        return Health(Feeling.EARLY, "работа ещё не началась")
    for rule in rules:
        if rule.enabled and (words := _spoken(rule, life, days, today, off)):
            return Health(Feeling.CONTACT, words, rule.code, rule.message)
    if days.paused:
        return Health(Feeling.EARLY, "пара на паузе")
    if life.met == 0:
        since = idle_days(days.works_since, today, off)
        return Health(Feeling.EARLY, f"работает {counted(since, DAYS)}, встреч ещё не было")
    return Health(Feeling.WELL, _well(life, today, off))


def _spoken(rule: Rule, life: Life, days: Days, today: date, off: Collection[date]) -> str:
    """The words of a rule that holds; empty otherwise. A paused pair is asked only when it must be back."""
    if rule.code in {C.TERM_OVER, C.LATE_RETURN}:
        return _late(rule, days, today)
    if days.paused or days.works_since is None:
        return ""
    number = rule.threshold or 0
    since = idle_days(days.works_since, today, off)
    if rule.code is C.UNFIT:
        return "один из участников ответил «не подходит»" if life.unfit else ""
    if rule.code is C.LOW_RATING:
        low = life.rating is not None and life.rating <= number
        return f"последняя встреча оценена на {life.rating} из 4" if low else ""
    if rule.code is C.FIRST_MEETING:
        return f"нет первой встречи {counted(since, DAYS)}" if life.met == 0 and since >= number else ""
    if rule.code is C.NO_MEETING and life.last_met_on is not None:
        idle = idle_days(max(life.last_met_on, days.works_since), today, off)
        return f"нет встреч {counted(idle, DAYS)}" if idle >= number else ""
    if rule.code is C.OVERDUE:
        late = life.overdue >= max(1, number)
        return f"просрочено {counted(life.overdue, 'дело,дела,дел')}" if late else ""
    if rule.code is C.NO_PROGRAMME:
        lacks = not life.has_programme and since >= number
        return f"нет программы {counted(since, DAYS)}" if lacks else ""
    return ""


def _late(rule: Rule, days: Days, today: date) -> str:
    last = days.until if rule.code is C.LATE_RETURN else days.ends_on
    if last is None or (rule.code is C.LATE_RETURN and not days.paused):
        return ""
    late = (today - last).days
    if late < max(1, rule.threshold or 0):
        return ""
    what = "вернуться должны были" if rule.code is C.LATE_RETURN else "срок вышел"
    return f"{what} {counted(late, DAYS)} назад"


def _well(life: Life, today: date, off: Collection[date]) -> str:
    if life.last_met_on is None:
        return "просроченных дел нет"
    ago = idle_days(life.last_met_on, today, off)
    when = "сегодня" if ago == 0 else f"{counted(ago, DAYS)} назад"
    return f"последняя встреча {when}, просроченных дел {'нет' if not life.overdue else life.overdue}"


def idle_days(since: date, today: date, off: Collection[date]) -> int:
    """Days that have passed after `since`, holidays left out."""
    passed = (today - since).days
    return max(0, passed - sum(since < day <= today for day in off))


def long_breaks(exceptions: Mapping[date, bool], *, at_least: int = 4) -> frozenset[date]:
    """Days of long breaks of the production calendar: nobody is expected to meet in the New Year holidays."""
    free = {day for day, works in exceptions.items() if not works}
    whole = {
        day for day in _around(free) if day in free or (day.weekday() > 4 and exceptions.get(day) is not True)
    }
    return frozenset(day for run in _runs(whole) if len(run) >= at_least for day in run)


def _around(free: Collection[date]) -> set[date]:
    """The free days and the weekends beside them."""
    return {day + timedelta(days=n) for day in free for n in (-2, -1, 0, 1, 2)}


def _runs(days: Collection[date]) -> list[list[date]]:
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and (day - runs[-1][-1]).days == 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def merged(own: Mapping[HealthCode, Rule]) -> list[Rule]:
    """The rules of an organisation: what it has set, shipped ones for the rest, in the shipped order."""
    return [own.get(rule.code, rule) for rule in SHIPPED]
