"""Letters to the two of an approved pair: edited, sent once, or handed over on paper."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Conflict, Refusal
from nastavnik.council import telling
from nastavnik.council.models import Letter, Question
from nastavnik.council.rules import LetterState

GONE = "Это письмо уже отправлено. Изменить его нельзя."
EMPTY = "Письмо пустое. Напишите хотя бы, с кем человек будет работать."


@dataclass(frozen=True)
class Sent:
    """How many letters left and how many wait to be printed: their people have no account."""

    sent: int
    to_print: int


@transaction.atomic
def edit(letter: Letter, *, subject: str, text: str, seen: int, by: Actor) -> None:
    by.require(Permission.COUNCIL_ASK, letter)
    if letter.state != LetterState.DRAFT:
        raise Conflict(GONE)
    if not text.strip() or not subject.strip():
        raise Refusal(EMPTY)
    drafts = Letter.objects.filter(state=LetterState.DRAFT)
    drafts.revise(letter, seen=seen, subject=subject.strip()[:150], text=text.strip())
    journal.record("council.letter", "Изменено письмо участнику пары", subject=letter.line.question, by=by)


@transaction.atomic
def send_all(question: Question, *, by: Actor) -> Sent:
    """Everything that is still a draft goes to those who have an account; each letter once."""
    by.require(Permission.COUNCIL_ASK, question)
    rows = Letter.objects.filter(line__question=question, state=LetterState.DRAFT).select_related("person")
    drafts = list(rows.order_by("line__order", "side"))
    sent = sum(_send(letter) for letter in drafts if letter.person.account_id)
    if sent:
        journal.record("council.letters", f"Отправлены письма: {sent}", subject=question, by=by)
    return Sent(sent, sum(letter.person.account_id is None for letter in drafts))


def _send(letter: Letter) -> bool:
    if not _claim(letter, LetterState.SENT):
        return False
    telling.tell_letter(letter)
    return True


@transaction.atomic
def hand_over(letter: Letter, *, by: Actor) -> None:
    """A printed letter was given to the person."""
    by.require(Permission.COUNCIL_ASK, letter)
    if not _claim(letter, LetterState.HANDED):
        raise Conflict(GONE)
    letter.refresh_from_db()
    journal.record("council.letter", "Письмо вручено на бумаге", subject=letter.line.question, by=by)


def _claim(letter: Letter, target: LetterState) -> bool:
    mine = Letter.objects.filter(pk=letter.pk, state=LetterState.DRAFT)
    return bool(mine.update(state=target, sent_at=timezone.now()))
