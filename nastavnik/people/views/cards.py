"""The list of people, the card, adding and changing a person."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core import ui
from nastavnik.core.acting import carried_out
from nastavnik.core.errors import Refusal
from nastavnik.core.paging import paged
from nastavnik.organisations.models import Organisation
from nastavnik.people.card_sections import Leaf, sections_of
from nastavnik.people.forms.cards import CasesForm, PeopleFilter, PersonForm
from nastavnik.people.list_filters import filters_for
from nastavnik.people.models import Person
from nastavnik.people.queries import cards as queries
from nastavnik.people.queries import names
from nastavnik.people.services import cards as services

COLUMNS = (
    ui.Column("Фамилия и инициалы"),
    ui.Column("Должность"),
    ui.Column("Роли"),
    ui.Column("Кто это"),
)


def here_of(request: Request) -> Organisation:
    """The current organisation; without one there is nothing to show."""
    if request.here is None:
        raise Http404
    organisation: Organisation = request.here
    return organisation


@requires(Permission.PERSON_LIST)
def people(request: Request) -> HttpResponse:
    here, today = here_of(request), timezone.localdate()
    more = filters_for(request.actor)
    form = PeopleFilter(request.GET, positions=queries.positions_in(here, today=today), more=more)
    form.is_valid()
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    wanted = queries.Wanted(
        **{name: value for name, value in chosen.items() if name in queries.Wanted.__annotations__},
        more={each.name: chosen[each.name] for each in more if each.name in chosen},
    )
    rows, pager = paged(queries.people_in(here, wanted, today=today, by=request.actor), request.GET)
    context = {
        "filter": form,
        "chips": [_chip(form, name, chosen) for name in chosen],
        "table": ui.Table("Люди организации", COLUMNS, [_row(person) for person in rows]),
        "pager": pager,
        "reset_url": request.path if chosen else "",
        "actions": _list_actions(request, here),
        "here": here,
    }
    return render(request, "people/list.html", context)


def _chip(form: PeopleFilter, name: str, chosen: dict[str, Any]) -> ui.Chip:
    rest = {key: "on" if value is True else value for key, value in chosen.items() if key != name}
    return ui.Chip(form.words(name), f"?{urlencode(rest)}")


def _row(person: Person) -> ui.Row:
    jobs: list[Any] = person.jobs_now  # type: ignore[attr-defined]
    roles: list[Any] = person.roles_now  # type: ignore[attr-defined]
    return ui.Row(
        [
            ui.Cell(person.short_name, reverse("people:card", args=[person.pk])),
            ui.Cell("; ".join(str(job) for job in jobs) or person.group_name),
            ui.Cell(queries.role_words(roles) or "—"),
            ui.Cell(person.get_kind_display()),
        ]
    )


def _list_actions(request: Request, here: Organisation) -> list[ui.Action]:
    actions = []
    if request.actor.can(Permission.PEOPLE_IMPORT, here):
        actions.append(ui.Action("Загрузить список", reverse("people:import"), icon="upload", primary=True))
    if request.actor.can(Permission.PERSON_EDIT, here):
        actions.append(ui.Action("Добавить человека", reverse("people:add"), icon="plus-lg"))
    if request.actor.can(Permission.PERSON_INVITE, here):
        actions.append(ui.Action("Пригласить войти", reverse("people:invitations")))
    return actions


@requires(Permission.PERSON_VIEW)
def card(request: Request, pk: UUID) -> HttpResponse:
    person, today = queries.person_for(request.actor, pk), timezone.localdate()
    may_edit = request.actor.can(Permission.PERSON_EDIT, person)
    may_list = request.actor.can(Permission.PERSON_LIST, person)
    leaf: Leaf = "mentoring" if request.GET.get("leaf") == "mentoring" else "about"
    context = {
        "person": person,
        "status": ui.Status("rest", "выбыл") if person.archived_on else None,
        "lines": _summary(person, today),
        "edit_url": reverse("people:edit", args=[pk]) if may_edit else "",
        "cases_url": reverse("people:cases", args=[pk]) if may_edit else "",
        "back_url": reverse("people:list") if may_list else "",
        "check_cases": may_edit and names.needs_check(person),
        "leaf": leaf,
        "sections": sections_of(person, leaf=leaf, today=today, by=request.actor),
        "actions": _card_actions(person) if may_edit else [],
    }
    return render(request, "people/card.html", context)


def _summary(person: Person, today: Any) -> list[ui.Line]:
    young = queries.is_young_specialist(person, today=today)
    lines = [ui.Line("Кто это", person.get_kind_display()), ui.Line("Пол", person.get_gender_display())]
    if person.birth_date:
        lines.append(ui.Line("Дата рождения", f"{person.birth_date:%d.%m.%Y}"))
    else:
        lines.append(ui.Line("Год рождения", person.birth_year))
    if person.group_name:
        lines.append(ui.Line("Класс или группа", person.group_name))
    if person.career_start or young is not False:
        since = f"{person.career_start:%d.%m.%Y}" if person.career_start else ""
        lines.append(ui.Line("Начало педагогической работы", since))
    if young:
        lines.append(ui.Line("Статус", status=ui.Status("info", "молодой специалист")))
    return [*lines, ui.Line("Электронная почта", person.email), ui.Line("Телефон", person.phone)]


def _card_actions(person: Person) -> list[ui.Action]:
    name = "people:restore" if person.archived_on else "people:archive"
    label = "Вернуть из выбывших" if person.archived_on else "Отметить выбывшим"
    return [ui.Action(label, reverse(name, args=[person.pk]), post=bool(person.archived_on))]


@requires(Permission.PERSON_EDIT)
def add(request: Request) -> HttpResponse:
    here, today = here_of(request), timezone.localdate()
    request.actor.require(Permission.PERSON_EDIT, here)
    form = PersonForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid() and _is_nobody_else(request, form, here):
        saved = services.add_person(here, **form.values(), today=today, by=request.actor)
        return _saved(request, saved, "Карточка добавлена.")
    return render(request, "people/person_form.html", {"form": form, "back_url": reverse("people:list")})


@requires(Permission.PERSON_EDIT)
def edit(request: Request, pk: UUID) -> HttpResponse:
    person, today = queries.person_to_edit(request.actor, pk), timezone.localdate()
    form = PersonForm(request.POST or None, today=today, initial=_initial(person))
    here = person.organisation
    if request.method == "POST" and form.is_valid() and _is_nobody_else(request, form, here, person):
        seen, saved = form.cleaned_data["version"] or 0, []
        if carried_out(
            form,
            lambda: saved.append(
                services.edit_person(person, **form.values(), seen=seen, today=today, by=request.actor)
            ),
            person,
        ):
            return _saved(request, saved[0], "Изменения сохранены.")
    back = reverse("people:card", args=[pk])
    return render(request, "people/person_form.html", {"form": form, "person": person, "back_url": back})


def _is_nobody_else(
    request: Request, form: PersonForm, here: Organisation, person: Person | None = None
) -> bool:
    """False when someone of that name is here and the typist has not said that this is another person."""
    data = form.cleaned_data
    name = " ".join(part for part in (data["last_name"], data["first_name"], data["middle_name"]) if part)
    if request.POST.get("another_person") or (person and person.full_name == name):
        return True
    same = queries.namesakes(here, name, but=person.pk if person else None)
    if same:
        form.warn_of(same)
    return not same


def _initial(person: Person) -> dict[str, Any]:
    birth = f"{person.birth_date:%d.%m.%Y}" if person.birth_date else person.birth_year
    plain = ("last_name", "first_name", "middle_name", "kind", "gender", "career_start", "group_name")
    values = {name: getattr(person, name) for name in (*plain, "email", "phone", "version")}
    return {**values, "birth": birth}


def _saved(request: Request, saved: services.Saved, words: str) -> HttpResponse:
    messages.success(request, words)
    if saved.said:
        messages.info(request, saved.said)
    return redirect("people:card", pk=saved.person.pk)


@requires(Permission.PERSON_EDIT)
def cases(request: Request, pk: UUID) -> HttpResponse:
    person = queries.person_to_edit(request.actor, pk)
    initial = {**person.name_cases, "version": person.version}
    form = CasesForm(request.POST or None, guesses=names.guessed_cases(person), initial=initial)
    if request.method == "POST" and form.is_valid():
        seen, checked = form.cleaned_data["version"], form.overrides()
        if carried_out(
            form,
            lambda: services.set_name_cases(person, cases=checked, seen=seen, by=request.actor),
            person,
        ):
            messages.success(request, "Падежи сохранены. Так имя будет стоять в приказах и согласиях.")
            return redirect("people:card", pk=pk)
    return render(request, "people/cases.html", {"form": form, "person": person})


@requires(Permission.PERSON_EDIT)
def archive(request: Request, pk: UUID) -> HttpResponse:
    person = queries.person_to_edit(request.actor, pk)
    if request.method == "POST":
        try:
            services.archive_person(person, on=timezone.localdate(), by=request.actor)
            messages.success(request, "Человек отмечен выбывшим. Карточка осталась в архиве.")
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("people:card", pk=pk)
    return render(request, "people/archive.html", {"person": person})


@requires(Permission.PERSON_EDIT)
@require_POST
def restore(request: Request, pk: UUID) -> HttpResponse:
    person = queries.person_to_edit(request.actor, pk)
    services.restore_person(person, by=request.actor)
    messages.success(request, "Карточка снова в списке. Проверьте должность и роли.")
    return redirect("people:card", pk=pk)
