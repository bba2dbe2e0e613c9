"""A pair without an order gives way to the one that a re-run has proposed instead, when that one is approved."""

from datetime import date

from nastavnik.access.actor import Actor
from nastavnik.bank.models import Request
from nastavnik.bank.rules import RequestState
from nastavnik.core.errors import Refusal
from nastavnik.matching.models import Proposal
from nastavnik.pairs.changing import services as changing
from nastavnik.pairs.changing.rules import ChangeKind, Ground
from nastavnik.pairs.models import Mentorship

from .standing import UNSIGNED

SIGNED = "Эта пара уже закреплена приказом. Чтобы сменить наставника, откройте её и выберите «Заменить наставника»."


def give_way(proposal: Proposal, *, today: date, by: Actor) -> None:
    """End the pair that the re-run told of. A signed one is never ended here. The caller has asked the right."""
    if not proposal.run.is_calm:
        return
    Request.objects.select_for_update().get(pk=proposal.request_id)
    proposal.request.refresh_from_db(fields=["state"])
    if proposal.request.state == RequestState.SERVED:
        raise Refusal(SIGNED)
    if proposal.request.state != RequestState.PROPOSED:
        return
    old = Mentorship.objects.filter(
        participations__request=proposal.request_id,
        participations__left_on__isnull=True,
        state__in=UNSIGNED,
        is_group=False,
    ).first()
    if old is not None:
        wanted = changing.Wanted(
            ChangeKind.STOP, today, ground=Ground.OTHER, note="Изменено при пересмотре подбора"
        )
        changing.write_down(old, wanted, today=today, by=by)
        proposal.request.refresh_from_db(fields=["state"])
