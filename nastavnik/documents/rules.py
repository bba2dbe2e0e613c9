"""Papers: their kinds, states and moves; legal acts and when they may be cited. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from nastavnik.core.choices import Choices
from nastavnik.core.errors import Refusal


class PaperKind(Choices):
    PAIR_ORDER = "pair_order", "Приказ о закреплении наставнических пар и групп"
    CONSENT_PROCESSING = "consent_processing", "Согласие на обработку персональных данных"
    CONSENT_TRANSFER = "consent_transfer", "Согласие на передачу персональных данных"
    CONSENT_PUBLICATION = "consent_publication", "Согласие на распространение персональных данных"
    CONSENT_DUTIES = "consent_duties", "Согласие на дополнительные обязанности"
    ADDENDUM = "addendum", "Дополнительное соглашение к трудовому договору"
    PROGRAMME = "programme", "Персонализированная программа наставничества"
    MINUTES = "minutes", "Протокол коллегиального органа"


class PaperState(Choices):
    DRAFT = "draft", "Черновик"
    ISSUED = "issued", "Издан"
    SUPERSEDED = "superseded", "Заменён новой версией"
    CANCELLED = "cancelled", "Черновик удалён"


MOVES: dict[PaperState, frozenset[PaperState]] = {
    PaperState.DRAFT: frozenset({PaperState.ISSUED, PaperState.CANCELLED}),
    PaperState.ISSUED: frozenset({PaperState.SUPERSEDED}),
    PaperState.SUPERSEDED: frozenset(),
    PaperState.CANCELLED: frozenset(),
}


class ActLevel(Choices):
    FEDERAL = "federal", "Федеральный"
    REGIONAL = "regional", "Региональный"
    MUNICIPAL = "municipal", "Муниципальный"
    LOCAL = "local", "Локальный"


class ActStatus(Choices):
    IN_FORCE = "in_force", "действует"
    REPEALED = "repealed", "утратил силу"
    UNCHECKED = "unchecked", "проверьте"


def check_move(current: PaperState, target: PaperState) -> None:
    if target not in MOVES[current]:
        raise Refusal(f"Бумага в состоянии «{current.label}» не может стать «{target.label}».")


def check_issue(*, number: str, on: date | None, today: date) -> None:
    if not number.strip():
        raise Refusal("Укажите номер приказа: он присваивается при подписании.")
    if on is None:
        raise Refusal("Укажите дату приказа.")
    if on.year < 2000 or (on - today).days > 366:
        raise Refusal("Проверьте дату приказа: она слишком далека от сегодняшней.")


CERTIFICATE = "certificate"  # where a paper keeps what it was signed with


@dataclass(frozen=True)
class Certificate:
    """What an electronic signature was made with (ГОСТ Р 7.0.97-2025): number and days; the owner is the signer."""

    number: str
    valid_from: date
    valid_until: date

    def as_dict(self) -> dict[str, str]:
        return {"number": self.number, "from": str(self.valid_from), "until": str(self.valid_until)}


def check_certificate(certificate: Certificate, *, on: date) -> None:
    if certificate.valid_until < certificate.valid_from:
        raise Refusal("Срок сертификата закончился раньше, чем начался. Исправьте одну из дат.")
    if not certificate.valid_from <= on <= certificate.valid_until:
        raise Refusal(
            f"Сертификат подписи не действовал {on:%d.%m.%Y}, в день приказа. Проверьте срок сертификата и дату приказа."
        )


def warnings_about(acts: Iterable[Any]) -> list[str]:
    """A repealed act may be cited, but not unknowingly: the sentence names its successor (R004)."""
    return [warning for act in acts if (warning := warning_about(act))]


def warning_about(act: Any) -> str:
    """`act` has brief, status, replaced_by (an act or None)."""
    if act.status == ActStatus.REPEALED:
        instead = f" Вместо него действует: {act.replaced_by.brief}." if act.replaced_by else ""
        return f"{act.brief} утратил силу.{instead} Проверьте основания."
    if act.status == ActStatus.UNCHECKED:
        return f"{act.brief}: проверьте, действует ли он, и отметьте это в перечне актов."
    return ""
