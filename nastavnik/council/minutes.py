"""What the minutes of a closed question say, in words that may lie on paper: no levels, wishes or blocking pairs."""

from datetime import date
from uuid import UUID

from nastavnik.access.actor import Actor
from nastavnik.core.errors import Refusal
from nastavnik.core.russian.wording import in_words
from nastavnik.documents import kinds
from nastavnik.documents.common_facts import organisation_facts
from nastavnik.documents.drawing.facts import PersonLine, from_dict
from nastavnik.documents.drawing.minutes_facts import MinutesCare, MinutesFacts, MinutesItem, MinutesPair
from nastavnik.documents.models import Paper
from nastavnik.organisations.models import BodyDecision
from nastavnik.people.declension import position_words, signature
from nastavnik.people.models import Person

from .models import Care, Line, Question
from .queries import questions as queries
from .queries.questions import Sitting
from .rules import LineState, QuestionState, Voice, Way
from .wording import domains_of, issue_of, open_lines, parameters_of, proof_of

WAYS = {Way.APART: "заочное голосование", Way.SITTING: "заседание"}
DECISIONS = {
    LineState.APPROVED: "Утвердить",
    LineState.DECLINED: "Отклонить",
    LineState.RETURNED: "Вернуть в работу",
    LineState.VOID: "Снять с рассмотрения",
}
NO_MINUTES = "Протокола ещё нет: совет не закрыл вопрос."


def question_of_sheet(actor: Actor, pk: UUID, today: date) -> Question:  # noqa: ARG001
    """The question whose minutes are asked for, or 404."""
    return queries.question_for(actor, pk)


def facts_of_paper(paper: Paper, today: date) -> MinutesFacts:  # noqa: ARG001
    """`paper.about` is the question; only what was frozen at its close is ever printed."""
    question = Question.objects.get(pk=kinds.about(paper))
    if question.state != QuestionState.CLOSED:
        raise Refusal(NO_MINUTES)
    return from_dict(MinutesFacts, question.facts)


def facts_of(
    sitting: Sitting, *, decision: BodyDecision, secretary: Person | None, today: date
) -> MinutesFacts:
    question = sitting.question
    present = [m.person for m in sitting.members if m.person.pk in sitting.present]
    absent = [m.person for m in sitting.members if m.person.pk not in sitting.present]
    return MinutesFacts(
        organisation=organisation_facts(question.organisation),
        body=question.body.title,
        number=decision.protocol,
        dated=decision.on,
        way=WAYS[Way(question.way)],
        chair=signature(sitting.chair.person) if sitting.chair else "",
        secretary=signature(secretary) if secretary else "",
        present=tuple(signature(person) for person in present),
        absent=tuple(signature(person) for person in absent),
        quorum=f"участвуют {len(present)} из {len(sitting.members)}, кворум есть",
        items=(_item(sitting, today=today),),
    )


def _item(sitting: Sitting, *, today: date) -> MinutesItem:
    question, run = sitting.question, sitting.question.run
    heard = [f"Вопрос внесён {in_words(question.asked_on)}: {question.asked_by}"]
    heard += [question.note] if question.note else []
    cares = list(queries.cares_of(question))
    return MinutesItem(
        title=question.title,
        heard=tuple(heard + (parameters_of(run) if run else [])),
        proof=proof_of(run) if run else "",
        digest=run.digest if run else "",
        pairs=tuple(_pair(line, sitting, today) for line in sitting.lines),
        cares=tuple(_care(care, today) for care in cares if care.is_decided),
        decided=tuple(_decided(sitting, has_cares=any(care.is_decided for care in cares))),
    )


def _person(person: Person, today: date, home: UUID) -> PersonLine:
    away = person.organisation.short_name if person.organisation_id != home else ""
    return PersonLine(name=person.full_name, position=position_words(person, today=today), organisation=away)


def _pair(line: Line, sitting: Sitting, today: date) -> MinutesPair:
    assert line.proposal is not None  # noqa: S101 — a question about pairs
    proposal, home = line.proposal, line.organisation_id
    count = sitting.tally(line)
    return MinutesPair(
        mentor=_person(proposal.mentor.person, today, home),
        mentee=_person(proposal.request.mentee.person, today, home),
        issue=issue_of(proposal.request),
        domains=domains_of(proposal.request),
        fits=tuple(open_lines(proposal.fits)),
        gaps=tuple(open_lines(proposal.gaps)),
        votes=count.words if count.cast else "не голосовали",
        voices=tuple(_voices(line, sitting)),
        decision=DECISIONS[LineState(line.state)],
        reason=line.reason,
    )


def _voices(line: Line, sitting: Sitting) -> list[str]:
    """«против — А. И. Лугова: разные смены»: who was not «за», and whoever explained the voice or may not vote."""
    told, given, barred = [], sitting.ballots.get(line.pk, {}), sitting.barred.get(line.pk, set())
    for member in sitting.members:
        name, ballot = signature(member.person), given.get(member.person.pk)
        if member.person.pk in barred:
            told.append(f"{name} не голосует: участник пары")
        elif ballot and (ballot.voice != Voice.FOR or ballot.comment):
            comment = f": {ballot.comment}" if ballot.comment else ""
            told.append(f"{ballot.get_voice_display().lower()} — {name}{comment}")
    return told


def _care(care: Care, today: date) -> MinutesCare:
    person = care.request.mentee.person
    return MinutesCare(
        mentee=PersonLine(name=person.full_name, position=position_words(person, today=today)),
        issue=issue_of(care.request),
        reason=care.left.reason if care.left else "",
        care="; ".join(part for part in (care.measure_words, care.words) if part),
        next_on=care.next_on,
    )


def _decided(sitting: Sitting, *, has_cares: bool) -> list[str]:
    """The decisions as sentences; which pairs they are about stands in the table."""
    found = []
    for state, words in (
        (LineState.APPROVED, "Утвердить наставнические пары и предложить участникам дать согласие: №"),
        (LineState.DECLINED, "Отклонить пары: №"),
        (LineState.RETURNED, "Вернуть куратору в работу пары: №"),
        (LineState.VOID, "Снять с рассмотрения пары: №"),
    ):
        numbers = [str(n) for n, line in enumerate(sitting.lines, 1) if line.state == state]
        if numbers:
            found.append(f"{words} {', '.join(numbers)}.")
    if has_cares:
        found.append("Принять решения о поддержке тех, кто остался без наставника, по таблице.")
    return found
