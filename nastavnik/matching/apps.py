from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "nastavnik.matching"

    def ready(self) -> None:
        """What the packages inside add to the page of a run."""
        from . import run_panels  # noqa: PLC0415 — models are ready only now
        from .fairness import panel as fairness  # noqa: PLC0415

        run_panels.register(30, fairness.build)
