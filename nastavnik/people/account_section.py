"""The section «Вход» of a person's card: whether they sign in, and the links that can be handed out."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.ui import Action, Line, Status
from nastavnik.people.card_sections import Section
from nastavnik.people.models import Person
from nastavnik.people.queries import invitations


def account(by: Actor, person: Person, today: date) -> Section | None:
    if not any(person.lies_at.startswith(path) for path in by.reach(Permission.PERSON_INVITE).paths):
        return None
    if person.account is not None:
        may = invitations.may_give_password(by, person, today=today)
        url = reverse("people:password_link", args=[person.pk])
        actions = [Action("Выдать ссылку для нового пароля", url, post=True)] if may else []
        return Section("account", "Вход", [Line("Почта для входа", person.account.email)], actions)
    waiting = invitations.living(person, now=timezone.now())
    label = "Выдать новое приглашение" if waiting else "Пригласить"
    actions = [Action(label, reverse("people:invite", args=[person.pk]), post=True)]
    if waiting is None:
        return Section("account", "Вход", note="Пока не входит в систему.", actions=actions)
    until = f"до {timezone.localtime(waiting.expires_at):%d.%m.%Y}"
    actions.append(Action("Отозвать", reverse("people:invite_revoke", args=[person.pk]), post=True))
    lines = [Line("Приглашение", status=Status("wait", "Ждёт")), Line("Действует", until)]
    return Section("account", "Вход", lines, actions)
