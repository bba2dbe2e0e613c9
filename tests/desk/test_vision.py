"""The version for low vision: what is kept, where, and what a tampered cookie does."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.core import vision
from nastavnik.core.vision import COOKIE, OFF, Vision
from nastavnik.people.models import User
from tests.cast import Cast

CHOSEN = {"size": "200", "letters": "wide", "lines": "widest", "scheme": "blue", "images": "off"}

any_vision = st.builds(
    Vision,
    st.sampled_from(list(vision.SIZES)),
    st.sampled_from(list(vision.LETTERS)),
    st.sampled_from(list(vision.LINES)),
    st.sampled_from(list(vision.SCHEMES)),
    st.sampled_from(list(vision.IMAGES)),
)


@given(any_vision)
def test_what_is_kept_is_read_back(chosen: Vision) -> None:
    assert Vision.read(chosen.kept) == chosen
    assert len(chosen.kept) <= (User._meta.get_field("vision").max_length or 0)


@given(st.text(max_size=60))
def test_nonsense_in_the_cookie_is_the_usual_version(text: str) -> None:
    read = Vision.read(text)
    assert read is None or read.kept == text


@pytest.mark.django_db
def test_before_the_sign_in_it_lives_in_the_cookie(client: Client) -> None:
    answer = client.post("/vision/", {**CHOSEN, "back": "/accounts/login/"})
    assert answer["Location"] == "/accounts/login/"
    cookie = answer.cookies[COOKIE]
    assert cookie.value == "200.wide.widest.blue.off"
    assert cookie["httponly"]
    page = client.get("/accounts/login/").content.decode()
    assert 'data-lv="blue" data-lv-size="200" data-lv-letters="wide"' in page
    assert client.post("/vision/off/").cookies[COOKIE].value == OFF
    assert "data-lv=" not in client.get("/accounts/login/").content.decode()


@pytest.mark.django_db
def test_the_account_remembers_it_on_another_computer(cast: Cast) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.force_login(cast.galina.account)
    here.post("/vision/", CHOSEN)
    assert 'data-lv="blue"' in there.get("/").content.decode()
    there.post("/vision/off/")
    cast.galina.account.refresh_from_db()
    assert cast.galina.account.vision == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "back", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "\\\\evil"]
)
def test_the_way_back_is_ours(client: Client, back: str) -> None:
    assert client.post("/vision/", {**CHOSEN, "back": back})["Location"] == "/"


@pytest.mark.django_db
def test_the_link_stands_first_in_the_header_of_every_page(client: Client, cast: Cast) -> None:
    for path in ("/accounts/login/", "/"):
        if path == "/":
            client.force_login(cast.vera.account)
        page = client.get(path).content.decode()
        header = page[page.index("<header") :]
        assert header.index("/vision/") == header.index('href="') + len('href="')
