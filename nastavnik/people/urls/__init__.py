"""Addresses of people; each idea keeps its own module with a list `urlpatterns`."""

from . import cards, consents, importing, invitations

app_name = "people"

urlpatterns = [
    *cards.urlpatterns,
    *consents.urlpatterns,
    *importing.urlpatterns,
    *invitations.urlpatterns,
]
