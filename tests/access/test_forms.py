"""A form takes only what it names, and offers only rows of one's own school (T3, T11)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.forms import ModelChoiceField

from nastavnik.core.forms import Form, ModelForm

from .addresses import addresses
from .test_ways import own_paths
from .walk import enter
from .world import World

pytestmark = pytest.mark.django_db
Rows = dict[str, dict[str, Any]]

# What belongs to a row itself and is never typed.
OF_THE_ROW = {"organisation", "root", "created_at", "updated_at", "path", "search_text", "id", "pk"}
OF_THE_ACCOUNT = {"account", "user", "is_active", "is_installer", "is_demo", "is_staff", "is_superuser"}
OF_THE_WORK = {"state", "issued_at", "issued_by", "decided_by", "decided_at", "invited_by", "undo", "facts"}
# Where such a name is a question of the form, and why.
ASKED = {
    "ConsentFilter.state": "narrows a list",
    "LogFilter.state": "narrows a list",
    "PairFilter.state": "narrows a list",
    "PaperFilter.state": "narrows a list",
}


def shapes() -> list[type[forms.BaseForm]]:
    """Every form of the product."""
    addresses()  # views, and forms with them, are imported by the addresses
    found, left = [], [Form, ModelForm]
    while left:
        for each in left.pop().__subclasses__():
            left.append(each)
            found += [each] if each.__module__.startswith("nastavnik.") else []
    return found


def test_there_are_forms() -> None:
    assert len(shapes()) > 30


@pytest.mark.parametrize("shape", shapes(), ids=lambda shape: f"{shape.__module__}.{shape.__name__}")
def test_a_form_asks_nothing_that_is_not_typed(shape: type[forms.BaseForm]) -> None:
    named = {
        f"{shape.__name__}.{name}"
        for name in shape.base_fields
        if name in OF_THE_ROW | OF_THE_ACCOUNT | OF_THE_WORK
    }
    assert {name for name in named if name not in ASKED} == set()


@pytest.mark.parametrize("shape", shapes(), ids=lambda shape: f"{shape.__module__}.{shape.__name__}")
def test_a_form_on_a_table_lists_its_fields(shape: type[forms.BaseForm]) -> None:
    meta = getattr(shape, "_meta", None)
    if isinstance(meta, forms.models.ModelFormOptions) and meta.model is not None:
        assert isinstance(meta.fields, list | tuple)
        assert not meta.exclude


KEPT: dict[str, list[tuple[str, forms.BaseForm]]] = {}


def shown_forms(world: World, rows: Rows, visitor: str) -> list[tuple[str, forms.BaseForm]]:
    """The pages are opened once for all questions of this file."""
    if visitor not in KEPT:
        KEPT[visitor] = list(_shown_forms(world, rows, visitor))
    return KEPT[visitor]


def _shown_forms(world: World, rows: Rows, visitor: str) -> Iterator[tuple[str, forms.BaseForm]]:
    """Every form that the pages of this visitor show, as it is bound to the own school."""
    client = enter(world, visitor)
    for name, path in own_paths(world, rows, "GET"):
        if name == "account_logout":
            continue
        context = client.get(path).context
        for layer in context or ():
            for value in layer.dicts if hasattr(layer, "dicts") else [layer]:
                yield from ((name, each) for each in value.values() if isinstance(each, forms.BaseForm))


@pytest.mark.parametrize("visitor", ["curator", "mentee", "mentor"])
def test_no_form_offers_a_row_of_another_school(visitor: str, world: World, rows: Rows) -> None:
    """What is not offered is refused: a choice field takes only its choices."""
    foreign = {str(row.pk) for place in (world.beside, world.far) for row in place.rows.values()}
    foreign |= {str(card.pk) for place in (world.beside, world.far) for card in place.people.values()}
    seen, loose = 0, []
    for name, form in shown_forms(world, rows, visitor):
        for field_name, field in form.fields.items():
            offered = _offered(field)
            seen += len(offered)
            loose += [f"{name}: {type(form).__name__}.{field_name}"] if offered & foreign else []
    assert sorted(set(loose)) == []
    assert seen


def _offered(field: forms.Field) -> set[str]:
    if isinstance(field, ModelChoiceField):
        return {str(pk) for pk in field.queryset.values_list("pk", flat=True)}
    if not isinstance(field, forms.ChoiceField):
        return set()
    return {str(value) for value, label in list(field.choices) if not isinstance(label, list | tuple)}


@pytest.mark.parametrize("visitor", ["curator", "mentee"])
def test_a_foreign_id_in_a_choice_is_an_error_of_the_field(visitor: str, world: World, rows: Rows) -> None:
    taken, tried = [], 0
    for name, form in shown_forms(world, rows, visitor):
        for field_name, field in form.fields.items():
            if isinstance(field, ModelChoiceField):
                tried += 1
                stranger = world.far.rows.get(field.queryset.model) or world.far.people["mentee"]
                try:
                    field.clean([str(stranger.pk)] if hasattr(field, "_check_values") else str(stranger.pk))
                    taken.append(f"{name}: {type(form).__name__}.{field_name}")
                except forms.ValidationError:
                    pass
    assert taken == []
    assert tried or visitor != "curator"
