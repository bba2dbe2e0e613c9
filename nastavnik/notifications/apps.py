from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "nastavnik.notifications"

    def ready(self) -> None:
        from . import sources  # noqa: PLC0415 — models are ready only now

        sources.begin()
