"""How text is kept, searched and ordered: NFC and trimmed; folded case with ё as е; Ё sorted after Е."""

import re
import unicodedata

_SPACES = re.compile(r"[\s\u00a0\u200b\u200c\u200d\u2060\ufeff]+")
_UNSEEN = re.compile(r"[\u00ad\u0000-\u0008\u000b\u000c\u000e-\u001f]")
# Nearly every text is of this kind and needs nothing: asked first, for a staff list is cleaned a million times.
_PLAIN = re.compile(r"(?:[!-~А-яЁё]+(?: [!-~А-яЁё]+)*)?")


def clean(text: str) -> str:
    """NFC, no invisible signs, inner spaces collapsed, ends trimmed. Cleaning twice changes nothing."""
    if _PLAIN.fullmatch(text):
        return text
    return _SPACES.sub(" ", _UNSEEN.sub("", unicodedata.normalize("NFC", text))).strip()


def fold(text: str) -> str:
    """What is searched and compared: `clean`, lower case, ё → е."""
    if _PLAIN.fullmatch(text):
        return text.lower().replace("ё", "е")
    # Lowering can undo NFC only for a few foreign capitals («İ»), all of them outside Cyrillic and ASCII.
    low = clean(text).lower()
    return unicodedata.normalize("NFC", low).replace("ё", "е")


def sort_key(text: str) -> tuple[str, str]:
    """Russian alphabetical order without regard to case: Ё stands right after Е, not before А or after Я."""
    low = clean(text).lower()
    return low.replace("ё", "е\uffff"), text
