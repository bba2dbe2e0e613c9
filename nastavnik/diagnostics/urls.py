"""Addresses of diagnostics."""

from django.urls import path

from . import views

app_name = "diagnostics"
urlpatterns = [
    path("self/", views.oneself, name="self"),
    path("care/", views.care, name="care"),
    path("care/new/", views.ask_care, name="care-ask"),
    path("care/<uuid:pk>/", views.care_record, name="care-record"),
    path("care/<uuid:pk>/close/", views.close_care, name="care-close"),
    path("<uuid:pk>/", views.profile, name="profile"),
    path("<uuid:pk>/assess/", views.assess, name="assess"),
]
