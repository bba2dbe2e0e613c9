"""The card of an organisation, its names in cases, the tree, a new sub-organisation."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core import ui
from nastavnik.core.acting import carried_out, form_page
from nastavnik.core.paging import paged
from nastavnik.core.russian.latin import slug
from nastavnik.organisations import queries, rules, services
from nastavnik.organisations.forms.nodes import CasesForm, ChildForm, OrganisationForm
from nastavnik.organisations.models import Organisation
from nastavnik.organisations.rules import ORDER, Kind, Level
from nastavnik.organisations.zones import ZONES


@requires(Permission.ORGANISATION_VIEW)
def here(request: Request) -> HttpResponseBase:
    """The card of the current organisation; who has none (the administrator) gets the tree."""
    may_see = request.here is not None and request.actor.can(Permission.ORGANISATION_VIEW, request.here)
    return _card(request, request.here) if may_see else tree(request)


@requires(Permission.ORGANISATION_VIEW)
def card(request: Request, pk: UUID) -> HttpResponse:
    return _card(request, queries.organisation_for(request.actor, Permission.ORGANISATION_VIEW, pk))


def _card(request: Request, organisation: Organisation) -> HttpResponse:
    may_edit = request.actor.can(Permission.ORGANISATION_EDIT, organisation)
    children, pager = paged(queries.below(request.actor, organisation), request.GET)
    context = {
        "organisation": organisation,
        "names": _names(organisation),
        "place": _place(organisation),
        "requisites": _requisites(organisation),
        "rules": _settings(organisation),
        "edit_url": reverse("organisations:edit", args=[organisation.pk]) if may_edit else "",
        "table": _table(children) if children else None,
        "pager": pager,
        "actions": _actions(request, organisation, may_edit),
        "is_here": organisation == request.here,
        "may_see_journal": request.actor.can(Permission.JOURNAL_VIEW, organisation),
    }
    return render(request, "organisations/card.html", context)


def _names(organisation: Organisation) -> list[ui.Line]:
    return [
        ui.Line("Полное наименование", organisation.full_name),
        ui.Line("Краткое наименование", organisation.short_name),
        ui.Line("Вид", organisation.get_kind_display()),
        ui.Line("Учебный год", queries.school_year_of(timezone.localdate())),
    ]


def _place(organisation: Organisation) -> list[ui.Line]:
    contour = rules.contour_of(Kind(organisation.kind), Level(organisation.level))
    over = " → ".join(each.short_name for each in queries.above(organisation))
    lines = [
        ui.Line("Уровень", organisation.get_level_display()),
        ui.Line("Контур", f"{contour.label}: {CONTOURS[contour]}"),
    ]
    return [*lines, ui.Line("Входит в", over)] if over else lines


CONTOURS = {
    rules.Contour.INTERNAL: "сама образовательная организация",
    rules.Contour.EXTERNAL: "муниципалитет, регион и другие организации вокруг школ",
}


def _requisites(organisation: Organisation) -> list[ui.Line]:
    o = organisation
    return [
        ui.Line("Организационно-правовая форма", o.legal_type),
        ui.Line("Учредитель", o.founder),
        ui.Line("Населённый пункт", o.place),
        ui.Line("Адрес", o.address),
        ui.Line("Телефон", o.phone),
        ui.Line("Электронная почта", o.email),
        ui.Line("Сайт", o.site),
        ui.Line("ИНН", o.inn),
        ui.Line("КПП", o.kpp),
        ui.Line("ОГРН", o.ogrn),
        ui.Line("ОКПО", o.okpo),
    ]


def _settings(organisation: Organisation) -> list[ui.Line]:
    o = organisation
    act = f"№ {o.esign_act_number} от {o.esign_act_date:%d.%m.%Y}" if o.esign_act_date else "нет акта"
    who = "совет наставников и куратор" if o.has_council else "один куратор"
    return [
        ui.Line("Отвечает за наставничество", who),
        ui.Line("Молодой специалист", f"до {o.young_max_age} лет, стаж до {o.young_max_career} лет"),
        ui.Line("Простая электронная подпись", act),
        ui.Line("Часовой пояс", dict(ZONES).get(o.time_zone, o.time_zone)),
    ]


def _table(children: list[Organisation]) -> ui.Table:
    heads = (ui.Column("Организация"), ui.Column("Вид"), ui.Column("Уровень"), ui.Column("Контур"))
    return ui.Table("Входящие организации", heads, [_row(child) for child in children])


def _row(organisation: Organisation) -> ui.Row:
    contour = rules.contour_of(Kind(organisation.kind), Level(organisation.level))
    return ui.Row(
        [
            ui.Cell(organisation.short_name, reverse("organisations:view", args=[organisation.pk])),
            ui.Cell(organisation.get_kind_display()),
            ui.Cell(organisation.get_level_display()),
            ui.Cell(contour.label),
        ]
    )


def _actions(request: Request, organisation: Organisation, may_edit: bool) -> list[ui.Action]:
    pk, actions = organisation.pk, []
    if may_edit:
        actions.append(ui.Action("Наименование в падежах", reverse("organisations:cases", args=[pk])))
    may_add = request.actor.can(Permission.ORGANISATION_ADD, organisation)
    if may_add and organisation.level != Level.ORGANISATION:
        add = reverse("organisations:add", args=[pk])
        actions.append(ui.Action("Добавить организацию", add, icon="plus-lg"))
    return actions


@requires(Permission.ORGANISATION_VIEW)
def tree(request: Request) -> HttpResponse:
    rows, pager = paged(queries.organisations_for(request.actor), request.GET)
    return render(request, "organisations/tree.html", {"table": _table(rows), "pager": pager})


@requires(Permission.ORGANISATION_EDIT)
def edit(request: Request, pk: UUID) -> HttpResponse:
    organisation = queries.organisation_for(request.actor, Permission.ORGANISATION_EDIT, pk)
    initial = {name: getattr(organisation, name) for name in OrganisationForm.base_fields}
    form = OrganisationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        if carried_out(
            form,
            lambda: services.edit_organisation(organisation, seen=seen, **form.values(), by=request.actor),
            organisation,
        ):
            messages.success(request, "Сведения об организации сохранены.")
            return redirect("organisations:view", pk=pk)
    return form_page(
        request,
        form,
        title="Сведения об организации",
        sub=organisation.short_name,
        back="Организация",
        back_url=reverse("organisations:view", args=[pk]),
        submit="Сохранить сведения",
    )


@requires(Permission.ORGANISATION_EDIT)
def cases(request: Request, pk: UUID) -> HttpResponse:
    organisation = queries.organisation_for(request.actor, Permission.ORGANISATION_EDIT, pk)
    initial = {**organisation.name_cases, "version": organisation.version}
    form = CasesForm(request.POST or None, guesses=queries.guessed_cases(organisation), initial=initial)
    if request.method == "POST" and form.is_valid():
        seen, checked = form.cleaned_data["version"], form.overrides()
        if carried_out(
            form,
            lambda: services.set_organisation_cases(organisation, cases=checked, seen=seen, by=request.actor),
            organisation,
        ):
            messages.success(request, "Падежи сохранены. Так наименование будет стоять в документах.")
            return redirect("organisations:view", pk=pk)
    return form_page(
        request,
        form,
        title="Наименование в падежах",
        sub=organisation.short_name,
        lead="Исправленное запомним навсегда; пустое поле вернёт нашу догадку.",
        back="Организация",
        back_url=reverse("organisations:view", args=[pk]),
        submit="Сохранить падежи",
    )


@requires(Permission.ORGANISATION_ADD)
def add(request: Request, pk: UUID) -> HttpResponse:
    parent = queries.organisation_for(request.actor, Permission.ORGANISATION_ADD, pk)
    levels = ORDER[ORDER.index(Level(parent.level)) + 1 :]
    initial = {"time_zone": parent.time_zone, "level": Level.ORGANISATION, "kind": Kind.SCHOOL}
    form = ChildForm(request.POST or None, levels=levels, initial=initial)
    made: list[Organisation] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, lambda: made.append(_added(request, form, parent)))
    ):
        messages.success(request, "Организация добавлена.")
        return redirect("organisations:view", pk=made[0].pk)
    return form_page(
        request,
        form,
        title="Новая организация",
        sub=f"Входит в: {parent.short_name}",
        back="Организация",
        back_url=reverse("organisations:view", args=[pk]),
        submit="Добавить организацию",
    )


def _added(request: Request, form: ChildForm, parent: Organisation) -> Organisation:
    data = form.cleaned_data
    return services.add_organisation(
        code=data["code"] or slug(data["short_name"]) or "organisation",
        level=Level(data["level"]),
        kind=Kind(data["kind"]),
        full_name=data["full_name"],
        short_name=data["short_name"],
        time_zone=data["time_zone"],
        place=data["place"],
        parent=parent,
        by=request.actor,
    )
