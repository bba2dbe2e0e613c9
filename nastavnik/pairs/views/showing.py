"""Values of components for a pair: its card, its lines, its gates with a button each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.urls import reverse

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import ui
from nastavnik.core.russian.wording import in_words
from nastavnik.core.ways import with_back
from nastavnik.pairs import orders, queries
from nastavnik.pairs.models import LabourBasis, Mentorship, Participation
from nastavnik.pairs.rules import WORKING, Gap, Missing, PairState, Side
from nastavnik.pairs.standing import STATUS
from nastavnik.people.models import Consent


def card(mentorship: Mentorship, takers: Sequence[Participation]) -> ui.PairCard:
    state = PairState(mentorship.state)
    mentees = [t.person.full_name for t in takers if t.side == Side.MENTEE]
    more = f" · в группе ещё {len(mentees) - 1}" if len(mentees) > 1 else ""
    return ui.PairCard(
        mentor=next((t.person.full_name for t in takers if t.side == Side.MENTOR), ""),
        mentee=next(iter(mentees), ""),
        url=reverse("pairs:pair", args=[mentorship.pk]),
        note=f"{mentorship.issue.title} · {mentorship.form.title}{more}",
        status=ui.Status(STATUS[state], state.label),
        foot=f"{mentorship.starts_on:%d.%m.%Y} — {mentorship.ends_on:%d.%m.%Y}",
    )


def lines(mentorship: Mentorship, *, may_form: bool) -> list[ui.Line]:
    basis: LabourBasis | None = getattr(mentorship, "labour_basis", None)
    change = reverse("pairs:basis", args=[mentorship.pk]) if may_form else ""
    shown = [
        ui.Line("Вопрос", mentorship.issue.title),
        ui.Line("Предмет", mentorship.subject.title) if mentorship.subject else None,
        ui.Line("Форма", mentorship.form.title),
        ui.Line("Вид", ", ".join(title for _, title in queries.kinds_of(mentorship))),
        ui.Line("Срок", f"{in_words(mentorship.starts_on)} — {in_words(mentorship.ends_on)}"),
        ui.Line("Чему помогает", mentorship.words) if mentorship.words else None,
        ui.Line(
            "Основание работы наставника", basis_words(basis), change_url=change, change_what="основание"
        ),
        _former(mentorship),
        ui.Line("Встречная пара", "Открыть", reverse("pairs:pair", args=[mentorship.reverse_of_id]))
        if mentorship.reverse_of_id
        else None,
        ui.Line("Почему прекращена", mentorship.end_reason) if mentorship.end_reason else None,
    ]
    return [line for line in shown if line]


def basis_words(basis: LabourBasis | None) -> str:
    if basis is None:
        return ""
    words = basis.get_kind_display()
    return f"{words}, № {basis.number}" if basis.number else words


def _former(mentorship: Mentorship) -> ui.Line | None:
    if not mentorship.former_order_number:
        return None
    on = f" от {mentorship.former_order_date:%d.%m.%Y}" if mentorship.former_order_date else ""
    return ui.Line("Прежний приказ", f"№ {mentorship.former_order_number}{on}")


@dataclass(frozen=True)
class OneSide:
    """A participant on the card: who, how they have answered, how they leave."""

    code: str
    side: str
    name: str
    url: str
    answer: ui.Status | None
    since: date | None
    leave_url: str


def sides(
    takers: Sequence[Participation], mentorship: Mentorship, actor: Actor, *, may_form: bool
) -> list[OneSide]:
    """The answer is shown while it matters; a leave is possible while two mentees remain; a name is a link for
    those who may open the card behind it."""
    kinds: dict[str, ui.Kind] = {"waiting": "wait", "agreed": "ok", "declined": "stop"}
    may_leave = may_form and mentorship.is_group and len(takers) > 3
    asked = mentorship.state not in WORKING

    def one(taker: Participation) -> OneSide:
        leaves = may_leave and taker.side == Side.MENTEE
        return OneSide(
            code=taker.side,
            side=taker.get_side_display().lower(),
            name=taker.person.full_name,
            url=reverse("people:card", args=[taker.person_id])
            if actor.can(Permission.PERSON_VIEW, taker.person)
            else "",
            answer=ui.Status(kinds[taker.answer], taker.get_answer_display()) if asked else None,
            since=taker.joined_on if taker.joined_on > mentorship.starts_on else None,
            leave_url=reverse("pairs:leave", args=[mentorship.pk, taker.pk]) if leaves else "",
        )

    return [one(taker) for taker in takers]


def gates_of(
    missing: Sequence[Missing],
    takers: Sequence[Participation],
    sheets: Mapping[UUID, Consent],
    mentorship: Mentorship,
    actor: Actor,
) -> list[ui.Gate]:
    """Every condition of the order, closed or open; an open one has the button that closes it (R018)."""
    if not missing:
        return [ui.Gate("Всё готово для приказа", "Согласия получены, основание записано", closed=True)]
    lacking = {m.person_id for m in missing}
    whole = [t.person.short_name for t in takers if t.person_id not in lacking]
    closed = [ui.Gate(f"{name}: все согласия получены", closed=True) for name in whole]
    return [*_open_gates(missing, sheets, mentorship, actor), *closed]


def _open_gates(
    missing: Sequence[Missing], sheets: Mapping[UUID, Consent], mentorship: Mentorship, actor: Actor
) -> list[ui.Gate]:
    """One gate a person: all that this person lacks, with a button for each."""
    by_person: dict[UUID | None, list[Missing]] = {}
    for each in missing:
        by_person.setdefault(each.person_id if each.person_id else None, []).append(each)
    return [_open_gate(group, sheets, mentorship, actor) for group in by_person.values()]


def _open_gate(
    group: Sequence[Missing], sheets: Mapping[UUID, Consent], mentorship: Mentorship, actor: Actor
) -> ui.Gate:
    buttons = [button for each in group for button in _buttons(each, sheets, mentorship, actor)]
    if len(group) == 1:
        return ui.Gate(group[0].words, actions=buttons)
    name = group[0].words.partition(": ")[0]
    lacking = [each.words.partition(": ")[2] for each in group]
    return ui.Gate(name, _sentence("; ".join(lacking)), actions=buttons)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _buttons(
    missing: Missing, sheets: Mapping[UUID, Consent], mentorship: Mentorship, actor: Actor
) -> list[ui.Action]:
    who = missing.words.partition(": ")[0]
    if missing.gap is Gap.LABOUR and actor.can(Permission.PAIR_FORM, mentorship):
        return [_small("Записать основание", reverse("pairs:basis", args=[mentorship.pk]), "")]
    if missing.person_id is None or not actor.can(Permission.CONSENT_MARK, mentorship):
        return []
    if missing.gap is Gap.DUTIES and missing.person_id in sheets:
        sheet = reverse("people:consent", args=[sheets[missing.person_id].pk])
        return [_small("Лист: обязанности", sheet, who)]
    if missing.gap is Gap.PROCESSING:
        address = reverse("pairs:ask_processing", args=[mentorship.pk, missing.person_id])
        return [_small("Лист: обработка данных", address, who, post=True)]
    if missing.gap is Gap.REPRESENTATIVE:
        card = reverse("people:representative-add", args=[missing.person_id])
        return [_small("Указать представителя", card, who)]
    return []


def _small(label: str, url: str, about: str, *, post: bool = False) -> ui.Action:
    return ui.Action(label, url, post=post, about=about, small=True)


def order_lines(
    lines: Sequence[orders.Line],
    sheets: Mapping[UUID, Mapping[UUID, Consent]],
    actor: Actor,
    page: str,
) -> list[ui.Gate]:
    """What stops the order, person by person, each under the line it stops; then the lines that are ready."""

    def stopping(line: orders.Line) -> list[ui.Gate]:
        own = sheets.get(line.mentorship.pk, {})
        named = f"Строка {line.row.line}: {line.names}"
        found = _open_gates(line.missing, own, line.mentorship, actor)
        return [
            replace(
                gate,
                note=" · ".join(filter(None, (gate.note, named))),
                actions=[replace(each, url=with_back(each.url, page)) for each in gate.actions],
            )
            for gate in found
        ]

    closed = [
        ui.Gate(f"Строка {line.row.line}: {line.names}", closed=True) for line in lines if not line.missing
    ]
    return [*(gate for line in lines for gate in stopping(line)), *closed]
