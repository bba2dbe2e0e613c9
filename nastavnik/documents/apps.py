from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "nastavnik.documents"

    def ready(self) -> None:
        from . import listening  # noqa: PLC0415 — models are ready only now

        listening.begin()
