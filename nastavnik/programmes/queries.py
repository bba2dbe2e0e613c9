"""Programmes that the actor may see, with all that stands in them; what waits for approval."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from nastavnik.access.actor import Actor
from nastavnik.access.permissions import Permission
from nastavnik.core.together import together
from nastavnik.organisations.models import BodyDecision, ListItem, Organisation
from nastavnik.organisations.rules import BodyKind, ListName
from nastavnik.pairs import first_steps, gates
from nastavnik.pairs import queries as pairs
from nastavnik.pairs.models import Mentorship, Participation
from nastavnik.pairs.rules import WORKING, Side
from nastavnik.people.models import Person

from .models import (
    Activity,
    Agreement,
    Comment,
    Frame,
    Goal,
    Programme,
    Section,
    SectionSetting,
    TypedText,
)
from .rules import (
    MAKING,
    SHOWN,
    GoalKind,
    Line,
    Part,
    Readiness,
    Setting,
    State,
    check_one_side_each,
    layout,
)

WITH = ("mentorship__organisation", "mentorship__issue", "mentorship__form", "mentorship__subject", "topic")


def current_of(mentorship: Mentorship) -> Programme | None:
    rows = Programme.objects.current().filter(mentorship=mentorship)
    return rows.select_related(*WITH, "organisation", "replaces", "pilot_decision__body").first()


def seen_in(mentorship: Mentorship) -> Programme | None:
    """The same for a page that shows it: read once, remembered by the row of the pair, which it shares."""
    if "_programme" not in mentorship.__dict__:
        found = current_of(mentorship)
        if found is not None:
            found.mentorship = mentorship
        mentorship.__dict__["_programme"] = found
    programme: Programme | None = mentorship.__dict__["_programme"]
    return programme


def correction_among(editions: Sequence[Programme], programme: Programme) -> Programme | None:
    """The same where all versions are read."""
    return next((e for e in editions if e.replaces_id == programme.pk and State(e.state) in MAKING), None)


def correction_of(programme: Programme) -> Programme | None:
    """The correction that is being made beside the programme in force."""
    rows = Programme.objects.filter(replaces=programme, is_current=False, state__in=MAKING)
    return rows.select_related(*WITH, "organisation").first()


def sees(actor: Actor, programme: Programme) -> bool:
    """A draft is seen by those who write it and those who advise; the rest see what was sent."""
    return State(programme.state) in SHOWN or takes_part_in_making(actor, programme)


def takes_part_in_making(actor: Actor, programme: Programme) -> bool:
    pair = programme.mentorship  # a programme is owned by the people of its pair
    return actor.can(Permission.PROGRAMME_ADVISE, pair) or actor.can(Permission.PROGRAMME_EDIT, pair)


def programme_for(actor: Actor, pk: UUID, permission: Permission = Permission.PAIR_VIEW) -> Programme:
    """A version of a programme, or 404 for strangers and for whom it is not shown yet."""
    rows = Programme.objects.select_related(*WITH, "organisation", "replaces", "pilot_decision__body")
    programme = rows.pick(actor, Permission.PAIR_VIEW, pk=pk)
    if not sees(actor, programme):
        raise Http404
    if permission is not Permission.PAIR_VIEW:
        actor.require(permission, programme)
    return programme


def goal_in(programme: Programme, pk: UUID) -> Goal:
    return _in(Goal.objects.filter(programme=programme, pk=pk).first())


def activity_in(programme: Programme, pk: UUID) -> Activity:
    rows = Activity.objects.filter(programme=programme, pk=pk).select_related("domain", "responsible", "goal")
    return _in(rows.first())


def comment_in(programme: Programme, pk: UUID) -> Comment:
    return _in(Comment.objects.filter(programme=programme, pk=pk).first())


T = TypeVar("T")


def _in(row: T | None) -> T:
    if row is None:
        raise Http404
    return row


def sees_links(actor: Actor, mentorship: Mentorship, *, today: date) -> bool:
    """Which difficulty an activity serves is told to those who may see the levels of every mentee."""
    return first_steps.sees_steps(actor, mentorship, today=today)


@dataclass(frozen=True)
class Sheet:
    """All that stands in one version; `parts` are the sections in use, in order."""

    programme: Programme
    parts: Sequence[Setting]
    sections: Mapping[Part, Section]
    goals: Sequence[Goal]
    activities: Sequence[Activity]
    directions: Sequence[ListItem]
    takers: Sequence[Participation]
    agreed: Mapping[UUID, date]
    comments: Sequence[Comment]
    frames: Sequence[Frame]

    @property
    def readiness(self) -> Readiness:
        return Readiness(
            topics=1 if self.programme.topic_id else 0,
            directions=len(self.directions),
            goals=sum(goal.kind == GoalKind.GOAL for goal in self.goals),
            activities=len(self.activities),
        )

    @property
    def done(self) -> int:
        return sum(each.done_on is not None for each in self.activities)


def sheet_of(programme: Programme) -> Sheet:
    """Three queries for any programme, two when the row of the pair knows its people."""
    organisation = programme.organisation_id
    settings, frames, sections, goals, directions, agreements, comments = together(
        SectionSetting.objects.filter(organisation=organisation),
        Frame.objects.filter(organisation=organisation).order_by("starts_on"),
        Section.objects.filter(programme=programme),
        Goal.objects.filter(programme=programme),
        programme.directions.order_by("order"),
        Agreement.objects.filter(programme=programme),
        Comment.objects.filter(programme=programme),
    )
    activities = Activity.objects.filter(programme=programme)
    return Sheet(
        programme=programme,
        parts=[each for each in _settings(settings) if each.enabled],
        sections={Part(each.part): each for each in sections},
        goals=goals,
        activities=list(activities.select_related("domain", "responsible", "goal")),
        directions=directions,
        takers=pairs.named_takers(programme.mentorship),
        agreed={each.person_id: each.agreed_on for each in agreements},
        comments=comments,
        frames=frames,
    )


def goals_of(programme: Programme) -> list[Goal]:
    return list(Goal.objects.filter(programme=programme))


def readiness_of(programme: Programme) -> Readiness:
    return Readiness(
        topics=1 if programme.topic_id else 0,
        directions=programme.directions.count(),
        goals=Goal.objects.filter(programme=programme, kind=GoalKind.GOAL).count(),
        activities=Activity.objects.filter(programme=programme).count(),
    )


def all_agree(programme: Programme) -> bool:
    takers = Participation.objects.filter(mentorship=programme.mentorship_id, left_on__isnull=True)
    agreed = Agreement.objects.filter(programme=programme).values_list("person", flat=True)
    return check_one_side_each(dict(takers.values_list("person", "side")), agreed)


def takers_of(programme: Programme) -> list[Participation]:
    return gates.takers_of(programme.mentorship)


def own_taker(actor: Actor, mentorship: Mentorship) -> Participation | None:
    """As whom the actor takes part today."""
    return next((t for t in pairs.named_takers(mentorship) if t.person_id in actor.person_ids), None)


def to_agree(actor: Actor) -> QuerySet[Programme]:
    """Drafts of the actor's own pairs that are written and wait for their word; one query."""
    mine = Participation.objects.filter(person__in=actor.person_ids, left_on__isnull=True)
    said = Agreement.objects.filter(person__in=actor.person_ids)
    rows = Programme.objects.filter(state=State.DRAFT, mentorship__in=mine.values("mentorship"))
    rows = rows.filter(activities__isnull=False, topic__isnull=False).exclude(pk__in=said.values("programme"))
    return rows.select_related("mentorship__issue").distinct()


