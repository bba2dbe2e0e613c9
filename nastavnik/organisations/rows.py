"""The abstract base of every business table: who owns the row, in which contour it lives, how it changed."""

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import F
from django.utils import timezone

from nastavnik.access.scoping import Scoped, ScopedQuerySet
from nastavnik.core.errors import Conflict
from nastavnik.core.identifiers import new_id

_R = TypeVar("_R", bound="Row", covariant=True)

CHANGED_BY_ANOTHER = (
    "Эту запись только что изменил другой человек. Ваш текст сохранён в форме: сравните и сохраните ещё раз."
)


class RowQuerySet(ScopedQuerySet[_R]):
    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        rows = list(objs)
        for row in rows:
            row.settle()
        return super().bulk_create(rows, *args, **kwargs)

    def revise(self, row: Any, *, seen: int, **values: Any) -> None:
        """Change `row` if nobody has changed it since version `seen`; else Conflict and nothing happens."""
        changed = self.filter(pk=row.pk, version=seen).update(
            **values, version=F("version") + 1, updated_at=timezone.now()
        )
        if not changed:
            raise Conflict(CHANGED_BY_ANOTHER)
        row.refresh_from_db()


class Row(Scoped):
    """`root` is the contour of placement (a region, a municipality or a lone school); it never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    root = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", editable=False, db_index=False
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name="организация"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def settle(self) -> None:
        """Take the contour from the owner, once."""
        root: UUID | None = self.root_id
        if root is None:
            self.root_id = self.organisation.root_id

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Not business logic: the schema rule «root is set at creation» must hold whoever creates the row.
        self.settle()
        super().save(*args, **kwargs)
