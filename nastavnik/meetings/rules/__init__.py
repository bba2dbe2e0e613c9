"""How a meeting moves, what its record means, what is agreed line by line. Pure."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nastavnik.core.choices import Choices, NumberChoices
from nastavnik.core.deadlines import GENITIVE
from nastavnik.core.errors import Refusal
from nastavnik.core.russian.folding import fold


class MeetingState(Choices):
    PROPOSED = "proposed", "Предложена"
    AGREED = "agreed", "Согласована"
    HELD = "held", "Состоялась"
    MISSED = "missed", "Не состоялась"
    CANCELLED = "cancelled", "Отменена"


S = MeetingState
MOVES: dict[MeetingState, frozenset[MeetingState]] = {
    # A time that is proposed anew is proposed again.
    S.PROPOSED: frozenset({S.PROPOSED, S.AGREED, S.HELD, S.MISSED, S.CANCELLED}),
    S.AGREED: frozenset({S.PROPOSED, S.AGREED, S.HELD, S.MISSED, S.CANCELLED}),
    # Whoever remembers that it took place is believed: its record may come second.
    S.MISSED: frozenset({S.HELD}),
    S.HELD: frozenset(),
    S.CANCELLED: frozenset(),
}
AHEAD = frozenset({S.PROPOSED, S.AGREED})
OVER = frozenset({S.HELD, S.MISSED})


class Way(Choices):
    IN_PERSON = "person", "Очно"
    VIDEO = "video", "Дистанционно"
    PHONE = "phone", "По телефону"


class Mark(NumberChoices):
    """How useful a meeting was for the one who says it."""

    NO = 1, "Нет"
    RATHER_NO = 2, "Скорее нет"
    RATHER_YES = 3, "Скорее да"
    YES = 4, "Да"


class Fit(Choices):
    """After the first meeting each side says whether they suit each other; the other side is never told."""

    FITS = "fits", "Подходит"
    UNSURE = "unsure", "Пока не понятно"
    UNFIT = "unfit", "Не подходит"


class Work(Choices):
    """What an entry of the diary tells of."""

    MEETING = "meeting", "Встреча"
    PREPARING = "preparing", "Подготовка"
    VISIT = "visit", "Посещение урока"
    ADVICE = "advice", "Консультация"
    REFLECTION = "reflection", "Размышление"
    OTHER = "other", "Другое"


USUAL_MINUTES = 45
SHORTEST, LONGEST = 10, 480
WEEK = timedelta(days=7)
RECORDED_BACK = timedelta(days=365)
PLANNED_AHEAD = timedelta(days=730)


def check_move(current: MeetingState, target: MeetingState) -> None:
    if target not in MOVES[current]:
        raise Refusal(
            f"Встреча «{current.label.lower()}»: «{target.label.lower()}» она стать уже не может. "
            "Назначьте новую встречу."
        )


def check_time(starts_at: datetime, minutes: int, *, now: datetime) -> None:
    """A meeting is planned ahead and lasts from ten minutes to a working day."""
    if starts_at <= now:
        raise Refusal("Это время уже прошло. Выберите время впереди или запишите встречу, которая была.")
    if starts_at > now + PLANNED_AHEAD:
        raise Refusal("Это больше чем через два года. Проверьте дату.")
    check_length(minutes)


def check_length(minutes: int) -> None:
    if not SHORTEST <= minutes <= LONGEST:
        raise Refusal(f"Встреча длится от {SHORTEST} минут до {LONGEST // 60} часов. Исправьте длительность.")


def check_recorded(on: datetime, *, now: datetime) -> None:
    """What is recorded has been: not ahead of now, not a year ago."""
    if on > now:
        raise Refusal("Встреча ещё впереди. Запишите её, когда она пройдёт.")
    if on < now - RECORDED_BACK:
        raise Refusal("Это было больше года назад. Проверьте дату.")


def state_after(current: MeetingState, *, was: bool) -> MeetingState:
    """The state that one more record gives: one «состоялась» is enough, whatever the other side remembers."""
    if current is S.HELD:
        return current
    target = S.HELD if was else S.MISSED
    if target is not current:
        check_move(current, target)
    return target


class Doer(Choices):
    """Who does what was agreed."""

    MENTEE = "mentee", "Наставляемый"
    MENTOR = "mentor", "Наставник"
    BOTH = "both", "Вместе"


_WHO = {
    "наставляемый": Doer.MENTEE,
    "наставляемая": Doer.MENTEE,
    "наставник": Doer.MENTOR,
    "наставница": Doer.MENTOR,
    "вместе": Doer.BOTH,
}
_PREFIX = re.compile(r"^\s*([а-яё]+)\s*[:—–-]\s+(\S.*)$", re.IGNORECASE)
_UNTIL = re.compile(
    rf"[\s,(]+(?:до|к)\s+(\d{{1,2}})(?:\.(\d{{1,2}})(?:\.(\d{{4}}))?|\s+({'|'.join(GENITIVE)}))\)?\s*\.?\s*$",
    re.IGNORECASE,
)
LONGEST_TASK = 300
MOST_AGREED = 30


@dataclass(frozen=True)
class Agreed:
    """One line of what was agreed: what to do, who, until when."""

    words: str
    doer: Doer
    due_on: date


def agreed_from(text: str, *, doer: Doer, due_on: date, today: date) -> list[Agreed]:
    """Each line becomes a task; «наставник: …» and «… до 20.09» in a line go before what holds for all of them."""
    lines = [line for each in text.splitlines() if (line := each.strip(" -–—•\t"))]
    if len(lines) > MOST_AGREED:
        raise Refusal(f"За одну встречу — до {MOST_AGREED} договорённостей. Оставьте главное.")
    return [_agreed(line, doer, due_on, today) for line in lines]


def _agreed(line: str, doer: Doer, due_on: date, today: date) -> Agreed:
    if (named := _PREFIX.match(line)) and (who := _WHO.get(fold(named[1]))):
        line, doer = named[2].strip(), who
    if (until := _UNTIL.search(line)) and (day := _day(until, today)):
        line, due_on = line[: until.start()].rstrip(" ,(."), day
    if len(line) > LONGEST_TASK:
        raise Refusal(f"Одна договорённость — до {LONGEST_TASK} знаков. Разделите её на строки.")
    return Agreed(line, doer, due_on)


def _day(found: re.Match[str], today: date) -> date | None:
    """«до 20.09» without a year is the next such day."""
    month = GENITIVE.index(found[4].lower()) + 1 if found[4] else int(found[2])
    try:
        day = date(int(found[3] or today.year), month, int(found[1]))
        return day.replace(year=day.year + 1) if day < today and not found[3] else day
    except ValueError:
        return None


def fresh(agreed: Iterable[Agreed], known: Collection[str]) -> list[Agreed]:
    """Two people write the same agreement down: it stays one task. Words are compared as they sound."""
    seen, kept = {fold(words) for words in known}, []
    for each in agreed:
        if fold(each.words) not in seen:
            seen.add(fold(each.words))
            kept.append(each)
    return kept


def usual_due(today: date, next_meeting: date | None) -> date:
    """Until the next meeting where it is known, else in a week."""
    return next_meeting if next_meeting and next_meeting > today else today + WEEK


QUESTIONS = (
    "Что из задуманного в прошлый раз получилось лучше всего?",
    "Какой урок за эти дни хочется повторить, а какой — провести иначе?",
    "Что сейчас отнимает больше всего сил?",
    "С чем вы справились без подсказки?",
    "Чему вы научили бы коллегу уже сегодня?",
    "Что поможет сделать следующий шаг легче?",
)


def question_for(met: int) -> str:
    """One question for the next meeting: they go in turn."""
    return QUESTIONS[met % len(QUESTIONS)]


PLACE_OF_CODE = "{code}"


def check_template(template: str) -> None:
    if template and (not template.startswith("https://") or template.count(PLACE_OF_CODE) != 1):
        raise Refusal(
            f"Адрес начинается с https:// и один раз содержит {PLACE_OF_CODE}: "
            f"https://video.school.example/{PLACE_OF_CODE}"
        )


def link_by(template: str, code: str) -> str:
    """A room of the organisation's video service; nobody guesses a random `code`. Empty without a template."""
    return template.replace(PLACE_OF_CODE, code) if template else ""


def hours_words(minutes: int) -> str:
    """«1 ч 30 мин»."""
    hours, rest = divmod(minutes, 60)
    told = [f"{hours}\u00a0ч"] * bool(hours) + [f"{rest}\u00a0мин"] * bool(rest)
    return " ".join(told) or "0\u00a0мин"


VISIT_POINTS: Sequence[str] = (
    "Цель урока понятна ученикам",
    "Ученики заняты делом",
    "Задания разного уровня",
    "Время распределено",
    "Итог подведён, оценки объяснены",
)
