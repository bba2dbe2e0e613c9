"""News of a change to those whom it touches: the day and the kind, never a reason that is private."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from nastavnik.access.permissions import Permission
from nastavnik.core.russian.wording import in_words, sentence
from nastavnik.notifications.services import notify
from nastavnik.pairs.models import Mentorship, MentorshipChange, Participation
from nastavnik.people.models import Person
from nastavnik.people.queries import holders

from .rules import ENDING, ChangeKind, ChangeState

KIND, REMATCH = "pair_change", "pair_rematch"
WHY = "Вы участвуете в этой паре или группе"


def tell(
    change: MentorshipChange, mentorship: Mentorship, *, today: date, but: Collection[UUID] = ()
) -> None:
    """To the participants (and whoever leaves by it), and to those who decide when a participant has written the change."""
    there = Q(left_on__isnull=True) | Q(person=change.person_id)
    takers = Participation.objects.filter(there, mentorship=mentorship).values("person")
    people = Person.objects.filter(pk__in=takers).exclude(pk__in=but).select_related("account")
    subject, text = _subject(change), _text(change, today)
    link = reverse("pairs:pair", args=[mentorship.pk])
    notify(people, KIND, subject=subject, text=text, link=link, why=WHY)
    if Participation.objects.filter(mentorship=mentorship, person__in=but).exists():
        _tell_deciders(mentorship, today, kind=KIND, subject=subject, text=text)


def tell_curators(mentorship: Mentorship, *, today: date) -> None:
    """Never the other side: a curator who is one of the pair, unless nobody else can help."""
    _tell_deciders(
        mentorship,
        today,
        kind=REMATCH,
        subject="Просят подобрать другую пару",
        text="Один из участников пары просит подобрать другую. Откройте страницу пары.",
        aside=True,
    )


def tell_withdrawn(mentorship: Mentorship, *, today: date) -> None:
    """A pair that works has lost a consent: who leads pairs hears of it at once; whose and which stands on the page."""
    _tell_deciders(
        mentorship,
        today,
        kind=KIND,
        subject="Отозвано согласие в действующей паре",
        text="Пара осталась без основания. Откройте её страницу: получите новое согласие или прекратите пару.",
    )


def _tell_deciders(
    mentorship: Mentorship, today: date, *, kind: str, subject: str, text: str, aside: bool = False
) -> None:
    deciders = holders(Permission.PAIR_CLOSE, mentorship, today=today).select_related("account")
    takers = Participation.objects.filter(mentorship=mentorship, left_on__isnull=True).values("person")
    others = deciders.exclude(pk__in=takers)
    notify(
        others if aside and others.exists() else deciders,
        kind,
        subject=subject,
        text=text,
        link=reverse("pairs:pair", args=[mentorship.pk]),
        why="Вы ведёте пары этой организации",
    )


def _subject(change: MentorshipChange) -> str:
    if change.state == ChangeState.WITHDRAWN:
        return f"Отменено: {change.get_kind_display().lower()}"
    return f"Изменение в вашей паре: {change.get_kind_display().lower()}"


def _text(change: MentorshipChange, today: date) -> str:
    if change.state == ChangeState.WITHDRAWN:
        return "Записанное раньше изменение отменено, всё остаётся как было."
    day, kind = in_words(change.effective_on), ChangeKind(change.kind)
    if kind is ChangeKind.TERM and change.until:
        return sentence(f"Новый последний день пары — {in_words(change.until)}")
    if kind in ENDING or kind is ChangeKind.TRANSFER:
        verb = "был " if change.effective_on < today else "будет " if change.effective_on > today else ""
        return sentence(f"Последний день {verb}— {day}")
    until = sentence(f" Вернуться собираются {in_words(change.until)}") if change.until else ""
    return sentence(f"Действует с {day}") + until
