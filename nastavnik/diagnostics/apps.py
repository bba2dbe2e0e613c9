from django.apps import AppConfig


class DiagnosticsConfig(AppConfig):
    name = "nastavnik.diagnostics"

    def ready(self) -> None:
        from nastavnik.diagnostics import sections  # noqa: PLC0415 — models are ready only now
        from nastavnik.people import card_sections  # noqa: PLC0415

        card_sections.register(40, sections.difficulties, leaf="mentoring")
