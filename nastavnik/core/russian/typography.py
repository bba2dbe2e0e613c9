"""Russian typography: spaces that must not break, «ёлочки», the number sign, initials."""

import re

NBSP = "\u00a0"

SHORT_WORDS = "а|и|о|у|в|к|с|во|ко|со|об|от|до|за|из|на|не|ни|но|по|то|под|над|при|про|для|без"
_AFTER_SHORT = re.compile(rf"(?<![\w-])({SHORT_WORDS}) +(?=\S)", re.IGNORECASE)
_BEFORE_DASH = re.compile(r" +(?=[—–] )")
_NUMBER_SIGN = re.compile(r"№\s*(?=[\w\d])")
_INITIALS_THEN_LAST = re.compile(r"\b([А-ЯЁ]\.)[ \u00a0]*(?=[А-ЯЁ][а-яё.])")
_LAST_THEN_INITIALS = re.compile(r"(?<=[а-яё]) +(?=[А-ЯЁ]\.[ \u00a0]?[А-ЯЁ]\.)")
_UNIT = re.compile(r"(?<=\d) +(?=(?:г|ч|стр|п|ст|руб|лет|год|года|году|человек)\b)")
_PAWS = re.compile(r"„([^„“«»]*)“")
_OPEN_QUOTE = re.compile(r'(^|[\s(\[«\u00a0—–-])["“”](?=\S)')


def polish(text: str) -> str:
    """Everything at once, for a paragraph of a paper. Doing it twice changes nothing."""
    return bind_spaces(initials_together(number_sign(fir_quotes(text))))


def fir_quotes(text: str) -> str:
    """Straight and English quotes become «ёлочки»; quotes inside quotes become „лапки“."""
    text = _PAWS.sub(r"«\1»", text)  # which are inner ones is decided below
    marked = _OPEN_QUOTE.sub(r"\1«", text)
    while (again := _OPEN_QUOTE.sub(r"\1«", marked)) != marked:
        marked = again
    return _nested(re.sub(r'["“”]', "»", marked)) if marked != text or '"' in text else _nested(text)


def number_sign(text: str) -> str:
    """«№20» and «№ 20» → «№ 20» with a space that does not break."""
    return _NUMBER_SIGN.sub(f"№{NBSP}", text)


def initials_together(text: str) -> str:
    """«А.С.Иванова», «Иванова А.С.» → one unbreakable whole."""
    return _LAST_THEN_INITIALS.sub(NBSP, _INITIALS_THEN_LAST.sub(rf"\1{NBSP}", text))


def bind_spaces(text: str) -> str:
    """No short preposition at the end of a line, no dash at its beginning, no number apart from its unit."""
    text = _AFTER_SHORT.sub(rf"\1{NBSP}", text)
    return _UNIT.sub(NBSP, _BEFORE_DASH.sub(NBSP, text))


def _nested(text: str) -> str:
    depth, out = 0, []
    for char in text:
        if char == "«":
            depth += 1
            out.append("«" if depth == 1 else "„")
        elif char == "»" and depth:
            out.append("»" if depth == 1 else "“")
            depth -= 1
        else:
            out.append(char)
    return "".join(out)
