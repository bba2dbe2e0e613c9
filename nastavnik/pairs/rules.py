"""When a mentorship may be formed, how it moves, and what an order needs of it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from nastavnik.core.choices import Choices
from nastavnik.core.errors import Refusal


class PairState(Choices):
    DRAFT = "draft", "Черновик"
    PROPOSED = "proposed", "Предложена"
    AWAITS_CONSENTS = "consents", "Ждёт согласий"
    AWAITS_ORDER = "order", "Ждёт приказа"
    ACTIVE = "active", "Действует"
    PAUSED = "paused", "Приостановлена"
    FINISHED = "finished", "Завершена"
    STOPPED = "stopped", "Прекращена"


S = PairState
MOVES: dict[PairState, frozenset[PairState]] = {
    S.DRAFT: frozenset({S.PROPOSED, S.STOPPED}),
    S.PROPOSED: frozenset({S.AWAITS_CONSENTS, S.STOPPED}),
    S.AWAITS_CONSENTS: frozenset({S.AWAITS_ORDER, S.STOPPED}),
    # A withdrawn consent takes a pair one step back.
    S.AWAITS_ORDER: frozenset({S.ACTIVE, S.AWAITS_CONSENTS, S.STOPPED}),
    S.ACTIVE: frozenset({S.PAUSED, S.FINISHED, S.STOPPED}),
    S.PAUSED: frozenset({S.ACTIVE, S.FINISHED, S.STOPPED}),
    S.FINISHED: frozenset(),
    S.STOPPED: frozenset(),
}
OPEN = frozenset({S.DRAFT, S.PROPOSED, S.AWAITS_CONSENTS, S.AWAITS_ORDER, S.ACTIVE, S.PAUSED})


class Side(Choices):
    MENTOR = "mentor", "Наставник"
    MENTEE = "mentee", "Наставляемый"


class Answer(Choices):
    """R049: each participant says yes or no before the pair is formed."""

    WAITING = "waiting", "Ещё не ответил"
    AGREED = "agreed", "Согласен"
    DECLINED = "declined", "Отказался"


class Origin(Choices):
    BY_HAND = "hand", "Создана вручную"
    MATCHED = "matched", "Подобрана"
    EXISTING = "existing", "Действовала раньше"


class LabourKind(Choices):
    """The basis of a mentor's work under ТК РФ, ст. 351.8."""

    ADDENDUM = "addendum", "Дополнительное соглашение к трудовому договору"
    JOB = "job", "Входит в должностную инструкцию или трудовой договор"
    NOT_EMPLOYEE = "outside", "Наставник или наставляемый не является работником"


@dataclass(frozen=True)
class Forming:
    """What must be known to form a mentorship: people, the mentor's load, groups (R185)."""

    mentor: UUID
    mentees: frozenset[UUID]
    mentor_load: int
    mentor_capacity: int
    same_already: bool
    is_group: bool


def check_forming(facts: Forming) -> None:
    if facts.mentor in facts.mentees:
        raise Refusal("Нельзя быть наставником самому себе. Выберите другого наставника.")
    if not facts.mentees:
        raise Refusal("Выберите хотя бы одного наставляемого.")
    if facts.is_group and len(facts.mentees) < 2:
        raise Refusal(
            "В группе должно быть не меньше двух наставляемых. Добавьте ещё одного или выберите пару."
        )
    if not facts.is_group and len(facts.mentees) > 1:
        raise Refusal("В паре один наставляемый. Если их больше, выберите группу.")
    if facts.same_already:
        raise Refusal("Такая пара по этому вопросу уже есть. Откройте её или выберите другой вопрос.")
    if facts.mentor_load + len(facts.mentees) > facts.mentor_capacity:
        raise Refusal(
            f"Наставник уже ведёт {facts.mentor_load} из {facts.mentor_capacity} — это его предел. "
            "Увеличьте предел в банке наставников или выберите другого."
        )


def check_move(current: PairState, target: PairState) -> None:
    if target not in MOVES[current]:
        raise Refusal(f"Пара «{current.label}» не может стать «{target.label}».")


MONTHS_AT_LEAST, MONTHS_AT_MOST = 3, 12


