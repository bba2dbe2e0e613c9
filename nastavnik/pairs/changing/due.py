"""Changes whose day has come take effect; safe to run twice and by two at once."""

import logging
from datetime import date, datetime

from django.db import transaction

from nastavnik.access.actor import CONSOLE
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.organisations.zones import day_in, latest_day
from nastavnik.pairs.models import MentorshipChange

from . import news
from .effects import apply
from .rules import ChangeState

log = logging.getLogger(__name__)


def apply_due(now: datetime) -> int:
    """How many took effect; the day is that of the organisation."""
    rows = MentorshipChange.objects.filter(state=ChangeState.AHEAD, effective_on__lte=latest_day(now))
    applied = 0
    for row in rows.select_related("organisation", "mentorship__organisation", "to").order_by("effective_on"):
        today = day_in(row.organisation.time_zone, now)
        if row.effective_on <= today:
            applied += _applied(row, today)
    return applied


def _applied(change: MentorshipChange, today: date) -> bool:
    try:
        with transaction.atomic():
            apply(change, change.mentorship, today=today, by=CONSOLE)
            news.tell(change, change.mentorship, today=today)
    except Refusal as refusal:
        _call_off(change, refusal)
        return False
    return True


def _call_off(change: MentorshipChange, refusal: Refusal) -> None:
    """The mentorship has moved meanwhile: the change can no longer be, and says so."""
    gone = MentorshipChange.objects.filter(pk=change.pk, state=ChangeState.AHEAD)
    if gone.update(state=ChangeState.WITHDRAWN):
        words = f"Не вступило в силу: {change.get_kind_display().lower()}. {refusal}"
        journal.record("pair.change_lapsed", words[:400], subject=change.mentorship, by=CONSOLE)
