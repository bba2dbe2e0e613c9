"""Addresses of the list of people and of a card."""

from django.urls import path

from nastavnik.people.views import cards

urlpatterns = [
    path("", cards.people, name="list"),
    path("new/", cards.add, name="add"),
    path("<uuid:pk>/", cards.card, name="card"),
    path("<uuid:pk>/edit/", cards.edit, name="edit"),
    path("<uuid:pk>/cases/", cards.cases, name="cases"),
    path("<uuid:pk>/archive/", cards.archive, name="archive"),
    path("<uuid:pk>/restore/", cards.restore, name="restore"),
]
