"""Members of collegial bodies are people with the roles of the body."""

from datetime import date

from django.urls import reverse

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.access.roles import Role
from nastavnik.core.ui import Action
from nastavnik.organisations.body_members import Member, Membership
from nastavnik.organisations.models import CollegialBody
from nastavnik.organisations.rules import BodyKind

from .models import Appointment
from .own_sections import basis_words, period_words
from .queries import acting_on

ROLES = {
    BodyKind.COUNCIL: (Role.COUNCIL_CHAIR, Role.COUNCIL_MEMBER),
    BodyKind.UNION: (Role.UNION,),
}
NOTES = {
    BodyKind.COUNCIL: "Участие добровольное: в совет входят наставники организации. Председателя и членов назначают в карточке человека.",
    BodyKind.UNION: "Представителя профсоюза назначают в карточке человека.",
}


def tell(actor: Actor, body: CollegialBody, today: date) -> Membership:
    """Asked only for those who belong to the organisation."""
    kind = BodyKind(body.kind)
    roles = ROLES.get(kind, ())
    if not roles:
        return Membership(note="Состав этого органа в системе не ведётся.")
    held = Appointment.objects.filter(acting_on(today), organisation=body.organisation, role__in=roles)
    rows = list(held.select_related("person", "decision__body").order_by("role", "person__search_text"))
    may_open = actor.can(Permission.PERSON_VIEW, body)
    may_appoint = actor.can(Permission.ROLES_APPOINT, body)
    add = Action("Выбрать нового члена", reverse("people:list") + "?role=mentor") if may_appoint else None
    members = tuple(_member(each, may_open) for each in rows)
    return Membership(members, add, NOTES[kind])


def _member(held: Appointment, may_open: bool) -> Member:
    parts = (period_words(held.starts_on, held.ends_on), basis_words(held))
    url = reverse("people:card", args=[held.person_id]) if may_open else ""
    return Member(
        held.get_role_display(), held.person.short_name, " · ".join(part for part in parts if part), url
    )
