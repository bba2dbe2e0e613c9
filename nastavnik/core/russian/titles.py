"""Job titles and names of bodies in cases: the head of the phrase declines, what depends on it stays as it is.

«старший учитель физики» → «старшему учителю физики»: agreeing adjectives and the first noun in the nominative, both
halves of a hyphen, then stop. Text in brackets starts afresh. A title the rules get wrong goes to the caller's overrides.
"""

import re
from collections.abc import Mapping
from typing import Any

from nastavnik.core.russian.dictionary import GRAMMEMES, dictionary
from nastavnik.core.russian.names import Case, Declined

ADJECTIVES = ("ADJF", "PRTF")
# Written short, a head does not decline and nothing after it does either: «зам. директора», «и. о. директора».
_SHORT_HEAD = re.compile(
    r"^(?:(?:зам|пом|зав|нач|рук)\.|и\. ?о\.|в\. ?р\. ?и\. ?о\.|врио\b|и/о\b)", re.IGNORECASE
)
# A short adjective is passed over: «ст. воспитатель» → «ст. воспитателю».
_SHORT_ADJECTIVE = re.compile(r"^(?:ст|мл|гл|вед)\.$", re.IGNORECASE)
_WORD = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*")
# Masculine heads that are bodies or things: their accusative is that of a thing.
_THINGS = re.compile(
    r"(?:совет|комитет|отдел|центр|институт|кабинет|департамент|лицей|колледж|техникум|университет|союз|сад|филиал|округ"
    r"|район|город|край|дом|фонд|клуб|кружок|класс|музей)$"
)


def decline_title(title: str, case: Case, *, overrides: Mapping[Case, str] | None = None) -> Declined:
    """A title in a case; the capital letter it began with is restored. `sure` is False when no head was found."""
    if overrides and overrides.get(case):
        return Declined(overrides[case], sure=True)
    if case is Case.NOMINATIVE:
        return Declined(title, sure=True)
    out, found = [], False
    for piece in re.split(r"(\([^)]*\)|,\s+|/)", title):
        if piece.startswith("("):
            out.append(f"({_phrase(piece[1:-1], case, singular=True) or piece[1:-1]})")
            continue
        after_sign = not out or out[-1].strip() in (",", "/")
        done = _phrase(piece, case, singular=bool(out)) if after_sign and piece else None
        found = found or done is not None
        out.append(piece if done is None else done)
    return Declined("".join(out), sure=found)


def _phrase(text: str, case: Case, *, singular: bool) -> str | None:
    """One phrase in its case, None when it has no head. `singular`: after a comma «физики» is the genitive of «физика»."""
    if _SHORT_HEAD.match(text):
        return text
    words = re.split(r"(\s+)", text)
    chain = _chain(words)
    if not chain or (singular and "sing" not in _reading(words[chain[-1]].split("-")[0]).tag):
        return None
    person = _is_person(words[chain[-1]])
    for at in chain:
        words[at] = _in_case(words[at], case, person)
    return "".join(words)


def _chain(words: list[str]) -> list[int]:
    """Places of the agreeing adjectives and of the head after them; empty when the phrase begins with neither."""
    chain: list[int] = []
    for at in range(0, len(words), 2):
        if not words[at] or _SHORT_ADJECTIVE.match(words[at]):
            continue
        reading = _reading(words[at])
        if reading is None or (chain and not _agree(_reading(words[chain[-1]]), reading)):
            break
        chain.append(at)
        if reading.tag.POS not in ADJECTIVES:
            break
    return chain


def _agree(adjective: Any, following: Any) -> bool:
    """«старший воспитатель» agrees; in «заведующий библиотекой», «вожатый отряда» the first word is the head itself."""
    same_number = adjective.tag.number == following.tag.number
    return bool(same_number and adjective.tag.gender in (None, following.tag.gender))


def _reading(word: str) -> Any:
    """A word (of a hyphened one the first half) as a nominative noun or adjective; None when it can be neither."""
    bare = _WORD.match(word)
    if not bare or (bare[0].isupper() and len(bare[0]) > 1):
        return None
    return _nominative(bare[0].split("-")[0]) or _nominative(bare[0].split("-")[-1])


def _nominative(word: str) -> Any:
    readings = [
        p for p in dictionary().parse(word.lower()) if "nomn" in p.tag and p.tag.POS in ("NOUN", *ADJECTIVES)
    ]
    adjectives = [p for p in readings if p.tag.POS in ADJECTIVES and "sing" in p.tag]
    if adjectives and word.lower().endswith(("ый", "ий", "ой", "ая", "яя", "ое", "ее")):
        return adjectives[
            0
        ]  # «старший», «вожатый», «заведующая»: nouns to the dictionary, adjectives by their endings
    common = [p for p in readings if not {"Surn", "Name", "Geox"} & set(p.tag.grammemes)]
    alive = [p for p in common if "anim" in p.tag and "sing" in p.tag]
    singular = [p for p in common if "sing" in p.tag]
    return next(iter(alive or singular or common or readings), None)


def _is_person(head: str) -> bool:
    """A masculine head is a person unless it names a body, whatever the dictionary says of «тьютор»."""
    bare = _WORD.match(head)
    return bool(bare and not _THINGS.search(bare[0].lower()))


def _in_case(word: str, case: Case, person: bool) -> str:
    bare = _WORD.match(word)
    if not bare:
        return word
    return "-".join(_half(half, case, person) for half in bare[0].split("-")) + word[bare.end() :]


def _half(half: str, case: Case, person: bool) -> str:
    reading = _nominative(half)
    if reading is None:
        return half
    number, gender = str(reading.tag.number), reading.tag.gender
    wanted = {GRAMMEMES[case.value], number}
    if case is Case.ACCUSATIVE and gender == "masc" and number == "sing":
        wanted = {"gent" if person else "nomn", number}
    if reading.tag.POS in ADJECTIVES and gender:
        wanted.add(str(gender))
    form = reading.inflect(wanted)
    changed = str(form.word) if form else half
    return changed[:1].upper() + changed[1:] if half[:1].isupper() else changed
