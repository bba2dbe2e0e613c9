"""What a change of a mentorship is, when it may take effect, what it leaves behind. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nastavnik.core.choices import Choices
from nastavnik.core.errors import Refusal
from nastavnik.core.russian.wording import in_words, sentence
from nastavnik.organisations.working_days import add_working_days
from nastavnik.pairs.rules import OPEN, WORKING, PairState, S


class ChangeKind(Choices):
    PAUSE = "pause", "Приостановка"
    RESUME = "resume", "Возобновление"
    ABSENCE = "absence", "Длительное отсутствие участника"
    TERM = "term", "Изменение срока"
    TRANSFER = "transfer", "Переход участника в другую организацию"
    REPLACEMENT = "replacement", "Замена наставника"
    REFUSAL = "refusal", "Досрочный отказ наставника"
    CANCELLATION = "cancel", "Отмена поручения работодателем"
    COMPLETION = "completion", "Завершение"
    REMATCH = "rematch", "Подбираем заново"
    STOP = "stop", "Прекращение"


K = ChangeKind


class ChangeState(Choices):
    ASKED = "asked", "Просьба участника"
    AHEAD = "ahead", "Вступит в силу"
    DONE = "done", "Вступило в силу"
    WITHDRAWN = "withdrawn", "Отменено"


class Initiator(Choices):
    ORGANISATION = "org", "Организация"
    MENTOR = "mentor", "Наставник"
    MENTEE = "mentee", "Наставляемый"
    BOTH = "both", "Обе стороны"


class Ground(Choices):
    """Why. Those of PRIVATE are told only to the curator and to the person."""

    VACATION = "vacation", "Отпуск"
    ILLNESS = "illness", "Длительная болезнь"
    CHILD = "child", "Отпуск по беременности, родам или уходу за ребёнком"
    TRAINING = "training", "Учёба или командировка"
    LEFT = "left", "Участник увольняется или выбывает"
    UNWILLING = "unwilling", "Участник больше не хочет"
    NO_CONSENT = "no_consent", "Отозвано согласие"
    TASKS_DONE = "tasks_done", "Цели достигнуты"
    NEED_MORE = "need_more", "Нужно больше времени"
    OTHER = "other", "Другое"


PRIVATE = frozenset({Ground.ILLNESS, Ground.CHILD, Ground.UNWILLING, Ground.NO_CONSENT})
PRIVATE_WORDS = "по личным обстоятельствам"

GROUNDS: dict[ChangeKind, tuple[Ground, ...]] = {
    K.PAUSE: (Ground.VACATION, Ground.ILLNESS, Ground.TRAINING, Ground.OTHER),
    K.ABSENCE: (Ground.ILLNESS, Ground.CHILD, Ground.TRAINING, Ground.OTHER),
    K.TERM: (Ground.NEED_MORE, Ground.TASKS_DONE, Ground.OTHER),
    K.REPLACEMENT: (Ground.LEFT, Ground.ILLNESS, Ground.CHILD, Ground.UNWILLING, Ground.OTHER),
    K.STOP: (Ground.UNWILLING, Ground.NO_CONSENT, Ground.LEFT, Ground.OTHER),
}

# What state a change leads to; the others leave the state as it is.
TARGET: dict[ChangeKind, PairState] = {
    K.PAUSE: S.PAUSED,
    K.RESUME: S.ACTIVE,
    K.REPLACEMENT: S.STOPPED,
    K.REFUSAL: S.STOPPED,
    K.CANCELLATION: S.STOPPED,
    K.COMPLETION: S.FINISHED,
    K.REMATCH: S.STOPPED,
    K.STOP: S.STOPPED,
}
# In which states a change may be written down.
ALLOWED: dict[ChangeKind, frozenset[PairState]] = {
    K.PAUSE: frozenset({S.ACTIVE}),
    K.RESUME: frozenset({S.PAUSED}),
    K.ABSENCE: frozenset({S.ACTIVE}),
    K.TERM: WORKING,
    K.TRANSFER: WORKING,
    K.REPLACEMENT: OPEN - {S.DRAFT},
    K.REFUSAL: WORKING,
    K.CANCELLATION: WORKING,
    K.COMPLETION: WORKING,
    K.REMATCH: WORKING,
    K.STOP: OPEN,
}
ENDING = frozenset({K.REPLACEMENT, K.REFUSAL, K.CANCELLATION, K.COMPLETION, K.REMATCH, K.STOP})
# What everybody reads about the end; who began it and why stays with the curator.
END_WORDS: dict[ChangeKind, str] = {
    K.TRANSFER: "Переход в другую организацию",
    K.REPLACEMENT: "Замена наставника",
    K.REFUSAL: "Досрочный отказ наставника",
    K.CANCELLATION: "Поручение отменено работодателем",
    K.COMPLETION: "Работа завершена",
    K.REMATCH: "Подбираем заново",
    K.STOP: "Прекращена",
}


class OrderNeed(Choices):
    NONE = "none", "Приказ не нужен"
    AMEND = "amend", "Нужен приказ об изменении"
    END = "end", "Нужен приказ о прекращении"


NOTICE_DAYS = 3  # ТК РФ, ст. 351.8: working days between the notice and the end


@dataclass(frozen=True)
class Standing:
    """The mentorship as a change finds it. `latest_on`: the day of the last change in force; `ends_ahead`: the day of an
    end that is already written down; `noticed`: a working mentorship of two employees, where ст. 351.8 speaks of notice."""

    state: PairState
    starts_on: date
    ends_on: date
    latest_on: date | None = None
    ends_ahead: date | None = None
    noticed: bool = False
    ahead: frozenset[ChangeKind] = frozenset()

    @property
    def works(self) -> bool:
        return self.state in WORKING


def first_end(notice_on: date, exceptions: Mapping[date, bool]) -> date:
    """The first last day of a mentor's work after a notice: three working days pass in between, the day of the notice is
    not counted (ТК РФ, ст. 14 и 351.8)."""
    return add_working_days(notice_on, NOTICE_DAYS, exceptions)


def check_notice(notice_on: date, effective_on: date, today: date, exceptions: Mapping[date, bool]) -> None:
    if notice_on > today:
        raise Refusal("День предупреждения ещё не наступил. Запишите его в этот день или позже.")
    first = first_end(notice_on, exceptions)
    if effective_on < first:
        raise Refusal(
            sentence(
                "Предупреждают не позднее чем за три рабочих дня (ТК РФ, ст. 351.8). "
                f"Первый возможный последний день — {in_words(first)}"
            )
        )


def check_change(kind: ChangeKind, standing: Standing, effective_on: date, today: date) -> None:
    """Is this change possible here, and on this day."""
    if standing.state not in ALLOWED[kind]:
        raise Refusal(
            f"Пара сейчас «{standing.state.label}»: {_cannot(kind)} Откройте её страницу и выберите другое."
        )
    if standing.ends_ahead is not None:
        raise Refusal(
            f"Для этой пары уже записано окончание {in_words(standing.ends_ahead)}. "
            "Сначала отмените его на странице пары."
        )
    if kind in standing.ahead:
        raise Refusal(
            "Такое изменение уже записано и ждёт своего дня. Сначала отмените его на странице пары."
        )
    if not standing.works and effective_on > today:
        raise Refusal("Пара ещё не начала работать, поэтому день — сегодняшний или прошедший.")
    if effective_on < _first_day(kind, standing, today):
        raise Refusal(f"Пара работает с {in_words(standing.starts_on)}. Выберите день не раньше.")
    if not standing.works:
        return
    if standing.latest_on is not None and effective_on < standing.latest_on:
        raise Refusal(
            f"Последнее изменение этой пары действует с {in_words(standing.latest_on)}. "
            "Выберите этот день или более поздний."
        )


def _first_day(kind: ChangeKind, standing: Standing, today: date) -> date:
    """A pair whose term is still ahead may be given up already; nothing else is written before the first day."""
    gives_up = kind in {K.STOP, K.REPLACEMENT} or not standing.works
    return min(standing.starts_on, today) if gives_up else standing.starts_on


def check_end(effective_on: date, last_met_on: date | None) -> None:
    """A pair does not end before what it has done."""
    if last_met_on is not None and effective_on < last_met_on:
        raise Refusal(
            f"Последняя записанная встреча пары была {in_words(last_met_on)}. Выберите этот день или более поздний."
        )


def _cannot(kind: ChangeKind) -> str:
    return {
        K.PAUSE: "приостановить можно только действующую.",
        K.RESUME: "возобновить можно только приостановленную.",
        K.COMPLETION: "завершить можно только ту, что работает.",
    }.get(kind, f"«{kind.label.lower()}» сейчас невозможно.")


def check_return(effective_on: date, until: date | None) -> None:
    if until is not None and until <= effective_on:
        raise Refusal("День возвращения должен быть позже начала. Исправьте одну из дат.")


def check_term(starts_on: date, old: date, new: date, today: date) -> None:
    if new == old:
        raise Refusal("Это тот же срок. Выберите другой последний день.")
    if new <= starts_on:
        raise Refusal("Окончание должно быть позже начала пары. Выберите другой день.")
    if new < today:
        raise Refusal("Этот день уже прошёл. Если работа окончена, завершите пару.")


def check_successor_days(effective_on: date, ends_on: date) -> None:
    if effective_on >= ends_on:
        raise Refusal("До конца срока пары не осталось дней. Сначала измените срок или завершите пару.")


def order_need(
    kind: ChangeKind, standing: Standing, effective_on: date, *, ends_pair: bool = True
) -> OrderNeed:
    """A mentorship that stands in an order changes by an order; an end on the last day of the term needs none."""
    if not standing.works or kind is K.RESUME:
        return OrderNeed.NONE
    if kind is K.COMPLETION:
        return OrderNeed.END if effective_on < standing.ends_on else OrderNeed.NONE
    if kind in {K.PAUSE, K.ABSENCE, K.TERM, K.REPLACEMENT} or not ends_pair:
        return OrderNeed.AMEND
    return OrderNeed.END


def leaves_only(kind: ChangeKind, *, is_group: bool, of_mentee: bool, stay: int) -> bool:
    """A mentee who goes away from a group where two or more stay ends the own part only."""
    return kind in {K.TRANSFER, K.STOP} and is_group and of_mentee and stay >= 2


def pauses(kind: ChangeKind, *, is_group: bool, of_mentee: bool) -> bool:
    """An absent mentee does not stop a group; anybody else absent does."""
    return kind is K.PAUSE or (kind is K.ABSENCE and not (is_group and of_mentee))


def state_on(effective_on: date, today: date) -> ChangeState:
    return ChangeState.AHEAD if effective_on > today else ChangeState.DONE


def day_words(effective_on: date, today: date) -> str:
    """How the day of a change is spoken of: it was, it is, it will be."""
    if effective_on < today:
        return f"действует с {in_words(effective_on)} (день уже прошёл)"
    if effective_on == today:
        return f"вступит в силу сразу, сегодня, {in_words(effective_on)}"
    return f"вступит в силу {in_words(effective_on)}; до этого дня всё остаётся как есть"


def public_reason(ground: str) -> str:
    """The ground as everybody may read it."""
    if not ground:
        return ""
    found = Ground(ground)
    if found in PRIVATE:
        return PRIVATE_WORDS
    return "" if found is Ground.OTHER else found.label[:1].lower() + found.label[1:]


@dataclass(frozen=True)
class Told:
    """A change as the timeline and the standing tell it to everybody."""

    kind: ChangeKind
    state: ChangeState
    effective_on: date
    until: date | None
    ground: str


def ahead_words(changes: Sequence[Told]) -> list[str]:
    """«С 1 декабря 2026 г.: приостановка.» for everything that is still to come."""
    return [
        f"{_from_day(change)} {in_words(change.effective_on)}: {change.kind.label.lower()}."
        for change in changes
        if change.state is ChangeState.AHEAD
    ]


def _from_day(change: Told) -> str:
    return "Последний день" if change.kind in ENDING else "С"
