"""Names out of cells: look-alike letters, capitals, initials, order of words. A name that cannot be trusted is refused."""

import re
from dataclasses import dataclass

from nastavnik.core.russian.folding import clean, fold
from nastavnik.core.russian.names import FullName

# Latin letters that look the same as Cyrillic ones; an «n» or an «s» has no such twin.
_TWINS = str.maketrans("ABCEHKMOPTXYaceopxyËëIi", "АВСЕНКМОРТХУасеорхуЁёІі")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_ODD = re.compile(r"[^\w\s.'’ʼ-]|[\d_]")
_FATHER = re.compile(r"(?:вич|вна|чна|шна)$|^(?:\S+ )?(?:оглы|кызы)$")
_INITIALS = re.compile(r"^(\w)\.\s?-?(?:(\w)\.?)?$")
_PARTICLES = {"оглы", "кызы", "заде", "улы", "угли"}
_TOTAL = re.compile(r"^(?:итог|всего|вс[её]го|общее количество)")
_NOT_A_NAME = re.compile(
    r"\b(?:учител[ья]|педагог\w*|воспитател\w+|директор\w*|заместител\w+|администраци\w+|отдел\w*|отделени\w+|школ\w+|класс\w*"
    r"|список|работник\w*|сотрудник\w*|предмет\w*|цикл\w*|кафедра|совместител\w+|ваканси\w+|исполнител\w*|подпись|дата|фио)\b"
)


_LETTERS = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_WHOLE = re.compile(rf"{_LETTERS}(?: {_LETTERS})*")
_GIVEN = re.compile(rf"[^\W\d_]\.|{_LETTERS}(?: {_LETTERS})*")


class NotAName(ValueError):
    """No person can be made of this. The text says what to do."""


@dataclass(frozen=True, slots=True)
class NameRead:
    """A name and what was repaired or is lacking (empty when nothing)."""

    name: FullName
    repaired: str = ""
    lacking: str = ""


NO_NAME = "В строке нет имени человека. Впишите фамилию, имя и отчество или удалите строку."
LATIN = "Имя написано латинскими буквами. Впишите его по-русски, как в паспорте, и загрузите файл снова."
MIXED = "В имени часть букв латинские, и по-русски оно не читается. Наберите имя заново русскими буквами."
TOTAL = "Это итоговая строка, человека в ней нет. Ничего делать не нужно."
ODD = "В имени есть цифры или лишние знаки. Оставьте только фамилию, имя и отчество."
SEVERAL = "В ячейке несколько имён или лишние слова. Оставьте одного человека: фамилию, имя и отчество."
ONLY_LAST = "Указано только одно слово. Впишите фамилию, имя и отчество."
NO_LAST = "Нет фамилии. Впишите её или удалите строку."
TOO_LONG = "Имя длиннее ста букв. Оставьте в ячейке только фамилию, имя и отчество одного человека."
INITIALS = "Вместо имени и отчества стоят инициалы. Впишите их полностью: они нужны для приказа."


def is_total(text: str) -> bool:
    if len(text) > 200 or not re.search(
        "итог|всего|общее", text, re.IGNORECASE
    ):  # cheap: asked of every cell
        return False
    return bool(_TOTAL.match(fold(text).lstrip(" -–—№.:")))


def read_full(text: str, *, alone: bool = False) -> NameRead:
    """A whole name from one cell. `alone`: nothing else is written in the row, so a heading of a section is likely.

    Raises NotAName.
    """
    plain, cut = _plain(text)
    whole, repaired = _cyrillic(plain)
    words = whole.split()
    if not words:
        raise NotAName(NO_NAME)
    known = _has_father(words) or any(_INITIALS.match(w) for w in words)
    if not known and (_NOT_A_NAME.search(fold(whole)) or (alone and len(words) != 3) or len(words) > 5):
        raise NotAName(NO_NAME)
    last, first, middle, turned = _order(words)
    return _finish(FullName(last, first, middle), _because(repaired, cut, turned))


def read_parts(last: str, first: str, middle: str) -> NameRead:
    """A name from two or three cells. A first name may be missing only together with the patronymic in initials."""
    plains = [_plain(part) for part in (last, first, middle)]
    if not any(plain for plain, _ in plains):
        raise NotAName(NO_NAME)
    whole, repaired = _cyrillic("\n".join(plain for plain, _ in plains))
    parts = [clean(p) for p in whole.split("\n")]
    cut = " ".join(cut for _, cut in plains if cut)
    if parts[0] and not parts[1] and not parts[2] and len(parts[0].split()) > 1:
        return read_full(last)  # the whole name was written into the first of the three columns
    if not parts[0] or not parts[1]:
        alone = sum(map(bool, parts)) == 1
        raise NotAName(NO_LAST if parts[1] else NO_NAME if alone and not parts[0] else ONLY_LAST)
    if _NOT_A_NAME.search(fold(parts[0])):
        raise NotAName(NO_NAME)
    return _finish(FullName(*parts), _because(repaired, cut, turned=False))


