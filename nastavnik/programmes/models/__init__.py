"""Programmes with their versions and results, and what an organisation suggests for them."""

from .catalogue import Frame, SectionSetting, Template, TemplateLine
from .programme import (
    Activity,
    Agreement,
    Comment,
    Goal,
    Programme,
    ProgrammeQuerySet,
    Section,
    TypedText,
)
from .results import Characteristic, Feedback, Interim, Project

__all__ = [
    "Activity",
    "Agreement",
    "Characteristic",
    "Comment",
    "Feedback",
    "Frame",
    "Goal",
    "Interim",
    "Programme",
    "ProgrammeQuerySet",
    "Project",
    "Section",
    "SectionSetting",
    "Template",
    "TemplateLine",
    "TypedText",
]
