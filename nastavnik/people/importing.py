"""The door for the console and the demo: a staff list from bytes to people in one call."""

from datetime import date
from typing import Any

from nastavnik.access.actor import Actor
from nastavnik.organisations.models import Organisation

from .services.importing import import_bytes


def import_file(
    data: bytes, name: str, *, organisation: Organisation, dry_run: bool, today: date, by: Actor
) -> dict[str, Any]:
    """`{"new", "changed", "same", "errors": [{"row", "person", "cell", "message"}]}`; counts are people, not rows.

    A repeated row counts once and is listed under errors; rows without a name and totals are errors; a repaired
    name or a bad optional cell keeps the person and lists the cell. Raises Refusal when the file as a whole is
    refused; nothing is written then, nor with `dry_run`.
    """
    return import_bytes(data, name, organisation=organisation, today=today, by=by, write_it=not dry_run)
