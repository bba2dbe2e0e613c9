"""Every address of the product as the resolver tells it, and what a view takes."""

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


def addresses() -> list[Address]:
    return list(_under(get_resolver(), (), ""))


def _under(resolver: URLResolver, spaces: tuple[str, ...], route: str) -> Iterator[Address]:
    for each in resolver.url_patterns:
        whole = f"{route}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from _under(each, (*spaces, each.namespace) if each.namespace else spaces, whole)
        else:
            yield Address(":".join([*spaces, each.name or f"БЕЗ ИМЕНИ {whole}"]), each, whole)
