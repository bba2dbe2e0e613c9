"""What programmes hear from below, and what they add to the registries of the packages below."""

from typing import Any

from nastavnik.access.permissions import Permission
from nastavnik.documents import kinds
from nastavnik.documents.drawing.facts import ProgrammeFacts
from nastavnik.documents.rules import PaperKind
from nastavnik.meetings import agenda
from nastavnik.notifications import kinds as message_kinds
from nastavnik.notifications import reminders
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.organisations.rules import Level
from nastavnik.organisations.services import organisation_added
from nastavnik.pairs import closing, happenings, leaves, next_steps, pair_papers
from nastavnik.pairs import life as lives
from nastavnik.people import own_data

from . import facts, life, pair_side, telling
from .giving import give_templates
from .models import Template, TemplateLine


def begin() -> None:
    organisation_added.connect(give_to_new, dispatch_uid="programmes.give_to_new")
    kinds.register(
        kinds.Kind(PaperKind.PROGRAMME, facts.facts_of_paper, ProgrammeFacts, owner=facts.programme_of_sheet)
    )
    lives.register(lives.Source(life.columns, life.told))
    happenings.register(life.happenings_of)
    next_steps.register(20, life.next_step)
    leaves.register(20, life.programme_leaf)
    leaves.register(50, life.results_leaf)
    pair_papers.register(40, pair_side.papers_of)
    closing.register(pair_side.lacks_before_the_end)
    reminders.register("activity", "Мероприятия программы", life.due_activities)
    reminders.register(
        "programme_approval",
        "Программы ждут утверждения",
        life.due_approvals,
        needs=(Permission.PROGRAMME_APPROVE,),
    )
    reminders.register("no_programme", "У пары нет программы", life.due_programmes)
    message_kinds.register(telling.KIND, telling.LABEL)
    agenda.register(life.agenda_lines)
    own_data.register("Мероприятия программ", life.own_activities)


def give_to_new(sender: Any, organisation: Organisation, **kwargs: Any) -> None:  # noqa: ARG001
    if organisation.level == Level.ORGANISATION:
        give_templates(
            organisation, items=ListItem.objects, templates=Template.objects, lines=TemplateLine.objects
        )
