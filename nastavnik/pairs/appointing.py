"""Mentor and mentee are roles too: dated, with an order as their basis; nobody types them, the order gives them."""

from datetime import date

from nastavnik.access.roles import Role
from nastavnik.people.models import Appointment

from . import gates
from .models import Mentorship, Participation
from .rules import WORKING, Side

ROLES = {Side.MENTOR: Role.MENTOR, Side.MENTEE: Role.MENTEE}
BASIS = "Приказ"


def appoint(mentorship: Mentorship, *, number: str, on: date) -> None:
    """Everybody in the mentorship takes the role of their side, unless they hold it already."""
    for taker in gates.takers_of(mentorship):
        Appointment.objects.get_or_create(
            organisation=mentorship.organisation,
            person=taker.person,
            role=ROLES[Side(taker.side)],
            ends_on=None,
            defaults={
                "root_id": mentorship.root_id,
                "starts_on": min(mentorship.starts_on, on),
                "basis": BASIS,
                "basis_number": number,
                "basis_date": on,
            },
        )


def release(taker: Participation, *, on: date) -> None:
    """The role ends with the last working mentorship of the person on this side."""
    working = Participation.objects.filter(
        person=taker.person_id,
        side=taker.side,
        organisation=taker.organisation_id,
        left_on__isnull=True,
        mentorship__state__in=WORKING,
    ).exclude(mentorship=taker.mentorship_id)
    if not working.exists():
        Appointment.objects.filter(
            organisation=taker.organisation_id,
            person=taker.person_id,
            role=ROLES[Side(taker.side)],
            basis=BASIS,
            ends_on__isnull=True,
        ).update(ends_on=on)
