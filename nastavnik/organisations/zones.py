"""Time zones of Russia as people name them: by the distance from Moscow and by large cities."""

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
