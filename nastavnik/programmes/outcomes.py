"""What came of a programme, as far as this actor may see it: open words of both, closed ones for the curator."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.together import together
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import Side
from nastavnik.people.models import Person

from . import queries
from .models import Activity, Characteristic, Feedback, Goal, Interim, Programme, Project


@dataclass(frozen=True)
class Word:
    """A feedback as it is shown; `private` is empty for those who may not read it."""

    who: str
    helped: str
    words: str
    learned: str
    private: str


@dataclass(frozen=True)
class Outcomes:
    """`feedbacks` and `characteristics` as this reader may see them."""

    goals: Sequence[Goal]
    activities: Sequence[Activity]
    interims: Sequence[Interim]
    feedbacks: Sequence[Word]
    characteristics: Sequence[Characteristic]
    projects: Sequence[Project]
    may_characterise: bool

    @property
    def done(self) -> int:
        return sum(each.done_on is not None for each in self.activities)


def is_curator_of(actor: Actor, mentorship: Mentorship) -> bool:
    """Closed words go to who looks after the pair, and not when they take part in it themselves."""
    return actor.can(Permission.PAIR_CLOSE, mentorship) and queries.own_taker(actor, mentorship) is None


def may_characterise(actor: Actor, programme: Programme) -> bool:
    """The mentor of the pair or its curator; nobody about oneself."""
    taker = queries.own_taker(actor, programme.mentorship)
    if taker is None:
        return actor.can(Permission.PROGRAMME_EDIT, programme.mentorship)
    return bool(taker.side == Side.MENTOR)


def outcomes_of(actor: Actor, programme: Programme) -> Outcomes:
    """One query; the people are those of the pair, who have left too."""
    mentorship = programme.mentorship
    writes = may_characterise(actor, programme)
    goals, activities, interims, feedbacks, characteristics, projects = together(
        Goal.objects.filter(programme=programme),
        Activity.objects.filter(programme=programme),
        Interim.objects.filter(programme=programme),
        Feedback.objects.filter(programme=programme).order_by("created_at"),
        Characteristic.objects.filter(programme=programme),
        Project.objects.filter(mentorship=mentorship),
    )
    people = {t.person_id: t.person for t in mentorship.participations.all()}
    for each in (*feedbacks, *characteristics):
        if each.person_id in people:
            each.person = people[each.person_id]
    return Outcomes(
        goals=goals,
        activities=activities,
        interims=interims,
        feedbacks=_words(actor, programme, feedbacks),
        characteristics=[
            each
            for each in characteristics
            if writes
            or each.person_id in actor.person_ids
            or actor.can(Permission.PROGRAMME_APPROVE, mentorship)
        ],
        projects=projects,
        may_characterise=writes,
    )


def _words(actor: Actor, programme: Programme, rows: Sequence[Feedback]) -> list[Word]:
    curator = is_curator_of(actor, programme.mentorship)
    if not curator and queries.own_taker(actor, programme.mentorship) is None:
        return []
    return [
        Word(
            who=each.person.short_name,
            helped=each.get_helped_display(),
            words=each.words,
            learned=each.learned,
            private=each.private_words if curator or each.person_id in actor.person_ids else "",
        )
        for each in rows
    ]


def own_feedback(actor: Actor, programme: Programme) -> dict[str, Any]:
    row = Feedback.objects.filter(programme=programme, person__in=actor.person_ids).first()
    names = ("helped", "words", "private_words", "learned")
    return {name: getattr(row, name) for name in names} if row else {}


def characteristic_of(programme: Programme, person: Person) -> dict[str, Any]:
    row = Characteristic.objects.filter(programme=programme, person=person).first()
    names = ("independence", "quality", "responsibility", "words")
    return {name: getattr(row, name) for name in names} if row else {}


def project_in(mentorship: Mentorship, pk: UUID) -> Project:
    row = Project.objects.filter(mentorship=mentorship, pk=pk).first()
    if row is None:
        raise Http404
    return row
