"""Writes docs/generated/ from the code itself: permissions by role, addresses, tables.

`--check` writes nothing and exits 1 where a file on disk differs from what the code says.
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "generated"
MADE = "Made by `make docs` from the code; edits here are lost.\n"


def permissions() -> str:
    """Role × permission, as nastavnik.access.roles declares them."""
    from nastavnik.access.permissions import Permission
    from nastavnik.access.roles import ROLE_PERMISSIONS, Role

    roles = [role for role in Role if ROLE_PERMISSIONS.get(role)]
    legend = "".join(f"- `{role.value}`: {role.label}\n" for role in roles)
    head = ["permission", *(f"`{role.value}`" for role in roles)]
    rows = [
        [f"`{each.name}`", *("●" if each in ROLE_PERMISSIONS[role] else "" for role in roles)]
        for each in Permission
    ]
    return f"# Who may do what\n\n{MADE}\n{legend}\n{table(head, rows)}"


def addresses() -> str:
    """Every address with its name and what it asks for."""
    from django.urls import get_resolver

    rows = [
        [f"`/{route}`", f"`{name}`" if name else "", asked(view)]
        for route, name, view in sorted(routes(get_resolver().url_patterns), key=lambda row: row[0])
    ]
    head = ["address", "name", "permission"]
    return f"# Addresses\n\n{MADE}\n{len(rows)} addresses.\n\n{table(head, rows)}"


def tables() -> str:
    """Tables of the product, column by column."""
    from django.apps import apps

    parts = [f"# Tables\n\n{MADE}"]
    for config in apps.get_app_configs():
        models = [model for model in config.get_models() if config.name.startswith("nastavnik.")]
        if models:
            parts.append(f"\n## {config.label}\n" + "".join(_model(model) for model in models))
    return "".join(parts)


def routes(
    patterns: list[Any], prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str, Callable[..., Any]]]:
    """(route, full name, view) of every address below these patterns."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, route, inner)
        else:
            yield route, f"{space}{pattern.name}" if pattern.name else "", pattern.callback


def asked(view: Callable[..., Any]) -> str:
    """The permission of a view in words; views of other libraries have none of ours."""
    if not hasattr(view, "permission"):
        return f"kept by `{view.__module__}`"
    permission = view.permission
    return "open to all" if permission is None else f"`{permission.name}`"


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '¦') for cell in line)} |\n" for line in lines)


def _model(model: Any) -> str:
    meta = model._meta
    said = (model.__doc__ or "").strip().splitlines()[0]
    about = "" if said.startswith(f"{model.__name__}(") else f"{said}\n\n"
    rows = [[f"`{field.column}`", _kind(field), _rules(field)] for field in meta.concrete_fields]
    constraints = "".join(f"- `{each.name}`\n" for each in meta.constraints)
    held = f"\nHeld by the database:\n\n{constraints}" if constraints else ""
    return f"\n### `{meta.db_table}`\n\n{about}{table(['column', 'kind', 'rules'], rows)}{held}"


def _kind(field: Any) -> str:
    kind = field.get_internal_type().removesuffix("Field")
    return f"{kind} {field.max_length}" if field.max_length else kind


def _rules(field: Any) -> str:
    rules = ["key"] if field.primary_key else []
    rules += ["may be empty"] if field.null else []
    rules += ["unique"] if field.unique and not field.primary_key else []
    rules += [f"→ `{field.related_model._meta.db_table}`"] if field.related_model else []
    return ", ".join(rules)


PAGES = {"permissions.md": permissions, "addresses.md": addresses, "tables.md": tables}


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check compare them."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    pages = {FOLDER / name: make() for name, make in PAGES.items()}
    if "--check" in arguments:
        stale = [page for page, text in pages.items() if not page.exists() or page.read_text("utf-8") != text]
        for page in stale:
            print(f"{page.relative_to(ROOT)} is stale: make docs")
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for page, text in pages.items():
        page.write_text(text, encoding="utf-8")
        print(page.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
