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
    work.progress(0, 1, "Подбираем пары")
    run = services.run(organisation, today=today, by=by)
    return {"run": str(run.pk)}
