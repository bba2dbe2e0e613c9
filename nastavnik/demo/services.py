"""The example is told only through services: what a curator could have done by hand, in the same order."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.access.roles import Role
from nastavnik.core import journal
from nastavnik.core.errors import Denied, Refusal
from nastavnik.notifications import ladder
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import User

from . import autumn, meeting_days, places, talking, turns, writing

Progress = Callable[[int, int, str], None]


@transaction.atomic
def fill(*, by: Actor, today: date, progress: Progress = lambda *_: None) -> None:
    """A region: two municipalities, six organisations, one school in full. Only while the installation is empty.

    Raises Refusal when somebody already signs in here: an example must never mix with real people.
    """
    if Role.CONSOLE not in by.roles():
        raise Denied(Permission.SYSTEM_MANAGE)
    if Organisation.objects.exists() or User.objects.exists():
        raise Refusal("Пример заполняет только пустую установку. Возьмите новую папку данных (DATA_DIR).")
    chapters: list[tuple[str, Callable[[], None]]] = []
    world = places.World(today=today, by=by)
    chapters += [
        ("Регион, муниципалитеты и организации", world.build),
        ("Люди, должности и роли", world.populate),
        ("Совет наставников", world.seat_council),
        ("Согласия, диагностика, банки", lambda: autumn.prepare(world)),
        ("Пары прошлого года", lambda: autumn.begin_old_pairs(world)),
        ("Пары этого года и приказ", lambda: autumn.begin_pairs(world)),
        ("Помещения, расписание, каникулы", lambda: meeting_days.prepare(world)),
        ("Программы", lambda: writing.tell_of_the_school(world)),
        ("Встречи", lambda: meeting_days.meet_before_ends(world)),
        ("Итоги прошлого года", lambda: writing.finish_old(world)),
        ("Обращения", lambda: talking.complain(world)),
        ("Паузы, замены, завершения", lambda: turns.turn(world)),
        ("Встречи этого года", lambda: meeting_days.meet(world)),
        ("Дневники и посещения уроков", lambda: meeting_days.keep_diaries(world)),
        ("Программы, которые ждут", lambda: writing.leave_open(world)),
        ("Переписка и объявления", lambda: _talk(world)),
        ("Подбор пар", lambda: autumn.begin_the_last(world)),
        ("Напоминания", _remind),
    ]
    for done, (words, chapter) in enumerate(chapters):
        progress(done, len(chapters), words)
        chapter()
    progress(len(chapters), len(chapters), "Готово")
    journal.record("demo.filled", "Заполнен вымышленный пример", subject=world.school, by=by)


def _talk(world: places.World) -> None:
    talking.talk_it_over(world)
    talking.complain_lately(world)
    talking.put_up(world)
    talking.spend_minutes(world)


def _remind() -> None:
    """What the worker would tell in its next round, so that the first visitor sees it at once."""
    ladder.remind(timezone.now())
