"""States of a proposal, the term that a new pair gets by default and which terms are possible. Pure."""

from collections.abc import Collection
from datetime import date, timedelta

from nastavnik.core.choices import Choices
from nastavnik.core.errors import Refusal
from nastavnik.core.periods import school_year

SHORT_KINDS = frozenset({"short-term", "situational", "speed"})


class ProposalState(Choices):
    PENDING = "pending", "Ждёт решения"
    APPROVED = "approved", "Утверждена"
    DECLINED = "declined", "Отклонена"
    STALE = "stale", "Устарела"


class DecisionKind(Choices):
    """What a person may decide about two before the next run: for one request, or (apart) for the two at all."""

    LOCK = "lock", "Закреплены вместе"
    APART = "apart", "Не предлагать вместе"
    HIDE = "hide", "Скрыт для этого запроса"


def months_after(day: date, months: int) -> date:
    """The same day `months` later, the last day of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def default_end(starts: date) -> date:
    """31 May of the school year; of the next one in summer; three months on where May is nearer than that."""
    may = date(school_year(starts) + 1, 5, 31)
    if starts.month in (6, 7, 8):
        may = date(starts.year + 1, 5, 31)
    return max(may, months_after(starts, 3))


def check_term(starts: date, ends: date, kinds: Collection[str]) -> None:
    """Three to twelve months; short kinds (codes) may last less."""
    if ends < starts:
        raise Refusal("Дата окончания раньше даты начала. Исправьте одну из них.")
    if ends > months_after(starts, 12):
        raise Refusal("Пара закрепляется не больше чем на двенадцать месяцев. Сделайте срок короче.")
    if ends < months_after(starts, 3) - timedelta(days=1) and not SHORT_KINDS & set(kinds):
        raise Refusal(
            "Пара закрепляется не меньше чем на три месяца. Продлите срок "
            "или выберите краткосрочный, ситуационный или скоростной вид."
        )


def form_code(mentor_kind: str, mentee_kind: str) -> str:
    """The form of mentoring that fits two kinds of people (`people.rules.PersonKind` values)."""
    return FORMS.get((mentor_kind, mentee_kind), "teacher-teacher")


FORMS = {
    ("pedagogue", "pedagogue"): "teacher-teacher",
    ("head", "pedagogue"): "head-teacher",
    ("employer", "student"): "employer-student",
    ("other", "pedagogue"): "partner-teacher",
    ("employer", "pedagogue"): "partner-teacher",
    ("parent", "pedagogue"): "partner-teacher",
    ("pupil", "pupil"): "pupil-pupil",
    ("student", "pupil"): "student-pupil",
    ("pedagogue", "pupil"): "teacher-pupil",
    ("pedagogue", "student"): "teacher-pupil",
    ("head", "pupil"): "teacher-pupil",
}