def settings_of(organisation: Organisation) -> list[Setting]:
    return _settings(SectionSetting.objects.filter(organisation=organisation))


def _settings(rows: Iterable[SectionSetting]) -> list[Setting]:
    return layout(Setting(Part(each.part), each.title, each.enabled, each.order) for each in rows)


def frame_of(organisation: Organisation, day: date) -> Frame | None:
    return frame_on(list(Frame.objects.filter(organisation=organisation).order_by("starts_on")), day)


def frame_on(rows: Sequence[Frame], day: date) -> Frame | None:
    """The organisation's own programme that lasts on this day (R221), else the next one, else the last; `rows` by date."""
    lasting = [each for each in rows if each.starts_on <= day <= each.ends_on]
    ahead = [each for each in rows if each.starts_on > day]
    return next(iter([*reversed(lasting), *ahead, *reversed(rows)]), None)


def topics_of(organisation: Organisation) -> list[ListItem]:
    return _items(organisation, ListName.TOPIC)


def directions_of(organisation: Organisation) -> list[ListItem]:
    return _items(organisation, ListName.DIRECTION)


def domains_of(organisation: Organisation) -> list[ListItem]:
    return _items(organisation, ListName.DOMAIN)


def _items(organisation: Organisation, name: ListName) -> list[ListItem]:
    rows = ListItem.objects.filter(organisation=organisation, list=name, enabled=True)
    return list(rows.order_by("order", "title"))


def typed_by(actor: Actor, programme: Programme, part: Part) -> TypedText | None:
    """What the actor has typed in this section and not saved."""
    rows = TypedText.objects.filter(programme=programme, part=part, person__in=actor.person_ids)
    return rows.order_by("-updated_at").first()


def section_of(programme: Programme, part: Part) -> Section | None:
    return Section.objects.filter(programme=programme, part=part).first()


def editions_of(actor: Actor, mentorship: Mentorship) -> list[Programme]:
    """Every version that the actor may read, the latest first."""
    return [each for each in all_editions(actor, mentorship) if sees(actor, each)]


