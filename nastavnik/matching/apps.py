from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "nastavnik.matching"

    def ready(self) -> None:
        """What the packages inside add to the page of a run and to the reminders."""
        from nastavnik.notifications import reminders  # noqa: PLC0415 — models are ready only now

        from . import run_panels  # noqa: PLC0415
        from .fairness import panel as fairness  # noqa: PLC0415
        from .rematch import panel as review  # noqa: PLC0415
        from .wishes import awaiting  # noqa: PLC0415

        run_panels.register(30, fairness.build)
        run_panels.register(40, review.build)
        reminders.register("wishes", "Пожелания о наставнике", awaiting.mentees)
