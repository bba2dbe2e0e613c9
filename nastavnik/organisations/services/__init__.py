"""What can be done to organisations: the tree, their lists, bodies and calendar."""

from .nodes import add_organisation, edit_organisation, organisation_added, set_organisation_cases

__all__ = ["add_organisation", "edit_organisation", "organisation_added", "set_organisation_cases"]
