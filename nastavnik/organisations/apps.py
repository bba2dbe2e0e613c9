from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OrganisationsConfig(AppConfig):
    name = "nastavnik.organisations"

    def ready(self) -> None:
        from .calendar import ship_calendar  # noqa: PLC0415 — needs the models

        post_migrate.connect(ship_calendar, sender=self)
