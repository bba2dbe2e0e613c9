from django.apps import AppConfig


class BankConfig(AppConfig):
    name = "nastavnik.bank"

    def ready(self) -> None:
        from nastavnik.access.permissions import Permission  # noqa: PLC0415
        from nastavnik.bank import awaiting, sections  # noqa: PLC0415 — models are ready only now
        from nastavnik.notifications import kinds, reminders  # noqa: PLC0415
        from nastavnik.people import card_sections, consequences, list_filters  # noqa: PLC0415

        card_sections.register(50, sections.banks, leaf="mentoring")
        list_filters.register(sections.IN_BANK)
        consequences.register(sections.what_withdrawal_stops)
        kinds.register("bank_applied", "Новое в банках", needs=(Permission.BANK_EDIT,))
        reminders.register(
            "requests_waiting",
            "Запросы без наставника",
            awaiting.requests,
            needs=(
                Permission.BANK_EDIT,
                Permission.PAPER_ISSUE,
            ),
        )
