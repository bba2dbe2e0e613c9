"""The shipped templates become rows of an organisation: for a new one, and once for those that were here before."""

from typing import Any

from .shipped import TEMPLATES


def give_templates(organisation: Any, *, items: Any, templates: Any, lines: Any) -> None:
    """`items`, `templates`, `lines`: managers of ListItem, Template and TemplateLine, of today or of a migration.

    An organisation that has any template keeps what it has. A template of a problem or a topic that the organisation
    does not know is left out.
    """
    if templates.filter(organisation=organisation).exists():
        return
    known = {
        (each.list, each.code): each
        for each in items.filter(organisation=organisation, list__in=("problem", "topic"))
    }
    for order, shipped in enumerate(TEMPLATES, 1):
        problem, topic = known.get(("problem", shipped.problem)), known.get(("topic", shipped.topic))
        if (shipped.problem and problem is None) or (shipped.topic and topic is None):
            continue
        template = templates.create(
            organisation=organisation,
            root_id=organisation.root_id,
            code=shipped.code,
            title=shipped.title,
            problem=problem,
            topic=topic,
            whose=shipped.whose,
            order=order,
        )
        for at, line in enumerate(shipped.lines, 1):
            lines.create(
                organisation=organisation,
                root_id=organisation.root_id,
                template=template,
                kind=line.kind,
                words=line.words,
                aim=line.aim,
                domain=line.domain,
                month=line.month,
                product=line.product,
                order=at,
            )
