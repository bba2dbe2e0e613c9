"""How a council votes: who may, when there is a quorum, which pair is adopted, what is asked before a question is closed. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from nastavnik.core.choices import Choices
from nastavnik.core.errors import Refusal

LONGEST = timedelta(days=90)  # a question that waits longer is forgotten
USUAL_DAYS = 7
FEWEST = 2  # one person is no council


class Way(Choices):
    APART = "apart", "Заочно: каждый голосует в системе"
    SITTING = "sitting", "На заседании: голоса записывает секретарь"


class QuestionKind(Choices):
    PAIRS = "pairs", "О закреплении наставнических пар"


class QuestionState(Choices):
    OPEN = "open", "На рассмотрении"
    CLOSED = "closed", "Решён"
    WITHDRAWN = "withdrawn", "Отозван"


MOVES: dict[QuestionState, frozenset[QuestionState]] = {
    QuestionState.OPEN: frozenset({QuestionState.CLOSED, QuestionState.WITHDRAWN}),
    QuestionState.CLOSED: frozenset(),
    QuestionState.WITHDRAWN: frozenset(),
}


class LineState(Choices):
    WAITING = "waiting", "Ждёт решения"
    APPROVED = "approved", "Утверждена"
    DECLINED = "declined", "Отклонена"
    RETURNED = "returned", "Возвращена в работу"
    VOID = "void", "Снята с рассмотрения"


class Voice(Choices):
    FOR = "for", "За"
    AGAINST = "against", "Против"
    ABSTAIN = "abstain", "Воздержался"


class Quorum(Choices):
    HALF = "half", "Больше половины состава"
    TWO_THIRDS = "two_thirds", "Не меньше двух третей состава"
    ALL = "all", "Весь состав"


class Majority(Choices):
    OF_VOTES = "votes", "Голосов «за» больше, чем «против»"
    OF_PRESENT = "present", "Больше половины участвующих"
    OF_MEMBERS = "members", "Больше половины состава"


class Measure(Choices):
    """What is decided for somebody who has stayed without a mentor (R188–R190)."""

    SUPPORT = "support", "Психолого-педагогическая поддержка"
    WIDER = "wider", "Искать наставника шире: в других организациях"
    TRAIN = "train", "Подготовить наставника по этому вопросу"
    DISTANCE = "distance", "Работать дистанционно"
    WAIT = "wait", "Продолжить поиск в организации"


class LetterState(Choices):
    DRAFT = "draft", "Черновик"
    SENT = "sent", "Отправлено"
    HANDED = "handed", "Вручено на бумаге"


@dataclass(frozen=True)
class Regulation:
    """How the local regulation lets the council decide; the default is what model regulations say."""

    quorum: Quorum = Quorum.HALF
    majority: Majority = Majority.OF_VOTES
    chair_decides: bool = True


class Verdict(Choices):
    ADOPTED = "adopted", "Решение принято"
    REFUSED = "refused", "Решение не принято"
    SILENT = "silent", "Никто не голосовал"


@dataclass(frozen=True)
class Tally:
    """Votes on one pair. `present` and `members` count those who may vote on it: sides of the pair are left out.

    `chair` is the voice of the chair, None where the chair did not or may not vote.
    """

    given_for: int = 0
    against: int = 0
    abstained: int = 0
    present: int = 0
    members: int = 0
    chair: Voice | None = None

    @property
    def cast(self) -> int:
        return self.given_for + self.against + self.abstained

    @property
    def words(self) -> str:
        return f"«за» — {self.given_for}, «против» — {self.against}, «воздержались» — {self.abstained}"


def tally(
    voices: Mapping[Any, Voice],
    *,
    members: Collection[Any],
    present: Collection[Any],
    barred: Collection[Any],
    chair: Any,
) -> Tally:
    """Count one pair: only voices of present members count, and none of those in a conflict of interest (`barred`)."""
    may = set(members) - set(barred)
    counted = {who: voice for who, voice in voices.items() if who in may}
    return Tally(
        given_for=sum(voice is Voice.FOR for voice in counted.values()),
        against=sum(voice is Voice.AGAINST for voice in counted.values()),
        abstained=sum(voice is Voice.ABSTAIN for voice in counted.values()),
        present=len(may & set(present)),
        members=len(may),
        chair=counted.get(chair),
    )


def has_quorum(quorum: Quorum, *, present: int, members: int) -> bool:
    if not members:
        return False
    return {
        Quorum.HALF: present * 2 > members,
        Quorum.TWO_THIRDS: present * 3 >= members * 2,
        Quorum.ALL: present >= members,
    }[quorum]


def verdict(count: Tally, by: Regulation) -> Verdict:
    """Is the pair adopted. At a tie the chair's own «за» decides, where the regulation says so."""
    if not count.cast:
        return Verdict.SILENT
    ours, needed = {
        Majority.OF_VOTES: (count.given_for, count.against),
        Majority.OF_PRESENT: (count.given_for * 2, count.present),
        Majority.OF_MEMBERS: (count.given_for * 2, count.members),
    }[by.majority]
    tie = ours == needed and count.given_for > 0
    adopted = ours > needed or (tie and by.chair_decides and count.chair is Voice.FOR)
    return Verdict.ADOPTED if adopted else Verdict.REFUSED


