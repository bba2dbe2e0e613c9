from django.apps import AppConfig


class DiagnosticsConfig(AppConfig):
    name = "nastavnik.diagnostics"

    def ready(self) -> None:
        from nastavnik.access.permissions import Permission  # noqa: PLC0415
        from nastavnik.diagnostics import sections  # noqa: PLC0415 — models are ready only now
        from nastavnik.notifications import kinds  # noqa: PLC0415
        from nastavnik.notifications.rules import Rhythm  # noqa: PLC0415
        from nastavnik.people import card_sections  # noqa: PLC0415

        card_sections.register(40, sections.difficulties, leaf="mentoring")
        kinds.register("assessed", "Оценка трудностей и сильных сторон", private=True)
        kinds.register(
            "care_asked",
            "Обращения к психологу",
            rhythm=Rhythm.AT_ONCE,
            private=True,
            needs=(Permission.CARE_GIVE,),
        )
