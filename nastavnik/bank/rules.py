"""Who may stand in a bank, and what a request and an offer are. Pure."""

from nastavnik.core.choices import Choices


class BankState(Choices):
    """A mentor is first a candidate (R133), then admitted by the checklist."""

    CANDIDATE = "candidate", "Кандидат"
    ADMITTED = "admitted", "В банке"


class RequestState(Choices):
    OPEN = "open", "Ищет наставника"
    PROPOSED = "proposed", "Наставник предложен"
    SERVED = "served", "Наставник закреплён"
    CLOSED = "closed", "Закрыт"


class Priority(Choices):
    HIGH = "high", "Очень важно"
    NORMAL = "normal", "Важно"
    LOW = "low", "Хорошо бы"
