"""What the templates of the council show, as ready values: words of matching, never levels, wishes or who would lose."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from nastavnik.core import ui
from nastavnik.core.russian.wording import counted, due, in_words
from nastavnik.matching.rules import ProposalState
from nastavnik.matching.showing import about

from .models import Care, Letter, Line, Question
from .queries.questions import Sitting, is_live
from .rules import LetterState, LineState, QuestionState, Verdict, Voice
from .wording import domains_of, issue_of, open_lines, parameters_of, proof_of

STATUS: dict[QuestionState, ui.Kind] = {
    QuestionState.OPEN: "wait",
    QuestionState.CLOSED: "ok",
    QuestionState.WITHDRAWN: "rest",
}
LINE_STATUS: dict[LineState, ui.Kind] = {
    LineState.WAITING: "wait",
    LineState.APPROVED: "ok",
    LineState.DECLINED: "stop",
    LineState.RETURNED: "info",
    LineState.VOID: "rest",
}
LETTER_STATUS: dict[LetterState, ui.Kind] = {
    LetterState.DRAFT: "wait",
    LetterState.SENT: "ok",
    LetterState.HANDED: "ok",
}
VERDICT: dict[Verdict, ui.Kind] = {
    Verdict.ADOPTED: "ok",
    Verdict.REFUSED: "stop",
    Verdict.SILENT: "wait",
}
OUTDATED = "Подбор запускали ещё раз: эта пара устарела"
DECIDED = "По этой паре уже решено"
OWN_PAIR = "Вы участник этой пары, поэтому по ней не голосуете."


@dataclass(frozen=True)
class LineShown:
    """A pair before the council. `voice` and `comment` are fields of the form where the person may vote."""

    pk: UUID
    mentor: str
    mentor_note: str
    mentee: str
    mentee_note: str
    issue: str
    domains: str
    fits: Sequence[str]
    gaps: Sequence[str]
    status: ui.Status
    reason: str = ""
    votes: str = ""
    voices: Sequence[str] = ()
    why_not: str = ""
    said: str = ""
    pair: ui.Action | None = None
    voice: Any = None
    comment: Any = None


def status_of(question: Question) -> ui.Status:
    state = QuestionState(question.state)
    return ui.Status(STATUS[state], state.label)


def line_status(line: Line) -> ui.Status:
    if line.state == LineState.WAITING and not is_live(line):
        stale = line.proposal is not None and line.proposal.state == ProposalState.STALE
        return ui.Status("rest", OUTDATED if stale else DECIDED)
    state = LineState(line.state)
    return ui.Status(LINE_STATUS[state], state.label)


def shown_line(
    line: Line, sitting: Sitting, *, today: date, me: UUID | None, with_votes: bool, may_open: bool
) -> LineShown:
    """`me`: the member who looks; `with_votes`: may the votes be seen; `may_open`: may the pair be opened."""
    proposal = line.proposal
    assert proposal is not None  # noqa: S101 — a question about pairs
    mentor, mentee = proposal.mentor.person, proposal.request.mentee.person
    away = (
        proposal.mentor.organisation.short_name
        if proposal.mentor.organisation_id != line.organisation_id
        else ""
    )
    own = sitting.ballots.get(line.pk, {}).get(me) if me else None
    return LineShown(
        pk=line.pk,
        mentor=mentor.full_name,
        mentor_note=" · ".join(word for word in (about(mentor, today), away) if word),
        mentee=mentee.full_name,
        mentee_note=about(mentee, today),
        issue=issue_of(proposal.request),
        domains=domains_of(proposal.request),
        fits=open_lines(proposal.fits),
        gaps=open_lines(proposal.gaps),
        status=line_status(line),
        reason=line.reason,
        votes=sitting.tally(line).words if with_votes and sitting.tally(line).cast else "",
        voices=voices_of(line, sitting) if with_votes else (),
        why_not=OWN_PAIR if me and me in sitting.barred.get(line.pk, ()) else "",
        said=own.get_voice_display() if own else "",
        pair=_pair(line, f"{mentor.short_name} и {mentee.short_name}") if may_open else None,
    )


def _pair(line: Line, names: str) -> ui.Action | None:
    if line.mentorship_id is None:
        return None
    return ui.Action("Открыть пару", reverse("pairs:pair", args=[line.mentorship_id]), about=names)


def voices_of(line: Line, sitting: Sitting) -> list[str]:
    """«Лугова А. И. — против: разные смены», member by member."""
    given, barred = sitting.ballots.get(line.pk, {}), sitting.barred.get(line.pk, set())
    told = []
    for member in sitting.members:
        ballot, name = given.get(member.person.pk), member.person.short_name
        if member.person.pk in barred:
            told.append(f"{name} — не голосует, участник пары")
        elif ballot:
            word = Voice(ballot.voice).label.lower()
            told.append(f"{name} — {word}{f': {ballot.comment}' if ballot.comment else ''}")
    return told


@dataclass(frozen=True)
class Ground:
    """By what the pairs were chosen, the proof, the hash of what went in."""

    parameters: Sequence[str]
    proof: str
    proved: bool
    digest: str


def ground_of(question: Question) -> Ground | None:
    if question.run is None:
        return None
    run = question.run
    return Ground(parameters_of(run), proof_of(run), run.proved, run.digest)


def members_table(sitting: Sitting, *, writes: bool) -> ui.Table:
    """Who has voted on how many pairs; the secretary's way to write a voice down."""
    columns = [
        ui.Column("Член совета", wide=True),
        ui.Column("Голоса"),
        *([ui.Column("Записать")] if writes else []),
    ]
    rows = []
    for member in sitting.members:
        pk = member.person.pk
        may = [line for line in sitting.live if pk not in sitting.barred.get(line.pk, ())]
        given = len(may) - len(sitting.left_to_vote(pk))
        kind: ui.Kind = "ok" if given == len(may) else "wait"
        status = ui.Status(kind, f"{given} из {len(may)}") if may else ui.Status("rest", "не голосует")
        cells = [ui.Cell(member.person.short_name, note=member.role.label), ui.Cell(status=status)]
        if writes:
            cells.append(_write_cell(sitting, member.person.pk, member.person.short_name, bool(may)))
        rows.append(ui.Row(cells))
    return ui.Table("Кто проголосовал", columns, rows)


