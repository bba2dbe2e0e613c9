"""What the council adds to the registries of the packages below."""

from django.urls import reverse

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission as P
from nastavnik.core import ui
from nastavnik.core.russian.wording import counted, in_words
from nastavnik.documents import kinds
from nastavnik.documents.drawing.minutes_facts import MinutesFacts
from nastavnik.documents.rules import PaperKind
from nastavnik.matching import held, run_panels
from nastavnik.matching.models import MatchRun, Proposal
from nastavnik.matching.rules import ProposalState
from nastavnik.notifications import kinds as message_kinds
from nastavnik.notifications import reminders
from nastavnik.notifications.rules import Rhythm

from . import due, minutes, telling
from .models import Line, Question, Regulation
from .queries import questions as queries
from .rules import LineState, QuestionState

HELD = "Эта пара на рассмотрении совета наставников: решит совет. Если решать нужно сейчас, отзовите вопрос."
ONLY_COUNCIL = "В организации подобранные пары утверждает только совет наставников. Отправьте пару на совет."


def begin() -> None:
    kinds.register(
        kinds.Kind(PaperKind.MINUTES, minutes.facts_of_paper, MinutesFacts, owner=minutes.question_of_sheet)
    )
    held.register(why_held)
    run_panels.register(20, panel)
    at_once = Rhythm.AT_ONCE
    message_kinds.register(
        telling.ASKED, "Вопросы совету наставников", rhythm=at_once, needs=(P.COUNCIL_VOTE,)
    )
    message_kinds.register(
        telling.DECIDED, "Решения совета наставников", rhythm=at_once, needs=(P.COUNCIL_VOTE, P.COUNCIL_ASK)
    )
    message_kinds.register(telling.LETTER, "Письма о наставнической паре", rhythm=at_once)
    reminders.register("council_vote", "Голосование в совете", due.votes, needs=(P.COUNCIL_VOTE,))
    reminders.register(
        "council_close", "Итог голосования совета", due.closes, needs=(P.COUNCIL_CLOSE, P.COUNCIL_ASK)
    )
    reminders.register("council_letters", "Письма о парах не отправлены", due.letters, needs=(P.COUNCIL_ASK,))
    reminders.register("council_care", "Кто остался без наставника", due.cares, needs=(P.COUNCIL_ASK,))


def why_held(proposal: Proposal, target: ProposalState) -> str:
    """A pair before the council waits for it; where the regulation says so, no pair is approved without it."""
    lines = Line.objects.filter(proposal=proposal)
    if lines.filter(state=LineState.WAITING).exists():
        return HELD
    if target != ProposalState.APPROVED:
        return ""
    only = Regulation.objects.filter(
        organisation=proposal.organisation_id, only_council=True, organisation__has_council=True
    )
    by_council = lines.filter(question__decision__isnull=True, state=LineState.APPROVED)
    return ONLY_COUNCIL if only.exists() and not by_council.exists() else ""


def panel(run: MatchRun, actor: Actor) -> run_panels.Panel | None:
    """«Совет наставников» on the page of a run: send the pairs there, or see what has been sent."""
    if not actor.can(P.COUNCIL_VIEW, run) or not run.organisation.has_council:
        return None
    sent = list(Question.objects.filter(run=run).order_by("asked_on", "id"))
    free = queries.free_proposals(run).count() if actor.can(P.COUNCIL_ASK, run) else 0
    if not sent and not free:
        return None
    actions = [ui.Action("Открыть вопрос", telling.page_of(each), about=_when(each)) for each in sent]
    if free:
        words = f"Отправить на совет: {counted(free, 'пару,пары,пар')}"
        actions.append(ui.Action(words, reverse("council:ask", args=[run.pk])))
    return run_panels.Panel(
        "council",
        "Совет наставников",
        text=""
        if sent
        else "Совет посмотрит, почему предложена каждая пара, и проголосует. До решения участникам ничего не отправляется.",
        lines=[ui.Line(_when(each), each.get_state_display()) for each in sent],
        actions=actions,
    )


def _when(question: Question) -> str:
    day = in_words(question.asked_on)
    if question.state == QuestionState.OPEN:
        return f"Направлен {day}, голосуют до {in_words(question.due_on)}"
    return f"Направлен {day}"
