"""Sizes and profiles of made-up banks, and the streams of chance that belong to them."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

TOPICS = ("places", "mentees", "mentors", "twins", "asking", "offering", "capacity", "links")


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows and how many places they work at."""

    mentees: int
    mentors: int
    schools: int = 1
    municipalities: int = 1
    regions: int = 1


SIZES: Mapping[str, Size] = {
    "school": Size(15, 10),
    "municipality": Size(500, 300, schools=20),
    "region": Size(5_000, 3_000, schools=240, municipalities=30),
    "country": Size(50_000, 30_000, schools=2_500, municipalities=300, regions=12),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """How a bank is; shares are of rows unless said otherwise."""

    name: str
    places: float = 1.1
    """Places of all offers for each mentor asked for."""
    missing: float = 0.12
    """Share of the answers left out in a sheet."""
    blank: float = 0.06
    """People without any sheet."""
    noise: float = 0.6
    """Standard deviation of an answer about a domain, in levels."""
    bias: float = 0.5
    """Standard deviation of the opinion of oneself (over or under), in levels, the same in all domains."""
    steps: tuple[int, ...] = (0, 1, 2, 3, 4)
    """Levels that are used; an answer goes to the nearest."""
    answered: int = 9
    """Domains that the sheet asks about; nobody answers about the others."""
    named: float = 0.5
    """Requests that name domains; then only these are asked."""
    distance: float = 0.45
    """Agree to distance work."""
    wishing: tuple[float, float] = (0.4, 0.2)
    """Mentees and mentors with wishes."""
    grouping: float = 0.12
    """Offers of a group with a least size of 2 or 3."""
    stars: float = 0.0
    """Mentors whom everybody knows and wants."""
    twins: float = 0.0
    """Rows that are copies of another row in all but their ids."""
    plain: bool = False
    """Years, categories, loads, waiting days and hours are nearly the same for all."""


PROFILES: Mapping[str, Profile] = {
    each.name: each
    for each in (
        Profile("usual"),
        Profile("scarce", places=0.75),
        Profile("ample", places=1.6),
        Profile("ties", steps=(1, 3), answered=2, missing=0.0, wishing=(0.0, 0.0), named=0.0, plain=True),
        Profile("hub", stars=0.02, wishing=(0.9, 0.3), places=1.2),
        Profile("islands", distance=0.0),
        Profile("groups", grouping=0.4, places=1.4),
        Profile("holes", missing=0.5, blank=0.2),
        Profile("duplicates", twins=0.5),
    )
}


def streams(seed: int, size: Size, profile: Profile) -> Mapping[str, np.random.Generator]:
    """A stream of chance for each topic, so that more draws in one do not shift the others."""
    shape = (size.mentees, size.mentors, size.schools, size.municipalities, size.regions)
    name = zlib.crc32(profile.name.encode())
    root = np.random.SeedSequence([seed, name, *shape])
    return {
        topic: np.random.default_rng(child)
        for topic, child in zip(TOPICS, root.spawn(len(TOPICS)), strict=True)
    }
