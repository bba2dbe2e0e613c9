"""What documents hear from below: a new organisation gets the catalogue of acts."""

from typing import Any

from nastavnik.organisations.models import Organisation
from nastavnik.organisations.rules import Level
from nastavnik.organisations.services import organisation_added

from .services import give_acts


def begin() -> None:
    organisation_added.connect(give_catalogue, dispatch_uid="documents.give_catalogue")


def give_catalogue(sender: Any, organisation: Organisation, **kwargs: Any) -> None:  # noqa: ARG001
    if organisation.level == Level.ORGANISATION:
        give_acts(organisation)
