"""Addresses of people; each idea keeps its own module with a list `urlpatterns`."""

from . import cards, invitations

app_name = "people"

urlpatterns = [*invitations.urlpatterns, *cards.urlpatterns]
