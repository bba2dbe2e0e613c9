"""Steps of the set-up after the first sign-in; packages add theirs, each can be left for later."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from nastavnik.organisations.models import Organisation

Check = Callable[[Organisation], bool]


@dataclass(frozen=True)
class Step:
    """`address` is the name of a page; a step whose page is not installed is not shown."""

    order: int
    label: str
    note: str
    address: str
    is_done: Check

    @property
    def url(self) -> str:
        try:
            return reverse(self.address)
        except NoReverseMatch:
            return ""


_STEPS: dict[str, Step] = {}


def register(step: Step) -> None:
    """Called from `apps.py` of the package that owns the page."""
    _STEPS[step.address] = step


def steps() -> list[Step]:
    """Steps whose pages exist, in their order."""
    return sorted((step for step in _STEPS.values() if step.url), key=lambda step: step.order)
