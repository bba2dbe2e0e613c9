"""The top floor: home pages, search, help and the page of components."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Home pages and what belongs to no other package."""

    name = "nastavnik.desk"

    def ready(self) -> None:
        from .first_run import own_steps  # noqa: PLC0415 — models are ready only now

        own_steps.register_own()
