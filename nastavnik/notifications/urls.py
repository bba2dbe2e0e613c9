"""Addresses of the news."""

from django.urls import path

from . import views

app_name = "notifications"
urlpatterns = [
    path("", views.news, name="news"),
    path("read/", views.read, name="read"),
]
