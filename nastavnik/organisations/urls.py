"""Addresses of organisations, their lists, bodies and the calendar."""

from django.urls import path

from .views import bodies, holidays, lists, nodes

app_name = "organisations"

urlpatterns = [
    path("", nodes.here, name="card"),
    path("tree/", nodes.tree, name="tree"),
    path("<uuid:pk>/", nodes.card, name="view"),
    path("<uuid:pk>/edit/", nodes.edit, name="edit"),
    path("<uuid:pk>/cases/", nodes.cases, name="cases"),
    path("<uuid:pk>/new/", nodes.add, name="add"),
    path("lists/", lists.lists, name="lists"),
    path("lists/items/<uuid:pk>/", lists.edit, name="list-item"),
    path("lists/items/<uuid:pk>/switch/", lists.switch, name="list-switch"),
    path("lists/items/<uuid:pk>/move/", lists.move, name="list-move"),
    path("lists/<slug:name>/", lists.one, name="list"),
    path("lists/<slug:name>/new/", lists.add, name="list-add"),
    path("lists/<slug:name>/source/", lists.source, name="list-source"),
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/new/", bodies.add, name="body-add"),
    path("bodies/<uuid:pk>/", bodies.body, name="body"),
    path("bodies/<uuid:pk>/edit/", bodies.edit, name="body-edit"),
    path("bodies/<uuid:pk>/decisions/new/", bodies.decide, name="body-decide"),
    path("calendar/", bodies.calendar_page, name="calendar"),
    path("calendar/<int:year>/", bodies.calendar_page, name="calendar-year"),
    path("calendar/new/", bodies.calendar_add, name="calendar-add"),
    path("calendar/<str:day>/forget/", bodies.calendar_forget, name="calendar-forget"),
    path("holidays/", holidays.holidays, name="holidays"),
    path("holidays/new/", holidays.add, name="holidays-add"),
    path("holidays/<uuid:pk>/remove/", holidays.remove, name="holidays-remove"),
]
