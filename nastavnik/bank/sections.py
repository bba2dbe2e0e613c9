"""What the banks add to a person's card, to the filters of the list of people and to the words before a withdrawal."""

from datetime import date

from django.db.models import Q
from django.urls import reverse

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank import queries
from nastavnik.core.ui import Action, Line
from nastavnik.organisations.models import Organisation
from nastavnik.people.card_sections import Section
from nastavnik.people.list_filters import ListFilter
from nastavnik.people.models import Consent, Person
from nastavnik.people.rules import ConsentKind

BANKS = (("mentee", "среди наставляемых"), ("mentor", "среди наставников"), ("none", "ни в одном"))


def banks(actor: Actor, person: Person, today: date) -> Section | None:
    """Where the person stands, with the way in for the curator and for the person."""
    is_own = person.pk in actor.person_ids
    if not is_own and not actor.can(Permission.BANK_VIEW, person):
        return None
    lines, actions = [], []
    may_edit = actor.can(Permission.BANK_EDIT, person) and not person.archived_on
    if mentee := queries.mentee_entry_of(person, today=today):
        lines.append(
            Line("Наставляемый", f"с {mentee.entered_on:%d.%m.%Y}", reverse("bank:mentee", args=[mentee.pk]))
        )
    elif is_own:
        actions.append(Action("Попросить помощи наставника", reverse("bank:my_request")))
    elif may_edit:
        actions.append(
            Action(
                "Добавить в наставляемые",
                reverse("bank:mentees-add") + f"?person={person.pk}&q={person.last_name}",
            )
        )
    if mentor := queries.mentor_entry_of(person, today=today):
        lines.append(Line("Наставник", mentor.get_state_display(), reverse("bank:mentor", args=[mentor.pk])))
    elif is_own:
        actions.append(Action("Стать наставником", reverse("bank:my_offer")))
    elif may_edit:
        actions.append(
            Action(
                "Добавить в наставники",
                reverse("bank:mentors-add") + f"?person={person.pk}&q={person.last_name}",
            )
        )
    return Section("banks", "Банки", lines, actions, note="" if lines else "Пока ни в одном банке.")


def _stands(organisation: Organisation, value: str, today: date) -> Q:
    mentee = Q(pk__in=queries.mentees_here(organisation, today=today).order_by().values("person"))
    mentor = Q(pk__in=queries.mentors_here(organisation, today=today).order_by().values("person"))
    return {"mentee": mentee, "mentor": mentor}.get(value, ~(mentee | mentor))


IN_BANK = ListFilter("bank", "В банке", BANKS, _stands, Permission.BANK_VIEW)


def what_withdrawal_stops(consent: Consent, today: date) -> list[str]:
    """Without the consent to processing nobody is in a bank or in the matching (R126)."""
    if consent.kind != ConsentKind.PROCESSING:
        return []
    told = []
    if queries.mentee_entry_of(consent.person, today=today):
        told.append(
            "Запись наставляемого перестанет считаться в банке, и наставника для неё подбирать не будут."
        )
    if queries.mentor_entry_of(consent.person, today=today):
        told.append("Запись наставника перестанет считаться в банке, и в подборе его не предложат.")
    return told
