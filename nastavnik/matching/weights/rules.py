"""Words into weights: «Высокий» and its like become whole points of each part that add up to the greatest score. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from nastavnik.core.choices import Choices
from nastavnik.core.errors import Refusal
from nastavnik.matching.engine.model import BINDS, DEFAULT_BUDGETS, FULL, PARTS, Goals, Rules, Scale

COMMON = ""
"""The settings of every request whose form or kind has none of its own."""


class Word(Choices):
    REQUIRED = "required", "Обязательно"
    HIGH = "high", "Высокий"
    MEDIUM = "medium", "Средний"
    LOW = "low", "Низкий"
    NONE = "none", "Не учитывать"


class Aim(Choices):
    """Values are those of `Goals.aim`."""

    PARTICIPATION = "participation", "Никто без пары"
    QUALITY = "quality", "Лучшее качество"


class Keep(Choices):
    """How strongly pairs that were proposed before and wait for a decision are kept; values are those of `Goals.keep`."""

    FREE = "free", "Не держаться"
    LAST = "last", "Держаться, если ничего не теряем"
    BONUS = "bonus", "Держаться, даже если новая пара немного лучше"
    FIRST = "first", "Менять, только если иначе кто-то останется без пары"


FACTOR = {Word.REQUIRED: 4, Word.HIGH: 4, Word.MEDIUM: 2, Word.LOW: 1, Word.NONE: 0}
"""Each step is twice the one before; «Обязательно» counts as «Высокий» among those who are not barred."""
KEPT: Mapping[Keep, Literal["free", "last", "bonus", "first"]] = {
    Keep.FREE: "free",
    Keep.LAST: "last",
    Keep.BONUS: "bonus",
    Keep.FIRST: "first",
}
KEEP_BONUS = 500
"""What «немного лучше» is: five points of a hundred."""
POINT = FULL // 100
MOST_CUT_OFF = 90
NOTHING_LEFT = "Оставьте хотя бы одну важность: сейчас ничего не учитывается, и пары не по чему сравнить."

MODEL: Mapping[str, tuple[Word, str]] = {
    "domains": (Word.HIGH, "Наставничество начинается с затруднения: помогает тот, кто в нём силён"),
    "issue": (Word.HIGH, "Пара закрепляется по вопросу запроса"),
    "subject": (Word.HIGH, "Методику и содержание легче показать на своём предмете"),
    "experience": (Word.MEDIUM, "Опыт важен, но не заменяет силы в нужной области"),
    "windows": (Word.HIGH, "Без общего времени встречи срываются чаще"),
    "willingness": (Word.REQUIRED, "Форма и вид — добровольный выбор обоих"),
    "workload": (Word.LOW, "Предел мест соблюдается всегда; здесь — кто из наставников свободнее"),
    "distance": (Word.MEDIUM, "Рядом проще встретиться; издали помогают дистанционно"),
    "past": (Word.LOW, "Тот, кто уже вёл пару до конца, знает, как это делать"),
    "criteria": (Word.LOW, "Критерии отбора отмечает куратор"),
    "mentee_wish": (Word.LOW, "Наставничество добровольно: желание — хорошее начало"),
    "mentor_wish": (Word.LOW, "Желание наставника слышно, но решает нужда наставляемого"),
    "waiting": (Word.LOW, "Кто дольше ждёт, тот чуть раньше получает помощь"),
}
"""Part → its word in the model and the reason. The points of these words are `DEFAULT_BUDGETS`."""

SPECIAL: Mapping[str, Mapping[str, tuple[Word, str]]] = {
    "kind:reverse": {
        "experience": (Word.NONE, "Младший учит старшего: стаж ни при чём"),
        "domains": (Word.REQUIRED, "Учит тот, кто силён именно в этом"),
    },
    "kind:group": {
        "workload": (Word.MEDIUM, "С группой работы больше: важно, чтобы наставник был свободнее"),
        "subject": (Word.MEDIUM, "В группе люди разных предметов"),
    },
    "kind:situational": {
        "waiting": (Word.HIGH, "Помощь нужна сейчас"),
        "workload": (Word.HIGH, "Откликнется тот, кто свободнее"),
        "experience": (Word.LOW, "Нужен ответ на один случай"),
    },
    "kind:short-term": {
        "windows": (Word.REQUIRED, "Срок короткий, искать общий час некогда"),
        "workload": (Word.HIGH, "Нужен тот, кто свободен сейчас"),
    },
    "kind:speed": {
        "windows": (Word.REQUIRED, "Встреча одна, и час её назначен"),
        "experience": (Word.HIGH, "Встреча с профессионалом: его опыт и есть её содержание"),
        "distance": (Word.LOW, "Ради одной встречи можно приехать"),
    },
    "kind:virtual": {
        "distance": (Word.NONE, "Работа дистанционная: место не важно"),
        "windows": (Word.REQUIRED, "Связь бывает только в общий час"),
    },
    "form:pupil-pupil": {
        "experience": (Word.NONE, "У учеников нет стажа и категории"),
        "subject": (Word.MEDIUM, "Помогают не только с предметом"),
    },
    "form:student-pupil": {
        "experience": (Word.NONE, "У студента нет стажа"),
    },
    "form:teacher-pupil": {
        "experience": (Word.LOW, "Ученику нужен не стаж, а внимание"),
        "mentee_wish": (Word.HIGH, "Ребёнку важно доверять взрослому"),
    },
    "form:employer-student": {
        "distance": (Word.LOW, "Практика идёт на предприятии"),
        "subject": (Word.LOW, "Важна профессия, а не школьный предмет"),
    },
    "form:head-teacher": {
        "workload": (Word.HIGH, "Времени у руководителя меньше всего"),
    },
}
"""«kind:code» or «form:code» → what differs from the common words there, and why."""

Words = Mapping[str, Mapping[str, Word]]


@dataclass(frozen=True)
class Settings:
    """What an organisation has chosen: only what differs from the model, by «kind:…», «form:…» or COMMON."""

    words: Words = field(default_factory=dict)
    aim: Aim = Aim.PARTICIPATION
    cut_off: int = 0
    """Of a hundred."""
    keep: Keep = Keep.FREE


def inherited(settings: Settings, about: str, part: str) -> Word:
    """The word that holds where the organisation has chosen none here."""
    if about and part in SPECIAL[about]:
        return SPECIAL[about][part][0]
    if about:
        return settings.words.get(COMMON, {}).get(part, MODEL[part][0])
    return MODEL[part][0]


def word_of(settings: Settings, about: str, part: str) -> Word:
    return settings.words.get(about, {}).get(part) or inherited(settings, about, part)


def words_of(settings: Settings, about: str) -> dict[str, Word]:
    return {part: word_of(settings, about, part) for part in PARTS}


def reason_of(about: str, part: str) -> str:
    """Why the model says so."""
    return SPECIAL.get(about, {}).get(part, MODEL[part])[1]


def chosen(settings: Settings, about: str, words: Mapping[str, Word]) -> Settings:
    """The settings with these words for `about`; what is the same as without them is not kept."""
    without = replace(settings, words={key: own for key, own in settings.words.items() if key != about})
    own = {part: word for part, word in words.items() if word != inherited(without, about, part)}
    return replace(without, words={**without.words, **({about: own} if own else {})})


def budgets(words: Mapping[str, Word]) -> dict[str, int]:
    """Whole points of each part, together `FULL`, by largest remainder; ties go to the earlier part.

    A part with its word of the model weighs its points of the model; each step of the word doubles or halves them.
    Raise Refusal where nothing is left that counts.
    """
    weights = [DEFAULT_BUDGETS[part] * FACTOR[words[part]] * 4 // FACTOR[MODEL[part][0]] for part in PARTS]
    total = sum(weights)
    if not total:
        raise Refusal(NOTHING_LEFT)
    whole = [FULL * weight // total for weight in weights]
    by_rest = sorted(range(len(PARTS)), key=lambda place: (-(FULL * weights[place] % total), place))
    for place in by_rest[: FULL - sum(whole)]:
        whole[place] += 1
    return dict(zip(PARTS, whole, strict=True))


def required(words: Mapping[str, Word]) -> frozenset[str]:
    return frozenset(part for part, word in words.items() if word is Word.REQUIRED)


def check(words: Mapping[str, Word]) -> None:
    """Raise Refusal for words that cannot be."""
    if required(words) - set(BINDS):
        raise Refusal("Нагрузку и ожидание нельзя сделать обязательными: выберите другую важность.")
    budgets(words)


def about_of(kinds: Collection[str], forms: Collection[str]) -> str:
    """Whose weights score a request: of its kind if it names just one, else of its form if just one, else the common.

    `kinds`, `forms`: codes that the request names.
    """
    for prefix, codes in (("kind", kinds), ("form", forms)):
        if len(codes) == 1 and (about := f"{prefix}:{next(iter(codes))}") in SPECIAL:
            return about
    return COMMON


def scaled(settings: Settings, abouts: Collection[str]) -> tuple[Rules, dict[str, int]]:
    """Rules of the engine for requests with these weights, and the number of the scale of each."""
    common = words_of(settings, COMMON)
    places: dict[str, int] = {}
    scales: list[Scale] = []
    for about in sorted(set(abouts)):
        words = words_of(settings, about)
        places[about] = 0
        if words != common:
            scales.append(Scale(budgets(words), required(words)))
            places[about] = len(scales)
    return (
        Rules(
            budgets=budgets(common),
            required=required(common),
            scales=tuple(scales),
            cut_off=settings.cut_off * POINT,
        ),
        places,
    )


def goals_of(settings: Settings) -> Goals:
    return Goals(
        aim="quality" if settings.aim is Aim.QUALITY else "participation",
        keep=KEPT[settings.keep],
        keep_bonus=KEEP_BONUS if settings.keep is Keep.BONUS else 0,
    )
