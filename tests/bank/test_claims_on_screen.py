"""The banks as a curator tries them: by the pages, up to what stands in the lists and in the files."""

from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from nastavnik.bank import queries
from nastavnik.bank.models import Mentee, Mentor
from nastavnik.people.accounts import second_factor
from nastavnik.people.models import Appointment, Consent, Person
from nastavnik.people.rules import PersonKind
from tests.cast import TODAY, Cast, make_person

from .banks import candidate, consented, item, mentee, mentor, request
from .conftest import Enter

MENTORS_CRITERIA = {
    "wish": "R141",
    "experience": "R142",
    "skills": "R143",
    "time": "R144",
    "life": "R145",
    "fits": "R146",
    "civic": "R147",
    "motivation": "R148",
    "rapport": "R149",
    "empathy": "R149",
    "respect": "R149",
    "learning": "R149",
}


@pytest.fixture(autouse=True)
def _today(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    Appointment.objects.update(starts_on=TODAY.replace(year=2020))
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_kwargs: TODAY)


@pytest.mark.parametrize(
    "code", [pytest.param(code, marks=pytest.mark.req(row)) for code, row in MENTORS_CRITERIA.items()]
)
def test_a_criterion_is_marked_on_the_page_of_a_mentor_and_read_there(
    cast: Cast, enter: Enter, code: str
) -> None:
    entry = candidate(cast)
    client, title = enter(cast.vera), item(cast.school, "criterion", code).title
    address = f"/bank/people/{cast.galina.pk}/criteria/"
    assert title in client.get(address).content.decode()
    page = f"/bank/mentors/{entry.pk}/"
    assert f"{title}</dt>" not in client.get(page).content.decode()
    client.post(address, {code: "yes", f"{code}-words": "видела на уроке"})
    assert f"{title}</dt>" in client.get(page).content.decode()
    assert "да — видела на уроке" in client.get(page).content.decode()
    client.post(address, {code: "no", f"{code}-words": ""})
    assert "да — видела на уроке" not in client.get(page).content.decode()


@pytest.mark.req("R150")
@pytest.mark.parametrize("code", ["experience", "skills", "rapport", "empathy", "respect", "learning"])
def test_experience_skills_and_traits_are_marked_for_the_mentee_too(
    cast: Cast, enter: Enter, code: str
) -> None:
    entry, other = mentee(cast), candidate(cast)
    client, title = enter(cast.vera), item(cast.school, "criterion", code).title
    sides = {cast.kirill: f"/bank/mentees/{entry.pk}/", cast.galina: f"/bank/mentors/{other.pk}/"}
    for person, page in sides.items():
        client.post(f"/bank/people/{person.pk}/criteria/", {code: "yes", f"{code}-words": "по отзывам"})
        shown = client.get(page).content.decode()
        assert f"{title}</dt>" in shown
        assert "да — по отзывам" in shown


@pytest.mark.req("R146")
def test_how_many_requests_a_mentor_fits_is_said_where_the_criterion_is_marked(
    cast: Cast, enter: Enter
) -> None:
    entry = mentor(cast, code="parents")
    request(cast, mentee(cast), code="parents")
    request(cast, mentee(cast, cast.darya), code="psychology")
    page = enter(cast.vera).get(f"/bank/mentors/{entry.pk}/").content.decode().replace("\u00a0", " ")
    assert "открыто: 1 запрос" in page


@pytest.mark.req("R117", "R118", "R119", "R120", "R131")
@pytest.mark.parametrize(
    ("kind", "chosen", "code"),
    [
        (PersonKind.PUPIL, "", "pupil"),
        (PersonKind.PEDAGOGUE, "", "pedagogue"),
        (PersonKind.PARENT, "", "parent"),
        (PersonKind.PARENT, "council", "council"),
        (PersonKind.EMPLOYER, "", "external"),
    ],
)
def test_a_person_of_every_source_is_added_entered_and_shown_with_it(
    cast: Cast, enter: Enter, kind: PersonKind, chosen: str, code: str
) -> None:
    client = enter(cast.vera)
    names = {"last_name": "Рябов", "first_name": "Илья", "middle_name": "Львович", "birth": "1980"}
    if kind == PersonKind.PUPIL:
        names["birth"] = "2011"
    client.post("/people/new/", {**names, "kind": kind.value})
    person = Person.objects.get(last_name="Рябов")
    source = item(cast.school, "source", code)
    sent = {"person": [person.pk], "source": source.pk if chosen else ""}
    assert client.post("/bank/mentors/new/", sent)["Location"] == "/bank/mentors/"
    entry = Mentor.objects.get()
    assert "Рябов" in client.get(f"/bank/mentors/?source={source.pk}").content.decode()
    # Who works elsewhere helps by distance.
    edit = {"version": entry.version, "source": source.pk, "capacity": "1", "distance_ok": "on"}
    client.post(f"/bank/mentors/{entry.pk}/edit/", edit)
    page = client.get(f"/bank/mentors/{entry.pk}/").content.decode()
    assert source.title in page
    assert "готов" in page
    assert "Рябов" in client.get("/bank/mentors/?distance=on").content.decode()


