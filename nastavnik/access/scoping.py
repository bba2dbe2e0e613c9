"""One declaration per model answers both questions: which rows, and whether this row."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, ClassVar, Generic, Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404

from .actor import Actor
from .permissions import Permission


@dataclass(frozen=True)
class Scope:
    org: str = "organisation"  # lookup that leads to the organisation
    own: tuple[str, ...] = ()  # lookups that lead to the people the row belongs to
    # What must be true of that way: who has left a group owns it no more.
    own_while: Q = field(default_factory=Q)


_M = TypeVar("_M", bound="Scoped", covariant=True)


class ScopedQuerySet(QuerySet[_M], Generic[_M]):
    def visible_to(self, actor: Actor, permission: Permission) -> Self:
        scope, reach = self.model.scope, actor.reach(permission)
        rows = Q(pk__in=())
        for path in reach.paths:
            rows |= Q(**{f"{scope.org}__path__startswith": path}) if path else ~Q(pk__in=())
        for lookup in scope.own if reach.person_ids else ():
            mine = self.model._base_manager.filter(scope.own_while, **{f"{lookup}__in": reach.person_ids})
            rows |= Q(pk__in=mine.values("pk"))
        return self.filter(rows)

    def pick(self, actor: Actor, permission: Permission, **lookup: Any) -> _M:
        """One visible row, or 404: a stranger must not learn that the row exists.

        It remembers its owners: the page it is picked for asks many rights of it.
        """
        # `lookup` names one row: to put it in order would cost more than to read it.
        for row in self.visible_to(actor, permission).filter(**lookup).order_by()[:1]:
            row.remember_owners()
            return row
        raise Http404


class Scoped(models.Model):
    scope: ClassVar[Scope]

    class Meta:
        abstract = True

    @property
    def lies_at(self) -> str:
        path: str = attrgetter(f"{self.scope.org}__path".replace("__", "."))(self)
        return path

    def remember_owners(self) -> None:
        """From now on `owned_by` asks the database once: for rows that live as long as one request."""
        self.__dict__.setdefault("_owners", None)

    def knows_owners(self, people: Iterable[UUID]) -> None:
        """Who has read the people anyway tells them; only a row that remembers takes it in."""
        if "_owners" in self.__dict__:
            self.__dict__["_owners"] = frozenset(people)

    @property
    def owned_by(self) -> frozenset[UUID]:
        """People the row belongs to; asks the database once per declared way, of a picked row once in all;
        a card of a person is its own."""
        known: frozenset[UUID] | None = self.__dict__.get("_owners")
        if known is not None:
            return known
        if self.scope.own == ("id",) and not self.scope.own_while:
            return frozenset({self.pk})
        me = type(self)._base_manager.filter(self.scope.own_while, pk=self.pk)
        owners = frozenset(
            owner for way in self.scope.own for owner in me.values_list(way, flat=True) if owner is not None
        )
        if "_owners" in self.__dict__:
            self.__dict__["_owners"] = owners
        return owners
