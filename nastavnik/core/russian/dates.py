"""Dates, terms and counts in words, as Russian papers write them."""

from datetime import date

from nastavnik.core.russian.names import Case, Gender
from nastavnik.core.russian.typography import NBSP

OF_MONTH = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
MONTH = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
]
IN_MONTH = [
    "январе",
    "феврале",
    "марте",
    "апреле",
    "мае",
    "июне",
    "июле",
    "августе",
    "сентябре",
    "октябре",
    "ноябре",
    "декабре",
]


def in_words(day: date) -> str:
    """«27 мая 2026 г.»; only the space before the year may break, as in the state standard for papers."""
    return f"{day.day}{NBSP}{OF_MONTH[day.month - 1]} {day.year}{NBSP}г."


def quoted(day: date) -> str:
    """«27» мая 2026 г. with the day in guillemets, for the line of a signature."""
    return f"«{day.day:02}»{NBSP}{OF_MONTH[day.month - 1]} {day.year}{NBSP}г."


def in_digits(day: date) -> str:
    """27.05.2026."""
    return f"{day.day:02}.{day.month:02}.{day.year}"


def term(start: date, end: date) -> str:
    """«с 1 сентября 2026 г. по 31 мая 2027 г.», both days included; the year is said once when it is one."""
    if start > end:
        raise ValueError(f"a term ends before it starts: {start} – {end}")
    if start.year == end.year:
        return f"с{NBSP}{start.day}{NBSP}{OF_MONTH[start.month - 1]} по{NBSP}{in_words(end)}"
    return f"с{NBSP}{in_words(start)} по{NBSP}{in_words(end)}"


def months(start: date, end: date) -> str:
    """«май 2026 г.», «сентябрь — декабрь 2026 г.», «сентябрь 2026 г. — май 2027 г.»."""
    if start > end:
        raise ValueError(f"a range of months ends before it starts: {start} – {end}")
    last = f"{MONTH[end.month - 1]} {end.year}{NBSP}г."
    if (start.year, start.month) == (end.year, end.month):
        return last
    first = MONTH[start.month - 1]
    return (
        f"{first}{NBSP}— {last}" if start.year == end.year else f"{first} {start.year}{NBSP}г.{NBSP}— {last}"
    )


def in_month(day: date) -> str:
    """«в мае 2026 г.»."""
    return f"в{NBSP}{IN_MONTH[day.month - 1]} {day.year}{NBSP}г."


def plural(number: int, forms: str) -> str:
    """The right one of three: plural(3, "день,дня,дней") → «дня»."""
    one, few, many = (form.strip() for form in forms.split(","))
    last, last_two = abs(number) % 10, abs(number) % 100
    if last == 1 and last_two != 11:
        return one
    return few if 2 <= last <= 4 and not 12 <= last_two <= 14 else many


def counted(number: int, forms: str) -> str:
    """«3 дня», the space does not break."""
    return f"{number}{NBSP}{plural(number, forms)}"


# Nominative, genitive, dative, accusative (of a thing), instrumental, prepositional.
_CASES = list(Case)
_ONE = {
    Gender.MALE: ["один", "одного", "одному", "один", "одним", "одном"],
    Gender.FEMALE: ["одна", "одной", "одной", "одну", "одной", "одной"],
}
_TWO = {
    Gender.MALE: ["два", "двух", "двум", "два", "двумя", "двух"],
    Gender.FEMALE: ["две", "двух", "двум", "две", "двумя", "двух"],
}
_THREE, _FOUR = (
    ["три", "трёх", "трём", "три", "тремя", "трёх"],
    ["четыре", "четырёх", "четырём", "четыре", "четырьмя", "четырёх"],
)
_EIGHT = ["восемь", "восьми", "восьми", "восемь", "восемью", "восьми"]
_TEENS = "десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать"
_SOFT = dict(enumerate(_TEENS.split(), start=10)) | {
    5: "пять",
    6: "шесть",
    7: "семь",
    9: "девять",
    20: "двадцать",
    30: "тридцать",
}
_TENS = {50: "пять", 60: "шесть", 70: "семь", 80: "восемь"}


def number_in_words(number: int, case: Case = Case.NOMINATIVE, gender: Gender = Gender.MALE) -> str:
    """0…100 in words: «двадцать один», «двадцати одной». ValueError outside."""
    if not 0 <= number <= 100:
        raise ValueError(f"only 0…100 are written in words, not {number}")
    at = _CASES.index(case)
    if number > 20 and number % 10:
        return f"{_simple(number - number % 10, at, gender)} {_simple(number % 10, at, gender)}"
    return _simple(number, at, gender)


def _simple(number: int, at: int, gender: Gender) -> str:
    table = {
        1: _ONE[gender],
        2: _TWO[gender],
        3: _THREE,
        4: _FOUR,
        8: _EIGHT,
        0: ["ноль", "ноля", "нолю", "ноль", "нолём", "ноле"],
    }
    if number in table:
        return table[number][at]
    if number in (40, 90, 100):
        word = {40: "сорок", 90: "девяносто", 100: "сто"}[number]
        return word if at in (0, 3) else {40: "сорока", 90: "девяноста", 100: "ста"}[number]
    if number in _TENS:
        half = _EIGHT[at] if number == 80 else _soft(_TENS[number], at)
        ten = "десят" if at in (0, 3) else _soft("десять", at)
        return half + ten
    return _soft(_SOFT[number], at)


def _soft(word: str, at: int) -> str:
    return word[:-1] + ("ь", "и", "и", "ь", "ью", "и")[at]
