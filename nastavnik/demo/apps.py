from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "nastavnik.demo"

    def ready(self) -> None:
        from nastavnik.desk.first_run import sample  # noqa: PLC0415

        from .eyes import hints  # noqa: PLC0415

        sample.offer("demo.fill", hints())
