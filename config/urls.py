"""Every address of the product; each package keeps its own."""

from django.urls import URLPattern, URLResolver, include, path

from nastavnik.desk.help.views import guide_page
from nastavnik.desk.views import today

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("nastavnik.people.accounts.urls")),
    path("", include("nastavnik.people.urls.links")),
    path("", today, name="home"),
    path("help/", guide_page, name="help"),
    path("", include("nastavnik.desk.urls")),
    path("people/", include("nastavnik.people.urls")),
    path("pairs/", include("nastavnik.pairs.urls")),
    path("meetings/", include("nastavnik.meetings.urls")),
    path("documents/", include("nastavnik.documents.urls")),
    path("diagnostics/", include("nastavnik.diagnostics.urls")),
    path("bank/", include("nastavnik.bank.urls")),
    path("organisation/", include("nastavnik.organisations.urls")),
    path("matching/", include("nastavnik.matching.urls")),
    path("programmes/", include("nastavnik.programmes.urls")),
    path("council/", include("nastavnik.council.urls")),
    path("news/", include("nastavnik.notifications.urls")),
    path("", include("nastavnik.conversations.urls")),
    path("minutes/", include("nastavnik.workload.urls")),
]

handler500 = "nastavnik.desk.health.server_error"
