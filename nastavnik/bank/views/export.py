"""Registers as files: only with the right to take data out and a second factor."""

from django.http import HttpResponse
from django.utils import timezone

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.bank.services import register
from nastavnik.core.files import give
from nastavnik.people.accounts.second_factor import second_factor_first

from .lists import here_of


@requires(Permission.REGISTER_EXPORT)
@second_factor_first
def mentees(request: Request) -> HttpResponse:
    today = timezone.localdate()
    data = register.mentees_register(here_of(request), today=today, by=request.actor)
    return give(data, f"Реестр наставляемых {today:%d.%m.%Y}.xlsx", register.MIME)


@requires(Permission.REGISTER_EXPORT)
@second_factor_first
def mentors(request: Request) -> HttpResponse:
    today = timezone.localdate()
    data = register.mentors_register(here_of(request), today=today, by=request.actor)
    return give(data, f"Реестр наставников {today:%d.%m.%Y}.xlsx", register.MIME)