def _plain(text: str) -> tuple[str, str]:
    """Without the number in front, remarks in brackets and commas; the second value is the remark cut away."""
    text = clean(text.replace("\u2011", "-").replace("\u2010", "-").replace("–", "-"))
    text = re.sub(r"^\d+\s*[.)]\s*", "", text)
    remark = " ".join(re.findall(r"\([^)]*\)?", text))
    text = re.sub(r"\([^)]*\)?", " ", text).replace(",", " ").replace("ʼ", "’")
    text = re.sub(r"\s*-\s*", "-", text).strip(" -.;:") + ("." if text.rstrip().endswith(".") else "")
    text = clean(text if text != "." else "")
    if _ODD.search(text):
        raise NotAName(ODD if _CYRILLIC.search(text) or _LATIN.search(text) else NO_NAME)
    if text and not (_CYRILLIC.search(text) or _LATIN.search(text)):
        raise NotAName(NO_NAME)
    return text, remark


def _cyrillic(text: str) -> tuple[str, bool]:
    """Latin twins inside a Cyrillic name become Cyrillic. The second value: was anything changed?"""
    if not _LATIN.search(text):
        return text, False
    if not _CYRILLIC.search(text):
        raise NotAName(LATIN)
    mended = text.translate(_TWINS)
    if _LATIN.search(mended):
        raise NotAName(MIXED)
    return mended, True


def _order(words: list[str]) -> tuple[str, str, str, bool]:
    """Last, first, middle, and whether the words stood in another order («Анна Сергеевна Иванова»)."""
    words = _initials_apart(words)
    if len(words) == 1:
        raise NotAName(ONLY_LAST)
    if words[0].endswith(".") and not words[-1].endswith("."):
        return words[-1], words[0], " ".join(words[1:-1]), True
    if len(words) >= 4 and fold(words[-1]) in _PARTICLES:
        return " ".join(words[:-3]), words[-3], " ".join(words[-2:]), False
    if len(words) == 3 and _is_father(words[1]) and not _is_father(words[2]):
        return words[2], words[0], words[1], True
    if len(words) > 3 and not _is_father(words[-1]):
        raise NotAName(SEVERAL)
    if len(words) == 2:
        return words[0], words[1], "", False
    return " ".join(words[:-2]), words[-2], words[-1], False


def _initials_apart(words: list[str]) -> list[str]:
    """«А.С.» → «А.», «С.»; «Иванова А С» keeps its bare letters with points added."""
    out: list[str] = []
    for word in words:
        parts = re.findall(r"[^.]+\.", word) if re.fullmatch(r"(?:\w\.){1,3}|(?:\w\.)+\w", word) else []
        if len(word) > 3 and not parts and "." in word:
            parts = [p for p in re.split(r"(?<=\.)", word) if p]
        out += parts + (
            [word[-1] + "."] if parts and not word.endswith(".") and len("".join(parts)) < len(word) else []
        ) or [word]
    return [w + "." if len(w) == 1 else w for w in out if w != "."]


def _is_father(word: str) -> bool:
    return bool(_FATHER.search(fold(word)))


def _has_father(words: list[str]) -> bool:
    return any(_is_father(w) or fold(w) in _PARTICLES for w in words)


def _finish(name: FullName, repaired: str) -> NameRead:
    name = FullName(*(_capitals(part) for part in (name.last, name.first, name.middle)))
    if max(map(len, (name.last, name.first, name.middle))) > 100:
        raise NotAName(TOO_LONG)
    if len(name.last.strip(".-'")) < 2 and not re.fullmatch(r"[А-ЯЁ]", name.last):
        raise NotAName(ONLY_LAST)
    if not _WHOLE.fullmatch(name.last) or not all(
        _GIVEN.fullmatch(p) for p in (name.first, name.middle) if p
    ):
        raise NotAName(ODD)
    return NameRead(name, repaired, INITIALS if name.first.endswith(".") or name.middle.endswith(".") else "")


def _capitals(part: str) -> str:
    """ИВАНОВА, иванова and иВАНОВА → Иванова; «Римский-Корсаков» and mixed spellings stay as they are."""
    return " ".join("-".join(_capital(half) for half in word.split("-")) for word in part.split())


def _capital(half: str) -> str:
    if half.lower() in _PARTICLES:
        return half.lower()
    odd = half.isupper() or half.islower() or (half[:1].islower() and half[1:].isupper())
    return half[:1].upper() + half[1:].lower() if odd else half[:1].upper() + half[1:]


def _because(repaired: bool, cut: str, turned: bool) -> str:
    said = []
    if repaired:
        said.append("Латинские буквы, похожие на русские, заменены русскими.")
    if cut:
        said.append(f"Пометка {cut} в имя не взята.")
    if turned:
        said.append("Фамилия поставлена на первое место.")
    return " ".join([*said, "Проверьте имя."]) if said else ""
