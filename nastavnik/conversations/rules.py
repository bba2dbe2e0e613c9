"""What may be written, changed, taken back and complained of in a conversation; which outside chats may be named."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from nastavnik.core.choices import Choices
from nastavnik.core.errors import Refusal
from nastavnik.pairs.rules import WORKING, PairState

EDIT_FOR = timedelta(minutes=15)
TWICE_WITHIN = timedelta(minutes=1)  # the same words again so soon are one message sent twice
MAX_TEXT = 4000
MAX_FILES = 5
MOST_AN_HOUR = 60
TALKING = WORKING

FROZEN = "Это сообщение больше нельзя изменить или удалить. Если в нём ошибка, напишите следующее."
# What an adult has written to a child must not vanish before anybody has seen it.
OVERSEEN = (
    "В переписке с учеником сообщения не меняют и не удаляют: за неё отвечает куратор. Если в сообщении ошибка, "
    "напишите следующее."
)
GONE = "Сообщение уже удалено. Вернитесь к переписке."
# Work of state and municipal schools is not discussed in these (they belong to foreign owners).
FOREIGN = (
    "t.me",
    "telegram.org",
    "telegram.me",
    "whatsapp.com",
    "wa.me",
    "viber.com",
    "discord.gg",
    "discord.com",
    "signal.org",
    "signal.group",
    "teams.microsoft.com",
    "snapchat.com",
    "wechat.com",
    "threema.ch",
)


class Reason(Choices):
    RUDE = "rude", "Грубость, оскорбление"
    PRESSURE = "pressure", "Угроза или давление"
    UNFIT = "unfit", "Неуместное для общения взрослого с учеником"
    PRIVATE = "private", "Чужие личные данные"
    OTHER = "other", "Другое"


class ComplaintState(Choices):
    NEW = "new", "Новая"
    SEEN = "seen", "Разбирается"
    DECIDED = "decided", "Решение принято"


C = ComplaintState
MOVES: dict[ComplaintState, frozenset[ComplaintState]] = {
    C.NEW: frozenset({C.SEEN}),
    C.SEEN: frozenset({C.DECIDED}),
    C.DECIDED: frozenset(),
}


class Audience(Choices):
    ALL = "all", "Всем"
    MENTORS = "mentors", "Наставникам"
    MENTEES = "mentees", "Наставляемым"
    CURATORS = "curators", "Кураторам"


@dataclass(frozen=True)
class Standing:
    """How a message stands: is it the actor's own, when it was sent, is it gone or under examination, does the curator
    answer for it."""

    own: bool
    sent_at: datetime
    deleted: bool
    frozen: bool
    overseen: bool = False


def check_writing(state: PairState, *, left: bool, last_hour: int) -> None:
    """Before the order nothing is written: until then there is no consent to lean on."""
    if left:
        raise Refusal("Вы вышли из этой пары или группы: прежнее можно читать, писать уже нельзя.")
    if state not in TALKING:
        words = "Пара завершена, переписку можно только читать."
        if state not in {PairState.FINISHED, PairState.STOPPED}:
            words = "Переписка откроется, когда выйдет приказ о паре."
        raise Refusal(words)
    if last_hour >= MOST_AN_HOUR:
        raise Refusal(f"За час отправлено {MOST_AN_HOUR} сообщений. Подождите немного и отправьте снова.")


def check_words(text: str, files: int) -> None:
    if not text.strip() and not files:
        raise Refusal("Напишите сообщение или приложите файл.")
    if len(text) > MAX_TEXT:
        raise Refusal(f"Сообщение длиннее {MAX_TEXT} знаков. Разделите его на два.")
    if files > MAX_FILES:
        raise Refusal(
            f"К сообщению можно приложить не больше {MAX_FILES} файлов. Остальные отправьте следующим."
        )


def check_edit(standing: Standing, now: datetime) -> None:
    _check_own(standing)
    if now - standing.sent_at > EDIT_FOR:
        minutes = int(EDIT_FOR.total_seconds() // 60)
        raise Refusal(f"Изменить сообщение можно {minutes} минут после отправки. Напишите следующее.")


def check_delete(standing: Standing) -> None:
    _check_own(standing)


def _check_own(standing: Standing) -> None:
    if not standing.own:
        raise Refusal("Изменить и удалить можно только своё сообщение. На чужое можно пожаловаться куратору.")
    if standing.deleted:
        raise Refusal(GONE)
    if standing.frozen:
        raise Refusal(FROZEN)
    if standing.overseen:
        raise Refusal(OVERSEEN)


def check_complaint(standing: Standing, *, already: bool) -> None:
    if standing.own:
        raise Refusal("Это ваше сообщение: его можно удалить, жаловаться не нужно.")
    if already:
        raise Refusal("Вы уже пожаловались на это сообщение. Куратор его видит.")
    if standing.deleted:
        raise Refusal("Автор успел удалить сообщение. Расскажите о нём куратору своими словами.")


def check_move(state: ComplaintState, target: ComplaintState) -> None:
    if target in MOVES[state]:
        return
    if state is C.DECIDED:
        raise Refusal("По этой жалобе уже принято решение.")
    if state is C.NEW:
        raise Refusal("Сначала нажмите «Начать разбор»: так видно, кто занимается жалобой.")
    raise Refusal("Эту жалобу уже разбирают.")


def check_judge(*, is_reporter: bool) -> None:
    if is_reporter:
        raise Refusal("Решение по вашей жалобе примет другой человек: куратор или руководитель.")


def host_of(address: str) -> str:
    """The host of an outside chat as people read it. Refuses what hides where it leads."""
    parts = urlsplit(address.strip())
    host = (parts.hostname or "").lower()
    if parts.scheme != "https" or "." not in host:
        raise Refusal("Ссылка должна начинаться с https:// и вести на сайт. Скопируйте её целиком.")
    if parts.username or parts.port not in (None, 443) or not re.fullmatch(r"[a-zа-яё0-9.-]+", host):
        raise Refusal(
            "Ссылка устроена необычно. Возьмите её из приложения чата кнопкой «Скопировать ссылку»."
        )
    if any(re.search("[a-z]", label) and re.search("[а-яё]", label) for label in host.split(".")):
        raise Refusal("В адресе смешаны русские и латинские буквы, так подделывают сайты. Проверьте ссылку.")
    if any(host == each or host.endswith(f".{each}") for each in FOREIGN):
        raise Refusal(
            "Рабочую переписку школы не ведут в иностранных мессенджерах. Дайте ссылку на российский."
        )
    return host


def check_adding_chat(*, has_pupil: bool, is_curator: bool) -> None:
    if has_pupil and not is_curator:
        raise Refusal("В паре с учеником ссылку на внешний чат добавляет куратор. Попросите его.")


def check_removing_chat(*, has_pupil: bool, is_curator: bool) -> None:
    """Otherwise the talk could move where the curator is not, and the link to the agreed place be gone."""
    if has_pupil and not is_curator:
        raise Refusal("В паре с учеником ссылку на внешний чат убирает куратор. Попросите его.")
