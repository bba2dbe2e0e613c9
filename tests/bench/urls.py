"""The product's addresses and, beside them, the bare ones."""

from django.urls import include, path

from . import bare

urlpatterns = [
    path("", include("config.urls")),
    path("bare/pairs/", bare.pairs),
    path("bare/card/<uuid:pk>/", bare.card),
    path("bare/home/", bare.home),
    path("bare/write/<uuid:pk>/", bare.write),
]
for view in (bare.pairs, bare.card, bare.home, bare.write):
    view.permission = None  # type: ignore[attr-defined]
