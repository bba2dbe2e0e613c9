"""The short address of an invitation, which people type from a printed slip."""

from django.urls import path

from nastavnik.people.views import invitations

urlpatterns = [path("invitation/<str:secret>/", invitations.open_link, name="invitation")]
