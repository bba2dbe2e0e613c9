from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "nastavnik.conversations"

    def ready(self) -> None:
        from nastavnik.access.permissions import Permission  # noqa: PLC0415
        from nastavnik.notifications import kinds  # noqa: PLC0415 — models are ready only now
        from nastavnik.notifications.rules import Rhythm  # noqa: PLC0415
        from nastavnik.pairs import leaves as pair_leaves  # noqa: PLC0415
        from nastavnik.pairs import reading  # noqa: PLC0415

        from . import leaves  # noqa: PLC0415
        from .queries import threads  # noqa: PLC0415

        pair_leaves.register(60, leaves.messages)
        reading.register(threads.unread_columns)
        kinds.register("talk.message", "Сообщения в парах", rhythm=Rhythm.AT_ONCE)
        # Who complained must not be seen from the log of messages either.
        handlers = (Permission.COMPLAINT_HANDLE,)
        at_once = Rhythm.AT_ONCE
        kinds.register("talk.complaint", "Жалобы на сообщения", rhythm=at_once, private=True, needs=handlers)
        kinds.register("talk.complaint_decided", "Решения по жалобам", rhythm=at_once, private=True)
