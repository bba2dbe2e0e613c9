from django.apps import AppConfig


class BankConfig(AppConfig):
    name = "nastavnik.bank"

    def ready(self) -> None:
        from nastavnik.bank import sections  # noqa: PLC0415 — models are ready only now
        from nastavnik.people import card_sections, consequences, list_filters  # noqa: PLC0415

        card_sections.register(50, sections.banks, leaf="mentoring")
        list_filters.register(sections.IN_BANK)
        consequences.register(sections.what_withdrawal_stops)
