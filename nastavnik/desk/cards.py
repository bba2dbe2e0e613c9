"""The home page's values for components: to-do cards, the path of the year, pair cards."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from nastavnik.access.actor import Actor
from nastavnik.core import ui
from nastavnik.core.russian.wording import counted
from nastavnik.pairs.rules import PairState
from nastavnik.pairs.standing import STATUS
from nastavnik.people.models import Consent

from .home import Below, Counts, Own, Shown

HIDDEN_UNDER = 5
NOTHING_WAITS = (
    "Сейчас всё сделано, пары работают. Новая пара начнётся с запроса: запишите, кому ещё нужна помощь."
)


def for_leaders(counts: Counts, day: date, *, may_match: bool) -> dict[str, Any]:
    """Cards of curator and head. A zero card tells what is fine; the first empty step says what comes next."""
    return {
        "counts": counts,
        "todo": _todo(counts, day) if counts.begun else [],
        "steps": _steps(counts),
        "next": _next(counts, may_match=may_match),
    }


def complaints_to_settle(number: int) -> ui.ToDo:
    """First of all cards: somebody was hurt."""
    return ui.ToDo(
        number,
        "Разобрать жалобы на сообщения",
        reverse("conversations:complaints"),
        "Участники пар ждут ответа",
    )


def programmes_to_approve(number: int) -> ui.ToDo:
    return ui.ToDo(
        number,
        "Утвердить программы",
        reverse("programmes:list") + "?state=sent",
        "Участники согласовали их и прислали",
    )


def for_the_council(votes: int, closes: int, letters: int) -> list[ui.ToDo]:
    """What waits in the council: for a member, for the chair, for the curator."""
    url = reverse("council:questions")
    found = [
        ui.ToDo(votes, "Проголосовать в совете", url, "Пары ждут вашего голоса"),
        ui.ToDo(closes, "Подвести итог голосования", url, "Голоса собраны или срок прошёл"),
        ui.ToDo(letters, "Отправить письма о парах", url, "Совет решил, участники ещё не знают"),
    ]
    return [card for card in found if card.number]


def for_council(counts: Counts) -> list[ui.ToDo]:
    """What waits for the chair of the council: proposals of the last run."""
    note = "Предложены подбором и ждут решения" if counts.proposed else "Все решения приняты"
    return [ui.ToDo(counts.proposed, "Утвердить пары", reverse("matching:runs"), note)]


def _todo(counts: Counts, day: date) -> list[ui.ToDo]:
    """Work that may wait now. What has not begun yet is not called done: its card comes with the first pair."""
    found = [_looking(counts, day), _approving(counts), _signing(counts), _ordering(counts)]
    if counts.without_basis:
        found.append(
            ui.ToDo(
                counts.without_basis,
                "Записать основание работы",
                reverse("pairs:list") + "?state=active&lacking=basis",
                "Пары работают, основание по статье 351.8 не записано",
            )
        )
    if counts.drafts:
        found.append(
            ui.ToDo(
                counts.drafts, "Издать приказ", reverse("documents:list") + "?state=draft", "Черновик готов"
            )
        )
    if counts.unordered:
        found.append(
            ui.ToDo(
                counts.unordered,
                "Записать приказы по изменениям",
                reverse("pairs:orders_needed"),
                "Пары изменились или закончились, приказа ещё нет",
            )
        )
    return [card for card in found if card]


def _looking(counts: Counts, day: date) -> ui.ToDo | None:
    if not counts.mentees_entered:
        return None
    waited = counts.days_waiting(day)
    longest = f"Дольше всех ждут {counted(waited, 'день,дня,дней')}" if waited else "Ждут с сегодняшнего дня"
    note = longest if counts.looking else "Никто не ждёт"
    return ui.ToDo(counts.looking, "Подобрать наставника", reverse("bank:mentees"), note)


def _approving(counts: Counts) -> ui.ToDo | None:
    to_approve = counts.to_approve + counts.proposed
    if not to_approve + counts.formed:
        return None
    address = reverse("pairs:list") + "?state=proposed" if counts.to_approve else reverse("matching:runs")
    note = "Предложены и ждут решения" if to_approve else "Все решения приняты"
    return ui.ToDo(to_approve, "Утвердить пары", address, note)


def _signing(counts: Counts) -> ui.ToDo:
    note = "Листы ждут подписи" if counts.sheets else _without_sheets(counts)
    return ui.ToDo(counts.sheets or counts.await_consents, "Получить согласия", _consents_url(counts), note)


def _ordering(counts: Counts) -> ui.ToDo | None:
    if not counts.formed:
        return None
    address = reverse("pairs:order_new") if counts.await_order else reverse("documents:list")
    note = "Согласия есть, нужен приказ" if counts.await_order else _ordered(counts)
    return ui.ToDo(counts.await_order, "Подготовить приказ", address, note)


def _ordered(counts: Counts) -> str:
    return "Приказ — после согласий" if counts.await_consents else "Все готовые пары в приказах"


def _consents_url(counts: Counts) -> str:
    """A pair may wait for what has no sheet yet: a parent not named, a person without consent to processing."""
    if counts.await_consents and not counts.sheets:
        return reverse("pairs:list") + "?state=consents"
    return reverse("people:consents") + ("?state=awaited" if counts.sheets else "")


def _without_sheets(counts: Counts) -> str:
    return "Пары ждут участников" if counts.await_consents else "Все согласия на месте"


PEOPLE = "человек,человека,человек"


def _steps(counts: Counts) -> list[ui.Step]:
    """`waiting`: what the step has begun with, when it does not count yet; `beside`: what is near and not counted."""
    rows = (
        ("Список людей", counts.people, PEOPLE, "", ""),
        ("Банк наставляемых", counts.mentees, PEOPLE, _entered(counts.mentees_entered, "ждут согласий"), ""),
        ("Банк наставников", counts.mentors, PEOPLE, _entered(counts.mentors_entered, "ещё не приняты"), ""),
        ("Пары и группы", counts.formed, "пара,пары,пар", "", _beside("предложено", counts.to_approve)),
        ("Приказ о закреплении", counts.issued, "приказ,приказа,приказов", "", ""),
        (
            "Работа пар",
            counts.active,
            "действует,действуют,действуют",
            "",
            _beside("на паузе", counts.paused),
        ),
    )
    steps: list[ui.Step] = []
    for label, number, words, waiting, beside in rows:
        begun = any(step.state == "now" for step in steps)
        state: Any = "done" if number else ("ahead" if begun else "now")
        note = counted(number, words) if number else waiting
        steps.append(ui.Step(label, ", ".join(filter(None, (note, beside))), state))
    return steps


def _beside(words: str, number: int) -> str:
    return f"{words}: {number}" if number else ""


def _entered(number: int, what: str) -> str:
    return f"записано: {number}, {what}" if number else ""


def _next(counts: Counts, *, may_match: bool) -> tuple[str, ui.Action] | None:
    """One sentence and one button: what to do when nothing waits yet."""
    if not counts.people or counts.people <= 2:
        return "Загрузите список сотрудников из Excel — из него вырастут банки.", ui.Action(
            "Загрузить список", reverse("people:import"), primary=True
        )
    if not counts.mentees_entered + counts.formed:
        return "Отметьте, кому нужна помощь: так появится банк наставляемых.", ui.Action(
            "Добавить наставляемых", reverse("bank:mentees-add"), primary=True
        )
    if not counts.mentors_entered + counts.formed:
        return "Теперь — кто готов помогать.", ui.Action(
            "Добавить наставников", reverse("bank:mentors-add"), primary=True
        )
    if counts.sheets and not (counts.mentees and counts.mentors):
        return (
            "Напечатайте листы согласий и отметьте подписанные: без них люди в банках не считаются.",
            ui.Action("Согласия", reverse("people:consents") + "?state=awaited", primary=True),
        )
    if counts.mentors_entered and not counts.mentors:
        return (
            "Запишите, с чем поможет каждый кандидат, ответьте на критерии и примите его в банк наставников.",
            ui.Action("Кандидаты в наставники", reverse("bank:mentors"), primary=True),
        )
    if not counts.looking and not counts.active + counts.await_order + counts.await_consents:
        return "Запишите запросы: с чем нужна помощь каждому наставляемому.", ui.Action(
            "Записать запросы", reverse("bank:mentees"), primary=True
        )
    if counts.looking and may_match:
        return "Запросы и предложения есть: можно подобрать пары.", ui.Action(
            "Подобрать пары", reverse("matching:runs"), primary=True
        )
    if counts.active and not counts.waiting_work:
        return NOTHING_WAITS, ui.Action("Добавить наставляемых", reverse("bank:mentees-add"))
    return None


def for_oneself(own: Own, actor: Actor) -> dict[str, Any]:
    """What waits for the person: answers first, then sheets."""
    tasks = [
        ui.Task(
            "Ответьте, согласны ли вы на эту пару",
            reverse("pairs:pair", args=[taker.mentorship_id]),
            taker.mentorship.issue.title,
            ui.Status("wait", "Ждём ответа"),
        )
        for taker in own.answers
    ]
    tasks += [
        ui.Task(
            consent.get_kind_display(),
            reverse("people:my_consents"),
            " · ".join(filter(None, (_whose(consent, actor), consent.about_words))),
            ui.Status("wait", "Нужно согласие"),
        )
        for consent in own.consents
    ]
    tasks += [
        ui.Task(
            "Прочитайте новые сообщения",
            reverse("conversations:thread", args=[pk]),
            counted(number, "сообщение,сообщения,сообщений"),
            ui.Status("info", "Новое"),
        )
        for pk, number in own.unread.items()
    ]
    tasks += [
        ui.Task(
            "Согласуйте программу наставничества",
            reverse("programmes:programme", args=[each.mentorship_id]),
            each.mentorship.issue.title,
            ui.Status("wait", "Ждём вас"),
        )
        for each in own.programmes
    ]
    return {"tasks": tasks, "ways": [*_help_to_give(own), *_about_oneself(own), *ways()]}


def _whose(consent: Consent, actor: Actor) -> str:
    """A parent signs for a child: the name says for which."""
    return "" if consent.person_id in actor.person_ids else f"За ребёнка: {consent.person.short_name}"


def _help_to_give(own: Own) -> list[ui.Task]:
    """A mentor sees in what each mentee needs help."""
    return [
        ui.Task(
            f"Посмотреть, в чём нужна помощь: {person.short_name}",
            reverse("diagnostics:profile", args=[person.pk]),
            "Трудности и сильные стороны вашего наставляемого",
        )
        for person in own.mentees
    ]


def _about_oneself(own: Own) -> list[ui.Task]:
    """The self-assessment, or what came of it."""
    if own.assessed is None:
        return [
            ui.Task("Пройти самооценку", reverse("diagnostics:self"), "Девять коротких вопросов, три минуты")
        ]
    profile = reverse("diagnostics:profile", args=[own.assessed.person_id])
    when = f"Самооценка {own.assessed.on:%d.%m.%Y}"
    return [ui.Task("Посмотреть свои трудности и сильные стороны", profile, when)]


def ways() -> list[ui.Task]:
    """What a participant may do by themselves."""
    return [
        ui.Task("Попросить помощи наставника", reverse("bank:my_request"), "Назовите вопрос своими словами"),
        ui.Task(
            "Предложить свою помощь", reverse("bank:my_offer"), "Станьте наставником по близкому вам вопросу"
        ),
    ]


def for_installer() -> list[ui.Task]:
    """The technical administrator has no card and waits for no pair: the work stands on the page of the installation."""
    words = "Состояние программы, копии, остановленные работы"
    return [ui.Task("Проверить установку", reverse("desk:system"), words)]


def pair_card(shown: Shown) -> ui.PairCard:
    mentorship = shown.mentorship
    state = PairState(mentorship.state)
    more = f" и ещё {shown.others}" if shown.others else ""
    return ui.PairCard(
        mentor=shown.mentor,
        mentee=shown.mentee,
        url=reverse("pairs:pair", args=[mentorship.pk]),
        note=f"{mentorship.issue.title}{more}",
        status=ui.Status(STATUS[state], state.label),
        foot=f"{mentorship.starts_on:%d.%m.%Y} — {mentorship.ends_on:%d.%m.%Y}",
        now=state in {PairState.PROPOSED},
    )


def table_below(rows: Sequence[Below]) -> ui.Table:
    """Numbers by organisation; from one to four people are hidden, so that nobody is recognised."""
    columns = [ui.Column("Организация", wide=True)]
    columns += [
        ui.Column(label, number=True) for label in ("Наставники", "Наставляемые", "Пары", "Ищут наставника")
    ]
    lines = [
        ui.Row(
            [
                ui.Cell(row.name),
                *(ui.Cell(_veiled(n)) for n in (row.mentors, row.mentees, row.active, row.looking)),
            ]
        )
        for row in rows
    ]
    return ui.Table("Наставничество в организациях", columns, lines)


def _veiled(number: int) -> str:
    return "скрыто" if 0 < number < HIDDEN_UNDER else str(number)
