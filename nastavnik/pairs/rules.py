"""When a mentorship may be formed, how it moves, and what an order needs of it. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from nastavnik.core.choices import Choices
from nastavnik.core.deadlines import Deadline, DeadlineKind
from nastavnik.core.deadlines import parse as parse_deadline
from nastavnik.core.errors import Refusal
from nastavnik.people.rules import PersonKind


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
WORKING = frozenset({S.ACTIVE, S.PAUSED})
# An approved mentorship that is not over has steps.
STEPPING = frozenset({S.AWAITS_CONSENTS, S.AWAITS_ORDER, S.ACTIVE, S.PAUSED})
OPEN = frozenset({S.DRAFT, S.PROPOSED, S.AWAITS_CONSENTS, S.AWAITS_ORDER, S.ACTIVE, S.PAUSED})


class Side(Choices):
    MENTOR = "mentor", "Наставник"
    MENTEE = "mentee", "Наставляемый"


class Answer(Choices):
    """R049: each participant says yes or no before the pair is formed."""

    WAITING = "waiting", "Ждём ответа"
    AGREED = "agreed", "Готовность участвовать"
    DECLINED = "declined", "Отказ от участия"


class Origin(Choices):
    BY_HAND = "hand", "Создана вручную"
    MATCHED = "matched", "Подобрана"
    EXISTING = "existing", "Действовала раньше"


class LabourKind(Choices):
    """The basis of a mentor's work under ТК РФ, ст. 351.8."""

    ADDENDUM = "addendum", "Дополнительное соглашение к трудовому договору"
    JOB = "job", "Входит в должностную инструкцию или трудовой договор"
    NOT_EMPLOYEE = "outside", "Наставник или наставляемый не является работником"


DEFAULT_CAPACITY = 2  # a mentor who is not in the bank yet


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
    check_people(facts)
    check_room(facts)


def check_room(facts: Forming) -> None:
    """The mentor's limit, and no second pair of the same people by the same issue."""
    if facts.same_already:
        raise Refusal("Такая пара по этому вопросу уже есть. Откройте её или выберите другой вопрос.")
    if facts.mentor_load + len(facts.mentees) > facts.mentor_capacity:
        raise Refusal(
            f"Наставник уже ведёт {facts.mentor_load} из {facts.mentor_capacity} — это его предел. "
            "Увеличьте предел в банке наставников или выберите другого."
        )


def check_existing(facts: Forming) -> None:
    """A pair that lives already is a fact, whatever the mentor's load; but it is written down once."""
    check_people(facts)
    if facts.same_already:
        raise Refusal("Такая пара по этому вопросу уже есть. Откройте её или выберите другой вопрос.")


def default_end(starts_on: date) -> date:
    """31 May of the school year that the start falls in, or the next one when less than three months are left."""
    return date(starts_on.year + (1 if starts_on.month > 2 else 0), 5, 31)


def check_people(facts: Forming) -> None:
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


def check_former(number: str, on: date, ends_on: date, today: date) -> None:
    """What a pair that works already must bring: its order, signed, and days that have not run out."""
    if not number.strip():
        raise Refusal("Укажите номер приказа, по которому пара уже работает.")
    if on > today:
        raise Refusal("Дата приказа ещё не наступила. Укажите день, который стоит на приказе.")
    if ends_on < today:
        raise Refusal("Срок этой пары уже закончился. Записывают те пары, которые работают сейчас.")


def check_leaving(
    *, is_mentor: bool, is_group: bool, stay: int, joined_on: date, on: date, today: date
) -> None:
    """`stay`: how many mentees remain."""
    if is_mentor:
        raise Refusal(
            "Наставник не выходит из пары один. Прекратите пару или создайте новую с другим наставником."
        )
    if not is_group:
        raise Refusal("В паре один наставляемый. Если он уходит, прекратите пару.")
    if stay < 2:
        raise Refusal("В группе останется меньше двух наставляемых. Прекратите группу и создайте пару.")
    if on < joined_on:
        raise Refusal("День выхода раньше дня, когда человек вошёл в группу. Исправьте дату.")
    if on > today:
        raise Refusal("День выхода ещё не наступил. Запишите выход в этот день или позже.")


EMPLOYED = frozenset({PersonKind.PEDAGOGUE, PersonKind.HEAD})
LEARNERS = frozenset({PersonKind.PUPIL, PersonKind.STUDENT})

