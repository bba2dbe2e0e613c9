"""Consents on a person's card: every sheet with its state, and what else may be asked."""

from datetime import date

from django.urls import reverse

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.ui import Action, Line
from nastavnik.people import consent_words as words
from nastavnik.people.card_sections import Section
from nastavnik.people.models import Consent, Person
from nastavnik.people.queries import consents as queries


def consents(actor: Actor, person: Person, today: date) -> Section | None:
    if not actor.can(Permission.CONSENT_VIEW, person):
        return None
    rows = queries.consents_of(person)
    may_mark = actor.can(Permission.CONSENT_MARK, person)
    return Section(
        name="consents",
        title="Согласия",
        lines=[_line(row, today) for row in rows],
        note="" if rows else "Листов ещё нет.",
        actions=_actions(person, rows, today) if may_mark and not person.archived_on else [],
    )


def _line(row: Consent, today: date) -> Line:
    state = words.status_of(row, today).word
    said = f"{state} · {row.about_words}" if row.about_words else state
    return Line(row.get_kind_display(), said, reverse("people:consent", args=[row.pk]))


def _actions(person: Person, rows: list[Consent], today: date) -> list[Action]:
    actions = []
    if queries.kinds_to_ask(rows, today=today):
        actions.append(
            Action("Подготовить лист", reverse("people:consent-ask", args=[person.pk]), icon="plus-lg")
        )
    here = person.organisation
    if here.esign_act_number and here.esign_act_date and not queries.has_agreed(person.pk, today=today):
        actions.append(
            Action("Записать соглашение об электронной подписи", reverse("people:esign", args=[person.pk]))
        )
    return actions
