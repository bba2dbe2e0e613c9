"""The person behind a request, and how far their rights reach. No Django here."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from nastavnik.core.errors import Denied

from .permissions import Permission
from .roles import OWN_PERMISSIONS, ROLE_PERMISSIONS, Role


class Place(Protocol):
    """Anything that lies somewhere in the tree and may belong to somebody."""

    @property
    def lies_at(self) -> str: ...
    @property
    def owned_by(self) -> frozenset[UUID]: ...


@dataclass(frozen=True)
class Grant:
    role: Role
    path: str  # the subtree in which the role is held, e.g. "0190…/0191…/"; "" is the whole installation


@dataclass(frozen=True)
class Reach:
    """The rows one permission opens: whole subtrees, plus the actor's own records."""

    paths: frozenset[str]
    person_ids: frozenset[UUID]

    def covers(self, place: Place) -> bool:
        if any(place.lies_at.startswith(path) for path in self.paths):
            return True
        return bool(self.person_ids) and not self.person_ids.isdisjoint(place.owned_by)


@dataclass(frozen=True)
class Actor:
    """One account may stand behind several person cards: one in each organisation where it works."""

    user_id: UUID | None
    name: str
    person_ids: frozenset[UUID] = frozenset()
    grants: tuple[Grant, ...] = ()

    def reach(self, permission: Permission) -> Reach:
        return Reach(
            paths=frozenset(g.path for g in self.grants if permission in ROLE_PERMISSIONS[g.role]),
            person_ids=self.person_ids if permission in OWN_PERMISSIONS else frozenset(),
        )

    def can(self, permission: Permission, on: Place) -> bool:
        return self.reach(permission).covers(on)

    def require(self, permission: Permission, on: Place) -> None:
        if not self.can(permission, on):
            raise Denied(permission)

    def holds(self, permission: Permission) -> bool:
        """True if the permission is held anywhere at all: enough to open a page."""
        reach = self.reach(permission)
        return bool(reach.paths) or bool(reach.person_ids)

    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)


NOBODY = Actor(user_id=None, name="Гость")
CONSOLE = Actor(user_id=None, name="администратор установки", grants=(Grant(Role.CONSOLE, ""),))
