"""Whom the council's work is told: members, the curator, and after an approval the two of the pair. Nobody is named."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.russian.wording import in_words
from nastavnik.notifications.services import notify
from nastavnik.people.models import Person
from nastavnik.people.queries import holders

from .models import Letter, Question

ASKED = "council.asked"
DECIDED = "council.decided"
LETTER = "council.letter"
WHY_MEMBER = "Вы входите в совет наставников"
WHY_CURATOR = "Вы направляете пары на совет наставников"
WHY_SIDE = "Совет наставников утвердил вашу пару"


def page_of(question: Question) -> str:
    return reverse("council:question", args=[question.pk])


def tell_asked(question: Question, members: Iterable[Person]) -> None:
    notify(
        members,
        ASKED,
        subject="Вопрос совету наставников",
        text=f"Куратор направил пары на совет. Проголосуйте до {in_words(question.due_on)}",
        link=page_of(question),
        why=WHY_MEMBER,
    )


def tell_withdrawn(question: Question, members: Iterable[Person]) -> None:
    notify(
        members,
        ASKED,
        subject="Вопрос совету отозван",
        text="Куратор отозвал пары с рассмотрения. Голосовать не нужно.",
        link=page_of(question),
        why=WHY_MEMBER,
    )


def tell_decided(question: Question, members: Iterable[Person], *, today: date, by: Actor) -> None:
    """Members hear what came out; the curator hears what to do next."""
    told = [person for person in members if person.pk not in by.person_ids]
    curators = holders(Permission.COUNCIL_ASK, question, today=today).exclude(pk__in=by.person_ids)
    notify(
        curators,
        DECIDED,
        subject="Совет решил: отправьте письма",
        text="Протокол готов. Прочтите письма наставникам и наставляемым и отправьте их.",
        link=page_of(question),
        why=WHY_CURATOR,
    )
    notified = {person.pk for person in curators}
    notify(
        [person for person in told if person.pk not in notified],
        DECIDED,
        subject="Совет наставников решил вопрос",
        text="Протокол готов: решение по каждой паре видно на странице вопроса.",
        link=page_of(question),
        why=WHY_MEMBER,
    )


def tell_letter(letter: Letter) -> None:
    """The letter itself is read inside: what goes out by mail names nobody."""
    notify(
        [letter.person],
        LETTER,
        subject=letter.subject,
        text="Вам письмо о наставничестве. Откройте его: там сказано, с кем вы будете работать и что дальше.",
        link=reverse("council:own-letter", args=[letter.pk]),
        why=WHY_SIDE,
    )
