"""Addresses of the news, of one's settings, of the log and of the way out of a letter."""

from django.urls import path

from .views import log, manners, messengers, news, settings, stop

app_name = "notifications"
urlpatterns = [
    path("", news.news, name="news"),
    path("read/", news.read, name="read"),
    path("<uuid:pk>/open/", news.open_one, name="open"),
    path("settings/", settings.settings, name="settings"),
    path("messengers/<str:channel>/", messengers.link, name="messenger"),
    path("messengers/<str:channel>/code/", messengers.code, name="messenger-code"),
    path("messengers/<str:channel>/off/", messengers.off, name="messenger-off"),
    path("sent/", log.own, name="sent"),
    path("log/", log.whole, name="log"),
    path("log/<uuid:pk>/retry/", log.retry, name="retry"),
    path("manners/", manners.manners, name="manners"),
    path("stop/<str:secret>/", stop.stop, name="stop"),
]
