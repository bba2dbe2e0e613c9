"""Answers to a whole sheet, as a person gives them."""

from nastavnik.organisations.models import ListItem, Organisation


def domains(organisation: Organisation) -> list[str]:
    rows = ListItem.objects.filter(organisation=organisation, list="domain", enabled=True)
    return list(rows.order_by("order", "title").values_list("code", flat=True))


def answers(organisation: Organisation, mastery: int = 3, **other: int) -> dict[str, int]:
    return {code: other.get(code, mastery) for code in domains(organisation)}
