"""The columns of the board and where a pair stands. Pure."""

from nastavnik.core.choices import Choices
from nastavnik.pairs.health.rules import Feeling
from nastavnik.pairs.rules import PairState


class Column(Choices):
    PROPOSED = "proposed", "Предложены"
    CONSENTS = "consents", "Ждут согласий"
    ORDER = "order", "Ждут приказа"
    CONTACT = "contact", "Нужен контакт"
    EARLY = "early", "Рано судить"
    WELL = "well", "В порядке"
    PAUSED = "paused", "Приостановлены"
    ENDED = "ended", "Закончены недавно"


OF_STATE: dict[PairState, Column] = {
    PairState.DRAFT: Column.PROPOSED,
    PairState.PROPOSED: Column.PROPOSED,
    PairState.AWAITS_CONSENTS: Column.CONSENTS,
    PairState.AWAITS_ORDER: Column.ORDER,
    PairState.FINISHED: Column.ENDED,
    PairState.STOPPED: Column.ENDED,
}
OF_FEELING: dict[Feeling, Column] = {
    Feeling.CONTACT: Column.CONTACT,
    Feeling.EARLY: Column.EARLY,
    Feeling.WELL: Column.WELL,
}


def column_of(state: PairState, feeling: Feeling | None) -> Column:
    """A pair that needs a contact stands there whether it works or rests."""
    if state in OF_STATE:
        return OF_STATE[state]
    if state is PairState.PAUSED and feeling is not Feeling.CONTACT:
        return Column.PAUSED
    return OF_FEELING.get(feeling or Feeling.EARLY, Column.EARLY)
