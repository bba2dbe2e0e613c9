from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "nastavnik.documents"

    def ready(self) -> None:
        from . import consent_facts, listening  # noqa: PLC0415 — models are ready only now

        listening.begin()
        consent_facts.register()