def all_editions(actor: Actor, mentorship: Mentorship) -> list[Programme]:
    """Drafts too, which the actor may not read yet."""
    rows = Programme.objects.filter(mentorship=mentorship).exclude(state=State.DROPPED)
    rows = rows.visible_to(actor, Permission.PAIR_VIEW).select_related(
        "organisation", "mentorship__organisation"
    )
    found = list(rows.order_by("-created_at"))
    for each in found:
        each.mentorship = mentorship
    return found


def lines_of(programme: Programme) -> list[Line]:
    """A version as comparable lines; links to difficulties are left out, for a diff is read by everybody concerned."""
    sheet = sheet_of(programme)
    titles = {each.part: each.title for each in sheet.parts}
    days = f"{programme.starts_on:%d.%m.%Y} — {programme.ends_on:%d.%m.%Y}"
    topic = ": ".join(filter(None, (str(programme.topic or ""), programme.topic_parts)))
    lines = [
        Line("days", titles.get(Part.CARD, Part.CARD.label), "Срок", days),
        Line("topic", titles.get(Part.DIRECTIONS, ""), "Предмет наставничества", topic),
        Line(
            "directions",
            titles.get(Part.DIRECTIONS, ""),
            "Направления",
            ", ".join(map(str, sheet.directions)),
        ),
    ]
    lines += [_goal_line(each, titles) for each in sheet.goals]
    lines += [_activity_line(each, titles) for each in sheet.activities]
    texts = [sheet.sections[each.part] for each in sheet.parts if each.part in sheet.sections]
    lines += [Line(f"text:{each.part}", titles[Part(each.part)], "Текст", each.text) for each in texts]
    return lines


def _goal_line(goal: Goal, titles: Mapping[Part, str]) -> Line:
    way = " → ".join(filter(None, (goal.start, goal.target)))
    words = ". ".join(filter(None, (goal.words, way)))
    return Line(f"goal:{goal.lineage}", titles[Part.GOALS], goal.get_kind_display(), words)


def _activity_line(activity: Activity, titles: Mapping[Part, str]) -> Line:
    parts = [
        activity.words,
        activity.deadline.words,
        activity.responsible.short_name if activity.responsible else "",
        activity.product,
    ]
    return Line(
        f"activity:{activity.lineage}", titles[Part.ACTIVITIES], "Мероприятие", "; ".join(filter(None, parts))
    )


def listed(actor: Actor, here: Organisation | None, state: str) -> QuerySet[Programme]:
    """Programmes of the organisation by state, those that wait longest first; drafts only for their own people."""
    rows = Programme.objects.visible_to(actor, Permission.PAIR_VIEW)
    if here is not None:
        rows = rows.filter(organisation=here)
    rows = (
        rows.filter(state=state)
        if state in State.values
        else rows.filter(Q(is_current=True) | Q(state=State.SENT))
    )
    making = Programme.objects.visible_to(actor, Permission.PROGRAMME_EDIT)
    advised = Programme.objects.visible_to(actor, Permission.PROGRAMME_ADVISE)
    rows = rows.filter(
        Q(state__in=SHOWN) | Q(pk__in=making.values("pk")) | Q(pk__in=advised.values("pk"))
    ).exclude(state=State.DROPPED)
    return rows.select_related("mentorship__issue").order_by("sent_at", "-created_at", "-id")


def names_of(programmes: Sequence[Programme]) -> dict[UUID, list[Participation]]:
    """Programme id → who takes part; one query for a page of any length."""
    takers = Participation.objects.filter(
        mentorship__in=[each.mentorship_id for each in programmes], left_on__isnull=True
    ).select_related("person")
    by_pair: dict[UUID, list[Participation]] = {}
    for taker in takers.order_by("side", "joined_on", "id"):
        by_pair.setdefault(taker.mentorship_id, []).append(taker)
    return {each.pk: by_pair.get(each.mentorship_id, []) for each in programmes}


def without_programme(organisation: Organisation) -> QuerySet[Mentorship]:
    """Pairs at work that have none: each must have exactly one (R218)."""
    has = Programme.objects.current().filter(organisation=organisation).values("mentorship")
    return Mentorship.objects.filter(organisation=organisation, state__in=WORKING).exclude(pk__in=has)


def mentees_of(mentorship: Mentorship) -> list[Person]:
    return first_steps.mentees_of(mentorship)


def mentor_of(takers: Sequence[Participation]) -> Person | None:
    return next((t.person for t in takers if t.side == Side.MENTOR), None)


def council_decisions(organisation: Organisation) -> QuerySet[BodyDecision]:
    """Decisions that may be the conclusion on a trial: of the council of mentors first."""
    rows = BodyDecision.objects.filter(organisation=organisation).select_related("body")
    return rows.filter(body__kind__in=(BodyKind.COUNCIL, BodyKind.METHODICAL, BodyKind.PEDAGOGICAL))