def length_warning(starts_on: date, ends_on: date) -> str:
    """Empty for three months to a year; otherwise a sentence: allowed, but said (the default of the model act)."""
    days = (ends_on - starts_on).days + 1
    if days < MONTHS_AT_LEAST * 30:
        return "Срок короче трёх месяцев. Так бывает у краткосрочного наставничества; проверьте даты."
    if days > MONTHS_AT_MOST * 31:
        return "Срок длиннее года. Обычно программа длится от трёх месяцев до года; проверьте даты."
    return ""


class Gap(Choices):
    """What an order still needs of a row (R018); each has its own button on the screen."""

    PROCESSING = "processing", "Нет согласия на обработку персональных данных"
    DUTIES = "duties", "Нет письменного согласия на дополнительные обязанности"
    REPRESENTATIVE = "representative", "Не указан законный представитель"
    ANSWER = "answer", "Участник отказался"
    LABOUR = "labour", "Не указано основание работы наставника (ТК РФ, ст. 351.8)"
    TERM = "term", "Срок пары уже закончился"


@dataclass(frozen=True)
class Party:
    """One participant as the gate sees them on a day."""

    person_id: UUID
    name: str
    side: Side
    answer: Answer
    is_minor: bool
    has_representative: bool
    processing: bool
    duties: bool


@dataclass(frozen=True)
class Missing:
    """One thing that stops a row: what, whose (none for the row itself), in words."""

    gap: Gap
    person_id: UUID | None
    words: str


def missing_consents(parties: Iterable[Party]) -> list[Missing]:
    """Both sides must have given written consent; a minor's is given by the representative (R018, R126, R159)."""
    found: list[Missing] = []
    for party in parties:
        if party.answer is Answer.DECLINED:
            found.append(Missing(Gap.ANSWER, party.person_id, f"{party.name}: отказ от участия"))
        if party.is_minor and not party.has_representative:
            found.append(
                Missing(
                    Gap.REPRESENTATIVE, party.person_id, f"{party.name}: не указан законный представитель"
                )
            )
        if not party.processing:
            found.append(
                Missing(Gap.PROCESSING, party.person_id, f"{party.name}: нет согласия на обработку данных")
            )
        if not party.duties:
            found.append(Missing(Gap.DUTIES, party.person_id, f"{party.name}: нет согласия на обязанности"))
    return found


@dataclass(frozen=True)
class Labour:
    """The recorded basis of the mentor's work; empty words mean that nothing is recorded."""

    kind: LabourKind
    number: str
    on: date | None
    form: str
    starts_on: date | None
    ends_on: date | None
    payment: str
    explanation: str


def missing_labour(labour: Labour | None, *, both_employed: bool) -> list[str]:
    """What ст. 351.8 ТК РФ still wants: content, term, form and payment stated; between employees it cannot be waived."""
    if labour is None:
        return ["укажите основание"]
    if labour.kind is LabourKind.NOT_EMPLOYEE:
        return (
            ["наставник и наставляемый — работники: нужно соглашение или должностная инструкция"]
            if both_employed
            else []
        )
    if labour.kind is LabourKind.JOB:
        return (
            []
            if labour.number or labour.explanation
            else ["укажите документ: договор или должностную инструкцию"]
        )
    wanted = {
        "номер": labour.number,
        "дату": labour.on,
        "срок": labour.starts_on and labour.ends_on,
        "форму": labour.form,
        "размер и условия выплаты": labour.payment,
    }
    lacking = [name for name, value in wanted.items() if not value]
    return [f"укажите {', '.join(lacking)} дополнительного соглашения"] if lacking else []


def items_from(text: str) -> list[dict[str, Any]]:
    """Items of an order, one a line; a line that begins with a dash is a sub-item of the line above."""
    items: list[dict[str, Any]] = []
    for line in (raw.strip() for raw in text.splitlines()):
        if line[:1] in "-–—•" and line and items:
            items[-1]["sub_items"].append(line[1:].strip())
        elif line:
            items.append({"text": line.lstrip("-–—• "), "sub_items": []})
    return items


def text_of(items: Sequence[dict[str, Any]]) -> str:
    lines = [line for item in items for line in (item["text"], *(f"- {sub}" for sub in item["sub_items"]))]
    return "\n".join(lines)
