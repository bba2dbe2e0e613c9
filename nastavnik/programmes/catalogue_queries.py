"""Templates, sections and the own programme of an organisation for its settings page."""

from uuid import UUID

from django.http import Http404

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.organisations.rules import ListName

from .models import Frame, Template, TemplateLine


def templates_in(organisation: Organisation, *, by: Actor) -> list[Template]:
    rows = Template.objects.filter(organisation=organisation).select_related("problem", "topic")
    if not by.can(Permission.SENSITIVE_VIEW, organisation):
        rows = rows.exclude(problem__sensitive=True)
    return list(rows.prefetch_related("lines"))


def template_to_change(actor: Actor, pk: UUID) -> Template:
    """Or 404; a template of a sensitive problem is for those who may see such problems."""
    rows = Template.objects.select_related("organisation", "problem", "topic")
    found = rows.pick(actor, Permission.LISTS_EDIT, pk=pk)
    if found.problem and found.problem.sensitive and not actor.can(Permission.SENSITIVE_VIEW, found):
        raise Http404
    return found


def line_in(template: Template, pk: UUID) -> TemplateLine:
    row = TemplateLine.objects.filter(template=template, pk=pk).first()
    if row is None:
        raise Http404
    return row


def frames_in(organisation: Organisation) -> list[Frame]:
    return list(Frame.objects.filter(organisation=organisation))


def frame_to_change(actor: Actor, pk: UUID) -> Frame:
    return Frame.objects.select_related("organisation").pick(actor, Permission.LISTS_EDIT, pk=pk)


def problems_of(organisation: Organisation, *, by: Actor) -> list[ListItem]:
    """Types of problems that a template may serve; sensitive ones for those who may see them of people (R174)."""
    rows = ListItem.objects.filter(organisation=organisation, list=ListName.PROBLEM, enabled=True)
    if not by.can(Permission.SENSITIVE_VIEW, organisation):
        rows = rows.filter(sensitive=False)
    return list(rows.order_by("order"))
