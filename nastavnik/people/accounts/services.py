"""What a person changes in the own account."""

from nastavnik.access.actor import Actor
from nastavnik.core.errors import Refusal
from nastavnik.people.models import User

THEMES = {"auto": "Как на устройстве", "light": "Светлая", "dark": "Тёмная"}


def choose_vision(kept: str, *, by: Actor) -> None:
    """`kept` as `core.vision` writes it; empty is the usual version."""
    User.objects.filter(pk__in=[by.user_id]).update(vision=kept)


def choose_theme(theme: str, *, by: Actor) -> None:
    if theme not in THEMES:
        raise Refusal("Такой темы нет. Выберите одну из трёх.")
    User.objects.filter(pk__in=[by.user_id]).update(theme=theme)
