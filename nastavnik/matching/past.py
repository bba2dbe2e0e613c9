"""What is known of mentors from before the run: pairs led to the end, criteria of selection that they meet."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Q

from nastavnik.bank.models import CriterionMark
from nastavnik.pairs.models import Participation
from nastavnik.pairs.rules import PairState, Side


def pairs_finished(people: Collection[UUID]) -> dict[UUID, int]:
    """Id of a person → mentorships finished as mentor; who has none is left out. One query."""
    led = Participation.objects.filter(
        person__in=people, side=Side.MENTOR, mentorship__state=PairState.FINISHED
    )
    return dict(led.order_by().values_list("person").annotate(Count("mentorship", distinct=True)))


def criteria_met(people: Collection[UUID]) -> dict[UUID, int]:
    """Id of a person → thousandths of the marked criteria that are met (R141–R149); who has no mark is left out."""
    marks = CriterionMark.objects.filter(person__in=people, met__isnull=False).order_by()
    counted = marks.values_list("person").annotate(yes=Count("pk", filter=Q(met=True)), every=Count("pk"))
    return {person: 1000 * yes // every for person, yes, every in counted}
