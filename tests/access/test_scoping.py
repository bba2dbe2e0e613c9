"""Two answers must agree: a row is in the list exactly when the row itself says yes. Tried on every table there is."""

import pytest
from django.db import models

from nastavnik.access.actor import NOBODY, Actor
from nastavnik.access.permissions import Permission
from nastavnik.access.scoping import Scoped
from nastavnik.people.models import Person
from nastavnik.people.queries import actor_for
from tests.cast import Cast

from .rows import business_tables
from .world import TODAY, VISITORS, World

pytestmark = pytest.mark.django_db


def actor_of(world: World, visitor: str) -> Actor:
    user = world.users[visitor]
    return actor_for(user, today=TODAY) if user is not None and visitor != "deactivated" else NOBODY


@pytest.mark.parametrize("table", business_tables(), ids=lambda table: table._meta.label)
def test_list_and_row_agree_for_every_visitor_and_permission(table: type[models.Model], world: World) -> None:
    rows = list(table._base_manager.all())
    assert len({row.root_id for row in rows}) == 2, "the world must hold rows of both contours"
    owners = {row.pk: row.owned_by for row in rows}
    torn = []
    for visitor in VISITORS:
        actor = actor_of(world, visitor)
        answers: dict[object, set[object]] = {}
        for permission in Permission:
            reach = actor.reach(permission)
            if reach not in answers:
                listed = table._default_manager.visible_to(actor, permission)
                answers[reach] = set(listed.values_list("pk", flat=True))
            said = {row.pk for row in rows if reach.covers(_Seen(row.lies_at, owners[row.pk]))}
            torn += [f"{visitor} {permission}"] if answers[reach] != said else []
    assert torn == []


class _Seen:
    """A row whose owners were asked for once: the question is put hundreds of times."""

    def __init__(self, lies_at: str, owned_by: frozenset[object]) -> None:
        self.lies_at, self.owned_by = lies_at, owned_by


@pytest.mark.parametrize("table", business_tables(), ids=lambda table: table._meta.label)
def test_a_stranger_and_a_foreign_curator_find_no_row(table: type[models.Model], world: World) -> None:
    for actor in (NOBODY, actor_of(world, "curator_far")):
        own = table._base_manager.filter(root=world.own.organisation.root)
        for permission in Permission:
            seen = table._default_manager.visible_to(actor, permission).filter(pk__in=own)
            assert not seen.exists(), f"{permission}"


def test_every_business_table_declares_whose_its_rows_are() -> None:
    assert [table._meta.label for table in business_tables() if "scope" not in vars(table)] == []
    assert all(issubclass(table, Scoped) for table in business_tables())


def test_a_curator_sees_the_own_school_and_nobody_elses(cast: Cast) -> None:
    seen = Person.objects.visible_to(cast.as_actor(cast.oleg), Permission.PERSON_VIEW)
    assert set(seen) == {cast.oleg}
