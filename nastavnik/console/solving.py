"""`nastavnik solve`: the engine on files. Exit 0 done, 1 the answer could not be written, 2 malformed, 3 infeasible."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from nastavnik.core.errors import disk_words
from nastavnik.matching.engine.files import read_problem, write_answer
from nastavnik.matching.engine.model import BadInput, Goals, Infeasible, NotProved
from nastavnik.matching.engine.outside import solve as solved

DONE, REFUSED, MALFORMED, INFEASIBLE = 0, 1, 2, 3
MOST_NAMED = 20

WRONG = {
    "length": "длина не та, что у других полей",
    "range": "значение вне допустимых",
    "repeat": "строки повторяются",
    "shape": "нужны целые числа в нужной форме",
    "unknown": "поля нет, а без него нельзя",
    "unreadable": "файл не читается: нужен .npz или .json",
}
SENTENCES: dict[str, Callable[[str, str], str]] = {
    "lock_forbidden": lambda i, j: f"Закреплённая пара запрещена: наставляемые {i}, наставники {j}.",
    "locks_over_capacity": lambda i, j: f"Закреплённых пар больше, чем мест: наставники {j}.",  # noqa: ARG005
    "locks_over_demand": lambda i, j: f"Наставляемый закреплён больше раз, чем просит: {i}.",  # noqa: ARG005
    "min_over_max": lambda i, j: f"Наименьшая нагрузка больше числа мест: наставники {j}.",  # noqa: ARG005
    "min_load": lambda i, j: (
        f"Наименьшую нагрузку не набрать: наставникам {j} подходят только наставляемые {i}."
    ),
}


def solve(given: argparse.Namespace) -> int:
    """Read, solve, write."""
    scores = None if given.scores == "-" else Path(given.scores)
    try:
        answer = solved(read_problem(given.problem, scores), Goals(aim=given.goal, keep="last"))
    except BadInput as wrong:
        sys.stderr.write(f"{wrong.code}: {WRONG.get(wrong.why, wrong.why)}{_rows(wrong.rows)}.\n")
        return MALFORMED
    except Infeasible as refusal:
        sys.stderr.write(SENTENCES[refusal.code](_named(refusal.mentees), _named(refusal.mentors)) + "\n")
        return INFEASIBLE
    except NotProved as fault:
        sys.stderr.write(f"Ответ решателя не прошёл проверку ({fault.code}). Сообщите разработчикам.\n")
        return REFUSED
    try:
        write_answer(given.result, answer)
    except OSError as fault:
        sys.stderr.write(f"{given.result}: {disk_words(fault)}.\n")
        return REFUSED
    return DONE


def _named(rows: tuple[int, ...]) -> str:
    shown = ", ".join(str(row) for row in rows[:MOST_NAMED])
    return f"{shown} и ещё {len(rows) - MOST_NAMED}" if len(rows) > MOST_NAMED else shown


def _rows(rows: tuple[int, ...]) -> str:
    return f" (строки {_named(rows)})" if rows else ""
