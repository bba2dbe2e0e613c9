"""Lets a person in without the sign-in page: after a first password, an invitation, or as a person of the example."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse

from nastavnik.people.models import User


def let_in(request: HttpRequest, user: User, *, to: str) -> HttpResponse:
    """Sign in and go to `to`; a second factor, where there is one, is asked for on the way."""
    record_authentication(request, user, method="password", email=user.email)
    response: HttpResponse = perform_login(request, user, redirect_url=to)
    return response
