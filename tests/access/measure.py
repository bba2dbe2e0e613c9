"""Prints the rows of the access matrix as they are measured: `python -m tests.access.measure [name of address…]`.

A measured row is a draft. Read each status against the policy (access/roles.py) before it goes into matrix.toml:
a foreign object is 404, an own one that is not allowed is 403, a stranger is sent to the sign-in.
"""

import json
import logging
import os
import sys
import tempfile
from typing import Any

os.environ.setdefault("TESTING", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="nastavnik-matrix-"))


def main(names: list[str]) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    logging.disable(logging.CRITICAL)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    setup_test_environment()
    old = setup_databases(verbosity=0, interactive=False)
    try:
        _print_rows(names)
    finally:
        teardown_databases(old, verbosity=0)


def _print_rows(names: list[str]) -> None:
    import time_machine

    from .addresses import addresses
    from .walk import matrix, walk
    from .world import NOW, VISITORS, make_world

    rows = matrix()
    asked = names or [address.name for address in addresses()]
    drafts = {a.name: _draft(a, rows.get(a.name)) for a in addresses() if a.name in asked}
    with time_machine.travel(NOW, tick=False):
        world = make_world()
        visits = [visit for visitor in VISITORS for visit in walk(world, visitor, drafts)]
    for name, row in drafts.items():
        _print(name, row, [visit for visit in visits if visit.address == name])


def _draft(address: Any, known: dict[str, Any] | None) -> dict[str, Any]:
    kept = {key: value for key, value in (known or {}).items() if key not in ("GET", "POST", "BOTH")}
    if [name for name in address.takes if name not in kept.get("with", {})]:
        kept.setdefault("object", "people.Person")
    return {**kept, "GET": {}, **({"POST": {}} if address.takes_post else {})}


def _print(name: str, row: dict[str, Any], visits: list[Any]) -> None:
    from .walk import grouped, measured

    kept = [key for key in ("why", "object", "with", "data", "foreign") if key in row]
    lines = [f'["{name}"]', *(f"{key} = {_toml(row[key])}" for key in kept)]
    get, post = (grouped(measured([v for v in visits if v.method == method])) for method in ("GET", "POST"))
    shown = {"BOTH": get} if get == post else {"GET": get, "POST": post} if post else {"GET": get}
    for method, statuses in shown.items():
        lines.append(f"{method} = {_toml(statuses)}")
    sys.stdout.write("\n".join([*lines, "", ""]))


def _toml(value: Any) -> str:
    if not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return "{ " + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + " }"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    main(sys.argv[1:])
