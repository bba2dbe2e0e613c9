"""The words of argparse in Russian: a wrong call is answered as everything else is, by a sentence one can act upon."""

import argparse

WORDS = {
    "usage: ": "Вызов: ",
    "positional arguments": "что указать",
    "options": "ключи",
    "show this help message and exit": "показать эту справку",
    "the following arguments are required: %s": "не хватает: %s",
    "unrecognized arguments: %s": "лишнее или с опечаткой: %s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "expected one argument": "нужно одно значение",
    "expected %s argument": "нужно значений: %s",
    "ignored explicit argument %r": "значение %r здесь лишнее",
    "ambiguous option: %(option)s could match %(matches)s": "ключ %(option)s неясен, подходят %(matches)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "нет такого: %(value)r. Можно: %(choices)s",
}


def speak_russian() -> None:
    """argparse looks its words up by one function of its module; ours answers instead of gettext."""
    argparse._ = lambda words: WORDS.get(words, words)  # type: ignore[attr-defined]
