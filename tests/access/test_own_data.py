"""What the register says is kept about a person, the person can download (152-ФЗ, ст. 14)."""

import json

import pytest
from django.db import models

from nastavnik.people import own_data
from nastavnik.people.queries import actor_for
from tests.promises.test_privacy import REGISTER

from .world import BESIDE, FAR, TODAY, World

pytestmark = pytest.mark.django_db

OWNERS = {
    "bank.Mentor": "mentor",
    "bank.Offer": "mentor",
    "bank.Evidence": "mentor",
    "bank.TimeWindow": "mentor",
    "pairs.LabourBasis": "mentor",
    "council.Ballot": "council_member",
}
# Not of one person, or inner signs that say nothing to anybody.
ASIDE = {"people.Invitation", "people.StaffImport", "people.Representative", "core.LogEntry"}
# Working notes of the psychologist are shown to no participant (R090); why a curator keeps two people apart
# tells of the other one as well.
CONFIDENTIAL = {"diagnostics.CareNote", "matching.Decision"}
# Shown by a rule of the package and not by a plain scope: a heading registered there.
BY_THE_PACKAGE = {
    "pairs.Activity": "Первые шаги",
    "programmes.Activity": "Мероприятия программ",
    "meetings.Meeting": "Встречи",
    "meetings.Task": "Задания между встречами",
    "meetings.MeetingMove": "Переносы встреч",
    "meetings.LessonVisit": "Посещения уроков",
}
SIGNS = {"kind", "link", "why", "search_text", "password", "secret_sha256", "code_sha256"}


def test_every_table_about_one_person_has_its_heading() -> None:
    own = {label for label in REGISTER if label.split(".")[0] not in {"people", "core"}}
    assert own - CONFIDENTIAL - set(BY_THE_PACKAGE) == set(own_data.HEADINGS)
    assert set(BY_THE_PACKAGE.values()) <= set(own_data._COLLECTORS)


def told_to(world: World, visitor: str) -> str:
    told = own_data.about(actor_for(world.users[visitor], today=TODAY))
    return json.dumps(told, ensure_ascii=False, default=str)


@pytest.mark.parametrize("label", sorted(set(REGISTER) - ASIDE - CONFIDENTIAL))
def test_the_download_holds_every_text_about_the_person(label: str, world: World) -> None:
    owner = OWNERS.get(label, "mentee")
    row = next((row for table, row in world.own.rows.items() if table._meta.label == label), None)
    if row is None:
        assert label == "people.User"
        return
    told = told_to(world, owner)
    texts = {
        column.name: str(getattr(row, column.name))
        for column in row._meta.concrete_fields
        if isinstance(column, models.CharField | models.TextField)
        if column.name in REGISTER[label]["columns"] and not column.choices and column.name not in SIGNS
    }
    missing = [name for name, text in texts.items() if text and text not in told]
    assert missing == []


@pytest.mark.parametrize("visitor", ["mentee", "mentor", "curator"])
def test_the_download_holds_nothing_of_other_schools(visitor: str, world: World) -> None:
    told = told_to(world, visitor)
    assert BESIDE not in told
    assert FAR not in told
    assert world.own.people["teacher"].full_name not in told
