"""Guessing which column holds what: by the words of its heading in any order, else by what stands below."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from nastavnik.core.russian.folding import clean, fold
from nastavnik.people.staff_file.contents import guess_by_contents, holds_categories
from nastavnik.people.staff_file.read import Row, Sheet, Value, is_filled, namelike
from nastavnik.people.staff_file.shapes import Column, Field, Mapping

LOOK_FOR_HEADING = 40  # rows
SURE, LIKELY, MAYBE = 1.0, 0.85, 0.6

SYNONYMS: dict[Field, tuple[str, ...]] = {
    Field.FULL_NAME: (
        "фио",
        "ф и о",
        "фамилия имя отчество",
        "фамилия имя",
        "сотрудник",
        "работник",
        "педагог",
        "учитель",
    ),
    Field.LAST_NAME: ("фамилия", "фам"),
    Field.FIRST_NAME: ("имя",),
    Field.MIDDLE_NAME: ("отчество", "отч"),
    Field.POSITION: (
        "должность",
        "занимаемая должность",
        "профессия",
        "кем работает",
        "наименование должности",
    ),
    Field.SUBJECTS: ("предмет", "предметы", "преподаваемый предмет", "дисциплина", "что преподает"),
    Field.WORKLOAD: (
        "нагрузка",
        "учебная нагрузка",
        "часов в неделю",
        "часы",
        "количество часов",
        "кол во часов",
    ),
    Field.CATEGORY: ("категория", "квалификационная категория", "кв категория", "кат", "кк"),
    Field.CATEGORY_DATE: (
        "дата категории",
        "дата присвоения категории",
        "дата аттестации",
        "дата присвоения",
    ),
    Field.CAREER_START: (
        "начало педагогической деятельности",
        "начало карьеры",
        "год начала работы",
        "в педагогике с",
    ),
    Field.EXPERIENCE: ("стаж", "педагогический стаж", "пед стаж", "педстаж", "стаж работы", "опыт"),
    Field.HIRED_ON: (
        "дата приема",
        "принят на работу",
        "дата приема на работу",
        "работает с",
        "дата поступления",
    ),
    Field.BIRTH: ("дата рождения", "год рождения", "г р", "д р", "родился"),
    Field.GENDER: ("пол",),
    Field.EMAIL: ("email", "e mail", "электронная почта", "почта", "эл почта", "адрес электронной почты"),
    Field.PHONE: ("телефон", "тел", "мобильный", "сотовый", "номер телефона", "контактный телефон"),
    Field.DEPARTMENT: (
        "класс",
        "группа",
        "отдел",
        "подразделение",
        "структурное подразделение",
        "кафедра",
        "мо",
    ),
    Field.KIND: ("кто", "вид", "роль", "категория участника", "статус участника", "кто это"),
}

# A column that must not be taken for anything of ours, however near its words are.
FOREIGN = re.compile(
    r"^(?:n|no|№)?(?: ?п ?п)?$|родител|матер[иь]|\bотца|законн|опекун|супруг|\bдет(?:и|ей)\b|образован|паспорт|снилс|\bинн\b"
    r"|примечан|награ|табел|диплом|\bвуз|учебн\w* заведен|окончил|приказ|курс\w* повыш|повышени\w* квалиф|прожив|прописк"
    r"|классн\w* руковод|возраст|подпис|^в должности с|^(?:срок|дата оконч|действ\w*)\b.*(?:действ|до\b|категор|аттест)"
)
# Read from the top: the first rule that speaks decides.
RULES: tuple[tuple[Field, str, float], ...] = (
    (Field.FULL_NAME, r"^(?:фио|ф и о|фамили\w* имя)\b", 0.95),
    (Field.POSITION, r"^(?:занимаем\w* )?должност", LIKELY),
    (Field.EMAIL, r"e ?mail|почт|электронн\w* адрес|имейл|емейл", LIKELY),
    (Field.PHONE, r"телефон|^тел\b|\bтел$|сотов|мобильн|\bмоб\b|контактн\w* номер", LIKELY),
    (Field.KIND, r"категори\w* (?:участник|лиц)|(?:роль|статус) участник", LIKELY),
    (
        Field.CATEGORY_DATE,
        r"(?:дат|срок|когда|\bгод).*(?:категор|аттест)|(?:категор|аттест).*(?:дат|срок|когда|\bгод)",
        LIKELY,
    ),
    (Field.CATEGORY, r"категор|аттестац", LIKELY),
    (Field.BIRTH, r"рожд|родил|\bд ?р$|\bг ?р$", LIKELY),
    (
        Field.CAREER_START,
        r"(?:начал|с какого).*(?:работ|деятельн|карьер|стаж|педагог)|в (?:профессии|педагогике) с",
        LIKELY,
    ),
    (
        Field.HIRED_ON,
        r"(?:дат|год|когда).*(?:прием|принят|поступл|трудоустр)|работает с|прием\w* на работу|^принят",
        LIKELY,
    ),
    (Field.EXPERIENCE, r"пед\w* ?стаж|стаж\w* пед", 0.9),
    (Field.EXPERIENCE, r"общ\w* стаж|стаж\w* общ|в (?:данн|эт)", 0.5),
    (Field.EXPERIENCE, r"стаж|опыт работы", 0.8),
    (Field.WORKLOAD, r"нагрузк|часов|\bчас\w* в недел|учебн\w* час|кол\w* час", LIKELY),
    (Field.SUBJECTS, r"предмет|дисциплин|преподает|преподаваем|учебн\w* курс", LIKELY),
    (Field.POSITION, r"должност|професси|кем работает", LIKELY),
    (Field.GENDER, r"^пол\b", LIKELY),
    (Field.FULL_NAME, r"\bфио\b|\bф и о\b|фамили\w*.*имя|фамили\w* и\b", 0.95),
    (Field.LAST_NAME, r"фамили", LIKELY),
    (Field.MIDDLE_NAME, r"отчеств", LIKELY),
    (Field.FIRST_NAME, r"^имя\b", LIKELY),
    (Field.DEPARTMENT, r"^класс\b|групп|подразделен|отдел|кафедр|структурн|методическ\w* объединен", MAYBE),
    (
        Field.FULL_NAME,
        r"^(?:сотрудник|работник|педагог|учител|преподавател|воспитател|ученик|обучающ|студент)\w*",
        MAYBE,
    ),
)
_RULES = tuple((field, re.compile(pattern), sure) for field, pattern, sure in RULES)
_EXACT = {words: field for field, several in SYNONYMS.items() for words in several}


@dataclass(frozen=True, slots=True)
class Guess:
    field: Field | None
    confidence: float


NOTHING = Guess(None, 0.0)


def guess_field(heading: str) -> Guess:
    """What a heading means: an exact synonym, then a rule, then a likeness that forgives a slip of the pen."""
    words = re.sub(r"[^\w№]+", " ", fold(heading)).replace("_", " ").strip()
    if not words or len(words) > 120:
        return NOTHING
    if words in _EXACT:
        return Guess(_EXACT[words], SURE)
    if FOREIGN.search(words):
        return NOTHING
    for field, pattern, sure in _RULES:
        if pattern.search(words):
            return Guess(field, sure)
    return _nearest(words)


def _nearest(words: str) -> Guess:
    if len(words) < 5 or len(words) > 40:
        return NOTHING
    likeness, field = max((SequenceMatcher(None, words, known).ratio(), f) for known, f in _EXACT.items())
    return Guess(field, round(likeness * 0.8, 2)) if likeness >= 0.82 else NOTHING


def guess_mapping(sheet: Sheet) -> Mapping:
    """The whole mapping of a sheet, to be shown and edited."""
    top, bottom = find_heading(sheet)
    texts = _heading_texts(sheet, top, bottom)
    below = [
        row for row in sheet.rows[bottom + 1 : bottom + 201] if is_filled(row) and not is_numbers_row(row)
    ]
    width = max((len(r) for r in sheet.rows[:300]), default=0)
    columns = [_column(i, texts, below) for i in range(width)]
    return Mapping(sheet.name, bottom + 1, tuple(_keep_best(guess_by_contents(_keep_best(columns), below))))


def _column(index: int, texts: list[tuple[str, str]], below: list[Row]) -> Column:
    upper, lower = texts[index] if index < len(texts) else ("", "")
    heading = clean(f"{upper} {lower}") if upper != lower else upper
    found = max(guess_field(lower or upper), guess_field(heading), key=lambda g: g.confidence)
    if FOREIGN.search(fold(upper)) and found.confidence < SURE:
        found = NOTHING
    if found.field is Field.CATEGORY_DATE and holds_categories(below, index):
        found = Guess(Field.CATEGORY, found.confidence)  # «Категория, дата присвоения»: both in one cell
    samples = [show(row[index]) for row in below if index < len(row) and row[index] != ""]
    return Column(index, heading, found.field, found.confidence, tuple(samples[:3]))


def _keep_best(columns: Sequence[Column]) -> list[Column]:
    """A field is held by one column: the surest, and of equals the leftmost."""
    best: dict[Field, Column] = {}
    for column in columns:
        if column.field and (column.field not in best or column.confidence > best[column.field].confidence):
            best[column.field] = column
    if Field.FULL_NAME in best and Field.LAST_NAME in best and Field.FIRST_NAME in best:
        del best[Field.FULL_NAME]  # «Учитель» over a column of positions beside three columns of the name
    return [
        c if c.field is None or best.get(c.field) is c else Column(c.index, c.heading, samples=c.samples)
        for c in columns
    ]


def find_heading(sheet: Sheet) -> tuple[int, int]:
    """First and last heading row, from 0. Without headings both are the row above the first person (−1 at the top)."""
    first_person = next((i for i, row in enumerate(sheet.rows) if namelike(row)), len(sheet.rows))
    rows = sheet.rows[:LOOK_FOR_HEADING]
    scores = [_score(row) if not _is_data(row) else 0.0 for row in rows]
    best = max(scores, default=0.0)
    if best < SURE * 0.9:
        return (first_person - 1,) * 2 if first_person < len(sheet.rows) else (-1, -1)
    at = scores.index(best)
    if at and _goes_together(sheet, at - 1, at) and (scores[at - 1] or _spans(sheet, at - 1)):
        return at - 1, at
    if at + 1 < len(rows) and _goes_together(sheet, at, at + 1):
        return at, at + 1
    return at, at


def _score(row: Row) -> float:
    """How many different fields a row names; one lone word counts only when it names a person."""
    guesses = {g.field: g.confidence for g in (guess_field(v) for v in row if isinstance(v, str)) if g.field}
    if len(guesses) == 1 and not guesses.keys() & {Field.FULL_NAME, Field.LAST_NAME}:
        return 0.0
    if len(guesses) == 1 and sum(1 for v in row if v != "") == 1 and max(guesses.values()) < SURE:
        return 0.0  # «Список работников» is a title, not a heading
    return sum(guesses.values())


def _is_data(row: Row) -> bool:
    texts = [v for v in row if isinstance(v, str) and v]
    return namelike(row) or any("@" in t for t in texts) or not texts


def _goes_together(sheet: Sheet, upper: int, lower: int) -> bool:
    """Is the lower row the second line of the heading: words only, standing under blanks or under a merged cell?"""
    above, below = sheet.rows[upper], sheet.rows[lower]
    if _is_data(below) or _is_data(above) or any(not isinstance(v, str) for v in below):
        return False
    held = [c for c, v in enumerate(above) if v != ""]
    if len({fold(str(above[c])) for c in held}) < 2:
        return False  # a title
    under = [c for c, v in enumerate(below) if v != "" and (c >= len(above) or v != above[c])]
    if not under:
        return bool(_merged_pairs(sheet, upper, lower))
    blank_above = any(above[c] == "" for c in under if c < len(above))
    known = max((guess_field(str(below[c])).confidence for c in under), default=0.0)
    # csv tells nothing of merged cells: fewer words below than above, one known, under a blank.
    unmerged = not sheet.merged and blank_above and known >= MAYBE and len(under) < len(held)
    return bool(_spans(sheet, upper)) or (_score(below) >= 2 * MAYBE and blank_above) or unmerged


def _spans(sheet: Sheet, row: int) -> list[tuple[int, int]]:
    """Merged cells of a heading row that cover several columns, but not the whole width of a title."""
    width = len(sheet.rows[row])
    spans = [(left, right) for (top, left), (_, right) in sheet.merged if top == row and right > left]
    return [(left, right) for left, right in spans if right - left + 1 < max(width - 1, 3)]


def _merged_pairs(sheet: Sheet, upper: int, lower: int) -> list[int]:
    return [left for (top, left), (bottom, _) in sheet.merged if top == upper and bottom == lower]


def _heading_texts(sheet: Sheet, top: int, bottom: int) -> list[tuple[str, str]]:
    """For each column the upper and the lower line; the upper one spreads over the columns it is merged with."""
    if top < 0 or namelike(sheet.rows[top]) or not _score(sheet.rows[top]) + _score(sheet.rows[bottom]):
        return []
    upper = [show(v) for v in sheet.rows[top]]
    lower = [show(v) for v in sheet.rows[bottom]]
    for left, right in _spans(sheet, top):
        upper[left : right + 1] = [upper[left]] * (right - left + 1)
    if top != bottom and not sheet.merged:  # csv tells nothing of merged cells
        for c in range(1, len(upper)):
            upper[c] = upper[c] or (upper[c - 1] if c < len(lower) and lower[c] else "")
    upper += [""] * (len(lower) - len(upper))
    lower += [""] * (len(upper) - len(lower))
    return list(zip(upper, lower, strict=True))


def is_numbers_row(row: Row) -> bool:
    """«1 2 3 4 …» under the headings of a printed form."""
    shown = [show(v) for v in row if v != "" and (not isinstance(v, str) or v.strip())]
    if len(shown) < 3 or shown[0] not in ("1", "2"):
        return False
    return shown == [str(n) for n in range(int(shown[0]), int(shown[0]) + len(shown))]


def show(value: Value) -> str:
    """A value as the sheet shows it: whole numbers without «.0», dates in the Russian way."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, date):
        return f"{value:%d.%m}.{value.year}"
    return clean(str(value))
