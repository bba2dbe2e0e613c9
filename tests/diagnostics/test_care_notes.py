"""The psychologist works with both people of a pair; the notes are for psychologists of that organisation alone."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from nastavnik.access.roles import APPOINTED, Role
from nastavnik.core.errors import Denied, Refusal
from nastavnik.core.models import LogEntry, OutgoingMessage
from nastavnik.diagnostics import services
from nastavnik.diagnostics.models import CareNote, CareRequest
from nastavnik.people import own_data
from nastavnik.people.models import Person
from tests.cast import TODAY, Cast, make_person
from tests.pairs.world import approved

from .conftest import Enter

MARK = "тихая-заметка-о-разговоре"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_kwargs: TODAY)


@pytest.fixture
def inna(cast: Cast) -> Person:
    return make_person("Белова Инна Петровна", cast.school, Role.PSYCHOLOGIST)


def asked(cast: Cast, person: Person, *partners: Person) -> CareRequest:
    return services.ask_care(
        person, words="поговорить", partners=partners, today=TODAY, by=cast.as_actor(person)
    )


def everybody(cast: Cast) -> list[Person]:
    """The cast, one holder of every role here, one psychologist of the school next door and one of the town."""
    here = [make_person("Лыкова Анна Ильинична", cast.school, role) for role in APPOINTED]
    away = [
        make_person("Лыкова Ольга Ильинична", place, Role.PSYCHOLOGIST)
        for place in (cast.other_school, cast.town)
    ]
    return [*here, *away, cast.vera, cast.rodion, cast.galina, cast.kirill, cast.darya, cast.oleg]


@pytest.mark.req("R090")
@pytest.mark.parametrize("asking", ["kirill", "galina"])
def test_either_of_a_pair_asks_and_the_psychologist_supports_both_with_notes_of_their_own(
    cast: Cast, enter: Enter, inna: Person, asking: str
) -> None:
    approved(cast)
    person = getattr(cast, asking)
    partner = {"kirill": cast.galina, "galina": cast.kirill}[asking]
    sent = {"words": "не получается договориться", "partners": [partner.pk]}
    enter(person).post("/diagnostics/care/new/", sent)
    care = CareRequest.objects.get()
    assert (care.person, list(care.partners.all())) == (person, [partner])
    told = OutgoingMessage.objects.filter(kind="care_asked")
    assert set(told.values_list("person_id", flat=True)) == {inna.pk}
    psychologist, address = enter(inna), f"/diagnostics/care/{care.pk}/"
    assert address in psychologist.get("/diagnostics/care/").content.decode()
    for about, text in (
        (str(partner.pk), f"{MARK} один"),
        (str(person.pk), f"{MARK} другой"),
        ("", f"{MARK} вместе"),
    ):
        assert psychologist.post(address, {"about": about, "text": text}).headers["Location"] == address
    kept = CareNote.objects.order_by("created_at").values_list("about", "text", "on", "written_by")
    assert list(kept) == [
        (partner.pk, f"{MARK} один", TODAY, inna.pk),
        (person.pk, f"{MARK} другой", TODAY, inna.pk),
        (None, f"{MARK} вместе", TODAY, inna.pk),
    ]
    page = psychologist.get(address).content.decode()
    assert page.count(MARK) == 3
    _nobody_else_is_told(cast, enter, care, inna)


def _nobody_else_is_told(cast: Cast, enter: Enter, care: CareRequest, inna: Person) -> None:
    readers = set()
    for each in [*everybody(cast), inna]:
        client = enter(each)
        if MARK in _all_pages(client, cast, care):
            readers.add((each.full_name, each.organisation_id))
        about_oneself = json.dumps(own_data.about(cast.as_actor(each)), ensure_ascii=False, default=str)
        assert MARK not in about_oneself
    assert readers == {
        ("Белова Инна Петровна", cast.school.pk),
        ("Лыкова Анна Ильинична", cast.school.pk),  # another psychologist of the same school
    }
    spoken = [*LogEntry.objects.values_list("words", "subject_name", "before", "after")]
    spoken += OutgoingMessage.objects.values_list("subject", "text")
    assert spoken
    assert MARK not in repr(spoken)
    assert not LogEntry.objects.filter(event="care.noted").exclude(subject_name=str(cast.school)).exists()


def _all_pages(client: Client, cast: Cast, care: CareRequest) -> str:
    cards = [f"/people/{p.pk}/{leaf}" for p in (cast.kirill, cast.galina) for leaf in ("", "?leaf=mentoring")]
    profiles = [f"/diagnostics/{p.pk}/" for p in (cast.kirill, cast.galina)]
    addresses = [
        "/",
        "/people/",
        f"/people/?q={MARK[:13]}",
        "/diagnostics/care/",
        "/diagnostics/care/?closed",
    ]
    addresses += [f"/diagnostics/care/{care.pk}/", *cards, *profiles]
    return "".join(client.get(address).content.decode() for address in addresses)


def test_notes_stay_when_the_care_is_closed(cast: Cast, enter: Enter, inna: Person) -> None:
    care = asked(cast, cast.kirill)
    services.write_note(care, text=MARK, about=cast.kirill, today=TODAY, by=cast.as_actor(inna))
    services.close_care(care.pk, today=TODAY, by=cast.as_actor(cast.kirill))
    client = enter(inna)
    address = f"/diagnostics/care/{care.pk}/"
    assert address not in client.get("/diagnostics/care/").content.decode()
    assert address in client.get("/diagnostics/care/?closed").content.decode()
    assert MARK in client.get(address).content.decode()


@pytest.mark.parametrize("who", ["vera", "rodion", "kirill", "oleg"])
def test_a_note_is_written_by_the_psychologist_alone(cast: Cast, inna: Person, who: str) -> None:
    care = asked(cast, cast.kirill)
    with pytest.raises(Denied):
        services.write_note(care, text=MARK, today=TODAY, by=cast.as_actor(getattr(cast, who)))
    services.write_note(care, text=MARK, today=TODAY, by=cast.as_actor(inna))


def test_a_psychologist_who_asked_for_care_does_not_read_what_a_colleague_notes(
    cast: Cast, enter: Enter, inna: Person
) -> None:
    colleague = make_person("Лыкова Анна Ильинична", cast.school, Role.PSYCHOLOGIST)
    care = asked(cast, inna)
    services.write_note(care, text=MARK, about=inna, today=TODAY, by=cast.as_actor(colleague))
    assert enter(inna).get(f"/diagnostics/care/{care.pk}/").status_code == 404
    assert MARK in enter(colleague).get(f"/diagnostics/care/{care.pk}/").content.decode()


def test_only_those_of_ones_pairs_are_named_as_partners(cast: Cast, inna: Person) -> None:
    approved(cast)
    with pytest.raises(Refusal, match="не участвует в паре"):
        asked(cast, cast.kirill, cast.darya)
    asked(cast, cast.kirill, cast.galina)


def test_a_note_is_about_those_of_the_care(cast: Cast, inna: Person) -> None:
    care = asked(cast, cast.kirill)
    with pytest.raises(Refusal, match="не участвует в паре"):
        services.write_note(care, text=MARK, about=cast.darya, today=TODAY, by=cast.as_actor(inna))
