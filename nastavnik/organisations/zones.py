"""Time zones of Russia as people name them, and what day it is there: a deadline falls by the clock of the organisation."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONES = (
    ("Europe/Kaliningrad", "МСК−1: Калининград"),
    ("Europe/Moscow", "МСК: Москва, Санкт-Петербург, Казань, Сочи"),
    ("Europe/Samara", "МСК+1: Самара, Ижевск, Саратов"),
    ("Asia/Yekaterinburg", "МСК+2: Екатеринбург, Пермь, Уфа, Тюмень"),
    ("Asia/Omsk", "МСК+3: Омск"),
    ("Asia/Barnaul", "МСК+4: Барнаул, Бийск, Горно-Алтайск"),
    ("Asia/Novosibirsk", "МСК+4: Новосибирск, Томск, Кемерово"),
    ("Asia/Krasnoyarsk", "МСК+4: Красноярск, Абакан, Кызыл"),
    ("Asia/Irkutsk", "МСК+5: Иркутск, Улан-Удэ"),
    ("Asia/Yakutsk", "МСК+6: Якутск, Чита, Благовещенск"),
    ("Asia/Vladivostok", "МСК+7: Владивосток, Хабаровск"),
    ("Asia/Magadan", "МСК+8: Магадан, Южно-Сахалинск"),
    ("Asia/Kamchatka", "МСК+9: Петропавловск-Камчатский, Анадырь"),
)
FAR_EAST = "Asia/Kamchatka"


def day_in(zone: str, moment: datetime) -> date:
    """The day that this moment belongs to in a zone («Asia/Omsk»)."""
    return moment.astimezone(ZoneInfo(zone)).date()


def latest_day(moment: datetime) -> date:
    """The day where it begins first: nothing that is due later is due anywhere in the country."""
    return day_in(FAR_EAST, moment)
