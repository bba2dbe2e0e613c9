"""Addresses of the budget of minutes."""

from django.urls import path

from . import views

app_name = "workload"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("switch/", views.switch, name="switch"),
    path("asked/", views.asked, name="asked"),
]
