"""No answer of the walk tells a visitor what is not theirs: pages, headers, files, letters in the log (SEC-2, PRI-8)."""

import pytest

from nastavnik.access.permissions import Permission
from nastavnik.access.roles import ROLE_PERMISSIONS, Role

from .walk import Visit
from .world import BESIDE, FAR, LEVEL, NAME, NAMELESS, NOTE, OWN, PROBLEM, VISITORS, World

pytestmark = pytest.mark.django_db

SEES_LEVELS = {"curator", "curator_beside", "curator_far", "psychologist", "mentee"}


def found(visits: list[Visit], marker: str, *visitors: str) -> str:
    """Where the marker was shown to any of these, one line each."""
    return "\n".join(
        f"{visit}: …{visit.found[marker]}…"
        for visit in visits
        if visit.visitor in visitors and marker in visit.found
    )


@pytest.mark.parametrize("visitor", VISITORS)
def test_nobody_is_shown_rows_of_a_place_that_is_not_theirs(
    visitor: str, visits: list[Visit], world: World
) -> None:
    told = [found(visits, marker, visitor) for marker in sorted(world.secrets_from(visitor))]
    assert not any(told), "\n".join(told)


@pytest.mark.parametrize("visitor", [*NAMELESS, "anonymous", "deactivated"])
def test_levels_above_installers_and_strangers_see_no_name(visitor: str, visits: list[Visit]) -> None:
    assert not (told := found(visits, NAME, visitor)), told


@pytest.mark.parametrize("marker", [LEVEL, PROBLEM])
@pytest.mark.parametrize("visitor", sorted(set(VISITORS) - SEES_LEVELS))
def test_levels_and_sensitive_problems_are_for_those_who_help(
    visitor: str, marker: str, visits: list[Visit]
) -> None:
    assert not (told := found(visits, marker, visitor)), told


def test_the_psychologists_notes_are_shown_to_the_psychologist_alone(visits: list[Visit]) -> None:
    shown = {(visit.visitor, visit.address) for visit in visits if NOTE in visit.found}
    assert shown == {("psychologist", "diagnostics:care-record")}


def test_the_markers_would_be_seen_if_they_were_shown(visits: list[Visit]) -> None:
    """The control: people of a school do meet its rows, so an empty search means silence and not blindness."""
    curator = [visit for visit in visits if visit.visitor == "curator"]
    assert any(NAME in visit.found for visit in curator)
    beside = [visit for visit in visits if visit.visitor == "curator_beside" and visit.target == "beside"]
    assert any(NAME in visit.found and visit.status == "200" for visit in beside)


def test_every_place_holds_the_markers(world: World) -> None:
    for place, marker in ((world.own, OWN), (world.beside, BESIDE), (world.far, FAR)):
        assert all(marker in card.full_name for card in place.people.values())
        silent = [model._meta.label for model, row in place.rows.items() if marker not in repr(vars(row))]
        assert set(silent) <= WORDLESS, silent


# Rows without words of their own: dates, numbers and links.
WORDLESS = {"diagnostics.AssessedLevel", "bank.ProblemMark", "bank.TimeWindow", "pairs.OrderRow"}
WORDLESS |= {"notifications.Manners", "programmes.Agreement", "workload.Unmeasured"}
WORDLESS |= {"conversations.Attachment", "conversations.AnnouncementFile", "conversations.ReadMark"}
WORDLESS |= {"meetings.MeetingRating", "meetings.Lesson", "council.Regulation", "council.Seat"}
WORDLESS |= {
    "matching.Aims",
    "matching.WishRound",
    "matching.MenteeWish",
    "matching.MentorWish",
    "matching.Openness",
}


def test_the_policy_gives_names_to_nobody_above_the_school() -> None:
    names = {Permission.PERSON_LIST, Permission.PERSON_VIEW, Permission.BANK_VIEW, Permission.PAIR_VIEW}
    names |= {
        Permission.REQUEST_VIEW,
        Permission.LEVELS_VIEW,
        Permission.SENSITIVE_VIEW,
        Permission.PAPER_VIEW,
    }
    for role in ("municipal", "regional", "installer"):
        assert not names & ROLE_PERMISSIONS[next(r for r in ROLE_PERMISSIONS if r.value == role)]


def test_the_policy_shows_levels_neither_to_the_head_nor_to_the_council() -> None:
    for name in ("head", "deputy", "council_chair", "council_member", "union"):
        held = ROLE_PERMISSIONS[Role(name)]
        assert not {Permission.LEVELS_VIEW, Permission.SENSITIVE_VIEW} & held


def test_the_log_of_the_whole_walk_names_nobody(visits: list[Visit], log: list[str]) -> None:
    assert visits
    spoken = [
        line
        for line in log
        if any(marker in line for marker in (NAME, LEVEL, NOTE, PROBLEM, OWN, BESIDE, FAR))
    ]
    addressed = [line for line in log if "@fence" in line or "sekret.example" in line]
    assert spoken + addressed == []
