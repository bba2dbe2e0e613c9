"""Who answers for what."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.access.roles import Role
from nastavnik.core import ui
from nastavnik.core.russian.wording import counted
from nastavnik.people.queries.responsibility import Answer, responsibility_in

from .cards import here_of

HEADS = (ui.Column("За что отвечает"), ui.Column("Роль"), ui.Column("Кто сейчас", wide=True))


@requires(Permission.ORGANISATION_VIEW)
def responsibility(request: Request) -> HttpResponse:
    here = here_of(request)
    request.actor.require(Permission.ORGANISATION_VIEW, here)
    answers = responsibility_in(here, today=timezone.localdate())
    context = {
        "here": here,
        "table": ui.Table("Кто за что отвечает", HEADS, [_row(answer) for answer in answers]),
        "vacant": [answer.role.label for answer in answers if not answer.people],
    }
    return render(request, "people/responsibility.html", context)


def _row(answer: Answer) -> ui.Row:
    note = "роль по умолчанию свободна" if answer.is_substitute else ""
    return ui.Row([ui.Cell(answer.duty.label), ui.Cell(answer.role.label, note=note), _who(answer)])


def _who(answer: Answer) -> ui.Cell:
    """Mentors are counted: they are a list of their own."""
    if not answer.people:
        return ui.Cell(status=ui.Status("wait", "никто не назначен"))
    if answer.role is Role.MENTOR:
        return ui.Cell(counted(len(answer.people), "наставник,наставника,наставников"))
    return ui.Cell(", ".join(person.short_name for person in answer.people))
