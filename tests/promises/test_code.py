"""What the code never does: markup past escaping, raw SQL, shared cache, a request as a filter, a verb without a right."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Where text is marked as safe markup, and why it cannot be somebody's.
MARKED_SAFE = {
    "nastavnik/core/templatetags/ui.py": "icons of the sprite and the attributes of our own components",
    "nastavnik/core/charts.py": "numbers drawn as SVG; every text goes through format_html",
    "nastavnik/documents/views/papers.py": "the preview escapes each text of the paper itself",
    "nastavnik/pairs/views/orders.py": "the same preview",
}
# Where SQL is written by hand, and why the ORM does not do.
RAW_SQL = {
    "nastavnik/core/health.py": "SELECT 1 and the pragmas of SQLite",
    "nastavnik/core/search.py": "a function for SQLite, which does not fold Cyrillic",
    "nastavnik/core/backup": "a copy of the whole database: VACUUM INTO, sequences",
    "nastavnik/desk/home.py": "what the ORM has written is asked again, without writing it anew for every page",
    "nastavnik/console": "the console asks the database for its own state",
}
REQUEST_DICTS = {"GET", "POST", "FILES", "COOKIES", "META", "headers"}
FILTERS = {
    "filter",
    "exclude",
    "get",
    "annotate",
    "order_by",
    "aggregate",
    "get_or_create",
    "update",
    "Q",
    "alias",
}


def modules() -> list[tuple[str, ast.Module]]:
    files = [file for file in sorted((ROOT / "nastavnik").rglob("*.py")) if "migrations" not in file.parts]
    return [
        (file.relative_to(ROOT).as_posix(), ast.parse(file.read_text(encoding="utf-8"))) for file in files
    ]


MODULES = modules()


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Every call and the last word of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node, node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node, node.func.id


def excused(name: str, places: dict[str, str]) -> bool:
    return any(name == place or name.startswith(f"{place}/") for place in places)


def test_markup_is_never_taken_from_people() -> None:
    loose = [
        f"{name}:{call.lineno}"
        for name, tree in MODULES
        for call, word in calls(tree)
        if word in {"mark_safe", "SafeString", "SafeText"} and not excused(name, MARKED_SAFE)
    ]
    assert loose == []


def test_no_template_switches_escaping_off() -> None:
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "nastavnik").rglob("*.html")]
    open_ = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|\{%\s*autoescape\s+off|\{%\s*cache\b")
    assert files
    assert [file.name for file in files if open_.search(file.read_text(encoding="utf-8"))] == []


def test_sql_is_written_by_hand_only_where_the_orm_cannot() -> None:
    loose = [
        f"{name}:{call.lineno}"
        for name, tree in MODULES
        for call, word in calls(tree)
        if word in {"raw", "RawSQL", "cursor", "executescript"} and not excused(name, RAW_SQL)
    ]
    assert loose == []


def test_nothing_is_kept_in_a_cache_that_schools_share() -> None:
    kept = [
        f"{name}:{node.lineno}"
        for name, tree in MODULES
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.core.cache"
    ]
    assert kept == []


def test_a_request_never_becomes_a_filter() -> None:
    """`filter(**request.GET)` lets a stranger choose the columns and `_connector` (CVE-2025-64459)."""
    loose = []
    for name, tree in MODULES:
        for call, word in calls(tree):
            spread = [k.value for k in call.keywords if k.arg is None] if word in FILTERS else []
            spread += [a.value for a in call.args if isinstance(a, ast.Starred)] if word == "order_by" else []
            # Nor the arguments of a service or the data of a form: each field is named.
            spread += [k.value for k in call.keywords if k.arg is None and _called(k.value) in REQUEST_DICTS]
            loose += [f"{name}:{call.lineno}" for each in spread if _is_of_request(each)]
    assert loose == []


def _is_of_request(value: ast.AST) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr in REQUEST_DICTS and _called(node.value) == "request"
        for node in ast.walk(value)
    )


def _called(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def test_forms_name_their_fields() -> None:
    loose = [
        f"{name}:{node.lineno}"
        for name, tree in MODULES
        for each in ast.walk(tree)
        if isinstance(each, ast.ClassDef) and each.name == "Meta"
        for node in each.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
        and (target.id == "exclude" or (target.id == "fields" and isinstance(node.value, ast.Constant)))
    ]
    assert loose == []


# Services with `by` that ask for no right themselves, and who asks instead.
ASKED_ELSEWHERE = {
    "nastavnik/people/accounts/services.py:choose_vision": "changes the actor's own account and nothing else",
    "nastavnik/people/accounts/services.py:choose_theme": "changes the actor's own account and nothing else",
    "nastavnik/people/services/appointments.py:leave": "only the holder of the role: compared with the actor's own cards",
    "nastavnik/organisations/services/bodies.py:keep_decision": "called by services that have asked a right of their own",
    "nastavnik/people/services/consents.py:need": "called by services above that have asked a right of their own",
}


def test_every_verb_asks_for_the_right_first() -> None:
    """A public function of services that takes `by` asks for it, or hands `by` on to one that does."""
    silent = [
        f"{name}:{node.name}"
        for name, tree in MODULES
        if "services" in {Path(name).stem, Path(name).parent.name}
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and "by" in _takes(node)
        if not _asks(node)
    ]
    assert sorted(set(silent) - set(ASKED_ELSEWHERE)) == []


def _takes(node: ast.FunctionDef) -> set[str]:
    return {each.arg for each in (*node.args.args, *node.args.kwonlyargs)}


def _asks(node: ast.FunctionDef) -> bool:
    for call, word in calls(node):
        owner = _called(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        if owner == "by" and word in {"require", "can", "reach", "roles"}:
            return True
        handed = any(_called(each) == "by" for each in (*call.args, *(k.value for k in call.keywords)))
        if handed and owner != "journal":
            return True
    return False


@pytest.mark.parametrize("name", sorted({*MARKED_SAFE, *RAW_SQL}))
def test_exceptions_are_of_this_code(name: str) -> None:
    assert (ROOT / name).exists()
