"""The one change that would be enough, in plain Russian, on the page «Почему не …»."""

from django.test import Client
from django.urls import reverse

from tests.cast import Cast, make_person

from .world import asks, offers, sheet


def test_the_page_says_that_one_more_place_would_be_enough(cast: Cast) -> None:
    second = make_person("Тихонова Раиса Павловна", cast.school)
    for person, level in ((cast.galina, 4), (second, 1), (cast.kirill, 0), (cast.darya, 1)):
        sheet(person, {"methods": level})
    requests = [asks(cast.kirill), asks(cast.darya)]
    best = offers(cast.galina, capacity=1)
    offers(second)
    client = Client()
    client.force_login(cast.vera.account)
    pages = [client.get(reverse("matching:why", args=[one.pk, best.pk])).content.decode() for one in requests]
    assert sum("если у наставника станет одним местом больше" in page for page in pages) == 1
