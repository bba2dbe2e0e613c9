"""One person at a time at a question: votes and its close queue on its row."""

from nastavnik.core.errors import Conflict
from nastavnik.council.models import Question
from nastavnik.council.rules import QuestionState

CLOSED = "Этот вопрос совет уже решил или его отозвали. Обновите страницу."


def hold(question: Question) -> Question:
    """The row under a lock, as it is now; Conflict when it is open no more. Call inside a transaction."""
    now = Question.objects.select_for_update(of=("self",)).select_related("organisation", "body", "run")
    found = now.get(pk=question.pk)
    if found.state != QuestionState.OPEN:
        raise Conflict(CLOSED)
    return found
