"""What stands in the way of matching, as tasks with their pages."""

from nastavnik.core import ui
from nastavnik.core.russian.wording import counted

from .queries import Readiness
from .showing import address


def missing(ready: Readiness) -> list[ui.Task]:
    """What stands in the way of matching, each line with its page."""
    found: list[ui.Task] = []
    if not ready.requests:
        found.append(
            ui.Task(
                "Добавьте запросы наставляемых",
                address("bank:mentees"),
                "Кому и в чём нужна помощь",
                ui.Status("wait", "Запросов нет"),
            )
        )
    if not ready.mentors:
        found.append(
            ui.Task(
                "Добавьте наставников и отметьте, в чём они помогут",
                address("bank:mentors"),
                "Подбор смотрит на принятых в банк",
                ui.Status("wait", "Предложений нет"),
            )
        )
    if ready.candidates:
        found.append(
            ui.Task(
                "Примите кандидатов в банк",
                address("bank:mentors"),
                f"{counted(ready.candidates, 'кандидат ждёт,кандидата ждут,кандидатов ждут')} отбора по критериям",
                ui.Status("info", "Можно дополнить"),
            )
        )
    return found + _without_papers(ready)


def _without_papers(ready: Readiness) -> list[ui.Task]:
    found: list[ui.Task] = []
    if ready.requests_without_consent:
        words = counted(ready.requests_without_consent, "запрос ждёт,запроса ждут,запросов ждут")
        found.append(
            ui.Task(
                "Получите согласия наставляемых",
                address("people:consents"),
                f"{words} согласия на обработку данных",
                ui.Status("wait", "Нет согласий"),
            )
        )
    if ready.mentors_not_ready:
        words = counted(ready.mentors_not_ready, "наставник,наставника,наставников")
        found.append(
            ui.Task(
                "Дополните карточки наставников",
                address("bank:mentors"),
                f"{words} без согласия или без отмеченных вопросов",
                ui.Status("wait", "Не участвуют"),
            )
        )
    return found
