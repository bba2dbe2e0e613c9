"""Every address of the product as the resolver tells it, and what a view takes."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    name: str  # "people:card"
    pattern: URLPattern
    route: str

    @property
    def takes(self) -> dict[str, Any]:
        """Names of the parts of the path and their converters."""
        return dict(self.pattern.pattern.converters)

    @property
    def permission(self) -> Any:
        return self.pattern.callback.permission

    @property
    def takes_post(self) -> bool:
        """True if the view, or a function of its module that it calls, asks for the method."""
        view = inspect.unwrap(self.pattern.callback)
        return hasattr(self.pattern.callback, "view_class") or _speaks_of_post(view, depth=2)


def _speaks_of_post(function: Any, depth: int) -> bool:
    if "POST" in inspect.getsource(function):
        return True
    space = vars(inspect.getmodule(function))
    called = [space[name] for name in function.__code__.co_names if inspect.isfunction(space.get(name))]
    near = [each for each in called if each.__module__.startswith("nastavnik.")]
    return depth > 0 and any(_speaks_of_post(inspect.unwrap(each), depth - 1) for each in near)


def addresses() -> list[Address]:
    return list(_under(get_resolver(), (), ""))


def _under(resolver: URLResolver, spaces: tuple[str, ...], route: str) -> Iterator[Address]:
    for each in resolver.url_patterns:
        whole = f"{route}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from _under(each, (*spaces, each.namespace) if each.namespace else spaces, whole)
        else:
            yield Address(":".join([*spaces, each.name or f"БЕЗ ИМЕНИ {whole}"]), each, whole)
