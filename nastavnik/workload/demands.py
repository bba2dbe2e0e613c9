"""The counter of demanded fields: which forms really stand behind the addresses of the product, read from its own code.

An address is a form when its view takes POST and names a form class, itself or through functions of our packages that
it calls. What is required is what the class declares; fields made while the page is drawn (one for each domain of a
sheet, say) count once each and the form is marked so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from inspect import isclass, isfunction, unwrap
from types import CodeType
from typing import Any

from django.forms import BaseForm, Field
from django.urls import URLResolver, get_resolver

from nastavnik.access.permissions import Permission

from .made import Made, made_in

DEPTH = 3
OURS = "nastavnik."
# Sign-in and passwords are the library's; settings of oneself are nobody's demand.
ASIDE = ("account_", "mfa_", "workload:", "desk:vision")


@dataclass(frozen=True)
class FormSeen:
    """A form behind an address: labels of the fields that must be filled and of those that may be."""

    address: str
    permission: Permission | None
    required: tuple[str, ...]
    optional: tuple[str, ...]
    varies: bool

    @property
    def words(self) -> str:
        """What the form asks, by its first fields: an address has no name that people read."""
        first = [*self.required, *self.optional][:3]
        return ", ".join(first) if first else "поля зависят от списков организации"


@dataclass
class _Found:
    takes_post: bool = False
    forms: dict[str, type[BaseForm]] = field(default_factory=dict)


@cache
def forms_seen() -> tuple[FormSeen, ...]:
    """Every form of the product; computed once, the code does not change while it runs."""
    return tuple(seen for name, view in _views(get_resolver(), "") if (seen := _seen(name, view)))


def _views(resolver: URLResolver, space: str) -> Iterator[tuple[str, Any]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _views(each, f"{space}{each.namespace}:" if each.namespace else space)
        elif each.name:
            yield f"{space}{each.name}", each.callback


def _seen(name: str, view: Any) -> FormSeen | None:
    if name.startswith(ASIDE):
        return None
    found = _Found()
    _walk(unwrap(view), found, DEPTH, set())
    if not found.takes_post or not found.forms:
        return None
    fields = list({each.name: each for form in found.forms.values() for each in _fields(form)}.values())
    return FormSeen(
        name,
        getattr(view, "permission", None),
        tuple(each.label for each in fields if each.required),
        tuple(each.label for each in fields if not each.required),
        varies=not fields or any(each.many for each in fields),
    )


def _fields(form: type[BaseForm]) -> list[Made]:
    """What the class declares and what it makes while it is built; the latter has the last word."""
    declared: dict[str, Field] = form.base_fields  # type: ignore[attr-defined]
    shown = {
        name: Made(name, str(each.label or name), each.required)
        for name, each in declared.items()
        if not each.widget.is_hidden
    }
    return list((shown | {made.name: made for made in made_in(form)}).values())


def _walk(function: Any, found: _Found, depth: int, been: set[Any]) -> None:
    if function in been or not isfunction(function) or not function.__module__.startswith(OURS):
        return
    been.add(function)
    space = function.__globals__
    for code in _codes(function.__code__):
        if "POST" in code.co_names or "POST" in code.co_consts:
            found.takes_post = True
        for name in code.co_names:
            named = space.get(name)
            if isclass(named) and issubclass(named, BaseForm):
                found.forms[named.__qualname__] = named
            elif depth and isfunction(named):
                _walk(unwrap(named), found, depth - 1, been)


def _codes(code: CodeType) -> Iterator[CodeType]:
    """The function with those that are written inside it."""
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)
