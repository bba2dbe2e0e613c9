"""Cells of a staff list made into values: dates, years, phones, addresses, hours, categories.

Every reader takes the raw value of a filled cell and returns the value, or raises BadCell with a sentence for the person.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from nastavnik.core.russian.folding import clean, fold
from nastavnik.core.russian.names import Gender
from nastavnik.people.staff_file.read import Value


class BadCell(ValueError):
    """This cell cannot be used; the person is kept without it. The text says what to do."""


class Repaired(str):
    """A text that was put right; `why` goes to the list of cells to look at."""

    why: str

    def __new__(cls, text: str, why: str) -> "Repaired":
        made = super().__new__(cls, text)
        made.why = why
        return made


@dataclass(frozen=True, slots=True)
class When:
    """A moment as exact as the cell gave it: the year always, the date when it is whole."""

    year: int
    day: date | None = None


MONTHS = (
    "январ",
    "феврал",
    "март",
    "апрел",
    "ма",
    "июн",
    "июл",
    "август",
    "сентябр",
    "октябр",
    "ноябр",
    "декабр",
)
SERIAL_START = date(1899, 12, 30)  # Excel counts days from here (and believes in 29 February 1900)
OLDEST = 1900
YOUNGEST_WORKER = 14
PUPIL_WORDS = r"учени|учащ|школьни|обучающ|воспитанни"
EMPTY_MARKS = {"", "-", "–", "—", "нет", "нет данных", "не указано", "не указан", "n/a", "б/н", "х", "x", "."}
MARK_LENGTH = 40  # a longer text is no such mark, even with invisible signs in it
ERROR_MARKS = {
    "#н/д",
    "#n/a",
    "#ref!",
    "#ссылка!",
    "#value!",
    "#знач!",
    "#name?",
    "#имя?",
    "#div/0!",
    "#дел/0!",
    "#num!",
}


def text(value: Value) -> str:
    """Any value as clean text: whole numbers without «.0», dates in the Russian way."""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if isinstance(value, date):
        return value.strftime("%d.%m.") + str(value.year)
    if isinstance(value, time | timedelta):
        return str(value)
    shown = clean(str(value))
    if fold(shown) in ERROR_MARKS:
        raise BadCell("В ячейке ошибка формулы. Впишите значение вместо формулы.")
    return shown


def is_blank(value: Value) -> bool:
    return isinstance(value, str) and len(value.strip()) <= MARK_LENGTH and fold(value) in EMPTY_MARKS


def short_text(value: Value) -> str:
    shown = text(value)
    if len(shown) > 255:
        raise BadCell("Слишком длинный текст: можно до 255 знаков. Сократите его.")
    return shown


def subjects(value: Value) -> tuple[str, ...]:
    """«Физика, астрономия» → two; «русский язык и литература» is one subject."""
    raw = str(value) if isinstance(value, str) else text(value)
    parts = (clean(part).strip(" .") for part in re.split(r"[,;/\n]", raw))
    return tuple(dict.fromkeys(short_text(part) for part in parts if part))


def when(value: Value, today: date) -> When:
    """A date or a year, written in any of the usual ways."""
    if isinstance(value, bool | time | timedelta):
        raise BadCell(NOT_A_DATE)
    if isinstance(value, datetime):
        return When(value.year, value.date())
    if isinstance(value, date):
        return When(value.year, value)
    if isinstance(value, int | float):
        return _when_number(value)
    return _when_text(fold(value), today)


NOT_A_DATE = "Не похоже на дату. Впишите её так: 01.09.2020, или только год: 2020."


def _when_number(value: float) -> When:
    if OLDEST - 100 <= value <= 2200 and value == int(value):
        return When(int(value))
    if 3_000 <= value <= 110_000:
        day = SERIAL_START + timedelta(days=int(value))
        return When(day.year, day)
    if (
        value == value
        and 1 <= value < 10**8
        and round(value % 1 * 10_000) in range(OLDEST, 2101)
        and value < 13
    ):
        return When(round(value % 1 * 10_000))  # «9.2016», the ninth month, turned into a number
    raise BadCell(NOT_A_DATE)


def _when_text(words: str, today: date) -> When:
    words = re.sub(r"\s+\d{1,2}:\d\d(?::\d\d)?$", "", words.strip(" .,"))
    words = re.sub(
        r"^(?:с|от|до|на|к) +", "", re.sub(r"\s*(?:г\.? ?р|г|гг|год|года рождения|года|году)\.?$", "", words)
    )
    if found := re.fullmatch(r"(\d{1,2})\s?[./,\-]\s?(\d{1,2})\s?[./,\-]\s?(\d{4}|\d{2})", words):
        return _whole(found[1], found[2], _four_digits(found[3], today))
    if found := re.fullmatch(r"(\d{4})[./\-](\d{1,2})[./\-](\d{1,2})(?:t.*)?", words):
        return _whole(found[3], found[2], int(found[1]))
    if found := re.fullmatch(r"(\d{1,2}) ?([а-я]+)\.? ?(\d{4})", words):
        return _whole(found[1], str(_month(found[2])), int(found[3]))
    if found := re.fullmatch(r"(?:([а-я]+)\.? |(\d{1,2})[./])?(\d{4})(?:\.0)?", words):
        _month(found[1] or "январь")
        return When(int(found[3]))
    if re.fullmatch(r"\d{5}(?:\.\d+)?", words):
        return _when_number(float(words))
    raise BadCell(NOT_A_DATE)


def _whole(day: str, month: str, year: int) -> When:
    try:
        return When(year, date(year, int(month), int(day)))
    except ValueError as wrong:
        raise BadCell("Такого дня нет в календаре. Проверьте число и месяц.") from wrong


def _four_digits(year: str, today: date) -> int:
    if len(year) == 4:
        return int(year)
    return int(year) + (2000 if int(year) <= today.year % 100 else 1900)


def _month(word: str) -> int:
    for number, start in reversed(list(enumerate(MONTHS, start=1))):  # «март» before «ма»: both begin alike
        if word.startswith(start):
            return number if start != "ма" or word in ("май", "мая", "мае") else 3
    raise BadCell(NOT_A_DATE)


def birth(value: Value, today: date) -> When:
    born = when(value, today)
    if not OLDEST <= born.year <= today.year or (born.day and born.day > today):
        raise BadCell(
            f"Год рождения {born.year} невозможен: он должен быть от {OLDEST} до {today.year}. Исправьте его."
        )
    return born


def too_young_to_work(values: Mapping[str, Any], today: date) -> str:
    """What to say of a worker born less than fourteen years ago (ТК РФ, 63), "" when all is well."""
    year, position = values.get("birth_year"), values.get("position")
    studies = values.get("kind") in ("pupil", "student") or re.search(PUPIL_WORDS, fold(position or ""))
    if not year or not position or studies or today.year - year >= YOUNGEST_WORKER:
        return ""
    return (
        f"Год рождения {year}: работнику меньше {YOUNGEST_WORKER} лет. Человек взят без него, исправьте год."
    )


def past(value: Value, today: date) -> When:
    """A date of work: from 1930 and not later than a year ahead."""
    found = when(value, today)
    if not 1930 <= found.year <= today.year + 1:
        raise BadCell(f"Год {found.year} здесь невозможен. Проверьте дату.")
    return found


def category_date(value: Value, today: date) -> date:
    found = when(value, today)
    if not 1950 <= found.year <= today.year + 10:
        raise BadCell(f"Год {found.year} здесь невозможен. Проверьте дату.")
    if found.day is None:
        raise BadCell("Нужна полная дата присвоения категории: день, месяц и год.")
    return found.day


def _number(words: str) -> Decimal:
    try:
        return Decimal(words.replace(",", "."))
    except InvalidOperation as wrong:
        raise BadCell("Не похоже на число.") from wrong


def workload(value: Value) -> Decimal:
    """Hours a week: 18, «18 ч», «18,5 час. в неделю». A part of a post («1 ставка») is not hours."""
    if isinstance(value, date | time | timedelta | bool):
        raise BadCell("Здесь нужна нагрузка в часах, например 18.")
    words = fold(text(value))
    if "став" in words:
        raise BadCell("Указана ставка, а нужны часы в неделю. Впишите часы, например 18.")
    found = re.fullmatch(
        r"(\d{1,4}(?:[.,]\d{1,4})?) ?(?:ч|час|часа|часов)?\.?(?: ?(?:в|/) ?нед\w*\.?)?", words
    )
    if not found:
        raise BadCell("Не удалось понять нагрузку. Впишите часы в неделю числом, например 18.")
    hours = _number(found[1])
    if not 0 <= hours <= 60:
        raise BadCell(f"Нагрузка {found[1]} часов в неделю невозможна. Впишите число от 0 до 60.")
    return hours.quantize(Decimal("0.01")).normalize() + 0


def experience(value: Value, today: date) -> int:
    """Whole years: 12, «12 лет», «3 г. 5 мес.», «менее года» → 0."""
    if isinstance(value, date | time | timedelta | bool):
        raise BadCell("Здесь нужен стаж в годах, например 12.")
    words = fold(text(value))
    if re.search(r"мен[ье]е года|до года|без стажа|^\d+ ?мес", words):
        return 0
    found = re.fullmatch(
        r"(\d{1,3})(?:[.,]\d+)? ?(?:г|год|года|лет|л)?\.?,?(?: ?(?:и )?\d{1,2} ?м\w*\.?)?(?: ?\d+ ?д\w*\.?)?",
        words,
    )
    if not found:
        raise BadCell("Не удалось понять стаж. Впишите число полных лет, например 12.")
    if int(found[1]) > 75:
        raise BadCell(f"Стаж {found[1]} лет невозможен. Впишите число полных лет (на {today.year} год).")
    return int(found[1])


def phone(value: Value) -> str:
    """«+7 912 345-67-89» out of text or of a number Excel made of it. Of several numbers the first is taken."""
    if isinstance(value, date | time | timedelta | bool):
        raise BadCell(NOT_A_PHONE)
    words = _unpowered(value)
    several = [
        part
        for part in re.split(r"[,;\n/]|(?<=\d) {2,}(?=[+78])| (?=\+7)", words.strip())
        if re.search(r"\d{5}", re.sub(r"\D", "", part))
    ]
    first = re.sub(r"(?:доб|вн)\D*\d+.*$", "", fold(several[0] if several else words))
    if re.search(r"[^\d+()\s.\-‐‑–—]", re.sub(r"^(?:тел|моб|сот|т|м)[.:\s]*", "", first)):
        raise BadCell(NOT_A_PHONE)
    made = _phone(re.sub(r"\D", "", first), abroad=first.strip().startswith("+"))
    return Repaired(made, "Номеров несколько, взят первый.") if len(several) > 1 else made


NOT_A_PHONE = "Не похоже на номер телефона. Впишите его так: +7 912 345-67-89."


def _unpowered(value: Value) -> str:
    """«8.9123456789E10» is the number 89123456789; «8,9E+10» has lost its last digits for good."""
    if isinstance(value, int | float):
        return text(value)
    if found := re.fullmatch(r"\s*(\d)[.,](\d+)e\+?(\d{1,2})\s*", str(value).lower()):
        if len(found[2]) < int(found[3]) - 1:  # one lost zero at the end is possible, more is not
            raise BadCell(
                "Excel сократил номер, цифры потеряны. Задайте ячейке формат «Текстовый» и впишите номер."
            )
        return found[1] + found[2].ljust(int(found[3]), "0")
    return re.sub(r"\.0$", "", str(value))


def _phone(digits: str, *, abroad: bool) -> str:
    if len(digits) == 10 and not abroad:
        digits = "7" + digits
    if len(digits) == 11 and digits[0] in "78" and (digits[0] == "7" or not abroad):
        d = digits
        return f"+7 {d[1:4]} {d[4:7]}-{d[7:9]}-{d[9:]}"
    if abroad and 10 <= len(digits) <= 15:
        return "+" + digits
    if 5 <= len(digits) <= 7:
        raise BadCell("Номер без кода города. Впишите его полностью: +7 912 345-67-89.")
    raise BadCell(f"В номере {len(digits)} цифр, а нужно 11. Впишите его так: +7 912 345-67-89.")


_EMAIL = re.compile(r"[\w.+\-']{1,64}@[\w\-]+(?:\.[\w\-]+)*\.[^\W\d_]{2,24}", re.UNICODE)
_TWINS = str.maketrans("асеорхуАСЕОРХУВНКМТ", "aceopxyACEOPXYBHKMT")


def email(value: Value) -> str:
    """Lower case, without «mailto:»; Russian letters that look Latin are put right."""
    shown = re.sub(r"^mailto:", "", text(value), flags=re.IGNORECASE).strip(" .,;<>").lower()
    several = [part for part in re.split(r"[,;\s]+", shown) if "@" in part]
    if len(several) > 1:
        return Repaired(email(several[0]), "Адресов несколько, взят первый.")
    latin = shown if shown.endswith(".рф") else shown.translate(_TWINS)
    if (
        not _EMAIL.fullmatch(latin)
        or ".." in latin
        or re.search("[а-яё]", latin.split("@")[0])
        or len(latin) > 254
    ):
        raise BadCell("Не похоже на адрес электронной почты. Впишите его так: ivanova@example.ru.")
    if re.search("[а-яё]", latin) and not latin.endswith(".рф"):
        raise BadCell("В адресе почты русские буквы. Наберите его заново латинскими.")
    return Repaired(latin, "Русские буквы в адресе почты заменены латинскими.") if latin != shown else latin


def gender(value: Value) -> Gender:
    words = fold(text(value)).strip(". ")
    if words in {"м", "муж", "мужской", "мужчина", "m", "male", "юноша", "мальчик"}:
        return Gender.MALE
    if words in {"ж", "жен", "женский", "женщина", "f", "female", "девушка", "девочка"}:
        return Gender.FEMALE
    raise BadCell("Не удалось понять пол. Впишите «м» или «ж».")


CATEGORY_WORDS = (
    ("methodist", r"методист"),
    ("mentor", r"наставник"),
    ("none", r"^(?:без|нет|не имеет|отсутств|б/?к\b|не аттест|нет категории|0$)"),
    ("highest", r"выс(?:ш|\b)|^в/?к|^вкк"),
    ("first", r"перв|^1(?!\d|\.\d)|^i\b|^пкк"),
    ("second", r"втор|^2(?!\d|\.\d)|^ii\b"),
    ("fitness", r"соотв|^сзд|занимаем"),
)
KIND_WORDS = (
    ("head", r"руковод|директор|заведующ|ректор|завуч"),
    ("pupil", PUPIL_WORDS),
    ("student", r"студент"),
    ("parent", r"родител|матер|мать|отец|законн"),
    ("employer", r"работодател|предприят|компани"),
    ("pedagogue", r"педагог|учител|преподав|воспитат|мастер|тьютор|психолог|методист|наставник"),
    ("other", r"друг|ино|проч"),
)


def category(value: Value) -> str:
    """A key of `shapes.CATEGORIES`."""
    return _by_words(
        value,
        CATEGORY_WORDS,
        "Не удалось понять категорию. Впишите: высшая, первая, соответствие или без категории.",
    )


def category_with_date(value: Value, today: date) -> dict[str, Any]:
    """«Высшая, 12.03.2023» → both; a date that says until when is not the one wanted."""
    made: dict[str, Any] = {"category": category(value)}
    found = re.search(r"(\bдо )?(\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2}))(?!\d)", fold(text(value)))
    if found and not found[1]:
        made["category_date"] = category_date(found[2], today)
    return made


def kind(value: Value) -> str:
    """A key of `shapes.KINDS`."""
    return _by_words(
        value,
        KIND_WORDS,
        "Не удалось понять, кто это. Впишите: педагог, руководитель, ученик, студент, родитель.",
    )


def _by_words(value: Value, table: tuple[tuple[str, str], ...], refusal: str) -> str:
    words = fold(text(value))
    for key, pattern in table:
        if re.search(pattern, words):
            return key
    raise BadCell(refusal)
