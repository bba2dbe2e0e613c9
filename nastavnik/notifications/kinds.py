"""What messages are about: each package names its kinds, a person chooses for each how to hear of it.

`register("bank_applied", "Новое в банках")` in `AppConfig.ready()`. A kind that nobody has named counts as «Остальное».
"""

from dataclasses import dataclass

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission

from .rules import Rhythm

ALL = "*"  # the choice for every kind that has none of its own


@dataclass(frozen=True)
class Kind:
    """`required`: cannot be switched off and leaves at any hour. `private`: the log of the organisation hides what it is.

    `needs`: only holders of one of these are ever told; empty for what anybody may receive.
    """

    code: str
    label: str
    rhythm: Rhythm = Rhythm.DAILY
    required: bool = False
    private: bool = False
    needs: tuple[Permission, ...] = ()


OTHER = Kind("other", "Остальное")
DIGEST = Kind("digest", "Сводка", Rhythm.AT_ONCE)
ACCOUNT = Kind("account", "Вход и безопасность", Rhythm.AT_ONCE, required=True)
KINDS: dict[str, Kind] = {
    DIGEST.code: DIGEST,
    "invitation": ACCOUNT,
    "password_reset_key": ACCOUNT,
    "password_changed": ACCOUNT,
    "channel_code": ACCOUNT,
}


def register(
    code: str,
    label: str,
    *,
    rhythm: Rhythm = Rhythm.DAILY,
    private: bool = False,
    needs: tuple[Permission, ...] = (),
) -> None:
    """`rhythm` is how people hear of it until they choose for themselves. Registering again replaces it."""
    KINDS[code] = Kind(code, label, rhythm, private=private, needs=needs)


def kind_of(code: str) -> Kind:
    return KINDS.get(code, OTHER)


def optional() -> list[Kind]:
    """What a person chooses for, by label; «Остальное» stands last."""
    own = [kind for kind in KINDS.values() if not kind.required and kind is not DIGEST]
    return [*sorted(own, key=lambda kind: kind.label), OTHER]


def optional_for(actor: Actor) -> list[Kind]:
    """Of these, what this person can receive at all."""
    return [kind for kind in optional() if not kind.needs or any(map(actor.holds, kind.needs))]
