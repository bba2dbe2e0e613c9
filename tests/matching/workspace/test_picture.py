"""The picture of a run: no two lines cross, loads are counted, what does not fit stands in the table."""

from nastavnik.bank.models import Mentee, Mentor, Request
from nastavnik.matching.models import LeftOut, Proposal
from nastavnik.matching.rules import ProposalState
from nastavnik.matching.workspace.picture import MOST, picture
from nastavnik.people.models import Person


def person(name: str) -> Person:
    return Person(last_name=name, first_name="Анна", middle_name="Львовна")


def asks(name: str) -> Request:
    return Request(mentee=Mentee(person=person(name)))


def pairs(*sizes: int, state: ProposalState = ProposalState.PENDING) -> list[Proposal]:
    found = []
    for number, size in enumerate(sizes):
        mentor = Mentor(person=person(f"Наставник{number:03d}"), capacity=size + 1)
        found += [
            Proposal(mentor=mentor, request=asks(f"Проситель{number:03d}-{place}"), state=state)
            for place in range(size)
        ]
    return found


def test_lines_do_not_cross_and_a_place_is_a_dot() -> None:
    proposals = pairs(1, 3, 2)
    loads = {proposals[0].mentor.person_id: 1}
    drawn = picture(proposals, [LeftOut(request=asks("Одинокова"))], loads)
    lines = [(line.y1, line.y2) for line in drawn.lines]
    assert lines == sorted(lines)
    assert [y for _, y in lines] == sorted(y for _, y in lines)
    assert [dot.kind for dot in drawn.mentors[0].dots] == ["is-dot", "is-offer"]
    assert [one.load for one in drawn.mentors] == ["2 из 2", "3 из 4", "2 из 3"]
    assert drawn.requests[-1].left
    assert drawn.title.replace("\u00a0", " ") == "6 запросов у 3 наставников, без наставника — 1"


def test_an_approved_pair_is_counted_once_and_a_declined_one_not_at_all() -> None:
    approved = pairs(1, state=ProposalState.APPROVED)
    drawn = picture(approved, [], {approved[0].mentor.person_id: 1})
    assert drawn.mentors[0].load == "1 из 2"
    assert drawn.lines[0].decided
    assert not picture(pairs(2, state=ProposalState.DECLINED), [], {}).lines


def test_a_long_run_is_drawn_in_part_and_told_whole() -> None:
    proposals = pairs(*[2] * 60)
    drawn = picture(proposals, [LeftOut(request=asks(f"Одинокова{n}")) for n in range(5)], {})
    assert len(drawn.requests) == MOST
    assert drawn.hidden == 120 + 5 - MOST
    assert len(drawn.table.rows) == 61