# Code of a form → who stands on each side; forms that an organisation has added are not judged.
SIDES: dict[str, tuple[frozenset[PersonKind], frozenset[PersonKind]]] = {
    "teacher-teacher": (EMPLOYED, EMPLOYED),
    "head-teacher": (frozenset({PersonKind.HEAD}), EMPLOYED),
    "employer-student": (frozenset({PersonKind.EMPLOYER, PersonKind.OTHER}), LEARNERS),
    "pupil-pupil": (frozenset({PersonKind.PUPIL}), frozenset({PersonKind.PUPIL})),
    "student-pupil": (frozenset({PersonKind.STUDENT}), frozenset({PersonKind.PUPIL})),
    "teacher-pupil": (EMPLOYED, frozenset({PersonKind.PUPIL})),
}


@dataclass(frozen=True)
class Shape:
    """What a mentorship says of itself: codes of its form and kinds, who stands on each side."""

    form: str
    kinds: frozenset[str]
    is_group: bool
    distance: bool
    has_reverse: bool
    mentors: frozenset[PersonKind]
    mentees: frozenset[PersonKind]


def inconsistencies(shape: Shape) -> list[str]:
    """Allowed, but said: the form and the kinds do not agree with the people."""
    found = []
    if shape.is_group and "group" not in shape.kinds:
        found.append("Это группа, а вид «в группе» не отмечен.")
    if not shape.is_group and "group" in shape.kinds:
        found.append("Отмечен вид «в группе», а наставляемый один.")
    if shape.is_group and "traditional" in shape.kinds:
        found.append("Отмечен вид «традиционное («один на один»)», а наставляемых несколько.")
    if shape.distance and "virtual" not in shape.kinds:
        found.append("Наставник из другой организации, а вид «виртуальное» не отмечен.")
    if "reverse" in shape.kinds and not shape.has_reverse:
        found.append("Реверсивное наставничество — это две встречные пары. Создайте вторую.")
    mentors, mentees = SIDES.get(shape.form, (shape.mentors, shape.mentees))
    if not shape.mentors <= mentors or not shape.mentees <= mentees:
        found.append("Форма наставничества не подходит этим людям: проверьте, кто они в своих карточках.")
    return found


def usual_form(mentor: PersonKind, mentees: frozenset[PersonKind]) -> str:
    """The code of the form that these people make; empty when they make none of the known."""
    order = ("teacher-teacher", *(code for code in SIDES if code != "teacher-teacher"))
    return next((code for code in order if mentor in SIDES[code][0] and mentees <= SIDES[code][1]), "")


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


def items_from(text: str, today: date) -> list[dict[str, Any]]:
    """Items of an order, one a line; a line that begins with a dash is a sub-item of the line above.

    A deadline stands after a bar: «Провести первую встречу | октябрь 2026» (R240–R242). Raises Refusal.
    """
    items: list[dict[str, Any]] = []
    for line in (raw.strip() for raw in text.splitlines()):
        words, _, typed = line.partition("|")
        deadline = parse_deadline(typed, today)
        if line[:1] in "-–—•" and words and items:
            items[-1]["sub_items"].append(_with_words(words[1:].strip(), deadline))
        elif words.strip():
            due = {"due": deadline.as_dict()} if deadline else {}
            items.append({"text": words.strip(" -–—•"), "sub_items": [], **due})
    return items


def _with_words(text: str, deadline: Deadline | None) -> str:
    return f"{text} {deadline.words}" if deadline else text


def item_words(item: dict[str, Any]) -> str:
    """The item as it stands on paper, its deadline after it."""
    text: str = item["text"]
    due = item.get("due")
    return f"{text.rstrip(' .')} {Deadline.from_dict(due).words}." if due else text


def text_of(items: Sequence[dict[str, Any]]) -> str:
    """Items as their author types them."""
    lines = [line for item in items for line in (_typed(item), *(f"- {sub}" for sub in item["sub_items"]))]
    return "\n".join(lines)


def _typed(item: dict[str, Any]) -> str:
    due = item.get("due")
    return f"{item['text']} | {Deadline.from_dict(due).typed}" if due else str(item["text"])


class Aim(Choices):
    """What a step of a pair is for (R164)."""

    REMOVE = "remove", "Устранить трудность"
    SUPPORT = "support", "Поддержать сильную сторону"


def check_step(link: tuple[Aim, UUID], known: Collection[tuple[Aim, UUID]]) -> None:
    """`known`: difficulties and strengths of the mentees, as (aim, id of the domain)."""
    if link not in known:
        raise Refusal("Шаг связывают с названной трудностью или сильной стороной. Выберите её из списка.")


def month_of_step(number: int, starts_on: date, ends_on: date) -> Deadline:
    """The first step belongs to the first month of the pair, the next to the next one; none goes past its end."""
    months = min(starts_on.month - 1 + number, (ends_on.year - starts_on.year) * 12 + ends_on.month - 1)
    month = date(starts_on.year + months // 12, months % 12 + 1, 1)
    return Deadline(DeadlineKind.MONTHS, day=month, until=month)
