from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "nastavnik.core"

    def ready(self) -> None:
        from . import (  # noqa: PLC0415
            routines,  # noqa: F401 — the hourly work of the ground floor
            search,  # noqa: F401 — teaches every SQLite connection to fold Cyrillic
        )

        autodiscover_modules("jobs")  # each package's jobs.py registers its handlers
