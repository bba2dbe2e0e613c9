"""A pair of the cast with a programme at any stage, by services only."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from nastavnik.diagnostics.services import assess_oneself
from nastavnik.organisations.models import ListItem
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import PairState
from nastavnik.people.models import Person
from nastavnik.programmes import queries, suggestions
from nastavnik.programmes.models import Programme
from nastavnik.programmes.services import moving, starting
from nastavnik.programmes.services.starting import Terms
from nastavnik.programmes.suggestions import Pick
from tests.cast import TODAY, Cast
from tests.diagnostics.sheets import answers
from tests.pairs.world import ENDS, ready

STARTS = date(2026, 9, 16)


def noon(day: date) -> datetime:
    """By Moscow."""
    return datetime.combine(day, time(9), UTC)


def item(cast: Cast, name: str, code: str) -> ListItem:
    return ListItem.objects.get(organisation=cast.school, list=name, code=code)


def at_work(cast: Cast, *mentees: Person, **levels: int) -> Mentorship:
    """A pair that works; the mentee has told what is hard when `levels` are given."""
    pair = ready(cast, *mentees)
    Mentorship.objects.filter(pk=pair.pk).update(state=PairState.ACTIVE)
    pair.refresh_from_db()
    if levels:
        told(cast, cast.kirill, **levels)
    return pair


def told(cast: Cast, person: Person, *, usual: int = 2, on: date = TODAY, **levels: int) -> None:
    assess_oneself(person, answers(cast.school, usual, **levels), today=on, by=cast.as_actor(person))


def terms(cast: Cast, *, starts_on: date = STARTS, ends_on: date = ENDS, why: str = "") -> Terms:
    return Terms(
        starts_on=starts_on,
        ends_on=ends_on,
        why_length=why,
        topic=item(cast, "topic", "methodical"),
        topic_parts="современные педагогические технологии",
        directions=[item(cast, "direction", "becoming")],
    )


def picks(cast: Cast, pair: Mentorship, *, by: Person | None = None) -> Sequence[Pick]:
    """What the page has ticked already: the diagnosis and the fittest template."""
    actor = cast.as_actor(by or cast.galina)
    dates = (STARTS, ENDS)
    first = suggestions.diagnosed_shelf(actor, pair, today=TODAY, dates=dates)
    template = suggestions.templates_for(actor, pair)[0]
    shelves = [each for each in (first, suggestions.shelf_of(template, cast.school, *dates)) if each]
    return [pick for shelf in shelves for pick in shelf.picks if pick.chosen]


def started(cast: Cast, pair: Mentorship | None = None, **more: object) -> Programme:
    pair = pair or at_work(cast, methods=0)
    return starting.start(
        pair,
        terms(cast, **more),
        picks(cast, pair),
        today=TODAY,
        by=cast.as_actor(cast.galina),  # type: ignore[arg-type]
    )


def agreed(cast: Cast, programme: Programme | None = None) -> Programme:
    programme = programme or started(cast)
    moving.agree(programme, today=TODAY, by=cast.as_actor(cast.galina))
    moving.agree(programme, today=TODAY, by=cast.as_actor(cast.kirill))
    return programme


def sent(cast: Cast, programme: Programme | None = None) -> Programme:
    programme = agreed(cast, programme)
    moving.send(programme, today=TODAY, by=cast.as_actor(cast.kirill))
    return programme


def approved(cast: Cast, programme: Programme | None = None, *, on: date = TODAY) -> Programme:
    programme = sent(cast, programme)
    moving.approve(programme, today=on, by=cast.as_actor(cast.rodion))
    return programme


def running(cast: Cast) -> Programme:
    programme = approved(cast)
    moving.begin(programme, today=STARTS)
    return programme


def fresh(programme: Programme) -> Programme:
    found = queries.current_of(programme.mentorship)
    assert found is not None
    return found
