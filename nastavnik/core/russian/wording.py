"""What the interface says in numbers: plurals, dates in words, deadlines, sizes, names cut short."""

import re
from datetime import date

from nastavnik.core.russian.typography import NBSP

MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)


def plural(number: int, forms: str) -> str:
    """Choose the form for a number: `plural(3, "день,дня,дней")` is «дня»."""
    one, few, many = (form.strip() for form in forms.split(","))
    last_two, last = abs(number) % 100, abs(number) % 10
    if 10 < last_two < 20:
        return many
    if last == 1:
        return one
    return few if last in (2, 3, 4) else many


def counted(number: int, forms: str) -> str:
    """Number and word that do not part at the end of a line: «3 дня»."""
    return f"{spaced(number)}{NBSP}{plural(number, forms)}"


def spaced(number: float) -> str:
    """1234.5 as people write it: «1 234,5»."""
    return f"{number:,}".replace(",", NBSP).replace(".", ",")


def day_and_month(day: date) -> str:
    """«27 мая»."""
    return f"{day.day}{NBSP}{MONTHS[day.month - 1]}"


def in_words(day: date) -> str:
    """«27 мая 2026 г.», the form for text; tables take 27.05.2026."""
    return f"{day_and_month(day)} {day.year}{NBSP}г."


def sentence(words: str) -> str:
    """With one full stop at the end: a date in words brings its own."""
    return words if words.endswith((".", "!", "?")) else f"{words}."


def due(day: date, today: date) -> str:
    """How a deadline stands: «до 18 сентября», «сегодня последний день», «просрочено на 3 дня»."""
    left = (day - today).days
    if left < 0:
        return f"просрочено на {counted(-left, 'день,дня,дней')}"
    if left == 0:
        return "сегодня последний день"
    year = "" if day.year == today.year else f" {day.year}{NBSP}г."
    return f"до {day_and_month(day)}{year}".replace("до ", f"до{NBSP}", 1)


def initials(full_name: str) -> str:
    """Two letters for a face, name first: «Кравцова Тамара Ильинична» is «ТК»."""
    words = [word for word in re.split(r"[\s.]+", full_name) if word]
    return "".join(word[0] for word in (*words[1:2], *words[:1])).upper()


def short_name(full_name: str) -> str:
    """«Кравцова Тамара Ильинична» is «Кравцова Т. И.» for lists, where full names are not shown."""
    surname, *rest = full_name.split() or [""]
    return NBSP.join([surname, *(f"{word[0].upper()}." for word in rest[:2])])


def file_size(octets: int) -> str:
    """«120 КБ», «2,4 МБ»; a size in octets, rounded up so that nothing weighs zero."""
    if octets < 1_000_000:
        return f"{max(1, -(-octets // 1000))}{NBSP}КБ"
    return f"{spaced(round(octets / 1_000_000, 1))}{NBSP}МБ"
