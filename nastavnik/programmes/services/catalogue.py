"""What the organisation decides once for all its programmes: sections, templates, its own long programme."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core import journal
from nastavnik.core.errors import Refusal
from nastavnik.core.identifiers import new_id
from nastavnik.core.periods import Period
from nastavnik.organisations.models import ListItem, Organisation
from nastavnik.programmes.models import Frame, SectionSetting, Template, TemplateLine
from nastavnik.programmes.models.catalogue import LineKind, Whose
from nastavnik.programmes.rules import ALWAYS, Aim, Setting


@transaction.atomic
def arrange(organisation: Organisation, settings: Sequence[Setting], *, by: Actor) -> None:
    """Which sections stand in programmes, in which order, under which titles. Those of R214 always stand."""
    by.require(Permission.LISTS_EDIT, organisation)
    for each in settings:
        if not each.title.strip():
            raise Refusal("У каждого раздела должно быть название.")
        SectionSetting.objects.update_or_create(
            organisation=organisation,
            part=each.part,
            defaults={
                "title": each.title.strip(),
                "enabled": each.enabled or each.part in ALWAYS,
                "order": each.order,
                "root_id": organisation.root_id,
            },
        )
    journal.record("programme.sections", "Изменены разделы программ", subject=organisation, by=by)


@transaction.atomic
def save_frame(
    organisation: Organisation, frame: Frame | None, *, title: str, starts_on: date, ends_on: date, by: Actor
) -> Frame:
    """The organisation's own programme, of a year or of several (R221)."""
    by.require(Permission.LISTS_EDIT, organisation)
    Period(starts_on, ends_on)
    values: dict[str, Any] = {"title": title.strip(), "starts_on": starts_on, "ends_on": ends_on}
    if frame is None:
        frame = Frame.objects.create(organisation=organisation, **values)
    else:
        Frame.objects.filter(pk=frame.pk).update(**values)
        frame.refresh_from_db()
    journal.record("programme.frame", f"Программа организации: {frame.title}", subject=frame, by=by)
    return frame


@transaction.atomic
def save_template(
    organisation: Organisation,
    template: Template | None,
    *,
    title: str,
    problem: ListItem | None,
    topic: ListItem | None,
    whose: Whose,
    enabled: bool,
    by: Actor,
) -> Template:
    by.require(Permission.LISTS_EDIT, organisation)
    if any(item and item.organisation_id != organisation.pk for item in (problem, topic)):
        raise Refusal("Строка взята из списка другой организации. Выберите её из своего.")
    values: dict[str, Any] = {
        "title": title.strip(),
        "problem": problem,
        "topic": topic,
        "whose": whose,
        "enabled": enabled,
    }
    if template is None:
        order = Template.objects.filter(organisation=organisation).count() + 1
        template = Template.objects.create(
            organisation=organisation, code=f"own-{new_id().hex}"[:50], order=order, **values
        )
    else:
        Template.objects.filter(pk=template.pk).update(**values)
        template.refresh_from_db()
    journal.record("programme.template", f"Шаблон программ: {template.title}", subject=template, by=by)
    return template


@transaction.atomic
def save_line(
    template: Template,
    line: TemplateLine | None,
    *,
    kind: LineKind,
    words: str,
    aim: Aim,
    domain: str,
    month: int,
    product: str,
    by: Actor,
) -> TemplateLine:
    by.require(Permission.LISTS_EDIT, template)
    values: dict[str, Any] = {
        "kind": kind,
        "words": words.strip(),
        "aim": aim,
        "domain": domain,
        "month": month,
        "product": product.strip(),
    }
    if line is None:
        order = TemplateLine.objects.filter(template=template).count() + 1
        line = TemplateLine.objects.create(
            organisation=template.organisation, template=template, order=order, **values
        )
    else:
        TemplateLine.objects.filter(pk=line.pk).update(**values)
        line.refresh_from_db()
    journal.record("programme.line", f"Строка шаблона: {line.words[:200]}", subject=template, by=by)
    return line


@transaction.atomic
def remove_line(template: Template, line: TemplateLine, *, by: Actor) -> None:
    """Programmes that took the line keep their own words."""
    by.require(Permission.LISTS_EDIT, template)
    line.delete()
    journal.record("programme.line", f"Убрана строка шаблона: {line.words[:200]}", subject=template, by=by)
