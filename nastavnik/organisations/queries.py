"""Organisations, their lists and bodies for screens; the nomenclature for people."""

from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.periods import school_year, school_year_words
from nastavnik.core.russian.names import Case, Declined
from nastavnik.core.russian.titles import decline_title

from .models import BodyDecision, CalendarDay, CollegialBody, ListItem, Organisation, SchoolHoliday
from .rules import ListName

OBLIQUE = tuple(case for case in Case if case is not Case.NOMINATIVE)


def nomenclature_of(organisation: Organisation) -> frozenset[str]:
    """Positions of pedagogical workers that the organisation uses (R020)."""
    rows = ListItem.objects.filter(organisation=organisation, list=ListName.POSITION, enabled=True)
    return frozenset(rows.values_list("title", flat=True))


def organisation_for(actor: Actor, permission: Permission, pk: UUID) -> Organisation:
    """One organisation within reach, or 404."""
    return Organisation.objects.pick(actor, permission, pk=pk)


def organisations_for(actor: Actor) -> QuerySet[Organisation]:
    """The whole reachable tree from the top down."""
    return Organisation.objects.visible_to(actor, Permission.ORGANISATION_VIEW).order_by("path")


def above(organisation: Organisation) -> list[Organisation]:
    """Organisations over this one, the highest first: the external contour that everybody may know by name."""
    steps = organisation.path.strip("/").split("/")[:-1]
    paths = ["".join(f"{step}/" for step in steps[: n + 1]) for n in range(len(steps))]
    return list(Organisation.objects.filter(path__in=paths).order_by("path"))


def below(actor: Actor, organisation: Organisation) -> QuerySet[Organisation]:
    """Direct sub-organisations within reach."""
    return organisations_for(actor).filter(parent=organisation).order_by("short_name")


def school_year_of(day: date) -> str:
    """«2026/27»: school years are computed, never stored."""
    return school_year_words(school_year(day))


def guessed_cases(organisation: Organisation) -> dict[str, Declined]:
    """Full and short name in the oblique cases, without overrides; keys as in `name_cases`."""
    names = (("", organisation.full_name), ("short_", organisation.short_name))
    return {f"{prefix}{case.value}": decline_title(name, case) for prefix, name in names for case in OBLIQUE}


def name_in(organisation: Organisation, case: Case, *, short: bool = False) -> str:
    """The full (or short) name in a case; an override is taken as it is."""
    name, prefix = (organisation.short_name, "short_") if short else (organisation.full_name, "")
    own = organisation.name_cases.get(f"{prefix}{case.value}")
    return own or decline_title(name, case).text


def list_counts(actor: Actor, organisation: Organisation) -> dict[str, tuple[int, int]]:
    """List → (switched on, all)."""
    rows = ListItem.objects.visible_to(actor, Permission.ORGANISATION_VIEW).filter(organisation=organisation)
    counted = rows.order_by().values("list").annotate(all=Count("pk"), on=Count("pk", filter=Q(enabled=True)))
    return {each["list"]: (each["on"], each["all"]) for each in counted}


def items_of(actor: Actor, organisation: Organisation, name: str) -> list[ListItem]:
    """Lines of one list in order; 404 for a list that does not exist."""
    if name not in ListName.values:
        raise Http404
    rows = ListItem.objects.visible_to(actor, Permission.ORGANISATION_VIEW)
    return list(rows.filter(organisation=organisation, list=name))


def item_to_edit(actor: Actor, pk: UUID) -> ListItem:
    return ListItem.objects.select_related("organisation").pick(actor, Permission.LISTS_EDIT, pk=pk)


def bodies_of(actor: Actor, organisation: Organisation) -> QuerySet[CollegialBody]:
    rows = CollegialBody.objects.visible_to(actor, Permission.ORGANISATION_VIEW)
    return rows.filter(organisation=organisation).annotate(decided=Count("decisions"))


def body_for(actor: Actor, permission: Permission, pk: UUID) -> CollegialBody:
    return CollegialBody.objects.select_related("organisation").pick(actor, permission, pk=pk)


def is_inside(actor: Actor, organisation: Organisation) -> bool:
    """Does the actor belong to this very organisation? Upper levels see numbers, not names."""
    return any(grant.path == organisation.path for grant in actor.grants) or actor.can(
        Permission.PERSON_LIST, organisation
    )


def decisions_of(body: CollegialBody) -> list[BodyDecision]:
    return list(body.decisions.all()[:100])


def calendar_days(year: int) -> list[CalendarDay]:
    return list(CalendarDay.objects.filter(day__year=year))


def calendar_day(day: date) -> CalendarDay:
    found = CalendarDay.objects.filter(day=day).first()
    if found is None:
        raise Http404
    return found


def holidays_here(actor: Actor, organisation: Organisation, *, since: date) -> list[SchoolHoliday]:
    """Those of the organisation and of the levels above that end on a day or after it."""
    over = [organisation.pk, *(each.pk for each in above(organisation))]
    rows = SchoolHoliday.objects.filter(organisation__in=over, ends_on__gte=since)
    return list(rows.select_related("organisation")) if actor.holds(Permission.ORGANISATION_VIEW) else []


def holidays_to_edit(actor: Actor, pk: UUID) -> SchoolHoliday:
    rows = SchoolHoliday.objects.select_related("organisation")
    return rows.pick(actor, Permission.ORGANISATION_EDIT, pk=pk)
