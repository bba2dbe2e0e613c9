"""Addresses of the top floor."""

from django.urls import path

from . import views_ui

app_name = "desk"
urlpatterns = [
    path("ui/", views_ui.components, name="ui"),
]
