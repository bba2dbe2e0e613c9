"""Matching of a large organisation, apart from the request that ordered it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from nastavnik.access.actor import CONSOLE
from nastavnik.core.errors import Refusal
from nastavnik.core.jobs import Work, job
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import User
from nastavnik.people.queries import actor_for

from . import services
from .engine.progress import Step

ROUNDS = 8
"""So many rounds a run usually takes."""
WORDS = {"prices": "Сравниваем пары", "groups": "Решаем, какие группы собирать"}


@job(services.JOB)
def match_pairs(work: Work) -> Mapping[str, Any]:
    """The one who ordered it must still have the right when it runs."""
    today = date.fromisoformat(work.payload["today"])
    by = CONSOLE
    if work.ordered_by is not None:
        user = User.objects.filter(pk=work.ordered_by, is_active=True).first()
        if user is None:
            raise Refusal("Тот, кто запустил подбор, больше не входит в систему. Запустите его ещё раз.")
        by = actor_for(user, today=today)
    organisation = Organisation.objects.get(pk=work.payload["organisation"])
    work.progress(0, ROUNDS, "Считаем баллы")
    run = services.run(organisation, today=today, by=by, progress=lambda step: tell(work, step))
    return {"run": str(run.pk)}


def tell(work: Work, step: Step) -> None:
    """Show how far it is; nobody knows how many rounds there will be, so the bar never fills before the end."""
    done = step.round if step.stage == "prices" else ROUNDS + step.round
    of = max(2 * ROUNDS if step.stage == "groups" else ROUNDS, done + 1)
    work.progress(done, of, f"{WORDS[step.stage]}: осталось проверить {step.left}")
