"""What is decided for those who have stayed without a mentor (R188–R189)."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.council import rules
from nastavnik.council.models import Care, Question
from nastavnik.council.queries import questions as queries
from nastavnik.council.rules import Measure, QuestionState


@transaction.atomic
def decide(
    care: Care,
    measures: Collection[Measure],
    *,
    next_on: date | None,
    words: str = "",
    seen: int,
    today: date,
    by: Actor,
) -> None:
    """Measures and the next date; after the close the date moves on with the search."""
    _require(care.question, by)
    rules.check_measures(measures, next_on, today)
    values = _columns(measures)
    Care.objects.revise(care, seen=seen, **values, next_on=next_on, words=words.strip()[:300])
    journal.record("council.care", "Решено, как помочь без наставника", subject=care.question, by=by)


@transaction.atomic
def decide_rest(
    question: Question, measures: Collection[Measure], *, next_on: date | None, today: date, by: Actor
) -> int:
    """The same for everybody about whom nothing is decided yet. Returns for how many."""
    _require(question, by)
    rules.check_measures(measures, next_on, today)
    rest = [care.pk for care in queries.undecided_cares(question)]
    done = Care.objects.filter(pk__in=rest, next_on__isnull=True).update(
        **_columns(measures), next_on=next_on
    )
    if done:
        words = f"Решено, как помочь без наставника: {done}"
        journal.record("council.care", words, subject=question, by=by)
    return done


def _columns(measures: Collection[Measure]) -> dict[str, bool]:
    return {each.value: each in measures for each in Measure}


def _require(question: Question, by: Actor) -> None:
    if not by.can(Permission.COUNCIL_CLOSE, question):
        by.require(Permission.COUNCIL_ASK, question)
    if question.state == QuestionState.WITHDRAWN:
        raise Refusal("Вопрос отозван с рассмотрения: решать по нему нечего.")
