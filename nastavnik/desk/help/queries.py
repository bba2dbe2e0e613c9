"""As whom a person reads the guides."""

from nastavnik.access.actor import Actor
from nastavnik.access.roles import Role
from nastavnik.pairs.models import Participation


def roles_of(actor: Actor) -> frozenset[Role]:
    """Roles given by appointment, and the sides of one's pairs: a pair that waits for its order gives no role yet."""
    if not actor.person_ids:
        return actor.roles()
    mine = Participation.objects.filter(person__in=actor.person_ids, left_on__isnull=True)
    sides = mine.order_by().values_list("side", flat=True).distinct()
    return actor.roles() | {Role(side) for side in sides}
