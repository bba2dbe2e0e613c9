"""A form sent twice acts once."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import Context, Template
from django.test import Client
from django.urls import path
from django.utils import timezone

from nastavnik.core.models import Mark, OnceToken
from nastavnik.core.once import new_token
from tests.installations import Installation


def add(request: HttpRequest) -> HttpResponse:
    if not request.POST.get("name"):
        return HttpResponse("Укажите имя")
    count = Mark.objects.count()
    Mark.objects.create(name=str(count), at=timezone.now())
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": f"/made/{count}/"})
    return redirect(f"/made/{count}/")


def broken(_request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [path("add/", add), path("broken/", broken)]
handler500 = "nastavnik.desk.health.server_error"
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

Send = Callable[..., str]


@pytest.fixture
def send(client: Client) -> Send:
    def post(**fields: str) -> str:
        answer = client.post("/add/", fields)
        return answer.get("Location", "") or answer.get("HX-Redirect", "")

    return post


def test_the_second_press_leads_where_the_first_one_did(send: Send) -> None:
    assert send(once="a", name="x") == send(once="a", name="x") == "/made/0/"
    assert Mark.objects.count() == 1


def test_another_form_acts_by_itself(send: Send) -> None:
    assert send(once="a", name="x") != send(once="b", name="x")
    assert Mark.objects.count() == 2


def test_a_form_shown_again_by_back_with_something_else_typed_acts_anew(send: Send) -> None:
    assert send(once="a", name="x") != send(once="a", name="y")


def test_a_form_with_a_mistake_can_be_sent_again(send: Send) -> None:
    assert send(once="a", name="") == ""
    assert send(once="a", name="x") == "/made/0/"
    assert OnceToken.objects.count() == 1


def test_a_crash_of_the_view_leaves_no_token(client: Client) -> None:
    client.raise_request_exception = False
    answer = client.post("/broken/", {"once": "a"})
    assert answer.status_code == 500
    assert answer["X-Request-ID"] in answer.content.decode()
    assert not OnceToken.objects.exists()


def test_htmx_is_led_as_well(client: Client) -> None:
    for _ in range(2):
        answer = client.post("/add/", {"once": "a", "name": "x"}, headers={"HX-Request": "true"})
        assert answer["HX-Redirect"] == "/made/0/"


def test_when_the_first_press_died_the_person_is_asked_to_look(client: Client) -> None:
    client.post("/add/", {"once": "a", "name": "x"})
    OnceToken.objects.update(location="", created_at=timezone.now() - timedelta(minutes=2))
    came = {"Referer": "http://testserver/form/"}
    assert client.post("/add/", {"once": "a", "name": "x"}, headers=came)["Location"] == "/form/"
    assert Mark.objects.count() == 1


@pytest.mark.parametrize("came", ["http://evil.example/x", "http://testserver//evil.example/x", ""])
def test_nobody_is_led_to_another_site(client: Client, came: str) -> None:
    OnceToken.objects.all().delete()
    client.post("/add/", {"once": "a", "name": "x"})
    OnceToken.objects.update(location="", created_at=timezone.now() - timedelta(minutes=2))
    led = client.post("/add/", {"once": "a", "name": "x"}, headers={"Referer": came})["Location"]
    assert led.startswith("/")
    assert not led.startswith("//")


def test_the_tag_gives_a_new_token_each_time() -> None:
    page = Template("{% load ui %}{% once %}{% once %}").render(Context())
    assert page.count('name="once"') == 2
    assert len(set(page.split('value="'))) == 3
    assert new_token() != new_token()


@pytest.mark.slow
def test_twenty_identical_presses_at_once_make_one_object(place: Installation) -> None:
    done = place.script("once_storm.py")
    told = json.loads(done.stdout or "{}")
    assert told.get("made") == 1, done.stderr
    assert told["answers"] == 20
    assert len(told["led"]) == 1
