"""What a change will do, told before it is confirmed: sentences for the page «Проверьте»."""

from datetime import date

from nastavnik.core.russian.wording import in_words, sentence
from nastavnik.pairs import gates
from nastavnik.pairs.models import Mentorship
from nastavnik.pairs.rules import Side

from . import rules, transfer
from .rules import ENDING, ChangeKind, OrderNeed
from .services import Wanted, check, only_leaves

K = ChangeKind
ROLES = "Роли наставника и наставляемого у участников закончатся, если это их последняя пара."
REOPENS = "Заявка наставляемого снова откроется: он появится среди тех, кто ищет наставника."
NEWS = "Участники получат сообщение: что изменилось и с какого дня. Личную причину в нём не называют."


def foreseen(mentorship: Mentorship, wanted: Wanted, *, today: date) -> list[str]:
    """Raises Refusal when the change is not possible."""
    need = check(mentorship, wanted, today=today)
    takers = gates.takers_of(mentorship)
    kind = wanted.kind
    told = [_day(wanted, today)]
    if only_leaves(mentorship, kind, wanted.person, takers):
        told.append("Группа продолжит работу: выходит один участник, запись о его участии останется.")
        told += [REOPENS] if kind is K.STOP else []
    elif kind is K.ABSENCE:
        of_mentee = wanted.person in gates.people_of(takers, Side.MENTEE)
        paused = rules.pauses(kind, is_group=mentorship.is_group, of_mentee=of_mentee)
        told.append(
            "Пара будет приостановлена: показатели и напоминания о встречах ждут возвращения."
            if paused
            else "Группа продолжит работу с остальными участниками."
        )
    else:
        told += _by_kind(mentorship, wanted)
    if kind is K.TRANSFER:
        told += _travel(wanted, today, is_mentee=wanted.person in gates.people_of(takers, Side.MENTEE))
    if need != OrderNeed.NONE:
        told.append(
            f"{OrderNeed(need).label}: пара попадёт в список «Нужны приказы», пока вы не запишете номер и дату."
        )
    return [*told, NEWS]


def _day(wanted: Wanted, today: date) -> str:
    words = rules.day_words(wanted.effective_on, today)
    if wanted.kind is K.TERM:
        return sentence(f"Новый последний день пары — {in_words(wanted.until)}") if wanted.until else words
    return sentence(f"{words[:1].upper()}{words[1:]}")


def _by_kind(mentorship: Mentorship, wanted: Wanted) -> list[str]:
    kind = wanted.kind
    if kind is K.PAUSE:
        back = (
            f" Плановый день возвращения — {in_words(wanted.until)}: о нём напомним." if wanted.until else ""
        )
        return [f"Пара станет «Приостановлена», её показатели ждут возвращения.{back}"]
    if kind is K.RESUME:
        return ["Пара снова станет «Действует»."]
    if kind is K.REPLACEMENT and wanted.mentor:
        return [
            f"Прежняя пара закончится с причиной «{rules.END_WORDS[kind]}», её записи останутся.",
            (
                f"Появится новая: наставник {wanted.mentor.short_name}, те же наставляемые, вопрос и срок "
                f"до {in_words(mentorship.ends_on)}. Ей нужны согласия, основание и приказ, как любой новой паре."
            ),
            "Заявка наставляемого останется за новой парой: заново искать наставника не придётся.",
        ]
    if kind is K.COMPLETION:
        early = wanted.effective_on < mentorship.ends_on
        when = "досрочно" if early else "в срок"
        return [f"Пара станет «Завершена» ({when}), заявка наставляемого закроется.", ROLES]
    if kind is K.REMATCH:
        return [
            "Пара закроется с нейтральными словами «Подбираем заново». Кто попросил, в записях не останется.",
            REOPENS,
            ROLES,
        ]
    if kind is K.TRANSFER:
        return ["Участие закончится, пара станет «Прекращена». Запись останется.", ROLES]
    if kind in ENDING:
        return [
            f"Пара станет «Прекращена»: {rules.END_WORDS[kind].lower()}. Запись о ней останется.",
            REOPENS,
            ROLES,
        ]
    return []


def _travel(wanted: Wanted, today: date, *, is_mentee: bool) -> list[str]:
    if wanted.to is None:
        return ["Новая организация не в системе или не в вашем контуре: сведения никуда не передаются."]
    if wanted.person is None or not is_mentee:
        return [
            "Заявку открывают только за наставляемого. Наставника новая организация внесёт в свой банк сама."
        ]
    if transfer.may_travel(wanted.person, wanted.to, today=today):
        return [
            (
                f"В «{wanted.to.short_name}» откроется заявка с тем же вопросом; туда перейдут только факты: "
                "срок работы, сколько было встреч и дел. Причины и записи встреч не передаются."
            )
        ]
    return [
        (
            "Согласия на передачу данных нет, поэтому заявка в новой организации не откроется. "
            "Получите согласие и запишите переход после этого, если заявка нужна."
        )
    ]
