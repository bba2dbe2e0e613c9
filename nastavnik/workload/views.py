"""«Моё время» for everybody, «Сколько мы спрашиваем» for those who answer for the load."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.access.roles import Role
from nastavnik.core import ui
from nastavnik.core.russian.wording import spaced

from . import queries, rules, services
from .demands import FormSeen, forms_seen
from .obligations import OBLIGATIONS

SECTIONS = {
    "bank": "Банки",
    "pairs": "Пары",
    "people": "Люди и согласия",
    "diagnostics": "Диагностика",
    "documents": "Документы",
    "organisations": "Организация",
    "matching": "Подбор",
    "notifications": "Новое",
    "conversations": "Сообщения и объявления",
    "meetings": "Встречи и дневник",
    "programmes": "Программа",
    "desk": "Настройки",
}
ROLES = (*rules.PARTICIPANTS, *rules.ORDER)


@requires(Permission.OWN_TIME)
def mine(request: Request) -> HttpResponse:
    """Minutes by week and by form; seen by nobody else."""
    today, actor = timezone.localdate(), request.actor
    weeks = queries.weeks_of(actor, today=today)
    is_mentor = Role.MENTOR in actor.roles()
    context = {
        "is_measured": queries.is_measured(actor),
        "weeks": _weeks_table(weeks, is_mentor=is_mentor),
        "forms": _forms_table(queries.forms_of(actor, today=today)),
        "any": any(week.seconds for week in weeks),
        "status": _status(weeks[0].seconds) if is_mentor else None,
        "target": rules.TARGET if is_mentor else None,
        "cap": rules.CAP // 60,
        "asked_url": reverse("workload:asked") if actor.holds(Permission.WORKLOAD_VIEW) else "",
    }
    return render(request, "workload/mine.html", context)


def _status(seconds: int) -> ui.Status:
    if seconds <= rules.TARGET * 60:
        return ui.Status("ok", f"На этой неделе в пределах {rules.TARGET} минут")
    return ui.Status("wait", f"На этой неделе больше {rules.TARGET} минут")


def _weeks_table(weeks: Sequence[queries.Week], *, is_mentor: bool) -> ui.Table:
    columns = [ui.Column("Неделя"), ui.Column("Минут", number=True)]
    rows = []
    for week in weeks:
        sunday = week.monday + timedelta(days=6)
        over = is_mentor and week.seconds > rules.TARGET * 60
        note = f"больше {rules.TARGET}" if over else ""
        cells = [
            ui.Cell(f"{week.monday:%d.%m} — {sunday:%d.%m.%Y}"),
            ui.Cell(_minutes(week.seconds), note=note),
        ]
        rows.append(ui.Row(cells))
    return ui.Table("Минуты по неделям", columns, rows)


def _forms_table(rows: Sequence[tuple[str, int, int]]) -> ui.Table:
    columns = [
        ui.Column("Форма", wide=True),
        ui.Column("Минут", number=True),
        ui.Column("Отправлено раз", number=True),
    ]
    known = {seen.address: seen for seen in forms_seen()}
    return ui.Table(
        "Минуты по формам",
        columns,
        [
            ui.Row([ui.Cell(_form_words(address, known)), ui.Cell(_minutes(s)), ui.Cell(n)])
            for address, s, n in rows
        ],
    )


def _form_words(address: str, known: dict[str, FormSeen]) -> str:
    section = SECTIONS.get(address.partition(":")[0], "Другое")
    return f"{section}: {known[address].words}" if address in known else section


def _minutes(seconds: int) -> str:
    return spaced(rules.minutes(seconds))


@requires(Permission.OWN_TIME)
@require_POST
def switch(request: Request) -> HttpResponse:
    if request.POST.get("measure") == "off":
        services.switch_off(today=timezone.localdate(), by=request.actor)
        messages.success(request, "Время больше не измеряется, прежние записи удалены.")
    else:
        services.switch_on(by=request.actor)
        messages.success(request, "Время снова измеряется. Его видите только вы.")
    return redirect("workload:mine")


@requires(Permission.WORKLOAD_VIEW)
def asked(request: Request) -> HttpResponse:
    """Forms and fields by role, read from the product itself; `?role=` lists the forms of one."""
    chosen = next((role for role in ROLES if role.value == request.GET.get("role")), None)
    may_see_time = request.here is not None and request.actor.can(Permission.WORKLOAD_VIEW, request.here)
    means = queries.by_role(request.here, today=timezone.localdate()) if may_see_time else []
    context: dict[str, Any] = {
        "roles": _roles_table(),
        "chosen": chosen.label if chosen else "",
        "forms": _role_table(chosen) if chosen else None,
        "obligations": [f"{each.role.label}: {each.document or each.address}" for each in OBLIGATIONS],
        "closed_list": rules.CLOSED_LIST,
        "means": _means_table(means) if means else None,
        "fewest": rules.FEWEST,
        "target": rules.TARGET,
    }
    return render(request, "workload/asked.html", context)


def _of_role(role: Role) -> list[FormSeen]:
    return [seen for seen in forms_seen() if rules.may_open(role, seen.permission)]


def _roles_table() -> ui.Table:
    columns = [ui.Column("Роль"), ui.Column("Форм открыто", number=True)]
    columns += [ui.Column("Обязательных полей", number=True), ui.Column("По желанию", number=True)]
    columns.append(ui.Column("Требуется для отчёта", number=True))
    return ui.Table(
        "Сколько спрашиваем по ролям", columns, [_role_row(role) for role in ROLES if _of_role(role)]
    )


def _role_row(role: Role) -> ui.Row:
    forms = _of_role(role)
    demanded = sum(each.role is role for each in OBLIGATIONS)
    return ui.Row(
        [
            ui.Cell(role.label, f"?role={role.value}#forms"),
            ui.Cell(len(forms)),
            ui.Cell(sum(len(seen.required) for seen in forms)),
            ui.Cell(sum(len(seen.optional) for seen in forms)),
            ui.Cell(demanded),
        ]
    )


def _role_table(role: Role) -> ui.Table:
    columns = [ui.Column("Что спрашивает форма", wide=True), ui.Column("Раздел")]
    columns += [ui.Column("Обязательно", wide=True), ui.Column("По желанию", number=True)]
    rows = sorted(_of_role(role), key=lambda seen: (-len(seen.required), seen.address))
    return ui.Table(f"Формы роли «{role.label}»", columns, [_form_row(seen) for seen in rows])


def _form_row(seen: FormSeen) -> ui.Row:
    section = SECTIONS.get(seen.address.partition(":")[0], "Другое")
    required = f"{len(seen.required)}: {', '.join(seen.required)}" if seen.required else "0"
    return ui.Row(
        [
            ui.Cell(seen.words),
            ui.Cell(section),
            ui.Cell("зависит от списков" if seen.varies else required),
            ui.Cell(len(seen.optional)),
        ]
    )


def _means_table(means: Sequence[queries.OfRole]) -> ui.Table:
    columns = [ui.Column("Роль"), ui.Column("Минут в неделю на человека", number=True)]
    rows = [
        ui.Row([ui.Cell(each.role.label), ui.Cell("мало людей" if each.mean is None else spaced(each.mean))])
        for each in means
    ]
    return ui.Table("Сколько времени уходит", columns, rows)
