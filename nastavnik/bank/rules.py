"""Who may stand in a bank, and what a request and an offer are. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from nastavnik.core.choices import Choices
from nastavnik.core.errors import Refusal
from nastavnik.people.rules import YOUNGEST_MENTEE


class BankState(Choices):
    """A mentor is first a candidate (R133), then admitted by the checklist."""

    CANDIDATE = "candidate", "Кандидат"
    ADMITTED = "admitted", "В банке"


class RequestState(Choices):
    OPEN = "open", "Ищет наставника"
    PROPOSED = "proposed", "Наставник предложен"
    SERVED = "served", "Наставник закреплён"
    CLOSED = "closed", "Закрыт"


class Priority(Choices):
    HIGH = "high", "Очень важно"
    NORMAL = "normal", "Важно"
    LOW = "low", "Хорошо бы"


OBLIGATORY = ("wish", "experience", "time")  # without these nobody is admitted, whatever else is good
NOT_ASKED_OF_PUPILS = frozenset({"experience"})  # a pupil or a parent helps without a professional past
FOR_MENTEES = ("experience", "skills", "rapport", "empathy", "respect", "learning")  # R150: both sides
MAX_CAPACITY = 30


UNDER_AGE = (
    "Наставничество для учеников начинается с десяти лет, а этому ученику меньше. "
    "Дождитесь дня рождения или подтвердите решение и назовите причину."
)


def is_about_age(words: str) -> bool:
    """Is this the refusal that a curator's reason lifts?"""
    return words == UNDER_AGE


def check_age(*, is_pupil: bool, at_least: int | None, at_most: int | None, reason: str = "") -> str:
    """R055. A pupil surely under ten is refused without a reason; a doubt is a warning. Ages in full years.

    A year of birth alone gives two possible ages: `at_least` and `at_most`.
    """
    if not is_pupil:
        return ""
    if at_most is None:
        return "Возраст не указан. Проверьте, что ученику уже есть десять лет."
    if at_most < YOUNGEST_MENTEE:
        if reason.strip():
            return f"Ученику меньше десяти лет. Принят по решению куратора: {reason.strip()}"
        raise Refusal(UNDER_AGE)
    if at_least is not None and at_least < YOUNGEST_MENTEE:
        return "Известен только год рождения: проверьте, что ученику уже есть десять лет."
    return ""


@dataclass(frozen=True)
class Readiness:
    """What is known of a candidate at the door of the bank. `marks` is criterion code → yes, no, later."""

    has_consent: bool
    has_source: bool
    offers: int
    marks: Mapping[str, bool | None]
    titles: Mapping[str, str]  # criteria the organisation uses
    is_pedagogue: bool


def missing_for_admission(ready: Readiness) -> list[str]:
    """What is still to be done, each as an errand; empty when the mentor may be admitted."""
    errands = []
    if not ready.has_consent:
        errands.append("получите согласие на обработку данных")
    if not ready.has_source:
        errands.append("укажите, откуда наставник")
    if not ready.offers:
        errands.append("добавьте хотя бы один вопрос, с которым он поможет")
    unmarked = [ready.titles[code] for code in obligatory_among(ready) if not ready.marks.get(code)]
    if unmarked:
        errands.append("отметьте в критериях: " + ", ".join(f"«{title}»" for title in unmarked))
    return errands


def obligatory_among(ready: Readiness) -> list[str]:
    """Obligatory lines that the organisation has not put aside and that are asked of such a person."""
    passed = frozenset() if ready.is_pedagogue else NOT_ASKED_OF_PUPILS
    return [code for code in OBLIGATORY if code in ready.titles and code not in passed]


def check_admission(ready: Readiness) -> None:
    if errands := missing_for_admission(ready):
        raise Refusal(f"Принять в банк пока нельзя. Сначала {'; '.join(errands)}.")


def check_closing(state: RequestState) -> None:
    if state is RequestState.SERVED:
        raise Refusal("По этому запросу уже есть наставник. Завершите пару, и запрос закроется вместе с ней.")
    if state is RequestState.CLOSED:
        raise Refusal("Этот запрос уже закрыт.")


def check_editing(state: RequestState) -> None:
    if state in {RequestState.SERVED, RequestState.CLOSED}:
        raise Refusal("Этот запрос уже закрыт или по нему есть наставник. Добавьте новый запрос.")


Window = tuple[time, time]
_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[–—-]\s*(\d{1,2})(?:[:.](\d{2}))?")
WINDOW_SHAPE = "Напишите время так: 14:00–16:00. Несколько промежутков — через запятую."


def windows_of_day(text: str) -> list[Window]:
    """«8:30–9:15, 14–16» as pairs of times in order. Raises Refusal for what is not a span of a day."""
    spans = sorted(_span(part.strip()) for part in text.split(",") if part.strip())
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        raise Refusal("Промежутки пересекаются. Объедините их в один.")
    return spans


def _span(text: str) -> Window:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise Refusal(WINDOW_SHAPE)
    hours = [int(part or 0) for part in found.groups()]
    if hours[0] > 23 or hours[2] > 23 or max(hours[1], hours[3]) > 59:
        raise Refusal(WINDOW_SHAPE)
    starts, ends = time(hours[0], hours[1]), time(hours[2], hours[3])
    if ends <= starts:
        raise Refusal("Конец промежутка должен быть позже начала.")
    return starts, ends


def in_words(windows: Sequence[Window]) -> str:
    return ", ".join(f"{starts:%H:%M}–{ends:%H:%M}" for starts, ends in windows)
