"""Addresses of the list of people, of a card and of what stands on it."""

from django.urls import path

from nastavnik.people.views import appointments, cards, employment, representatives, responsibility

urlpatterns = [
    path("", cards.people, name="list"),
    path("new/", cards.add, name="add"),
    path("responsibility/", responsibility.responsibility, name="responsibility"),
    path("<uuid:pk>/", cards.card, name="card"),
    path("<uuid:pk>/edit/", cards.edit, name="edit"),
    path("<uuid:pk>/cases/", cards.cases, name="cases"),
    path("<uuid:pk>/archive/", cards.archive, name="archive"),
    path("<uuid:pk>/restore/", cards.restore, name="restore"),
    path("<uuid:pk>/jobs/new/", employment.add, name="job-add"),
    path("jobs/<uuid:pk>/", employment.edit, name="job-edit"),
    path("<uuid:pk>/roles/new/", appointments.appoint, name="role-add"),
    path("roles/<uuid:pk>/end/", appointments.end, name="role-end"),
    path("roles/<uuid:pk>/leave/", appointments.leave, name="role-leave"),
    path("<uuid:pk>/representatives/new/", representatives.add, name="representative-add"),
    path("representatives/<uuid:pk>/end/", representatives.end, name="representative-end"),
]
