"""What pairs hear from below: consents that were given or withdrawn; and the kinds of papers that pairs own."""

from datetime import date
from typing import Any

from django.utils import timezone

from nastavnik.access.permissions import Permission
from nastavnik.bank import loads
from nastavnik.diagnostics import partners, viewers
from nastavnik.documents import kinds
from nastavnik.documents.consent_facts import owner_of_sheet, sheet_taken
from nastavnik.documents.drawing.facts import AddendumFacts, DutiesConsentFacts, OrderFacts
from nastavnik.documents.rules import PaperKind, PaperState
from nastavnik.notifications import kinds as message_kinds
from nastavnik.notifications import reminders
from nastavnik.notifications.rules import Rhythm
from nastavnik.people import card_sections, consequences, own_data
from nastavnik.people.consent_state import consent_changed, counts
from nastavnik.people.models import Consent
from nastavnik.people.rules import ConsentKind

from . import (
    awaiting,
    due,
    first_steps,
    happenings,
    leaves,
    next_steps,
    own_steps,
    pair_papers,
    queries,
    sections,
    services,
    story,
    telling,
)
from .addendum_facts import addendum_facts, mentorship_of_addendum
from .changing import news
from .changing.queries import own_changes
from .duty_facts import duty_facts
from .health.services import CONTACT
from .models import OrderRow, Participation
from .order_facts import order_facts
from .rules import OPEN, WORKING, Answer, PairState


def begin() -> None:
    consent_changed.connect(follow_consent, dispatch_uid="pairs.follow_consent")
    kinds.register(kinds.Kind(PaperKind.PAIR_ORDER, order_facts, OrderFacts, address="pairs:order"))
    kinds.register(
        kinds.Kind(
            PaperKind.CONSENT_DUTIES,
            duty_facts,
            DutiesConsentFacts,
            owner=owner_of_sheet,
            taken=sheet_taken,
        )
    )
    kinds.register(
        kinds.Kind(PaperKind.ADDENDUM, addendum_facts, AddendumFacts, owner=mentorship_of_addendum)
    )
    consequences.register(what_stops)
    loads.register(queries.loads_of)
    viewers.register(queries.is_mentor_of)
    own_data.register("Первые шаги", first_steps.own_steps)
    partners.register(queries.partners_of)
    card_sections.register(30, sections.pairs, leaf="mentoring")
    own_data.register("Пары и группы", sections.own_pairs)
    own_data.register("Изменения моих пар", own_changes)
    _join_the_page()
    _name_messages()


def _name_messages() -> None:
    message_kinds.register(telling.KIND, "Предложения пары и листы согласия", rhythm=Rhythm.AT_ONCE)
    message_kinds.register(telling.STARTED, "Начало работы пары", rhythm=Rhythm.AT_ONCE)
    message_kinds.register(news.KIND, "Изменения в парах", rhythm=Rhythm.AT_ONCE)
    message_kinds.register(
        news.REMATCH,
        "Просьбы подобрать другую пару",
        rhythm=Rhythm.AT_ONCE,
        private=True,
        needs=(Permission.PAIR_CLOSE,),
    )
    message_kinds.register(CONTACT, "Сообщения куратора о паре", rhythm=Rhythm.AT_ONCE, private=True)
    reminders.register("pair_answer", "Ответ на предложенную пару", awaiting.answers)
    reminders.register("order_draft", "Приказ ждёт издания", awaiting.drafts, needs=(Permission.PAPER_ISSUE,))
    reminders.register("pair_term", "Срок пары заканчивается", due.terms, needs=(Permission.PAIR_CLOSE,))
    reminders.register("pair_return", "Возвращение из паузы", due.returns, needs=(Permission.PAIR_CLOSE,))
    reminders.register(
        "pair_order",
        "Нет приказа по изменению пары",
        due.orders,
        needs=(
            Permission.PAPER_DRAFT,
            Permission.PAPER_ISSUE,
        ),
    )


def _join_the_page() -> None:
    """The pair's own leaves, events, papers and next steps: those of the packages above come by the same doors."""
    leaves.register(10, own_steps.overview)
    leaves.register(70, own_steps.papers)
    next_steps.register(10, own_steps.before_work)
    next_steps.register(11, own_steps.at_work)
    happenings.register(story.story_of)
    pair_papers.register(10, pair_papers.orders)
    pair_papers.register(20, pair_papers.basis)
    pair_papers.register(30, pair_papers.consents)
    pair_papers.register(50, pair_papers.changes)


# Without these a mentorship has no basis.
STOPPING = frozenset({ConsentKind.PROCESSING, ConsentKind.DUTIES})


def what_stops(consent: Consent, today: date) -> list[str]:  # noqa: ARG001
    """Which pairs a withdrawal touches, and which lines of a draft order stop."""
    takers = Participation.objects.filter(
        person=consent.person, left_on__isnull=True, mentorship__state__in=OPEN
    ).select_related("mentorship__issue")
    if consent.kind == ConsentKind.DUTIES:
        takers = takers.filter(mentorship=consent.about)
    elif consent.kind != ConsentKind.PROCESSING:
        return []
    return [sentence for taker in takers for sentence in _stopped(taker)]


def _stopped(taker: Participation) -> list[str]:
    mentorship, name = taker.mentorship, taker.mentorship.issue.title
    if mentorship.state in WORKING:
        return [
            f"Действующая пара «{name}» лишится основания: куратор прекратит её или попросит новое согласие."
        ]
    told = [f"Пара «{name}» вернётся в «{PairState.AWAITS_CONSENTS.label}»."]
    if mentorship.state == PairState.PROPOSED:
        told = [f"Предложенная пара «{name}» не сможет войти в приказ."]
    if OrderRow.objects.filter(mentorship=mentorship, paper__state=PaperState.DRAFT).exists():
        told.append("Строка этой пары в черновике приказа остановится: издать её будет нельзя.")
    return told


def follow_consent(sender: Any, consent: Consent, today: date, **kwargs: Any) -> None:  # noqa: ARG001
    """A written consent to the duties is a yes; then the pair moves by what it has. One withdrawn is told of."""
    takers = Participation.objects.filter(person=consent.person, left_on__isnull=True).select_related(
        "mentorship"
    )
    if consent.kind == ConsentKind.DUTIES:
        takers = takers.filter(mentorship=consent.about)
        if (
            consent.given_on
            and consent.withdrawn_on is None
            and counts(consent, today=today, agreed=frozenset())
        ):
            takers.filter(answer=Answer.WAITING).update(answer=Answer.AGREED, answered_at=timezone.now())
    for taker in takers:
        services.refresh(taker.mentorship, today=today)
        if consent.withdrawn_on and consent.kind in STOPPING and taker.mentorship.state in WORKING:
            news.tell_withdrawn(taker.mentorship, today=today)
