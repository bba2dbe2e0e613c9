"""What can be done to organisations: added, changed, given lists, bodies and decisions."""

from typing import Any

from django.db import IntegrityError, transaction
from django.dispatch import Signal

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.access.roles import Role
from nastavnik.core import journal
from nastavnik.core.errors import Denied, Refusal
from nastavnik.core.identifiers import new_id

from . import rules
from .lists import shipped_items
from .models import ListItem, Organisation
from .rules import Kind, Level

# Sent inside the transaction that adds an organisation: organisation. Heard on the floors above.
organisation_added = Signal()


@transaction.atomic
def add_organisation(
    *,
    code: str,
    level: Level,
    kind: Kind,
    full_name: str,
    short_name: str,
    time_zone: str = "Europe/Moscow",
    parent: Organisation | None = None,
    is_contour: bool = False,
    by: Actor,
    **details: Any,
) -> Organisation:
    """A new node with its own editable lists. A lone organisation is its own contour of placement."""
    _require_to_add(parent, by)
    rules.check_code(code)
    rules.check_nesting(level, Level(parent.level) if parent else None)
    if Organisation.objects.filter(code=code).exists():
        raise Refusal(f"Код «{code}» уже занят. Придумайте другой, например: {code}-2.")
    pk = new_id()
    contour = is_contour or parent is None or parent.level == Level.FEDERATION
    organisation = Organisation(
        id=pk,
        code=code,
        level=level,
        kind=kind,
        full_name=full_name,
        short_name=short_name,
        time_zone=time_zone,
        parent=parent,
        root_id=pk if contour or parent is None else parent.root_id,
        is_contour=contour,
        path=f"{parent.path if parent else ''}{pk.hex}/",
        **details,
    )
    try:
        organisation.save(force_insert=True)
    except IntegrityError as clash:
        raise Refusal(f"Код «{code}» уже занят. Придумайте другой, например: {code}-2.") from clash
    if level is Level.ORGANISATION:
        _give_lists(organisation)
    organisation_added.send(sender=Organisation, organisation=organisation)
    journal.record("organisation.added", "Добавлена организация", subject=organisation, by=by)
    return organisation


def _require_to_add(parent: Organisation | None, by: Actor) -> None:
    if parent is not None:
        by.require(Permission.ORGANISATION_ADD, parent)
    elif not by.roles() & {Role.INSTALLER, Role.CONSOLE}:
        raise Denied(Permission.ORGANISATION_ADD)


def _give_lists(organisation: Organisation) -> None:
    ListItem.objects.bulk_create(
        [
            ListItem(
                organisation=organisation,
                list=item.list,
                code=item.code,
                title=item.title,
                hint=item.hint,
                source_act=item.source_act,
                order=order,
                sensitive=item.sensitive,
            )
            for order, item in enumerate(shipped_items(), start=1)
        ]
    )
