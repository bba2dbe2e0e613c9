"""The first words of the letters to both sides, from what the system knows; the curator makes them one's own."""

from collections.abc import Iterable

from nastavnik.core.russian.wording import in_words
from nastavnik.organisations.models import BodyDecision
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import Side
from nastavnik.people.declension import position_words
from nastavnik.people.models import Person

from .models import Letter, Line
from .rules import LineState
from .wording import domains_of, issue_of

SUBJECTS = {Side.MENTOR: "Вам предлагают стать наставником", Side.MENTEE: "Вам предлагают наставника"}
NEXT = (
    "Что дальше. Откройте страницу своей пары и ответьте, согласны ли вы. Затем подпишите лист согласия. "
    "Пара начнёт работать после приказа."
)


def draft_letters(lines: Iterable[Line], *, decision: BodyDecision) -> list[Letter]:
    """Two letters for each approved pair; nothing is sent."""
    rows = [
        _letter(line, line.mentorship, side, decision)
        for line in lines
        if line.state == LineState.APPROVED and line.mentorship is not None
        for side in (Side.MENTOR, Side.MENTEE)
    ]
    return Letter.objects.bulk_create(rows)


def _letter(line: Line, mentorship: Mentorship, side: Side, decision: BodyDecision) -> Letter:
    assert line.proposal is not None  # noqa: S101 — an approved line has one
    mentor, mentee = line.proposal.mentor.person, line.proposal.request.mentee.person
    to, other = (mentor, mentee) if side is Side.MENTOR else (mentee, mentor)
    return Letter(
        organisation=mentorship.organisation,
        line=line,
        person=to,
        side=side,
        subject=SUBJECTS[side],
        text=text_of(line, mentorship, to, other, side, decision),
    )


def text_of(
    line: Line, mentorship: Mentorship, to: Person, other: Person, side: Side, decision: BodyDecision
) -> str:
    assert line.proposal is not None  # noqa: S101
    request = line.proposal.request
    given = " ".join(part for part in (to.first_name, to.middle_name) if part)
    whom = "наставляемому" if side is Side.MENTOR else "наставнику"
    who = "Наставляемый" if side is Side.MENTOR else "Наставник"
    job = position_words(other, today=decision.on)
    about = f"Вопрос: {issue_of(request)}." if not request.issue.sensitive else ""
    domains = (
        f"В чём нужна помощь: {domains_of(request)}." if side is Side.MENTOR and domains_of(request) else ""
    )
    term = f"Срок: с {in_words(mentorship.starts_on)} по {in_words(mentorship.ends_on)}"
    decided = f"протокол от {in_words(decision.on)} № {decision.protocol}"
    named = ", ".join(part for part in (other.full_name, job) if part)
    parts = [
        f"Здравствуйте, {given}!",
        f"Совет наставников решил предложить вам пару ({decided}). {who} — {named}.",
        " ".join(part for part in (about, domains, term) if part),
        NEXT,
        f"Если эта пара вам не подходит, скажите об этом куратору: {whom} причину не передают.",
    ]
    return "\n\n".join(parts)
