"""How the example's year begins: consents, diagnostics, banks, pairs by hand, the order; then a run of matching."""

from datetime import time, timedelta

from nastavnik.bank.services.entering import enter_mentees, enter_mentors
from nastavnik.bank.services.mentees import add_request, edit_mentee
from nastavnik.bank.services.mentors import add_offer, admit, edit_mentor, mark_criteria
from nastavnik.bank.services.windows import set_windows
from nastavnik.diagnostics.services import assess, assess_oneself
from nastavnik.matching import services as matching
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.pairs import services as pairs
from nastavnik.people.rules import ConsentKind
from nastavnik.people.services import consents

from .days import then
from .pairing import Match, approve, order, propose, sign, sign_duties, take
from .places import World

BEGUN = 91  # days ago: the order over most pairs of the school
WEEK = {2: [(time(15), time(16, 30))], 4: [(time(14, 30), time(16))]}  # Tuesday, Thursday


def prepare(world: World) -> None:
    """All that stands before pairs: some weeks before the order."""
    with then(world, BEGUN + 7):
        gather_consents(world)
        diagnose(world)
        fill_banks(world)


def gather_consents(world: World) -> None:
    """Everybody who will stand in a bank has brought the paper; the guest mentor also lets the name travel."""
    for key, human in world.humans.items():
        if human.mastery or human.group or human.asks or human.offers:
            sign(world, world.people[key], ConsentKind.PROCESSING)
    sign(world, world.people["larisa"], ConsentKind.TRANSFER)


def diagnose(world: World) -> None:
    for key, human in world.humans.items():
        if human.mastery:
            assess_oneself(
                world.people[key],
                answers_of(world.people[key].organisation, human.mastery),
                today=world.today,
                by=world.by,
            )
    assess(
        world.people["kirill"],
        answers_of(world.school, "212113312"),
        note="По трём посещённым урокам",
        today=world.today,
        by=world.by,
    )


def answers_of(here: Organisation, digits: str) -> dict[str, int]:
    codes = ListItem.objects.filter(organisation=here, list="domain").order_by("order")
    return {item.code: int(digit) for item, digit in zip(codes, digits, strict=False) if digit.isdigit()}


def fill_banks(world: World) -> None:
    for key, human in world.humans.items():
        if human.asks:
            _enter_mentee(world, key)
        if human.offers:
            _enter_mentor(world, key)


def _enter_mentee(world: World, key: str) -> None:
    human, person = world.humans[key], world.people[key]
    here = person.organisation
    [entry] = enter_mentees([person], today=world.today, by=world.by).mentees
    categories = [world.item("category", code, here) for code in human.categories]
    edit_mentee(entry, categories=categories, priorities=human.words, seen=entry.version, by=world.by)
    for code in human.asks:
        add_request(
            entry,
            issue=world.item("issue", code, here),
            subject=world.item("subject", human.subject, here) if human.subject else None,
            words=human.words,
            distance_ok=human.distance,
            today=world.today - timedelta(days=12),
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


FIRST = (
    Match("rich", "galina", ("kirill",), "lesson-organisation", words="Темп урока и работа с классом"),
    Match("approval", "tatyana", ("alyona",), "teaching-methods", words="Готовить класс к экзамену"),
    Match("group", "olga", ("yuliya", "ksenia"), "upbringing", kind="group"),
    Match("paused", "lidia", ("egor",), "subject-content"),
    Match("replaced", "pavel", ("anton",), "lesson-organisation"),
    Match("refused", "roman", ("lev",), "digital"),
    Match("unfit", "valentin", ("polina",), "parents"),
    Match("older", "galina", ("stepan",), "lesson-organisation", kind="reverse"),
    Match("younger", "stepan", ("galina",), "digital", kind="reverse"),
    Match("pupils", "artyom", ("sofia",), "subject-content", form="pupil-pupil"),
)
ELSEWHERE = (
    (Match("college", "kuzma", ("denis_f",), "teaching-methods"), "14-к"),
    (Match("practice", "gleb", ("timur",), "other", form="employer-student"), "15-к"),
)


def begin_old_pairs(world: World) -> None:
    """Two pairs that worked a year ago: one is over, one goes on."""
    with then(world, 385):
        take(world, Match("long", "zhanna", ("ulyana",), "upbringing", ends=-200), "8-ОД")
    with then(world, 305):
        take(world, Match("finished", "tatyana", ("ignat",), "subject-content", ends=30), "61-ОД")


def begin_pairs(world: World) -> None:
    with then(world, BEGUN):
        made = [approve(world, match) for match in FIRST]
        order(world, made, "56-ОД")
        pairs.link_reverse(world.pairs["older"], world.pairs["younger"], by=world.curator(made[0]))
        for match, number in ELSEWHERE:
            order(world, [approve(world, match)], number)
    with then(world, 6):
        late = Match("distance", "larisa", ("vsevolod",), "lesson-organisation", kind="virtual")
        order(world, [approve(world, late)], "71-ОД")


def begin_the_last(world: World) -> None:
    """What the curator has on the desk today: a pair without all consents, and proposals of a run of matching."""
    with then(world, 4):
        waiting = approve(world, Match("consents", "olga", ("yana",), "parents"))
        sign_duties(world, waiting, world.of("olga"))
        propose(world, Match("club", "filipp", ("veronika",), "supplementary"))
        consents.ask(world.people["artyom"], ConsentKind.PUBLICATION, today=world.today, by=world.by)
    matching.run(world.school, today=world.today, by=world.by)
