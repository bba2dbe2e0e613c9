"""«Версия для слабовидящих»: a setting of every page, kept in a cookie that says nothing of the person and in the account."""

from dataclasses import dataclass, fields
from typing import Self

COOKIE = "vision"
OFF = "off"
SIZES = {"100": "Обычный", "150": "Крупный, полтора раза", "200": "Самый крупный, вдвое"}
LETTERS = {"normal": "Обычные", "wide": "Шире", "widest": "Самые широкие"}
LINES = {"normal": "Обычные", "wide": "Шире", "widest": "Самые широкие"}
SCHEMES = {
    "black-on-white": "Чёрным по белому",
    "white-on-black": "Белым по чёрному",
    "blue": "Тёмно-синим по голубому",
}
IMAGES = {"on": "Показывать", "off": "Не показывать"}


@dataclass(frozen=True)
class Vision:
    """How the page is shown; every value is a key of its table above."""

    size: str = "150"
    letters: str = "normal"
    lines: str = "normal"
    scheme: str = "black-on-white"
    images: str = "on"

    @property
    def is_dark(self) -> bool:
        return self.scheme == "white-on-black"

    @property
    def kept(self) -> str:
        """As it stands in the cookie and in the account: «150.normal.wide.blue.on»."""
        return ".".join(getattr(self, each.name) for each in fields(self))

    @classmethod
    def read(cls, kept: str) -> Self | None:
        """None for the usual version; a cookie that was tampered with is the usual version too."""
        given = kept.split(".")
        tables = (SIZES, LETTERS, LINES, SCHEMES, IMAGES)
        known = len(given) == len(tables) and all(v in table for v, table in zip(given, tables, strict=True))
        return cls(*given) if known else None
