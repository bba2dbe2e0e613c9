"""Stops guessing of passwords: the account and address together, and the account alone at five times the limit."""

from datetime import datetime, timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.db.models import Sum
from django.http import HttpRequest

KEEP = timedelta(days=1)
ALONE = 5  # an account attacked from many addresses; its owner must not be locked out by one joker


def account_named(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The e-mail that is being tried, folded, so that letter case gives no fresh attempts."""
    email = (credentials or {}).get("email") or request.POST.get("login") or ""
    return str(email).strip().lower()


class Handler(AxesDatabaseHandler):
    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """AXES_LOCKOUT_PARAMETERS names the two ways in this order: with the address, then alone."""
        with_address, alone = (
            attempts.aggregate(n=Sum("failures_since_start"))["n"] or 0
            for attempts in self.get_user_attempts(request, credentials)
        )
        return int(max(with_address, alone // ALONE))


def forget_attempts(now: datetime) -> None:
    """Addresses and e-mails of failed attempts are personal data: a day is enough for the lock and for the curious."""
    AccessAttempt.objects.filter(attempt_time__lt=now - KEEP).delete()
