"""States of a proposal. Pure."""

from nastavnik.core.choices import Choices


class ProposalState(Choices):
    PENDING = "pending", "Ждёт решения"
    APPROVED = "approved", "Утверждена"
    DECLINED = "declined", "Отклонена"
    STALE = "stale", "Устарела"
