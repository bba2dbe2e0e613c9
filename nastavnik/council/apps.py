from django.apps import AppConfig


class CouncilConfig(AppConfig):
    name = "nastavnik.council"

    def ready(self) -> None:
        from . import listening  # noqa: PLC0415 — models are ready only now

        listening.begin()
