"""What the council reminds of: a vote not given, a question not closed, letters not sent, a date of care that comes."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.permissions import Permission
from nastavnik.bank.rules import RequestState
from nastavnik.notifications.reminders import Due
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.zones import day_in
from nastavnik.people.queries import holders

from .models import Care, Letter, Question
from .queries.questions import Sitting, sitting_of
from .rules import LetterState, QuestionState
from .telling import WHY_CURATOR, WHY_MEMBER, page_of

TO_CLOSE = timedelta(days=1)  # after the last day of voting
TO_SEND = timedelta(days=2)  # after the decision
WHY_CLOSE = "Вы председатель совета наставников"


def _today(organisation: Organisation) -> date:
    return day_in(organisation.time_zone, timezone.now())


def _curators(organisation: Organisation, today: date) -> list[UUID]:
    return list(holders(Permission.COUNCIL_ASK, organisation, today=today).values_list("pk", flat=True))


def _open(organisation: Organisation, since: date, until: date) -> list[Sitting]:
    rows = Question.objects.filter(
        organisation=organisation, state=QuestionState.OPEN, due_on__range=(since, until)
    )
    today = _today(organisation)
    return [sitting_of(row, today=today) for row in rows.select_related("organisation", "body", "run")]


def votes(organisation: Organisation, since: date, until: date) -> Iterable[Due]:
    """Members who have not voted on every pair they may vote on; the chair hears of it next."""
    for sitting in _open(organisation, since, until):
        silent = [m.person.pk for m in sitting.members if sitting.left_to_vote(m.person.pk)]
        if silent:
            yield Due(
                key=str(sitting.question.pk),
                due_on=sitting.question.due_on,
                people=silent,
                subject="Проголосуйте в совете наставников",
                text="Пары ждут вашего голоса. Откройте вопрос и отметьте «за», «против» или «воздержался».",
                link=page_of(sitting.question),
                why=WHY_MEMBER,
                next_people=[sitting.chair.person.pk] if sitting.chair else [],
            )


def closes(organisation: Organisation, since: date, until: date) -> Iterable[Due]:
    """A question whose time to vote is over waits for the chair."""
    for sitting in _open(organisation, since - TO_CLOSE, until - TO_CLOSE):
        if sitting.chair is not None:
            yield Due(
                key=str(sitting.question.pk),
                due_on=sitting.question.due_on + TO_CLOSE,
                people=[sitting.chair.person.pk],
                subject="Закройте вопрос совета",
                text="Срок голосования прошёл. Подведите итог: пары ждут решения.",
                link=page_of(sitting.question),
                why=WHY_CLOSE,
                next_people=_curators(organisation, until),
            )


def letters(organisation: Organisation, since: date, until: date) -> Iterable[Due]:
    """Decided, but the two of the pair have not heard of it."""
    rows = Letter.objects.filter(organisation=organisation, state=LetterState.DRAFT).order_by()
    asked = rows.values("line__question").annotate(first=Min("line__question__closed_at"))
    for row in asked.values_list("line__question", "first"):
        due_on = day_in(organisation.time_zone, row[1]) + TO_SEND if row[1] else None
        if due_on and since <= due_on <= until:
            yield Due(
                key=str(row[0]),
                due_on=due_on,
                people=_curators(organisation, until),
                subject="Отправьте письма о парах",
                text="Совет утвердил пары, а участники об этом ещё не знают. Прочтите письма и отправьте.",
                link=reverse("council:letters", args=[row[0]]),
                why=WHY_CURATOR,
            )


def cares(organisation: Organisation, since: date, until: date) -> Iterable[Due]:
    """The search goes on until the request has its mentor (R188)."""
    rows = Care.objects.filter(
        organisation=organisation,
        next_on__range=(since, until),
        request__state=RequestState.OPEN,
        question__state=QuestionState.CLOSED,
    )
    for care in rows.order_by("next_on", "id"):
        yield Due(
            key=f"{care.pk}:{care.next_on}",
            due_on=care.next_on or until,
            people=_curators(organisation, until),
            subject="Вернитесь к тому, кто остался без наставника",
            text="Посмотрите, помогло ли решённое. Подберите наставника или назначьте следующий день.",
            link=reverse("council:care", args=[care.question_id]),
            why=WHY_CURATOR,
        )
