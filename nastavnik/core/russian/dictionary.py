"""The morphological dictionary, loaded once on first use (0.15 s), and its opinion on a part of a name."""

from functools import cache, lru_cache
from typing import Any

GRAMMEMES = {
    "nominative": "nomn",
    "genitive": "gent",
    "dative": "datv",
    "accusative": "accs",
    "instrumental": "ablt",
    "prepositional": "loct",
}
NAME_TAGS = {"last": "Surn", "first": "Name", "middle": "Patr"}


@cache
def dictionary() -> Any:
    """pymorphy3 carries no types, hence Any. Imported here: 30 MB that most pages never need."""
    from pymorphy3 import MorphAnalyzer  # type: ignore[import-untyped]  # noqa: PLC0415

    return MorphAnalyzer(lang="ru")


def second_opinion(text: str, *, part: str, case: str, feminine: bool) -> str:
    """The part of a name («last», «first», «middle») in a case; unchanged where the dictionary knows no way."""
    joined = "-".join(_one(half, part, case, feminine) for half in text.split("-"))
    return joined if text else ""


@lru_cache(maxsize=4096)
def _one(word: str, part: str, case: str, feminine: bool) -> str:
    if " " in word:  # «Мамед оглы»: only the name itself declines in the father's form, never «оглы»
        return word
    gender = "femn" if feminine else "masc"
    tag = NAME_TAGS[part]
    for parse in dictionary().parse(word):
        if tag in parse.tag and "nomn" in parse.tag and "sing" in parse.tag and gender in parse.tag:
            form = parse.inflect({GRAMMEMES[case], "sing"})
            return _like(word, str(form.word)) if form else word
    return word


def _like(pattern: str, word: str) -> str:
    """The capital first letter of the pattern, and its «ё» where the dictionary kept it."""
    return word[:1].upper() + word[1:] if pattern[:1].isupper() else word
