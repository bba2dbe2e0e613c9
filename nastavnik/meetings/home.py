"""What the home page of a participant shows of meetings: what to record, the nearest one, own tasks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.core import ui
from nastavnik.pairs.models import Mentorship

from . import queries, services, showing
from .models import Meeting
from .queries.sides import Sides, sides_of


@dataclass(frozen=True)
class Block:
    """One meeting, or one pair without a meeting ahead; `names` are the others."""

    about: str
    title: str
    url: str
    names: str
    actions: Sequence[ui.Action]


@dataclass(frozen=True)
class Home:
    blocks: Sequence[Block] = field(default_factory=tuple)
    tasks: Sequence[ui.Task] = field(default_factory=tuple)

    def __bool__(self) -> bool:
        return bool(self.blocks or self.tasks)


def home_of(actor: Actor, pairs: Sequence[Mentorship], *, now: datetime) -> Home:
    """Two queries. What the first block asks for is the button of the page."""
    own = queries.own_of(actor, pairs, now=now)
    if not own.pairs:
        return Home()
    sides = {pair.pk: sides_of(pair) for pair in own.pairs}
    blocks = [_to_record(m, sides[m.mentorship_id], actor) for m in own.to_record]
    nearest = _nearest(own.ahead)
    blocks += [_ahead(m, sides[m.mentorship_id], actor) for m in nearest]
    told = {m.mentorship_id for m in (*own.to_record, *nearest)}
    blocks += [_without(pair, sides[pair.pk], actor) for pair in own.pairs if pair.pk not in told]
    today = timezone.localtime(now).date()
    return Home(
        [_only_first_primary(block, place) for place, block in enumerate(blocks[: queries.SHOWN])],
        [showing.task(t, sides[t.mentorship_id], today=today, may_run=True, back="/") for t in own.tasks],
    )


def _nearest(ahead: Sequence[Meeting]) -> list[Meeting]:
    """The nearest of each pair."""
    found: dict[object, Meeting] = {}
    for meeting in ahead:
        found.setdefault(meeting.mentorship_id, meeting)
    return list(found.values())


def _names(sides: Sides, actor: Actor) -> str:
    others = [p.full_name for p in sides.everybody if p.pk not in actor.person_ids]
    return ", ".join(others[:2]) + (f" и ещё {len(others) - 2}" if len(others) > 2 else "")


def _record(url: str) -> ui.Action:
    return ui.Action("Записать встречу", url, icon="pencil-square", primary=True)


def _to_record(meeting: Meeting, sides: Sides, actor: Actor) -> Block:
    pk = [meeting.pk]
    return Block(
        "Как прошла встреча?",
        _sentence(f"{showing.short_when(meeting)}, {showing.where(meeting)}"),
        reverse("meetings:meeting", args=pk),
        _names(sides, actor),
        [_record(reverse("meetings:record", args=pk))],
    )


def _ahead(meeting: Meeting, sides: Sides, actor: Actor) -> Block:
    pk = [meeting.pk]
    move = ui.Action("Перенести", reverse("meetings:move", args=pk), about=showing.short_when(meeting))
    about = "Следующая встреча"
    if meeting.state == "proposed":
        about = "Вам предлагают время" if services.may_answer(meeting, sides, actor) else "Ждём ответа"
    # It is recorded once it has begun: until then the page of the meeting says what to speak of.
    actions = [ui.Action("Открыть встречу", reverse("meetings:meeting", args=pk), primary=True), move]
    if services.may_answer(meeting, sides, actor):
        yes = ui.Action("Подходит", reverse("meetings:accept", args=pk), post=True, icon="check-lg")
        actions = [yes, move]
    return Block(
        about,
        _sentence(f"{showing.when(meeting)}, {showing.where(meeting)}"),
        reverse("meetings:meeting", args=pk),
        _names(sides, actor),
        actions,
    )


def _without(pair: Mentorship, sides: Sides, actor: Actor) -> Block:
    pk = [pair.pk]
    plan = ui.Action("Запланировать", reverse("meetings:plan", args=pk), about=_names(sides, actor))
    return Block(
        "Встреч не назначено",
        _names(sides, actor),
        reverse("meetings:of_pair", args=pk),
        pair.issue.title,
        [_record(reverse("meetings:record_new", args=pk)), plan],
    )


def _only_first_primary(block: Block, place: int) -> Block:
    """One primary button a screen; where there are several pairs, each button says whose it is."""
    first, *rest = block.actions
    shown = ui.Action(
        first.label,
        first.url,
        post=first.post,
        icon=first.icon,
        primary=place == 0,
        about=block.names or block.title,
    )
    return Block(block.about, block.title, block.url, block.names, [shown, *rest])


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
