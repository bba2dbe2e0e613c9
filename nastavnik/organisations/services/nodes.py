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
from nastavnik.organisations import rules
from nastavnik.organisations.lists import shipped_items
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.organisations.rules import Kind, Level

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
    rules.check_names(full_name, short_name)
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


@transaction.atomic
def edit_organisation(organisation: Organisation, *, seen: int, by: Actor, **values: Any) -> None:
    """Change names, requisites and settings as they were at version `seen`; before and after go to the journal."""
    by.require(Permission.ORGANISATION_EDIT, organisation)
    rules.check_esign_act(
        values.get("esign_act_number", organisation.esign_act_number),
        values.get("esign_act_date", organisation.esign_act_date),
    )
    before = {k: getattr(organisation, k) for k, v in values.items() if getattr(organisation, k) != v}
    values["name_cases"] = rules.cases_that_stay(organisation.name_cases, renamed=set(before))
    Organisation.objects.revise(organisation, seen=seen, **values)
    if before:
        _record(organisation, "Изменены сведения об организации", before, by=by)


@transaction.atomic
def set_organisation_cases(
    organisation: Organisation, *, cases: dict[str, str], seen: int, by: Actor
) -> None:
    """Names in cases as a person has checked them: {"genitive": …, "short_genitive": …}; the rest is guessed."""
    by.require(Permission.ORGANISATION_EDIT, organisation)
    before = {"name_cases": organisation.name_cases}
    kept = {name: text for name, text in cases.items() if text}
    Organisation.objects.revise(organisation, seen=seen, name_cases=kept)
    _record(organisation, "Проверены падежи наименования", before, by=by)


def _record(organisation: Organisation, words: str, before: dict[str, Any], *, by: Actor) -> None:
    journal.record(
        "organisation.changed",
        words,
        subject=organisation,
        by=by,
        before={name: _plain(value) for name, value in before.items()},
        after={name: _plain(getattr(organisation, name)) for name in before},
    )


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, bool, dict, type(None))) else str(value)
