"""A plan of an import is written down at once, and taken back at once where nothing has been built upon it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Model
from django.utils import timezone

from nastavnik.core.identifiers import new_id
from nastavnik.organisations.models import Organisation
from nastavnik.people.models import Employment, Person
from nastavnik.people.queries.staff_plan import Plan, Planned

BATCH = 500  # SQLite takes 32 766 values in one statement


def write(plan: Plan, organisation: Organisation) -> dict[str, Any]:
    """Everything of the plan, in the caller's transaction. Gives what is needed to undo it (ids and former values)."""
    created = _create(plan.of("new"), organisation)
    people = _change(Person, {p.person_id: p.person for p in plan.of("changed") if p.person_id and p.person})
    jobs = _change(Employment, {p.job_id: p.job for p in plan.of("changed") if p.job_id and p.job})
    added = [(p.person_id, p.job) for p in plan.of("changed") if p.person_id and p.job and p.job_id is None]
    return {
        "people": created,
        "former_people": people,
        "former_jobs": jobs,
        "jobs": _add_jobs(added, organisation),
    }


def _create(planned: list[Planned], organisation: Organisation) -> list[str]:
    people = [Person(id=new_id(), organisation=organisation, **each.person) for each in planned]
    Person.objects.bulk_create(people, batch_size=BATCH)
    _add_jobs([(p.pk, each.job) for p, each in zip(people, planned, strict=True) if each.job], organisation)
    return [person.pk.hex for person in people]


def _add_jobs(rows: Iterable[tuple[UUID, dict[str, Any]]], organisation: Organisation) -> list[str]:
    jobs = [Employment(id=new_id(), organisation=organisation, person_id=pk, **job) for pk, job in rows]
    Employment.objects.bulk_create(jobs, batch_size=BATCH)
    return [job.pk.hex for job in jobs]


def _change(model: type[Person] | type[Employment], values: dict[UUID, dict[str, Any]]) -> list[list[Any]]:
    """Set the values; gives [id, version after, former values] of each row."""
    former: list[list[Any]] = []
    for keys in _batches(list(values)):
        for row in model._base_manager.filter(pk__in=keys):
            was = {name: _plain(getattr(row, name)) for name in values[row.pk]}
            former.append([row.pk.hex, row.version + 1, was])
            _set(model, row.pk, values[row.pk])
    return former


def _set(model: type[Model], pk: UUID, values: dict[str, Any]) -> None:
    model._base_manager.filter(pk=pk).update(**values, version=F("version") + 1, updated_at=timezone.now())


def take_back(undo: dict[str, Any]) -> list[tuple[str, str]]:
    """Remove what was created, restore what was changed. Gives (whose card stays, why)."""
    stays = _restore(Person, undo.get("former_people", ()))
    stays += _restore(Employment, undo.get("former_jobs", ()))
    for keys in _batches(undo.get("jobs", [])):
        Employment.objects.filter(pk__in=keys, version=1).delete()
    for keys in _batches(undo.get("people", [])):
        stays += _remove(keys)
    return stays


def _restore(model: type[Person] | type[Employment], former: Iterable[list[Any]]) -> list[tuple[str, str]]:
    stays = []
    for pk, version, values in former:
        row = model._base_manager.filter(pk=pk).first()
        if row is not None and row.version == version:
            _set(model, row.pk, {name: _typed(model, name, value) for name, value in values.items()})
        elif row is not None:
            name = row.full_name if isinstance(row, Person) else row.person.full_name
            stays.append((name, "после загрузки данные изменили ещё раз"))
    return stays


def _remove(keys: list[str]) -> list[tuple[str, str]]:
    kept = _stands_on(keys)
    people = list(Person.objects.filter(pk__in=keys).select_related("organisation"))
    stays = []
    for person in people:
        if person.version > 1:
            kept[person.pk] = "карточку после загрузки изменили"
        if person.account_id:
            kept[person.pk] = "у человека есть вход в систему"
        if person.pk in kept:
            stays.append((person.full_name, kept[person.pk]))
    Person.objects.filter(pk__in=[person.pk for person in people if person.pk not in kept]).delete()
    return stays


def _stands_on(keys: list[str]) -> dict[UUID, str]:
    """Who of these has something built upon the card, on any floor: consents, roles, banks, pairs…"""
    kept: dict[UUID, str] = {}
    for relation in Person._meta.related_objects:
        model: Any = relation.related_model
        if model is Employment:
            continue
        name = relation.field.name
        rows = model._base_manager.filter(**{f"{name}__in": keys}).values_list(name, flat=True)
        words = str(model._meta.verbose_name)
        kept |= {pk: f"на карточке есть записи: {RELATION_WORDS.get(model.__name__, words)}" for pk in rows}
    edited = Employment.objects.filter(person_id__in=keys, version__gt=1).values_list("person", flat=True)
    return kept | dict.fromkeys(edited, "должность после загрузки изменили")


RELATION_WORDS = {
    "Appointment": "роль",
    "Consent": "согласие",
    "Invitation": "приглашение",
    "Representative": "представитель",
    "ESignAgreement": "соглашение об электронной подписи",
    "Mentor": "банк наставников",
    "Mentee": "банк наставляемых",
    "Assessment": "диагностика",
}


def _batches(keys: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, bool, type(None))) else str(value)


def _typed(model: type[Model], name: str, value: Any) -> Any:
    field: Any = model._meta.get_field(name)
    return None if value is None else field.to_python(value)


def journal_of(undo: dict[str, Any], counts: dict[str, int], on: date) -> dict[str, Any]:
    """The line of the journal: numbers, and the former values of at most fifty cards."""
    former = {pk: values for pk, _, values in [*undo["former_people"], *undo["former_jobs"]][:50]}
    return {"on": str(on), **counts, "former": former}
