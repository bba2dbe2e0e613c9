from django.apps import AppConfig


class PairsConfig(AppConfig):
    name = "nastavnik.pairs"

    def ready(self) -> None:
        from . import listening  # noqa: PLC0415

        listening.begin()