def check_due(due_on: date, today: date) -> None:
    if due_on < today:
        raise Refusal("Срок уже прошёл. Назначьте день не раньше сегодняшнего.")
    if due_on > today + LONGEST:
        raise Refusal("Срок слишком далёкий: совет решает не дольше трёх месяцев. Назначьте день ближе.")


def check_council(*, has_council: bool, has_body: bool, has_chair: bool, members: int) -> None:
    """Whom a question can be sent to at all; each refusal says where the missing thing is made."""
    if not has_council:
        raise Refusal(
            "В организации нет совета наставников: пары утверждает куратор. "
            "Если совет есть, отметьте это в сведениях об организации."
        )
    if not has_body:
        raise Refusal("Совет наставников ещё не записан. Добавьте его в разделе «Коллегиальные органы».")
    if not has_chair:
        raise Refusal("У совета нет председателя. Назначьте его в карточке человека, в разделе «Роли».")
    if members < FEWEST:
        raise Refusal("В совете только один человек. Назначьте членов совета в карточках людей.")


def check_quorum(quorum: Quorum, *, present: int, members: int) -> None:
    if not has_quorum(quorum, present=present, members=members):
        raise Refusal(
            f"Кворума нет: участвуют {present} из {members}, а нужно: {quorum.label.lower()}. "
            "Дождитесь голосов или отметьте, кто был на заседании."
        )


def check_number(number: str, held_on: date, *, asked_on: date, today: date, taken: Iterable[str]) -> None:
    """Number and day of the minutes. `taken`: numbers that this body has used in the same year."""
    if not number.strip():
        raise Refusal("Укажите номер протокола.")
    if number.strip() in set(taken):
        raise Refusal(f"Протокол № {number.strip()} в этом году уже есть. Укажите другой номер.")
    if held_on > today:
        raise Refusal("День заседания ещё не наступил. Проверьте дату протокола.")
    if held_on < asked_on:
        raise Refusal("Заседание не могло пройти раньше, чем вопрос пришёл на совет. Проверьте дату.")


def check_unadopted(state: LineState | None, reason: str, about: str) -> None:
    """What has not been adopted is declined with a reason or goes back to the curator."""
    if state not in {LineState.DECLINED, LineState.RETURNED}:
        raise Refusal(f"{about}: решение не принято. Отклоните пару или верните её в работу.")
    if state is LineState.DECLINED and not reason.strip():
        raise Refusal(f"{about}: напишите, почему пара отклонена.")


def check_care(undecided: Collection[str]) -> None:
    """Nobody may be left without a mentor and without a decision (R188–R189)."""
    if undecided:
        raise Refusal(
            f"Решите, как помочь тем, кто остался без наставника ({', '.join(sorted(undecided))}): "
            "отметьте меру и день, когда вернётесь к этому."
        )


def check_measures(measures: Collection[Measure], next_on: date | None, today: date) -> None:
    if not measures:
        raise Refusal("Отметьте хотя бы одну меру.")
    if next_on is None or next_on <= today:
        raise Refusal("Назначьте день в будущем, когда вернётесь к этому человеку.")


def next_number(taken: Iterable[str]) -> str:
    """The next plain number of the year; the person may type any other."""
    plain = [int(each) for each in taken if each.isascii() and each.isdigit() and len(each) < 6]
    return str(max(plain, default=0) + 1)
