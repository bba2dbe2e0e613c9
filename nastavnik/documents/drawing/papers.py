"""Facts → a paper as .docx: one call for every kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from nastavnik.core.russian.typography import NBSP, initials_together, number_sign
from nastavnik.documents.drawing.apart import render_apart
from nastavnik.documents.drawing.checking import Variables
from nastavnik.documents.drawing.facts import (
    AddendumFacts,
    ConsentFacts,
    DutiesConsentFacts,
    Facts,
    HoursFacts,
    OrderFacts,
    ProgrammeFacts,
)
from nastavnik.documents.drawing.merge import Filled, fill
from nastavnik.documents.drawing.minutes_facts import MinutesFacts
from nastavnik.documents.drawing.sheets import addendum, consent, duties, hours, minutes, order, programme


class Model(NamedTuple):
    """A kind of paper: its facts, the shipped template, what a template of it may name, and facts as words."""

    facts: type[Facts]
    title: str
    build: Callable[[], bytes]
    variables: Variables
    context: Callable[[Any], dict[str, Any]]


MODELS: dict[str, Model] = {
    "order": Model(
        OrderFacts, "О закреплении наставнических пар (групп)", order.build, order.VARIABLES, order.context
    ),
    "consent_processing": Model(
        ConsentFacts,
        "Согласие на обработку персональных данных",
        lambda: consent.build("processing"),
        consent.VARIABLES,
        consent.context,
    ),
    "consent_transfer": Model(
        ConsentFacts,
        "Согласие на передачу персональных данных",
        lambda: consent.build("transfer"),
        consent.VARIABLES,
        consent.context,
    ),
    "consent_publication": Model(
        ConsentFacts,
        "Согласие на распространение персональных данных",
        lambda: consent.build("publication"),
        consent.VARIABLES,
        consent.context,
    ),
    "consent_duties": Model(
        DutiesConsentFacts,
        "Согласие на участие в наставничестве",
        duties.build,
        duties.VARIABLES,
        duties.context,
    ),
    "addendum": Model(
        AddendumFacts,
        "Дополнительное соглашение к трудовому договору",
        addendum.build,
        addendum.VARIABLES,
        addendum.context,
    ),
    "programme": Model(
        ProgrammeFacts,
        "Персонализированная программа наставничества",
        programme.build,
        programme.VARIABLES,
        programme.context,
    ),
    "minutes": Model(MinutesFacts, "Протокол", minutes.build, minutes.VARIABLES, minutes.context),
    "hours": Model(HoursFacts, "Учёт времени наставника", hours.build, hours.VARIABLES, hours.context),
}


def kind_of(facts: Facts) -> str:
    """The key of MODELS for these facts."""
    if isinstance(facts, ConsentFacts):
        return f"consent_{facts.kind}"
    return next(kind for kind, model in MODELS.items() if model.facts is type(facts))


def draw(facts: Facts, *, template: bytes | None = None) -> Filled:
    """The paper as .docx and the names of its blanks.

    `template`: the organisation's own file, merged in a child process; none = the shipped one, merged here.
    Raises Refusal on a bad template.
    """
    model = MODELS[kind_of(facts)]
    title = facts.title if isinstance(facts, OrderFacts) else model.title
    author = facts.organisation.short_name or facts.organisation.full_name
    words = _whole(model.context(facts))
    if template is None:
        return fill(model.build(), words, title=title, author=author)
    return render_apart(template, words, title=title, author=author)


def _whole(words: Any) -> Any:
    """«№ 14» and «А. П. Рощин» never break between lines, no line begins with a dash; nothing else of the facts is touched."""
    if isinstance(words, dict):
        return {name: _whole(one) for name, one in words.items()}
    if isinstance(words, list):
        return [_whole(one) for one in words]
    return initials_together(number_sign(words)).replace(" — ", f"{NBSP}— ")
