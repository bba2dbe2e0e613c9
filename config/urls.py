"""Every address of the product; each package keeps its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("nastavnik.people.accounts.urls")),
    path("", include("nastavnik.desk.urls")),
    path("people/", include("nastavnik.people.urls")),
]
