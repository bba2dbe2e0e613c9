"""Second factor: who needs it, how many days are left, and the gate before exports (SEC-10)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.addresses import is_outside
from nastavnik.access.http import Request
from nastavnik.access.roles import NEEDS_SECOND_FACTOR, Role
from nastavnik.people.models import User

SET_UP = "mfa_index"  # the name by which the library asks for it
GRACE = timedelta(days=7)
P = ParamSpec("P")


@dataclass(frozen=True)
class Standing:
    """How one account stands to its second factor at a moment."""

    needed: bool
    present: bool
    days_left: int
    technical: bool = False  # looks after the installation and sees nobody's data

    @property
    def missing(self) -> bool:
        return self.needed and not self.present

    @property
    def overdue(self) -> bool:
        return self.missing and self.days_left <= 0


def standing(user: User, actor: Actor, *, now: datetime, present: bool | None = None) -> Standing:
    """Days are counted from the first sign-in and rounded up; the fictional people of the example need nothing.

    `present`: whether there is a second factor, if the caller has just read it.
    """
    weighty = actor.roles() & NEEDS_SECOND_FACTOR
    needed = bool(weighty) and not user.is_demo
    left = (user.first_login_at or now) + GRACE - now
    days = max(0, -(-int(left.total_seconds()) // 86_400))
    if needed and present is None:
        present = has_second_factor(user)
    return Standing(needed, needed and bool(present), days, technical=weighty == {Role.INSTALLER})


def has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user).exists()


def needs_second_factor(request: HttpRequest) -> bool:
    """True if this visitor must set up a second factor before taking data out of the system."""
    passed = cast(Request, request)
    if not isinstance(request.user, User):
        return False
    return standing(request.user, passed.actor, now=timezone.now()).missing


def second_factor_first(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """For views that give data out as a file. Stands under `@requires`."""

    @wraps(view)
    def gate(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if needs_second_factor(request):
            return to_set_up(request)
        return view(request, *args, **kwargs)

    return gate


def to_set_up(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else "/"
    return redirect(f"{reverse(SET_UP)}?{urlencode({'next': back})}")


def is_wall(request: HttpRequest, found: Standing) -> bool:
    """The wall stands after seven days, and at once for those who come from outside."""
    return found.overdue or (found.missing and is_outside(request))


@transaction.atomic
def print_codes(user: User) -> list[str]:
    """Ten fresh one-time codes; the former sheet stops working."""
    User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes: Any = RecoveryCodes.activate(user)
    fresh: list[str] = codes.generate_codes()
    return fresh


def ways(user: User) -> frozenset[str]:
    """Which second factors are on: «totp», «recovery_codes»."""
    return frozenset(Authenticator.objects.filter(user=user).values_list("type", flat=True))
