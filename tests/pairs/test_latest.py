"""What the first leaf of a pair shows of a long life: the two nearest things ahead, then the last that have been."""

from datetime import date, timedelta

from nastavnik.pairs.happenings import Happening
from nastavnik.pairs.views.overview import SHOWN, latest

TODAY = date(2026, 11, 26)


def test_the_past_stands_after_the_two_nearest_things_ahead() -> None:
    been = [Happening(TODAY - timedelta(days=n), "Встреча") for n in range(20, 0, -1)]
    ahead = [Happening(TODAY + timedelta(days=n), "Мероприятие", kind="next") for n in range(9)]
    shown = latest([*been, *ahead], TODAY)
    assert len(shown) == SHOWN
    assert [each.on for each in shown[:2]] == [TODAY + timedelta(days=1), TODAY]
    assert [each.on for each in shown[2:]] == [TODAY - timedelta(days=n) for n in range(1, SHOWN - 1)]
