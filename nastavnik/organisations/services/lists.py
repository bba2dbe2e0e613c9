"""Lines of the editable lists: added, renamed, switched on and off, moved. A line is never deleted: rows stand on it."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.russian.folding import fold
from nastavnik.core.russian.latin import slug
from nastavnik.organisations import rules
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.organisations.rules import ListName


@transaction.atomic
def add_item(
    organisation: Organisation, *, name: ListName, title: str, hint: str = "", source_act: str = "", by: Actor
) -> ListItem:
    """A line of one's own at the end of the list."""
    by.require(Permission.LISTS_EDIT, organisation)
    rows = ListItem.objects.filter(organisation=organisation, list=name)
    _check_title(rows, title)
    codes = set(rows.values_list("code", flat=True))
    last: int | None = rows.aggregate(last=Max("order"))["last"]
    item = ListItem.objects.create(
        organisation=organisation,
        list=name,
        code=_free_code(title, codes),
        title=title,
        hint=hint,
        source_act=source_act,
        order=(last or 0) + 1,
    )
    journal.record("list.added", f"В список «{name.label}» добавлено: {title}", subject=item, by=by)
    return item


@transaction.atomic
def edit_item(item: ListItem, *, seen: int, by: Actor, **values: Any) -> None:
    """Words are the organisation's own; the code under them stays."""
    by.require(Permission.LISTS_EDIT, item)
    others = ListItem.objects.filter(organisation=item.organisation, list=item.list).exclude(pk=item.pk)
    _check_title(others, values.get("title", item.title))
    before = {k: getattr(item, k) for k, v in values.items() if getattr(item, k) != v}
    ListItem.objects.revise(item, seen=seen, **values)
    if before:
        after = {name: getattr(item, name) for name in before}
        words = f"Изменена строка списка «{item.get_list_display()}»"
        journal.record("list.changed", words, subject=item, by=by, before=before, after=after)


@transaction.atomic
def switch_item(item: ListItem, *, enabled: bool, by: Actor) -> None:
    """What is switched off is not offered any more; rows that have it keep it."""
    by.require(Permission.LISTS_EDIT, item)
    if not enabled:
        others = ListItem.objects.filter(organisation=item.organisation, list=item.list, enabled=True)
        rules.check_switch_off(ListName(item.list), others.exclude(pk=item.pk).count())
    was = item.enabled
    ListItem.objects.revise(item, seen=item.version, enabled=enabled)
    words = f"{'Включена' if enabled else 'Выключена'} строка списка «{item.get_list_display()}»"
    journal.record(
        "list.switched", words, subject=item, by=by, before={"enabled": was}, after={"enabled": enabled}
    )


@transaction.atomic
def move_item(item: ListItem, *, steps: int, by: Actor) -> None:
    """Up the list (negative `steps`) or down it; at the edge nothing happens."""
    by.require(Permission.LISTS_EDIT, item)
    rows = list(ListItem.objects.filter(organisation=item.organisation, list=item.list))
    at = next(place for place, row in enumerate(rows) if row.pk == item.pk)
    to = min(max(at + steps, 0), len(rows) - 1)
    rows.insert(to, rows.pop(at))
    for order, row in enumerate(rows, start=1):
        row.order = order
    ListItem.objects.bulk_update(rows, ["order"])
    if to != at:
        words = f"Изменён порядок списка «{item.get_list_display()}»"
        journal.record("list.moved", words, subject=item, by=by, before={"place": at}, after={"place": to})


@transaction.atomic
def set_source(organisation: Organisation, *, name: ListName, source_act: str, by: Actor) -> None:
    """The act from which the list is taken, for example a new edition of the nomenclature (R020)."""
    by.require(Permission.LISTS_EDIT, organisation)
    rows = ListItem.objects.filter(organisation=organisation, list=name)
    before = sorted(set(rows.values_list("source_act", flat=True)))
    rows.update(source_act=source_act)
    journal.record(
        "list.source",
        f"Указан источник списка «{name.label}»",
        subject=organisation,
        by=by,
        before={"source_act": before},
        after={"source_act": source_act},
    )


def _check_title(rows: Any, title: str) -> None:
    if fold(title) in {fold(each) for each in rows.values_list("title", flat=True)}:
        raise Refusal("Такая строка в списке уже есть. Измените название или включите её.")


def _free_code(title: str, taken: set[str]) -> str:
    base = slug(title)[:40].strip("-") or "line"
    return next(code for n in range(1, 10_000) if (code := base if n == 1 else f"{base}-{n}") not in taken)
