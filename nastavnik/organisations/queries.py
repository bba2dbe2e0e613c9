"""Organisations, their lists and bodies for screens; the nomenclature for people."""

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission

from .models import ListItem, Organisation
from .rules import ListName


def nomenclature_of(organisation: Organisation) -> frozenset[str]:
    """Positions of pedagogical workers that the organisation uses (R020)."""
    rows = ListItem.objects.filter(organisation=organisation, list=ListName.POSITION, enabled=True)
    return frozenset(rows.values_list("title", flat=True))


def organisation_for(actor: Actor, permission: Permission, **lookup: object) -> Organisation:
    """One organisation within reach, or 404."""
    return Organisation.objects.pick(actor, permission, **lookup)
