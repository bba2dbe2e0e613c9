"""Russian words in Latin letters, for short codes in addresses."""

import re

LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        (
            *("a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p"),
            *("r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya"),
        ),
        strict=True,
    )
)


def slug(text: str, *, longest: int = 40) -> str:
    """«МБОУ «СШ № 14»» is «mbou-ssh-14»; begins with a letter; empty if nothing can be spelled."""
    spelled = "".join(LETTERS.get(letter, letter) for letter in text.lower())
    code = re.sub(r"[^a-z0-9]+", "-", spelled).strip("-")
    if code and not code[0].isalpha():
        code = f"o-{code}"
    return code[:longest].rstrip("-")
