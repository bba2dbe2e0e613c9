"""The pair's own next steps and leaves: decision, consents, order, the end of the term; overview and papers."""

from datetime import date

from django.urls import reverse

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.ui import Action

from .changing.queries import changes_of, ends_ahead, pause_of, requests_to_rematch
from .health.rules import Feeling, Health
from .leaves import Leaf
from .life import Life
from .models import Mentorship
from .queries import named_takers
from .rules import WORKING, Answer, PairState


def overview(actor: Actor, mentorship: Mentorship, life: Life) -> Leaf:  # noqa: ARG001
    return Leaf("overview", "Обзор", reverse("pairs:pair", args=[mentorship.pk]))


def papers(actor: Actor, mentorship: Mentorship, life: Life) -> Leaf:  # noqa: ARG001
    return Leaf("papers", "Бумаги", reverse("pairs:papers", args=[mentorship.pk]))


def before_work(actor: Actor, mentorship: Mentorship, life: Life, today: date) -> Action | None:  # noqa: ARG001
    """What leads a pair to its order; a participant who is asked answers on the page itself."""
    state, address = PairState(mentorship.state), [mentorship.pk]
    if _is_asked(actor, mentorship):
        return None
    if state is PairState.PROPOSED and actor.can(Permission.PAIR_APPROVE, mentorship):
        return Action("Утвердить пару", reverse("pairs:approve", args=address), post=True, primary=True)
    if state is PairState.AWAITS_CONSENTS and actor.can(Permission.CONSENT_MARK, mentorship):
        sheets = reverse("people:consents") + "?state=awaited"
        return Action("Напечатать и отметить согласия", sheets, primary=True)
    if state is PairState.AWAITS_ORDER and actor.can(Permission.PAPER_DRAFT, mentorship):
        return Action("Подготовить приказ", reverse("pairs:order_new"), primary=True)
    return None


def _is_asked(actor: Actor, mentorship: Mentorship) -> bool:
    return any(
        t.person_id in actor.person_ids and t.answer == Answer.WAITING for t in named_takers(mentorship)
    )


def at_work(actor: Actor, mentorship: Mentorship, life: Life, today: date) -> Action | None:
    """What the curator decides about a working pair before anything else."""
    if mentorship.state not in WORKING or not actor.can(Permission.PAIR_CLOSE, mentorship):
        return None
    changes, address = changes_of(mentorship), [mentorship.pk]
    if ends_ahead(changes) is None:
        if requests_to_rematch(changes) or life.unfit:
            return Action("Подобрать заново", reverse("pairs:rematch", args=address), primary=True)
        if mentorship.ends_on < today:
            return Action("Завершить пару", reverse("pairs:complete", args=address), primary=True)
        until, _ = pause_of(changes)
        if mentorship.state == PairState.PAUSED and until is not None and until <= today:
            return Action("Возобновить пару", reverse("pairs:resume", args=address), primary=True)
    lacking = next((c for c in changes if c.lacks_order), None)
    if lacking is not None and actor.can(Permission.PAPER_DRAFT, mentorship):
        url = reverse("pairs:change_order", args=[mentorship.pk, lacking.pk])
        return Action("Записать приказ", url, primary=True)
    return None


def contact(actor: Actor, mentorship: Mentorship, health: Health | None) -> Action | None:
    """An alert carries its own button: whom to ask how things go."""
    if health is None or health.feeling is not Feeling.CONTACT:
        return None
    if not actor.can(Permission.PAIR_CLOSE, mentorship):
        return None
    return Action("Написать участникам", reverse("pairs:contact", args=[mentorship.pk]), primary=True)
