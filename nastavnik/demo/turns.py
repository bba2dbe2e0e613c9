"""How pairs of the example change and end: a pause, a replacement, a refusal with notice, «не подходит», a completion."""

from nastavnik.organisations.calendar import exceptions
from nastavnik.pairs.changing import services as changing
from nastavnik.pairs.changing.due import apply_due
from nastavnik.pairs.changing.rules import ChangeKind, Ground, Initiator, first_end
from nastavnik.pairs.changing.services import Wanted
from nastavnik.pairs.models import MentorshipChange
from nastavnik.programmes.services import moving

from .days import moment, then
from .pairing import Match, give_basis, propose, sign_duties
from .places import World

K = ChangeKind


def _write(world: World, key: str, wanted: Wanted) -> MentorshipChange:
    pair = world.pairs[key]
    return changing.record(pair, wanted, today=world.today, by=world.curator(pair))


def turn(world: World) -> None:
    _not_fit(world)
    _refuse(world)
    _replace(world)
    _pause(world)
    _complete(world)


def _not_fit(world: World) -> None:
    """The mentee has asked, the curator closes the pair without fault and proposes another."""
    pair = world.pairs["unfit"]
    with then(world, 78):
        taker = pair.participations.get(person=world.people["polina"])
        changing.ask_rematch(taker, today=world.today, by=world.eyes("polina"))
    with then(world, 70):
        _write(world, "unfit", Wanted(K.REMATCH, world.today))
        moving.settle(moment(world.today, 12))
    with then(world, 3):
        propose(world, Match("again", "emma", ("polina",), "parents"))


def _refuse(world: World) -> None:
    """Three working days pass between the notice and the last day (ТК РФ, ст. 351.8)."""
    pair = world.pairs["refused"]
    with then(world, 40) as today:
        taker = pair.participations.get(person=world.people["roman"])
        last = first_end(today, exceptions())
        changing.refuse(taker, effective_on=last, today=today, by=world.eyes("roman"))
    with then(world, (world.last - last).days):
        apply_due(moment(last, 12))
        moving.settle(moment(last, 12))
    with then(world, 30):
        _order(world, "refused", "63-ОД")


def _replace(world: World) -> None:
    """Both pairs are linked; the new one has its consents and waits for the order."""
    with then(world, 10):
        wanted = Wanted(
            K.REPLACEMENT,
            world.today,
            ground=Ground.LEFT,
            person=world.people["pavel"],
            mentor=world.people["zoya"],
        )
        _write(world, "replaced", wanted)
        _order(world, "replaced", "70-ОД")
    pair = world.pairs["replaced"]
    pair.refresh_from_db()
    if pair.replaced_by is None:
        return
    world.pairs["successor"] = pair.replaced_by
    with then(world, 7):
        sign_duties(world, pair.replaced_by)
        give_basis(world, pair.replaced_by, 12)


def _pause(world: World) -> None:
    with then(world, 16):
        wanted = Wanted(
            K.PAUSE,
            world.today,
            until=world.day(-10),
            person=world.people["egor"],
            initiator=Initiator.MENTEE,
            ground=Ground.TRAINING,
            note="Курсы повышения квалификации",
        )
        _write(world, "paused", wanted)


def _complete(world: World) -> None:
    with then(world, 30):
        note = "Цели достигнуты, опыт показан на методическом объединении."
        _write(world, "finished", Wanted(K.COMPLETION, world.today, ground=Ground.TASKS_DONE, note=note))


def _order(world: World, key: str, number: str) -> None:
    """The order was made outside of the system; its number and day are written down."""
    pair = world.pairs[key]
    change = pair.changes.order_by("-created_at")[0]
    changing.record_order(change, number=number, on=world.today, today=world.today, by=world.curator(pair))
