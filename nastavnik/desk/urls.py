"""Addresses of the top floor."""

from django.urls import path

from . import health, views_ui
from .first_run import views as first_run
from .log import views as log
from .me import views as me
from .sight import views as sight
from .system import views as system

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
    path("vision/", sight.settings_page, name="vision"),
    path("vision/off/", sight.usual, name="vision_off"),
    path("ui/", views_ui.components, name="ui"),
    path("me/", me.my_data, name="my_data"),
    path("me/download/", me.download, name="my_data_download"),
    path("me/sessions/", me.show_sessions, name="sessions"),
    path("me/sessions/end-others/", me.end_other_sessions, name="sessions_end_others"),
    path("me/sessions/<int:pk>/end/", me.end_session, name="session_end"),
    path("me/look/", me.look, name="settings"),
    path("here/", me.stand_here, name="here"),
    path("journal/", log.journal, name="journal"),
    path("system/", system.overview, name="system"),
    path("system/organisations/add/", system.add, name="organisation_add"),
    path("system/jobs/<uuid:pk>/retry/", system.retry_job, name="job_retry"),
]
