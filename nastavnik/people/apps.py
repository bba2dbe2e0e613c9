from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "nastavnik.people"

    def ready(self) -> None:
        # Models are ready only now.
        from nastavnik.organisations import body_members  # noqa: PLC0415
        from nastavnik.people import (  # noqa: PLC0415
            account_section,
            card_sections,
            consent_section,
            council_members,
            own_data,
            own_sections,
        )

        card_sections.register(10, own_sections.jobs)
        card_sections.register(20, own_sections.roles)
        card_sections.register(25, own_sections.representatives)
        card_sections.register(30, consent_section.consents)
        card_sections.register(90, account_section.account)
        own_data.register_own()
        body_members.register(council_members.tell)