def _write_cell(sitting: Sitting, pk: UUID, name: str, may: bool) -> ui.Cell:
    person = next(member.person for member in sitting.members if member.person.pk == pk)
    if not may or (sitting.question.way != "sitting" and person.account_id):
        return ui.Cell("голосует в системе" if may else "—")
    url = reverse("council:vote-for", args=[sitting.question.pk, pk])
    return ui.Cell(action=ui.Action("Записать голос", url, small=True, about=name))


@dataclass(frozen=True)
class CareShown:
    mentee: str
    issue: str
    reason: str
    care: str
    words: str
    next_on: str
    change: ui.Action | None = None


def shown_care(care: Care, *, may_decide: bool) -> CareShown:
    person = care.request.mentee.person
    url = reverse("council:care-one", args=[care.pk])
    label = "Изменить решение" if care.is_decided else "Решить, как помочь"
    return CareShown(
        mentee=person.full_name,
        issue=issue_of(care.request),
        reason=care.left.reason if care.left else "",
        care=care.measure_words,
        words=care.words,
        next_on=in_words(care.next_on) if care.next_on else "",
        change=ui.Action(label, url, about=person.short_name) if may_decide else None,
    )


def question_task(question: Any, today: date, left: Mapping[UUID, int]) -> ui.Task:
    """A row of the list; `left`: on how many pairs of each question the person has not voted."""
    pairs = counted(question.pairs, "пара,пары,пар")
    mine = left.get(question.pk, 0)
    status = ui.Status("wait", f"Ждёт вашего голоса: {mine}") if mine else status_of(question)
    note = f"{pairs}, направлены {in_words(question.asked_on)}, голосуют {due(question.due_on, today)}"
    return ui.Task(question.title, reverse("council:question", args=[question.pk]), note, status)


def closed_table(questions: Iterable[Any]) -> ui.Table:
    columns = [ui.Column("Вопрос", wide=True), ui.Column("Протокол"), ui.Column("Решение")]
    rows = [
        ui.Row(
            [
                ui.Cell(f"{q.title}, {q.asked_on:%d.%m.%Y}", reverse("council:question", args=[q.pk])),
                ui.Cell(f"№ {q.decision.protocol} от {q.decision.on:%d.%m.%Y}" if q.decision else "—"),
                ui.Cell(q.decision.decided if q.decision else q.get_state_display()),
            ]
        )
        for q in questions
    ]
    return ui.Table("Решённые вопросы", columns, rows)


def letter_task(letter: Letter) -> ui.Task:
    state = LetterState(letter.state)
    has_account = letter.person.account_id is not None
    note = letter.subject if has_account else f"{letter.subject}. Входа в систему нет: напечатайте и вручите"
    label = f"{letter.person.full_name}, {letter.get_side_display().lower()}"
    return ui.Task(
        label, reverse("council:letter", args=[letter.pk]), note, ui.Status(LETTER_STATUS[state], state.label)
    )


def verdicts(sitting: Sitting) -> ui.Table:
    columns = [ui.Column("Пара", wide=True), ui.Column("Голоса", wide=True), ui.Column("Итог")]
    rows = []
    for line in sitting.live:
        assert line.proposal is not None  # noqa: S101
        names = f"{line.proposal.mentor.person.short_name} и {line.proposal.request.mentee.person.short_name}"
        outcome = sitting.verdict(line)
        count = sitting.tally(line)
        cells = [
            ui.Cell(names, note=issue_of(line.proposal.request)),
            ui.Cell(count.words if count.cast else "не голосовали"),
            ui.Cell(status=ui.Status(VERDICT[outcome], outcome.label)),
        ]
        rows.append(ui.Row(cells))
    return ui.Table("Итог голосования", columns, rows)


def with_fields(shown: LineShown, form: Any, voice: str, comment: str) -> LineShown:
    """The pair with the two fields of the form where it is voted on."""
    if form is None or voice not in form.fields:
        return shown
    return replace(shown, voice=form[voice], comment=form[comment])
