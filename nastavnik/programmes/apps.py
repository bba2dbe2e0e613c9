from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "nastavnik.programmes"

    def ready(self) -> None:
        from . import jobs, listening  # noqa: F401, PLC0415 — models are ready only now

        listening.begin()
