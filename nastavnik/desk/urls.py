"""Addresses of the top floor."""

from django.urls import path

from . import health, views_ui
from .first_run import views as first_run

app_name = "desk"
urlpatterns = [
    path("start/", first_run.visit, name="first_visit"),
    path("start/code/", first_run.code, name="first_code"),
    path("start/organisation/", first_run.organisation, name="first_organisation"),
    path("start/people/", first_run.people, name="first_people"),
    path("start/steps/", first_run.tasks, name="first_steps"),
    path("start/steps/finish/", first_run.finish, name="first_finish"),
    path("start/example/", first_run.example, name="example"),
    path("start/example/<uuid:pk>/", first_run.enter_example, name="example_enter"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("ui/", views_ui.components, name="ui"),
]
