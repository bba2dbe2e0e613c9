"""Fields that a form makes while it is built (`self.fields["issue"] = …` in its `__init__`), read from its code.

A field made in a loop or under a counted name stands for as many as there are rows then; it counts once and the form is
marked as varying.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, Field

OURS = "nastavnik."


@dataclass(frozen=True)
class Made:
    """`many`: one for every row of some list."""

    name: str
    label: str
    required: bool
    many: bool = False


def made_in(form: type[BaseForm]) -> list[Made]:
    """By all constructors of ours that the form inherits, the nearest first."""
    found: dict[str, Made] = {}
    for each in form.__mro__:
        own = each.__dict__.get("__init__")
        if own is not None and each.__module__.startswith(OURS):
            for made in _in_code(own, form):
                found.setdefault(made.name, made)
    return list(found.values())


def _in_code(function: Any, form: type[BaseForm]) -> Iterator[Made]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    looped = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.For) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign):
            continue
        target = node.targets[0]
        many = id(node) in looped
        if _is_fields(target) and isinstance(node.value, ast.Call):
            yield _made(target.slice, node.value, function.__globals__, many=many)  # type: ignore[attr-defined]
        elif made := _softened(target, node.value, form):
            yield made


def _is_fields(node: ast.AST) -> bool:
    """`self.fields[…]`."""
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "fields"
    )


def _made(key: ast.expr, call: ast.Call, space: dict[str, Any], *, many: bool) -> Made:
    name = str(key.value) if isinstance(key, ast.Constant) else ast.unparse(key)
    factory = _named(call.func, space)
    built = factory() if inspect.isfunction(factory) and not call.args and not call.keywords else None
    told = {word.arg: word.value for word in call.keywords}
    if isinstance(built, Field):
        return Made(name, str(built.label or name), built.required, many)
    words = [told["label"]] if "label" in told else call.args
    label = next(
        (str(w.value) for w in words if isinstance(w, ast.Constant) and isinstance(w.value, str)), name
    )
    return Made(
        name, label, _required(told.get("required"), factory), many or not isinstance(key, ast.Constant)
    )


def _named(node: ast.expr, space: dict[str, Any]) -> Any:
    """`length_field` or `forms.DateField`."""
    if isinstance(node, ast.Attribute):
        return getattr(_named(node.value, space), node.attr, None)
    return space.get(node.id) if isinstance(node, ast.Name) else None


def _required(told: ast.expr | None, factory: Any) -> bool:
    """As the call says; else as the field or the factory has it by default."""
    if isinstance(told, ast.Constant):
        return bool(told.value)
    default = inspect.signature(factory).parameters.get("required") if callable(factory) else None
    return (
        bool(default.default) if default and default.default is not inspect.Parameter.empty else told is None
    )


def _softened(target: ast.expr, value: ast.expr, form: type[BaseForm]) -> Made | None:
    """`self.fields["form"].required = False` of a field that the class declares."""
    if not (isinstance(target, ast.Attribute) and target.attr == "required" and _is_fields(target.value)):
        return None
    key = target.value.slice  # type: ignore[attr-defined]
    declared: dict[str, Field] = getattr(form, "base_fields", {})
    if not (isinstance(key, ast.Constant) and isinstance(value, ast.Constant) and key.value in declared):
        return None
    name = str(key.value)
    return Made(name, str(declared[name].label or name), bool(value.value))
