"""Screens of programmes."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from nastavnik.access.http import Request
from nastavnik.access.permissions import Permission
from nastavnik.core.errors import Refusal
from nastavnik.programmes import queries
from nastavnik.programmes.models import Programme


def told(request: Request, act: Callable[[], object], done: str) -> None:
    """Do it and say so, or say why not."""
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)


def to_page(programme: Programme) -> HttpResponse:
    """The page of the pair's programme; a version that is not current has its own."""
    if programme.is_current:
        return redirect("programmes:programme", pk=programme.mentorship_id)
    return redirect("programmes:edition", pk=programme.pk)


def editable(request: Request, pk: UUID) -> Programme:
    """A version that the actor may write: seen but not one's own to write is 403, unseen 404."""
    return queries.programme_for(request.actor, pk, Permission.PROGRAMME_EDIT)
