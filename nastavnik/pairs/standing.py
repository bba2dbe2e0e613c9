"""How a pair stands: a word, the reason, computed from its state, its dates and the changes ahead of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nastavnik.core.russian.wording import in_words, sentence
from nastavnik.core.ui import Kind, Status

from .rules import WORKING, PairState

STATUS: dict[PairState, Kind] = {
    PairState.DRAFT: "rest",
    PairState.PROPOSED: "wait",
    PairState.AWAITS_CONSENTS: "wait",
    PairState.AWAITS_ORDER: "info",
    PairState.ACTIVE: "ok",
    PairState.PAUSED: "rest",
    PairState.FINISHED: "rest",
    PairState.STOPPED: "rest",
}
NEXT = {
    PairState.PROPOSED: "Пару утверждает куратор или совет наставников. После этого появятся листы согласия.",
    PairState.AWAITS_CONSENTS: "Напечатайте листы, отдайте на подпись и отметьте «Бумага получена».",
    PairState.AWAITS_ORDER: "Все согласия на месте. Пара войдёт в ближайший приказ о закреплении.",
    PairState.ACTIVE: "Приказ издан, пара работает.",
}
NO_BASIS = "Согласия есть. До приказа осталось записать основание работы наставника."


@dataclass(frozen=True)
class Facts:
    """What a standing is computed from. `until` and `why` belong to a pause, `ahead` names changes still to come."""

    state: PairState
    starts_on: date
    ends_on: date
    ended_on: date | None = None
    end_reason: str = ""
    until: date | None = None
    why: str = ""
    ahead: Sequence[str] = ()
    lacks_basis: bool = False


@dataclass(frozen=True)
class Standing:
    """`reason` ends with what comes next, so that a status is never a bare word."""

    status: Status
    reason: str


def standing_of(facts: Facts, *, today: date) -> Standing:
    word, kind = facts.state.label, STATUS[facts.state]
    if facts.state in WORKING and facts.ends_on < today:
        reason = f"Срок вышел {in_words(facts.ends_on)}: завершите пару или продлите срок."
        return Standing(Status("wait", "Срок вышел"), _with_ahead(reason, facts))
    if facts.state is PairState.PAUSED:
        late = facts.until is not None and facts.until < today
        return Standing(Status("wait" if late else kind, word), _with_ahead(_pause(facts, today), facts))
    if facts.state in {PairState.FINISHED, PairState.STOPPED}:
        return Standing(Status(kind, word), _end(facts))
    if facts.state is PairState.ACTIVE and facts.starts_on > today:
        reason = sentence(f"Приказ издан, работа начнётся {in_words(facts.starts_on)}")
        return Standing(Status("info", word), _with_ahead(reason, facts))
    if facts.state is PairState.AWAITS_ORDER and facts.lacks_basis:
        return Standing(Status(kind, word), _with_ahead(NO_BASIS, facts))
    return Standing(Status(kind, word), _with_ahead(NEXT.get(facts.state, ""), facts))


def _with_ahead(reason: str, facts: Facts) -> str:
    return " ".join(part for part in (reason, *facts.ahead) if part)


def _pause(facts: Facts, today: date) -> str:
    why = f" Причина: {facts.why}." if facts.why else ""
    if facts.until is None:
        return f"Пара приостановлена.{why} Когда участники вернутся, возобновите её."
    if facts.until < today:
        return f"Вернуться собирались {in_words(facts.until)}: возобновите пару или продлите паузу.{why}"
    return sentence(f"Вернутся {in_words(facts.until)}") + why


def _end(facts: Facts) -> str:
    parts = (in_words(facts.ended_on) if facts.ended_on else "", facts.end_reason)
    return " ".join(sentence(part) for part in parts if part)
