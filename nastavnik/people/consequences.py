"""What a withdrawal of a consent stops, told before the button: each floor adds its own sentences."""

from collections.abc import Callable
from datetime import date

from nastavnik.people.models import Consent
from nastavnik.people.rules import ConsentKind

# (consent, today) → sentences for the person; an empty list when the floor is not touched
Tell = Callable[[Consent, date], list[str]]
_TELLERS: list[Tell] = []

OF_KIND: dict[ConsentKind, str] = {
    ConsentKind.PROCESSING: (
        "Организация прекратит обработку данных и уничтожит их не позднее 30 дней, если хранить их не обязывает закон."
    ),
    ConsentKind.TRANSFER: "Данные больше не передаются в муниципалитет и регион. Переданное раньше останется у них.",
    ConsentKind.PUBLICATION: "Имя и другие данные уберут с открытых страниц за три рабочих дня.",
    ConsentKind.DUTIES: "Участие в этой паре прекращается: без письменного согласия она не может действовать.",
}


def register(tell: Tell) -> None:
    """Registering the same function again changes nothing."""
    if tell not in _TELLERS:
        _TELLERS.append(tell)


def of(consent: Consent, *, today: date) -> list[str]:
    """From the nearest to the person to the farthest."""
    told = [sentence for tell in _TELLERS for sentence in tell(consent, today)]
    return [*told, OF_KIND[ConsentKind(consent.kind)]]
