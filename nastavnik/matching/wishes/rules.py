"""Up to three ranked wishes until a day; whose card and name are shown. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from nastavnik.core.choices import Choices
from nastavnik.core.errors import Refusal
from nastavnik.core.russian.wording import in_words

K = TypeVar("K")
MOST = 3
FULL = "Уже названы три пожелания. Уберите одно, и сможете назвать другое."
NOT_OPEN = "Куратор сейчас не собирает пожелания. Когда начнёт, вы увидите приглашение на своей странице."
LONGEST = 60
SHORTEST_REPLY, LONGEST_REPLY = 1, 30


class Act(Choices):
    STAR = "star", "Назвать"
    UP = "up", "Выше"
    DROP = "drop", "Убрать"
    HIDE = "hide", "Скрыть"
    SHOW = "show", "Вернуть в список"
    OPEN = "open", "Показывать мою карточку"
    CLOSE = "close", "Не показывать"


def closed(until: date) -> str:
    day = in_words(until)
    return f"Сбор пожеланий закончился {day} Куратор уже видит ваши пожелания, изменить их здесь нельзя."


def check_open(until: date | None, today: date) -> None:
    """The last day counts whole."""
    if until is None:
        raise Refusal(NOT_OPEN)
    if today > until:
        raise Refusal(closed(until))


def check_round(until: date, reply_days: int, today: date) -> None:
    if until < today:
        raise Refusal("Последний день уже прошёл. Назначьте сегодня или позже.")
    if (until - today).days > LONGEST:
        raise Refusal("Это слишком надолго: назначьте день не дальше чем через два месяца.")
    if not SHORTEST_REPLY <= reply_days <= LONGEST_REPLY:
        raise Refusal("Ответить участникам нужно не позже чем через 30 дней после сбора.")


def after(order: Sequence[K], act: Act, who: K) -> list[K]:
    """The wishes, the dearest first, after a press; pressed twice, nothing more happens."""
    mine = list(order)
    if act is Act.STAR and who not in mine:
        if len(mine) >= MOST:
            raise Refusal(FULL)
        return [*mine, who]
    if act in (Act.DROP, Act.HIDE):
        return [one for one in mine if one != who]
    if act is Act.UP and who in mine[1:]:
        place = mine.index(who)
        mine[place - 1], mine[place] = mine[place], mine[place - 1]
    return mine


def may_show(*, agreed: bool, is_pupil: bool) -> bool:
    """A card or a name is shown to the other side by the person's own word; those of pupils never are."""
    return agreed and not is_pupil
