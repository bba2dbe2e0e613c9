"""The first weeks of the example's year: consents, diagnostics, banks, matching, the order."""

from collections.abc import Iterable
from datetime import date, time, timedelta

from nastavnik.bank.models import Request
from nastavnik.bank.services.entering import enter_mentees, enter_mentors
from nastavnik.bank.services.mentees import add_request, edit_mentee
from nastavnik.bank.services.mentors import add_offer, admit, edit_mentor, mark_criteria
from nastavnik.bank.services.windows import set_windows
from nastavnik.diagnostics.services import assess, assess_oneself
from nastavnik.matching import services as matching
from nastavnik.organisations.models import ListItem
from nastavnik.pairs import order_draft, orders
from nastavnik.pairs import services as pairs
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import LabourKind
from nastavnik.pairs.services import Terms
from nastavnik.people.models import Consent, Person
from nastavnik.people.rules import ConsentKind
from nastavnik.people.services import consents

from .places import World

SAFE = "папка «Наставничество», кабинет 12"
WEEK = {2: [(time(15), time(16, 30))], 4: [(time(14, 30), time(16))]}  # Tuesday, Thursday


def gather_consents(world: World) -> None:
    """Everybody who will stand in a bank has brought the paper; the guest mentor also lets the name travel."""
    for key, human in world.humans.items():
        if human.mastery or human.group:
            _sign(world, world.people[key], ConsentKind.PROCESSING)
    _sign(world, world.people["larisa"], ConsentKind.TRANSFER)


def _sign(world: World, person: Person, kind: ConsentKind) -> Consent:
    sheet = consents.ask(person, kind, today=world.today, by=world.by)
    _receive(world, sheet)
    return sheet


def _receive(world: World, sheet: Consent) -> None:
    consents.receive_paper(sheet, given_on=world.today, kept_where=SAFE, today=world.today, by=world.by)


def diagnose(world: World) -> None:
    for key, human in world.humans.items():
        if human.mastery:
            assess_oneself(world.people[key], _answers(world, human.mastery), today=world.today, by=world.by)
    assess(
        world.people["kirill"],
        _answers(world, "212113312"),
        note="По трём посещённым урокам",
        today=world.today,
        by=world.by,
    )


def _answers(world: World, digits: str) -> dict[str, int]:
    codes = ListItem.objects.filter(organisation=world.school, list="domain").order_by("order")
    return {item.code: int(digit) for item, digit in zip(codes, digits, strict=False) if digit.isdigit()}


def fill_banks(world: World) -> None:
    for key, human in world.humans.items():
        if human.asks:
            _enter_mentee(world, key)
        if human.offers:
            _enter_mentor(world, key)


def _enter_mentee(world: World, key: str) -> None:
    human, person = world.humans[key], world.people[key]
    [entry] = enter_mentees([person], today=world.today, by=world.by).mentees
    categories = [world.item("category", code) for code in human.categories]
    edit_mentee(entry, categories=categories, priorities=human.words, seen=entry.version, by=world.by)
    for code in human.asks:
        add_request(
            entry,
            issue=world.item("issue", code),
            subject=world.item("subject", human.subject) if human.subject else None,
            words=human.words,
            distance_ok=human.distance,
            today=world.today - timedelta(days=min(12, (world.today - world.autumn).days)),
            by=world.by,
        )
    set_windows(person, WEEK, by=world.by)


def _enter_mentor(world: World, key: str) -> None:
    human, person = world.humans[key], world.people[key]
    here = person.organisation
    [entry] = enter_mentors([person], today=world.today, by=world.by).mentors
    edit_mentor(
        entry,
        forms=[world.item("form", "teacher-teacher", here)],
        kinds=[world.item("kind", code, here) for code in ("traditional", "group", "reverse")],
        source=world.item("source", "pedagogue", here),
        capacity=human.capacity,
        distance_ok=human.distance,
        results="Выпускники с высокими баллами, призёры олимпиад.",
        practices="Открытые уроки и методические разработки, которыми делится с коллегами.",
        interaction="Участвует в городском методическом объединении.",
        seen=entry.version,
        by=world.by,
    )
    subject = world.item("subject", human.subject, here) if human.subject else None
    for code in human.offers:
        add_offer(entry, issue=world.item("issue", code, here), subject=subject, by=world.by)
    criteria = ListItem.objects.filter(organisation=here, list="criterion", enabled=True)
    mark_criteria(person, dict.fromkeys(criteria, (True, "")), today=world.today, by=world.by)
    set_windows(person, WEEK, by=world.by)
    admit(entry, today=world.today, by=world.by)


def match(world: World) -> None:
    """Two pairs go by hand to the order first; the rest is proposed by a run and waits for the curator."""
    world.made = [
        _pair(world, "tatyana", ["alyona"], "teaching-methods", kind="traditional"),
        _pair(world, "olga", ["yuliya", "ksenia"], "upbringing", kind="group"),
    ]
    waiting = _pair(world, "galina", ["kirill"], "lesson-organisation", kind="traditional")
    _sign_duties(world, waiting, world.of("galina"))
    pupils = _pair(world, "artyom", ["sofia"], "subject-content", kind="traditional", form="pupil-pupil")
    _sign_duties(world, pupils, world.of("artyom", "sofia"))
    matching.run(world.school, today=world.today, by=world.by)


def _pair(
    world: World, mentor: str, mentees: list[str], issue: str, *, kind: str, form: str = "teacher-teacher"
) -> Mentorship:
    people = world.of(*mentees)
    terms = Terms(
        issue=world.item("issue", issue),
        form=world.item("form", form),
        kinds=[world.item("kind", kind)],
        starts_on=world.today,
        ends_on=_end_of_year(world.today),
        is_group=len(people) > 1,
        requests={p.pk: r for p in people for r in _requests(p, issue)},
    )
    mentorship = pairs.form(world.people[mentor], people, terms, organisation=world.school, by=world.by)
    pairs.approve(mentorship, today=world.today, decision=world.decision, by=world.by)
    return mentorship


def _requests(person: Person, issue: str) -> Iterable[Request]:
    return Request.objects.filter(mentee__person=person, issue__code=issue, state="open")


def _end_of_year(today: date) -> date:
    return date(today.year + (1 if today.month > 2 else 0), 5, 31)


def _sign_duties(world: World, mentorship: Mentorship, people: Iterable[Person]) -> None:
    for person in people:
        sheet = Consent.objects.get(person=person, about=mentorship.pk, kind=ConsentKind.DUTIES)
        _receive(world, sheet)


def order(world: World) -> None:
    """The order over the two ready rows: issued, the pairs work."""
    for number, mentorship in enumerate(world.made, start=1):
        _sign_duties(
            world, mentorship, [t.person for t in mentorship.participations.select_related("person")]
        )
        pairs.set_labour_basis(
            mentorship,
            kind=LabourKind.ADDENDUM,
            number=str(number),
            on=world.today,
            content="Помощь молодому коллеге: посещение уроков, разбор, совместное планирование.",
            form_words="в рабочее время, на рабочем месте",
            starts_on=mentorship.starts_on,
            ends_on=mentorship.ends_on,
            payment="стимулирующая выплата 3 000 рублей в месяц",
            by=world.by,
        )
    fresh = list(Mentorship.objects.filter(pk__in=[m.pk for m in world.made]).order_by("created_at"))
    paper = order_draft.begin(world.school, fresh, today=world.today, by=world.by)
    orders.issue(paper, number="56-ОД", on=world.today, today=world.today, by=world.by)
