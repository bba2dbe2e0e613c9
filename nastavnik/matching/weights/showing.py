"""The page of weights as ready values: rows of selects, other sets of weights, what a change would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.forms.boundfield import BoundField
from django.urls import reverse

from nastavnik.bank.models import Mentor, Request
from nastavnik.core import ui
from nastavnik.core.russian.wording import counted
from nastavnik.matching.comparing.rules import Change, Turn
from nastavnik.matching.engine.labels import PART_NAMES
from nastavnik.matching.engine.model import PARTS
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.organisations.rules import ListName

from . import rules
from .forms import WeightsForm
from .preview import Foreseen
from .rules import POINT, Settings

WISHES = frozenset({"mentee_wish", "mentor_wish"})
EVERYBODY = "Для всех запросов"


@dataclass(frozen=True)
class WeightRow:
    """A part: its select, how many points of a hundred it can bring, why the model says so, whether it is the own choice."""

    field: BoundField
    points: str
    reason: str
    model: str


def rows(form: WeightsForm, settings: Settings, about: str) -> list[WeightRow]:
    words = rules.words_of(settings, about)
    budgets = rules.budgets(words)
    return [
        WeightRow(
            form[part],
            _points(budgets[part]),
            rules.reason_of(about, part),
            "" if words[part] == (usual := rules.inherited(settings, about, part)) else usual.label,
        )
        for part in PARTS
    ]


def _points(budget: int) -> str:
    """«до 6 из 100»."""
    if not budget:
        return "не влияет"
    return f"до {budget / POINT:.1f}".removesuffix(".0").replace(".", ",") + " из 100"


def sets(organisation: Organisation, settings: Settings, now: str) -> list[ui.Line]:
    """Other sets of weights, each with its page and how many words are the organisation's own."""
    titles = titles_of(organisation)
    abouts = [rules.COMMON, *(about for about in rules.SPECIAL if about in titles)]
    return [
        ui.Line(title_of(about, titles), _own(settings, about), _address(about))
        for about in abouts
        if about != now
    ]


def ways() -> list[ui.Task]:
    """What the curator may set before a run."""
    return [
        ui.Task(
            "Что важно при подборе",
            reverse("matching:weights"),
            "Важность каждого условия, цель и порог; предпросмотр до сохранения",
        )
    ]


def titles_of(organisation: Organisation) -> dict[str, str]:
    """«kind:code» or «form:code» → the organisation's own words, of those that are in use and have weights."""
    codes = [about.split(":")[1] for about in rules.SPECIAL]
    items = ListItem.objects.filter(
        organisation=organisation, list__in=(ListName.KIND, ListName.FORM), code__in=codes, enabled=True
    )
    return {f"{item.list}:{item.code}": item.title for item in items}


def title_of(about: str, titles: Mapping[str, str]) -> str:
    if not about:
        return EVERYBODY
    prefix, _, code = about.partition(":")
    title = titles.get(about, code)
    return f"Вид: {title}" if prefix == "kind" else f"Форма: {title}"


def _own(settings: Settings, about: str) -> str:
    own = len(settings.words.get(about, {}))
    return counted(own, "своя важность,свои важности,своих важностей") if own else "как в модели"


def _address(about: str) -> str:
    address = reverse("matching:weights")
    return f"{address}?for={about}" if about else address


@dataclass(frozen=True)
class ForeseenShown:
    """The preview: figures and who moves, in words."""

    figures: Sequence[tuple[str, str]]
    lead: str
    changes: Sequence[ui.Line]
    more: int
    note: str


SHOWN = 20


def foreseen(found: Foreseen) -> ForeseenShown:
    number = len(found.changes)
    return ForeseenShown(
        figures=[
            ("запросов с наставником", f"{found.pairs_before} → {found.pairs_after} из {found.requests}"),
            ("среднее соответствие по новым важностям", f"{found.by_new[0]} → {found.by_new[1]} из 100"),
            ("оно же по нынешним", f"{found.by_old[0]} → {found.by_old[1]} из 100"),
        ],
        lead="Пары не изменятся."
        if not number
        else f"Изменится {counted(number, 'пара,пары,пар')} из {max(found.pairs_before, found.pairs_after)}.",
        changes=[change_line(one, found.asking, found.offering) for one in found.changes[:SHOWN]],
        more=max(0, number - SHOWN),
        note="После последнего подбора люди или их данные изменились: сравнение идёт с тем, что подобралось бы сегодня."
        if found.since_last
        else "",
    )


def change_line(
    one: Change[UUID],
    asking: Mapping[UUID, Request],
    offering: Mapping[UUID, Mentor],
    *,
    wishes: bool = True,
    scores: bool = True,
) -> ui.Line:
    """«Зимин К. А., методика» — «Мещерякова Г. В. → Савина О. П., лучше на 4 из 100: предмет».

    Without `wishes` nobody learns from it who wished for whom; without `scores` the two sets have different weights.
    """
    request = asking[one.request]
    names = [offering[seen.mentor].person.short_name if seen else "" for seen in (one.before, one.after)]
    who = f"{request.mentee.person.short_name}, {_small(request.issue.title)}"
    return ui.Line(who, turn_words(one, *names) + (_gain_words(one, wishes=wishes) if scores else ""))


def turn_words(one: Change[UUID], before: str, after: str) -> str:
    if one.turn is Turn.LOST:
        return f"{before} → останется без наставника"
    if one.turn is Turn.FOUND:
        return f"без наставника → {after}"
    return f"{before} → {after}"


def _gain_words(one: Change[UUID], *, wishes: bool) -> str:
    if one.turn is not Turn.MOVED:
        return ""
    gain = round(one.gain / POINT)
    if not gain:
        return ", не хуже и не лучше"
    told = [code for code, _ in one.parts() if wishes or code not in WISHES]
    parts = ", ".join(_small(PART_NAMES[code]) for code in told)
    return f", {'лучше' if gain > 0 else 'хуже'} на {abs(gain)} из 100" + (f": {parts}" if parts else "")


def _small(name: str) -> str:
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
