"""Reads of the banks: who stands there today, one entry, the lists."""

from .entries import items_of, mentee_entry_of, mentor_entry_of, readiness_of
from .standing import (
    consented,
    in_bank,
    mentees_counted,
    mentees_here,
    mentors_counted,
    mentors_here,
    offering_mentors,
    open_requests,
)

__all__ = [
    "consented",
    "in_bank",
    "items_of",
    "mentee_entry_of",
    "mentees_counted",
    "mentees_here",
    "mentor_entry_of",
    "mentors_counted",
    "mentors_here",
    "offering_mentors",
    "open_requests",
    "readiness_of",
]
