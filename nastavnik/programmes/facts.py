"""What the paper of a programme says: live data of a version that is being made, frozen facts of an approved one."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import prefetch_related_objects

from nastavnik.access.actor import Actor
from nastavnik.documents import kinds
from nastavnik.documents.common_facts import organisation_facts, signer_facts
from nastavnik.documents.drawing.facts import (
    ActivityLine,
    GoalLine,
    PersonLine,
    ProgrammeFacts,
    Signed,
    TextPart,
    from_dict,
)
from nastavnik.documents.models import Paper
from nastavnik.pairs import gates
from nastavnik.pairs import queries as pairs
from nastavnik.pairs.order_facts import issue_words, person_line
from nastavnik.pairs.rules import Side
from nastavnik.people.declension import signature

from . import queries
from .models import Activity, Programme
from .queries import Sheet
from .rules import ALWAYS, Part


def programme_of_sheet(actor: Actor, pk: UUID, today: date) -> Programme:  # noqa: ARG001
    """The version whose paper is asked for, or 404."""
    return queries.programme_for(actor, pk)


def facts_of_paper(paper: Paper, today: date) -> ProgrammeFacts:
    """`paper.about` is the version."""
    programme = Programme.objects.select_related(*queries.WITH, "organisation").get(pk=kinds.about(paper))
    if programme.facts:
        return from_dict(ProgrammeFacts, programme.facts)
    return programme_facts(programme, today=today)


def programme_facts(programme: Programme, *, today: date, approved_on: date | None = None) -> ProgrammeFacts:
    """Raises Refusal when the organisation has no head to approve. Neither links nor levels go to paper."""
    sheet, mentorship = queries.sheet_of(programme), programme.mentorship
    prefetch_related_objects([taker.person for taker in sheet.takers], "employments")
    before, after = _texts(sheet)
    mentor = queries.mentor_of(sheet.takers)
    topic = ": ".join(filter(None, (str(programme.topic or ""), programme.topic_parts)))
    return ProgrammeFacts(
        organisation=organisation_facts(programme.organisation),
        signer=signer_facts(programme.organisation, today=today),
        mentor=person_line(mentor, mentorship, today) if mentor else PersonLine(name=""),
        mentees=tuple(person_line(p, mentorship, today) for p in gates.people_of(sheet.takers, Side.MENTEE)),
        form=mentorship.form.title,
        kind=", ".join(title for _, title in pairs.kinds_of(mentorship)),
        issue="" if mentorship.issue.sensitive else issue_words(mentorship),
        starts=programme.starts_on,
        ends=programme.ends_on,
        why_length=programme.why_length,
        topic=topic,
        directions=tuple(each.title for each in sheet.directions if not each.sensitive),
        goals=tuple(
            GoalLine(
                words=goal.words,
                kind=goal.get_kind_display(),
                measure=goal.measure,
                start=goal.start,
                target=goal.target,
            )
            for goal in sheet.goals
        ),
        activities=tuple(_activity(each) for each in sheet.activities),
        before=before,
        after=after,
        edition=f"редакция {programme.edition}" if programme.edition > 1 else "",
        trial=programme.pilot_from_on is not None,
        approved=approved_on,
        signed=tuple(
            Signed(role=t.get_side_display(), name=signature(t.person), on=sheet.agreed.get(t.person_id))
            for t in sheet.takers
        ),
    )


def _activity(each: Activity) -> ActivityLine:
    return ActivityLine(
        words=each.words,
        due=each.deadline.words,
        responsible=each.responsible.short_name if each.responsible else "",
        product=each.product,
        done=f"{each.done_on:%d.%m.%Y}" if each.done_on else "",
    )


def _texts(sheet: Sheet) -> tuple[tuple[TextPart, ...], tuple[TextPart, ...]]:
    """Sections in words, parted by the place of the list of activities among them."""
    order = [each.part for each in sheet.parts]
    at = order.index(Part.ACTIVITIES)
    return _written(sheet, order[:at]), _written(sheet, order[at + 1 :])


def _written(sheet: Sheet, parts: Sequence[Part]) -> tuple[TextPart, ...]:
    titles = {each.part: each.title for each in sheet.parts}
    found = [(part, sheet.sections.get(part)) for part in parts if part not in ALWAYS]
    return tuple(
        TextPart(title=titles[part], lines=tuple(line for line in row.text.splitlines() if line.strip()))
        for part, row in found
        if row is not None and row.text.strip()
    )
