"""A staff list on its way in: upload → columns → preview → applied by a job → undone within an hour."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import jobs, journal
from nastavnik.core.crash import crash
from nastavnik.core.errors import Conflict, Refusal
from nastavnik.core.files import TABLES, accept, discard, open_stored
from nastavnik.organisations.models import Organisation
from nastavnik.people import rules
from nastavnik.people.models import StaffImport
from nastavnik.people.queries.staff_plan import Plan, Progress, plan_for
from nastavnik.people.rules import IMPORT_MOVES, ImportState
from nastavnik.people.staff_file import Field, Mapping, StaffFile, Trouble, guess_columns, read_staff
from nastavnik.people.staff_file.headings import guess_mapping
from nastavnik.people.staff_file.read import read_sheet

from .staff_writing import take_back, write

JOB = "people.import"
FILE_LIVES = timedelta(days=1)  # an upload that nobody has applied is swept
LISTED = 20_000  # more troubles than that nobody reads


def upload(organisation: Organisation, *, file: "UploadedFile[Any]", by: Actor) -> StaffImport:
    """Keep the file and guess its columns. Raises Refusal (Unreadable) when the file as a whole is refused."""
    by.require(Permission.PEOPLE_IMPORT, organisation)
    stored = accept(file, allowed=TABLES, organisation=organisation, expires_at=timezone.now() + FILE_LIVES)
    try:
        with open_stored(stored) as opened:
            staff = guess_columns(opened.read(), stored.name)
        with transaction.atomic():
            row = StaffImport.objects.create(
                organisation=organisation,
                file_name=stored.name,
                source=stored,
                mapping=staff.mapping.as_dict() | {"sheets": list(staff.sheets)},
                state=ImportState.MAPPING,
                ordered_by=by.name,
            )
            journal.record("import.uploaded", f"Загружен файл «{stored.name}»", subject=row, by=by)
    except BaseException:
        discard(stored)
        raise
    return row


def choose_columns(
    row: StaffImport, *, fields: dict[int, Field | None], sheet: str = "", today: date, by: Actor
) -> None:
    """Set what each column holds and compute the preview; nothing is written to people."""
    by.require(Permission.PEOPLE_IMPORT, row)
    if sheet and sheet != row.mapping["sheet"]:
        _take_sheet(row, sheet)
        return
    mapping = Mapping.from_dict(row.mapping)
    for index, chosen in fields.items():
        mapping = mapping.with_field(index, chosen)
    if mapping.lacks:
        raise Refusal(mapping.lacks)
    staff = read_staff(_bytes_of(row), row.file_name, mapping=mapping, today=today)
    plan = plan_for(staff, row.organisation, today=today)
    kept = mapping.as_dict() | {"sheets": row.mapping.get("sheets", [])}
    _move(row, ImportState.PREVIEW, mapping=kept, preview=_preview(staff, plan))


def _take_sheet(row: StaffImport, sheet: str) -> None:
    """Another sheet of the book: its columns are guessed anew."""
    if sheet not in row.mapping.get("sheets", ()):
        raise Refusal("Такого листа в файле нет. Выберите лист из списка.")
    guessed = guess_mapping(read_sheet(_bytes_of(row), name=sheet))
    _move(row, ImportState.MAPPING, mapping=guessed.as_dict() | {"sheets": row.mapping["sheets"]})


@transaction.atomic
def order_apply(row: StaffImport, *, by: Actor) -> None:
    """Hand the import to the worker. The second press finds it taken."""
    by.require(Permission.PEOPLE_IMPORT, row)
    _move(row, ImportState.APPLYING)
    job = jobs.enqueue(JOB, key=row.pk.hex, payload={"import": row.pk}, organisation=row.organisation, by=by)
    StaffImport.objects.filter(pk=row.pk).update(job_id=job.pk)


@transaction.atomic
def back_to_preview(row: StaffImport, *, by: Actor) -> None:
    """After a failure: the file is still here, the columns may be chosen again."""
    by.require(Permission.PEOPLE_IMPORT, row)
    jobs.cancel(row.job_id) if row.job_id else None
    _move(row, ImportState.PREVIEW, job_id=None)


def apply_now(
    row: StaffImport,
    *,
    today: date,
    progress: Progress | None = None,
    finish: Callable[..., None] | None = None,
    by: Actor,
) -> dict[str, Any]:
    """Read the file again, compare with the database as it is now, write everything in one transaction.

    Killed at any moment it leaves nothing: `finish` marks the job in the same transaction.
    """
    by.require(Permission.PEOPLE_IMPORT, row)
    staff = read_staff(_bytes_of(row), row.file_name, mapping=Mapping.from_dict(row.mapping), today=today)
    plan = plan_for(staff, row.organisation, today=today, progress=progress)
    with transaction.atomic():
        counts = _apply(row, staff, plan, today=today, by=by)
        crash("import.before_commit")
        if finish is not None:
            finish(**counts)
    return counts


def _apply(row: StaffImport, staff: StaffFile, plan: Plan, *, today: date, by: Actor) -> dict[str, int]:
    _move(row, ImportState.APPLIED, applied_at=timezone.now(), preview=_preview(staff, plan, people=False))
    undo = write(plan, row.organisation)
    StaffImport.objects.filter(pk=row.pk).update(undo=undo)
    counts = counts_of(plan)
    former = {pk: was for pk, _, was in [*undo["former_people"], *undo["former_jobs"]][:50]}
    journal.record(
        "import.applied",
        f"Загружен список людей: {row.file_name}",
        subject=row,
        by=by,
        before={"former": former},
        after={**counts, "on": str(today)},
    )
    return counts


def fail(row: StaffImport, *, reason: str) -> None:
    """The worker could not apply it: the person sees why and may try again."""
    StaffImport.objects.filter(pk=row.pk, state=ImportState.APPLYING).update(
        state=ImportState.FAILED, preview={**row.preview, "failed": reason}
    )


@transaction.atomic
def undo(row: StaffImport, *, now: datetime, by: Actor) -> list[tuple[str, str]]:
    """Take the whole import back. Gives (whose card stays, why) where something has been built upon it."""
    by.require(Permission.PEOPLE_IMPORT, row)
    rules.check_undo(row.applied_at, now)
    stays = take_back(row.undo)
    kept = {**row.preview, "stays": [list(each) for each in stays[:500]]}
    _move(row, ImportState.UNDONE, undone_at=now, undo={}, preview=kept)
    journal.record(
        "import.undone", "Загрузка списка отменена", subject=row, by=by, after={"stays": len(stays)}
    )
    return stays


def import_bytes(
    data: bytes, name: str, *, organisation: Organisation, today: date, by: Actor, write_it: bool
) -> dict[str, Any]:
    """The whole way at once, for the console: see `nastavnik.people.importing.import_file`."""
    by.require(Permission.PEOPLE_IMPORT, organisation)
    staff = read_staff(data, name, today=today)
    if staff.mapping.lacks:
        raise Refusal(
            f"«{name}»: не найден столбец с именами. Озаглавьте его «ФИО» (или «Фамилия» и «Имя») и повторите."
        )
    if not staff.people and not staff.errors:
        raise Refusal(f"«{name}»: в списке нет ни одного человека. Проверьте, тот ли это файл.")
    plan = plan_for(staff, organisation, today=today)
    if write_it:
        with transaction.atomic():
            row = StaffImport.objects.create(
                organisation=organisation,
                file_name=name[:200],
                mapping=staff.mapping.as_dict(),
                state=ImportState.APPLYING,
                ordered_by=by.name,
            )
            _apply(row, staff, plan, today=today, by=by)
    return {**counts_of(plan), "errors": errors_of(staff)}


def counts_of(plan: Plan) -> dict[str, int]:
    return {"new": plan.count("new"), "changed": plan.count("changed"), "same": plan.count("same")}


def errors_of(staff: StaffFile) -> list[dict[str, Any]]:
    return [{"row": e.row, "person": e.person, "cell": e.cell, "message": e.message} for e in staff.errors]


def _preview(staff: StaffFile, plan: Plan, *, people: bool = True) -> dict[str, Any]:
    """Short rows: the page shows fifty of them at a time. After the import only the troubles are kept."""
    troubles = [[e.row, e.person, e.cell, e.message, e.trouble.value] for e in staff.errors[:LISTED]]
    shown = plan.people if people else ()
    lost = sum(e.trouble is Trouble.LOST for e in staff.errors)
    return {
        "counts": counts_of(plan) | {"errors": len(staff.errors), "lost": lost},
        "errors": troubles,
        "people": [[p.row.number, str(p.row.name), p.row.position, p.what, p.words] for p in shown],
    }


def _bytes_of(row: StaffImport) -> bytes:
    if row.source is None:
        raise Refusal("Файл уже удалён: он хранится сутки. Загрузите его ещё раз.")
    with open_stored(row.source) as opened:
        return opened.read()


def _move(row: StaffImport, target: ImportState, **values: Any) -> None:
    """The one door between states: a conditional UPDATE, so that of two presses one wins."""
    sources = [state for state, targets in IMPORT_MOVES.items() if target in targets]
    moved = StaffImport.objects.filter(pk=row.pk, state__in=sources).update(state=target, **values)
    if not moved:
        raise Conflict("С этим списком уже что-то сделали. Обновите страницу.")
    row.refresh_from_db()


def forget_served(now: datetime) -> int:
    """After the hour for undoing: former values, names and the file are kept no longer. Gives how many."""
    served = Q(state__in=(ImportState.APPLIED, ImportState.UNDONE), applied_at__lt=now - rules.UNDO_WITHIN)
    forsaken = Q(created_at__lt=now - FILE_LIVES) & ~Q(state=ImportState.APPLYING)
    rows = list(StaffImport.objects.filter(served | forsaken).exclude(preview__has_key="forgotten")[:100])
    for row in rows:
        _forget(row)
    return len(rows)


@transaction.atomic
def _forget(row: StaffImport) -> None:
    source = row.source
    kept = {"counts": row.preview.get("counts", {}), "forgotten": True}
    left = row.state in (ImportState.APPLIED, ImportState.UNDONE)
    state = row.state if left else ImportState.FAILED
    StaffImport.objects.filter(pk=row.pk).update(undo={}, preview=kept, mapping=[], source=None, state=state)
    if source is not None:
        discard(source)


def import_by_id(pk: UUID) -> StaffImport | None:
    return StaffImport.objects.select_related("organisation", "source").filter(pk=pk).first()
