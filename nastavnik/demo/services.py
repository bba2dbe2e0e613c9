"""The example is told only through services: what a curator could have done by hand, in the same order."""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.access.roles import Role
from nastavnik.core import journal
from nastavnik.core.errors import Denied, Refusal
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import User

from . import autumn, places

Progress = Callable[[int, int, str], None]


@transaction.atomic
def fill(*, by: Actor, today: date, progress: Progress = lambda *_: None) -> None:
    """One school in full, a neighbour in brief, their municipality. Only while the installation is empty.

    Raises Refusal when somebody already signs in here: an example must never mix with real people.
    """
    if Role.CONSOLE not in by.roles():
        raise Denied(Permission.SYSTEM_MANAGE)
    if Organisation.objects.exists() or User.objects.exists():
        raise Refusal("Пример заполняет только пустую установку. Возьмите новую папку данных (DATA_DIR).")
    chapters: list[tuple[str, Callable[[], None]]] = []
    world = places.World(today=today, by=by)
    chapters += [
        ("Муниципалитет и организации", world.build),
        ("Люди, должности и роли", world.populate),
        ("Совет наставников", world.seat_council),
        ("Согласия", lambda: autumn.gather_consents(world)),
        ("Диагностика", lambda: autumn.diagnose(world)),
        ("Банки наставляемых и наставников", lambda: autumn.fill_banks(world)),
        ("Подбор пар", lambda: autumn.match(world)),
        ("Приказ и первые пары", lambda: autumn.order(world)),
    ]
    for done, (words, chapter) in enumerate(chapters):
        progress(done, len(chapters), words)
        chapter()
    progress(len(chapters), len(chapters), "Готово")
    journal.record("demo.filled", "Заполнен вымышленный пример", subject=world.school, by=by)
