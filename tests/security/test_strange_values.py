"""Values no browser of ours would send: nothing falls over, and nothing typed is taken for a command."""

import io
import zipfile
from urllib.parse import quote

import pytest
from django.test import Client

from nastavnik.bank.models import Mentor
from nastavnik.bank.services.entering import enter_mentors
from nastavnik.documents.services import docx_of
from nastavnik.organisations.models import ListItem
from nastavnik.pairs import orders
from nastavnik.people.models import Employment
from nastavnik.people.rules import ConsentKind
from tests.cast import TODAY, Cast
from tests.pairs.world import approved, give

from .conftest import Enter

BIG, NUL = "9" * 30, quote("\0")
ASKED = (
    f"/organisation/calendar/{BIG}/",
    "/organisation/calendar/0/",
    f"/?place={NUL}",
    f"/people/?page={BIG}&q={NUL}&kind={NUL}",
    f"/pairs/?q={NUL}&state={NUL}",
    "/documents/?since=0000-00-00&until=99999-01-01",
    f"/bank/?page={BIG}&q={NUL}",
    f"/people/consents/?state={NUL}&kind={NUL}",
    f"/documents/sheets/?kind={NUL}",
    f"/pairs/new/?mentor={NUL}&mentee={'a' * 5000}&shape={NUL}",
    "/matching/pair/?request=1&mentor=2",
    f"/news/?page={BIG}",
)
SENT: tuple[tuple[str, dict[str, str]], ...] = (
    (f"/me/sessions/{BIG}/end/", {}),
    ("/here/", {"place": "\0"}),
    ("/people/new/", {"last_name": "А\0", "first_name": "Б", "birth": "99.99.9999", "version": BIG}),
    ("/people/consents/papers/", {"ids": "\0", "given_on": "0001-01-01"}),
    ("/pairs/new/", {"mentor": "\0", "mentees": "\0", "issue": "\0"}),
    ("/bank/my-offer/", {"issue": "\0"}),
    ("/accounts/login/", {"login": "\0", "password": "\0", "next": "\0"}),
    ("/people/invitations/", {"people": "\0", "once": "a" * 9000}),
)


@pytest.mark.parametrize("who", ["vera", "galina"])
def test_nothing_falls_over(cast: Cast, enter: Enter, who: str) -> None:
    client: Client = enter(getattr(cast, who))
    client.raise_request_exception = False
    fallen = [path for path in ASKED if client.get(path).status_code >= 500]
    fallen += [path for path, data in SENT if client.post(path, data).status_code >= 500]
    assert fallen == []


def _unpacked(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))


def test_what_looks_like_a_template_stays_words_in_an_order(cast: Cast) -> None:
    mentorship = approved(cast)
    Employment.objects.filter(person=cast.galina).update(position="учитель {{ 7*7 }}{% for x in y %}")
    ListItem.objects.filter(pk=mentorship.issue_id).update(title="{{ organisation.__class__ }}")
    paper = orders.draft(cast.school, [mentorship], by=cast.as_actor(cast.vera))
    paper.refresh_from_db()
    told = _unpacked(docx_of(paper, today=TODAY))
    assert "{{ 7*7 }}" in told


def test_what_looks_like_a_formula_stays_words_in_a_register(cast: Cast, enter: Enter) -> None:
    Employment.objects.filter(person=cast.galina).update(position='=HYPERLINK("http://evil.example","x")')
    enter_mentors([cast.galina], today=TODAY, by=cast.as_actor(cast.vera))
    give(cast.galina, ConsentKind.PROCESSING)
    Mentor.objects.filter(person=cast.galina).update(state="admitted", results="@SUM(1+1)*cmd|' /C calc'!A0")
    client = enter(cast.vera)
    user = cast.vera.account
    assert user is not None
    type(user).objects.filter(pk=user.pk).update(is_demo=True)  # else a second factor is asked for first
    answer = client.get("/bank/mentors/register.xlsx")
    assert answer.status_code == 200
    told = _unpacked(answer.content)
    assert "Мещерякова" in told
    assert "<f>" not in told
    assert "<hyperlink" not in told
