"""What a decision would change, in plain Russian: who moves, who is left, what is lost and gained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nastavnik.bank.models import Mentor
from nastavnik.core import ui
from nastavnik.core.russian.wording import counted, sentence, spaced
from nastavnik.matching import wording
from nastavnik.matching.engine import api
from nastavnik.matching.engine.labels import PART_NAMES
from nastavnik.matching.engine.model import Unmatched
from nastavnik.matching.gathering import Gathered
from nastavnik.matching.showing import SCALE, SHORT

from .queries import Plan
from .rules import Effect, Shift

MOST = 30
"""So many moves are told one by one."""
NOBODY = "без наставника"


@dataclass(frozen=True)
class Changes:
    """A heading, sentences and the moves one by one (none: nothing changes)."""

    title: str
    sentences: Sequence[str]
    moves: ui.Table | None = None
    is_loss: bool = False


def who(gathered: Gathered, mentee: int) -> str:
    return gathered.requests[mentee].mentee.person.short_name


def whom(gathered: Gathered, mentors: Sequence[int]) -> str:
    return ", ".join(gathered.mentors[j].person.short_name for j in mentors)


def changes(plan: Plan, other: Plan, effect: Effect) -> Changes:
    """`other` is the plan as it would be."""
    if effect.is_nothing:
        return Changes("Пары не изменятся", ("Подбор предложит те же пары, что и сейчас.",))
    words = counted(len(effect.shifts), "запроса,запросов,запросов")
    return Changes(
        f"Изменится у {words}",
        tuple(_sentences(plan, effect)),
        _moves(plan, other, effect),
        is_loss=bool(effect.left) or effect.served < 0,
    )


def _sentences(plan: Plan, effect: Effect) -> list[str]:
    gathered, told = plan.gathered, []
    for names, words in ((effect.left, "Без наставника останется"), (effect.found, "Наставника получит")):
        if names:
            told.append(sentence(f"{words}: {', '.join(who(gathered, one.mentee) for one in names)}"))
    told += [_served(plan, effect), _points(effect)]
    if loads := _loads(plan, effect):
        told.append(f"Нагрузка: {'; '.join(loads)}.")
    return told


def _served(plan: Plan, effect: Effect) -> str:
    before, of = plan.result.matched, len(plan.gathered.requests)
    if not effect.served:
        return f"С наставником по-прежнему {before} из {of}."
    return f"С наставником станет {before + effect.served} из {of}, сейчас {before}."


def _points(effect: Effect) -> str:
    if not effect.points:
        return "Сумма баллов всех пар не изменится."
    word = "больше" if effect.points > 0 else "меньше"
    return f"Сумма баллов всех пар станет {word} на {_share(abs(effect.points))}."


def _share(points: int) -> str:
    """Points of the engine as people count them: «18», «0,35»."""
    number = round(points / SCALE) if points >= 10 * SCALE else round(points / SCALE, 2)
    return spaced(int(number) if number == int(number) else number)


def _loads(plan: Plan, effect: Effect) -> list[str]:
    told = []
    for mentor, more in effect.loads().items():
        one = plan.gathered.mentors[mentor]
        led = plan.load(mentor) + len(plan.mentees_of.get(mentor, ()))
        told.append(f"{one.person.short_name} — {led + more} из {one.capacity}, сейчас {led}")
    return told[:MOST]


def _moves(plan: Plan, other: Plan, effect: Effect) -> ui.Table:
    columns = [
        ui.Column("Запрос"),
        ui.Column("Сейчас"),
        ui.Column("Станет"),
        ui.Column("Что изменится", wide=True),
    ]
    rows = [_move(plan, other, one) for one in effect.shifts[:MOST]]
    more = len(effect.shifts) - len(rows)
    if more > 0:
        rows.append(ui.Row([ui.Cell(f"И ещё {more}"), ui.Cell("—"), ui.Cell("—"), ui.Cell("—")]))
    return ui.Table("Что изменится по запросам", columns, rows)


def _move(plan: Plan, other: Plan, one: Shift) -> ui.Row:
    gathered = plan.gathered
    issue = gathered.requests[one.mentee].issue
    return ui.Row(
        [
            ui.Cell(who(gathered, one.mentee), note="" if issue.sensitive else issue.title),
            ui.Cell(whom(gathered, one.before) or NOBODY),
            ui.Cell(whom(gathered, one.after) or NOBODY),
            ui.Cell(_lost_and_gained(plan, other, one)),
        ]
    )


def _lost_and_gained(plan: Plan, other: Plan, one: Shift) -> str:
    if not one.before:
        return "Получит наставника"
    if not one.after:
        return "Останется без наставника"
    old, new = _parts(plan, one.mentee, one.before[0]), _parts(other, one.mentee, one.after[0])
    apart = [(code, round(old[code] / SCALE), round(new[code] / SCALE)) for code in old if code in new]
    told = [
        f"{word}: {', '.join(named)}"
        for word, named in (
            ("теряет", [_part(*part) for part in apart if part[2] < part[1]]),
            ("получает", [_part(*part) for part in apart if part[2] > part[1]]),
        )
        if named
    ]
    words = "; ".join(told) or "подходит так же"
    return words[:1].upper() + words[1:]


def _part(code: str, before: int, after: int) -> str:
    name = SHORT.get(code, PART_NAMES[code])
    return f"{name[:1].lower()}{name[1:]} {before} → {after}"


def _parts(plan: Plan, mentee: int, mentor: int) -> Mapping[str, int]:
    why = api.why(plan.gathered.problem, mentee, mentor)
    return {part.code: part.points for part in why.parts}


@dataclass(frozen=True)
class LeftTold:
    """Why a request has nobody: a sentence, who competes with whom, whose place would help."""

    reason: str
    next_step: str
    rivals: str
    step: str
    mentor: Mentor | None = None


def left_out(plan: Plan, one: Unmatched) -> LeftTold:
    reason, step = wording.left_out(plan.gathered, one)
    rivals = ""
    if len(one.hall_mentees) > 1:
        names = sorted(who(plan.gathered, row) for row in one.hall_mentees)
        more = f" и ещё {len(names) - 8}" if len(names) > 8 else ""
        rivals = sentence(f"Претендуют на эти места: {', '.join(names[:8])}{more}")
    return LeftTold(reason, step, rivals, one.next_step, wording.ask(plan.gathered, one))


def why_not(plan: Plan, mentee: int, mentor: int, failing: Sequence[str], effect: Effect | None) -> str:
    """One sentence on why the plan has not these two; `effect` is what it would cost to have them."""
    gathered = plan.gathered
    mine = plan.mentors_of.get(mentee, ())
    if mentor in mine:
        return "Подбор и предлагает эту пару."
    if failing:
        return f"{wording.barred(gathered, mentee, mentor, failing)}."
    if effect is None:
        return "Эту пару сейчас нельзя закрепить."
    taken = plan.mentees_of.get(mentor, ())
    full = len(taken) >= int(gathered.problem.mentors.capacity[mentor])
    if not effect.served and not effect.points:
        return "Эта пара не хуже: всё вместе осталось бы таким же. Подбор выбрал одну из равных расстановок."
    if full and effect.left:
        names = ", ".join(who(gathered, row) for row in taken)
        return sentence(f"Место этого наставника нужнее другим. Сейчас его получает: {names}")
    if mine and effect.points < 0 and not full:
        return sentence(f"С другим наставником этому запросу лучше: {whom(gathered, mine)}")
    return "Из-за этой пары другим достались бы менее подходящие наставники."


def other_rules(failing: Sequence[str]) -> list[str]:
    """The rules after the first, when a pair fails several."""
    return [wording.bar([code]) for code in failing[1:]]
