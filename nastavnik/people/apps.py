from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "nastavnik.people"

    def ready(self) -> None:
        from nastavnik.people import account_section, card_sections, own_data, own_sections  # noqa: PLC0415 — models are ready only now

        card_sections.register(10, own_sections.jobs)
        card_sections.register(20, own_sections.roles)
        card_sections.register(25, own_sections.representatives)
        card_sections.register(90, account_section.account)
        own_data.register_own()
