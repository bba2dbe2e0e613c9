from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "nastavnik.core"

    def ready(self) -> None:
        from . import search  # noqa: F401, PLC0415 — teaches every SQLite connection to fold Cyrillic
