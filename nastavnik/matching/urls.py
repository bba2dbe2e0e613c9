"""Addresses of matching."""

from django.urls import path

from . import views

app_name = "matching"

urlpatterns = [
    path("", views.runs, name="runs"),
    path("start/", views.start, name="start"),
    path("<uuid:pk>/", views.run, name="run"),
    path("<uuid:pk>/approve/", views.approve_all, name="approve-all"),
    path("proposals/<uuid:pk>/approve/", views.approve, name="approve"),
    path("proposals/<uuid:pk>/decline/", views.decline, name="decline"),
    path("requests/<uuid:pk>/", views.for_request, name="for_request"),
    path("mentors/<uuid:pk>/", views.for_mentor, name="for_mentor"),
    path("pair/", views.assign, name="assign"),
]
