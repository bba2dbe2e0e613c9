from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "nastavnik.meetings"

    def ready(self) -> None:
        from . import listening  # noqa: PLC0415

        listening.begin()