@pytest.mark.req("R126", "R129")
def test_without_a_consent_one_waits_outside_the_bank_and_with_it_stands_in_it(
    cast: Cast, enter: Enter
) -> None:
    client = enter(cast.vera)
    client.post("/bank/mentees/new/", {"person": [cast.kirill.pk]})
    entry = candidate(cast, consent=False)
    lists = {"/bank/": "Зимин", "/bank/mentors/": "Мещерякова"}
    for address, name in lists.items():
        assert "ждёт согласия" in client.get(address).content.decode()
        assert name not in client.get(f"{address}?state=in_bank").content.decode()
    client.post(f"/bank/mentors/{entry.pk}/admit/")
    entry.refresh_from_db()
    assert entry.state == "candidate"
    assert queries.in_bank(cast.school, today=TODAY) == ([], [])
    consented(cast, cast.kirill)
    assert "Зимин" in client.get("/bank/?state=in_bank").content.decode()
    assert queries.in_bank(cast.school, today=TODAY) == ([Mentee.objects.get()], [])
    Consent.objects.filter(person=cast.kirill).update(withdrawn_on=TODAY)
    assert "Зимин" not in client.get("/bank/?state=in_bank").content.decode()


@pytest.mark.req("R138")
def test_the_register_of_mentors_is_taken_as_a_file_from_its_list(cast: Cast, enter: Enter) -> None:
    mentor(cast)
    candidate(cast, cast.darya)
    assert cast.vera.account is not None
    second_factor.print_codes(cast.vera.account)
    client = enter(cast.vera)
    assert "/bank/mentors/register.xlsx" in client.get("/bank/mentors/").content.decode()
    answer = client.get("/bank/mentors/register.xlsx")
    assert answer.status_code == 200
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    heads, *rows = load_workbook(BytesIO(data)).active.values
    [row] = [dict(zip(heads, row, strict=True)) for row in rows]
    assert row["ФИО наставника"] == "Мещерякова Галина Викторовна"
    assert row["С чем поможет"] == "Методика обучения и преподавания"
    mentee_rows = load_workbook(BytesIO(_mentees(client))).active.max_row
    assert mentee_rows == 1  # nobody has entered that bank yet


def _mentees(client) -> bytes:  # type: ignore[no-untyped-def]
    answer = client.get("/bank/mentees/register.xlsx")
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.req("R055")
def test_a_pupil_under_ten_is_refused_on_the_page_until_a_reason_is_given(cast: Cast, enter: Enter) -> None:
    nine = make_person(
        "Осинин Пётр Львович", cast.school, kind=PersonKind.PUPIL, position="", account=False, birth_year=2017
    )
    client = enter(cast.vera)
    sent: dict[str, object] = {"person": [nine.pk]}
    page = client.post("/bank/mentees/new/", sent).content.decode()
    assert "с десяти лет" in page
    assert "Почему принимаем младше десяти лет" in page
    assert not Mentee.objects.exists()
    done = client.post("/bank/mentees/new/", {**sent, "age_reason": "Решение совета"}, follow=True)
    assert "меньше десяти" in done.content.decode()
    assert Mentee.objects.get().age_reason == "Решение совета"


@pytest.mark.req("R130")
@pytest.mark.parametrize("name", ["issue", "subject", "form", "kind"])
def test_mentors_for_a_programme_are_found_on_the_page(cast: Cast, enter: Enter, name: str) -> None:
    wanted = {
        "issue": item(cast.school, "issue", "parents"),
        "subject": item(cast.school, "subject", "physics"),
        "form": item(cast.school, "form", "teacher-teacher"),
        "kind": item(cast.school, "kind", "virtual"),
    }
    entry = mentor(cast, code="digital")
    mentor(cast, cast.darya, code="psychology")
    client = enter(cast.vera)
    offer = {"issue": wanted["issue"].pk, "subject": wanted["subject"].pk}
    client.post(f"/bank/mentors/{entry.pk}/offers/new/", offer)
    told: dict[str, object] = {"version": entry.version, "source": entry.source_id, "capacity": "2"}
    told |= {"forms": [wanted["form"].pk], "kinds": [wanted["kind"].pk]}
    client.post(f"/bank/mentors/{entry.pk}/edit/", told)
    page = client.get(f"/bank/mentors/?{name}={wanted[name].pk}").content.decode()
    table = page[page.index("<table") :]
    assert "Мещерякова" in table
    assert "Вершинина" not in table
