"""Commands about proposals of pairs and papers."""

import argparse
from importlib import import_module
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from nastavnik.access.actor import CONSOLE
from nastavnik.core.errors import Refusal, disk_words

from . import database
from .people import find_organisation
from .speech import as_json, say


def match(given: argparse.Namespace) -> int:
    """Propose pairs; approves nothing."""
    database.prepare()
    organisation = find_organisation(given.organisation)
    matching = import_module("nastavnik.matching.services")
    told: dict[str, Any] = matching.match_now(organisation, today=timezone.localdate(), by=CONSOLE)
    if given.json:
        as_json(told)
        return 0
    for pair in told["pairs"]:
        say(f"{pair['mentor']} → {pair['mentee']}: {pair['issue']}")
    for left in told["left_out"]:
        say(f"Без пары: {left['mentee']} ({left['issue']}) — {left['reason']} {left['next_step']}")
    if not told["pairs"] and not told["left_out"]:
        say("Подбирать некого: в банке нет открытых запросов. Заведите их в системе: Банки → Наставляемые.")
    return 0


def papers(given: argparse.Namespace) -> int:
    database.prepare()
    organisation = find_organisation(given.organisation)
    rows: list[dict[str, Any]] = import_module("nastavnik.documents.queries").papers_of(
        organisation, by=CONSOLE
    )
    if given.json:
        as_json(rows)
    else:
        for row in rows:
            say(
                f"{row['id']}  {row['title']} № {row['number'] or '—'} от {row['date'] or '—'} ({row['state']})"
            )
        if not rows:
            say("Документов нет. Приказ готовят в системе: Документы → Приказы.")
    return 0


def paper(given: argparse.Namespace) -> int:
    """The .docx of a paper."""
    database.prepare()
    try:
        pk = UUID(given.id)
        data: bytes = import_module("nastavnik.documents.queries").docx_of(pk, by=CONSOLE)
    except (ValueError, Http404) as missing:
        raise Refusal(f"Документа {given.id} нет. Перечень: nastavnik papers --organisation КОД") from missing
    try:
        given.out.write_bytes(data)
    except OSError as fault:
        raise Refusal(
            f"Не удалось записать {given.out}: {disk_words(fault)}. Укажите другой файл."
        ) from fault
    say(f"Сохранено: {given.out}")
    return 0
