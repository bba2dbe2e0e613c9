"""A participant moves to another school of the contour: the request opens there, and what was done travels as facts."""

from datetime import date

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.bank.models import Mentee, Request
from nastavnik.core import journal
from nastavnik.core.russian.wording import counted
from nastavnik.notifications.services import notify
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.organisations.rules import Level
from nastavnik.pairs.life import life_of
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.rules import Side
from nastavnik.people.consent_state import in_force
from nastavnik.people.models import Person
from nastavnik.people.queries import holders
from nastavnik.people.rules import ConsentKind


def schools_of_contour(organisation: Organisation) -> list[Organisation]:
    """Where a record may travel: other organisations of the same contour of placement."""
    rows = Organisation.objects.filter(
        root=organisation.root_id, level=Level.ORGANISATION, is_demo=organisation.is_demo
    )
    return list(rows.exclude(pk=organisation.pk).order_by("short_name"))


def may_travel(person: Person, to: Organisation, *, today: date) -> bool:
    """Within the contour, and only with the consent to transfer."""
    if person.root_id != to.root_id:
        return False
    return in_force([person.pk], today=today).find(person.pk, ConsentKind.TRANSFER) is not None


def open_there(
    taker: Participation, to: Organisation, mentorship: Mentorship, *, today: date, by: Actor
) -> Request | None:
    """The mentee's request in the new school; nothing without the consent, or for a mentor, or without such an issue."""
    person = taker.person
    if taker.side != Side.MENTEE or not may_travel(person, to, today=today):
        return None
    issue = _same(mentorship.issue, to)
    if issue is None:
        return None
    card = _card_in(person, to)
    mentee, _ = Mentee.objects.get_or_create(
        organisation=to, person=card, left_on=None, defaults={"entered_on": today}
    )
    request = Request.objects.create(
        organisation=to,
        mentee=mentee,
        issue=issue,
        subject=_same(mentorship.subject, to) if mentorship.subject else None,
        words=facts_of(mentorship, today=today),
        opened_on=today,
    )
    journal.record("request.travelled", "Заявка перешла из другой организации", subject=request, by=by)
    notify(
        holders(Permission.BANK_EDIT, to, today=today).select_related("account"),
        "pair_change",
        subject="К вам перешёл наставляемый",
        text="В банке наставляемых появилась заявка из другой организации вашего контура.",
        link="/bank/mentees/",
        why="Вы ведёте банк наставляемых этой организации",
    )
    return request


def facts_of(mentorship: Mentorship, *, today: date) -> str:
    """What travels: days, the issue, how much was done; no names, no reasons."""
    life = life_of(mentorship, today=today)
    ended = mentorship.ended_on or today
    parts = [
        (
            f"В прежней организации работали с наставником с {mentorship.starts_on:%d.%m.%Y} по {ended:%d.%m.%Y}"
            f" по вопросу «{mentorship.issue.title}»."
        )
    ]
    if life.met:
        parts.append(f"Состоялось {counted(life.met, 'встреча,встречи,встреч')}.")
    if life.total:
        parts.append(f"Выполнено мероприятий: {life.done} из {life.total}.")
    return " ".join(parts)


def _same(item: ListItem, to: Organisation) -> ListItem | None:
    rows = ListItem.objects.filter(organisation=to, list=item.list, enabled=True)
    return rows.filter(code=item.code).first()


def _card_in(person: Person, to: Organisation) -> Person:
    """The card of the same account there, or a new one with what names the person."""
    known = Person.objects.filter(organisation=to, archived_on__isnull=True)
    if person.account_id and (found := known.filter(account=person.account_id).first()):
        return found
    return Person.objects.create(
        organisation=to,
        last_name=person.last_name,
        first_name=person.first_name,
        middle_name=person.middle_name,
        gender=person.gender,
        kind=person.kind,
        birth_year=person.birth_year,
        birth_date=person.birth_date,
        career_start=person.career_start,
        account=person.account,
    )
