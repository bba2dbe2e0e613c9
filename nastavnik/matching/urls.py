"""Addresses of matching."""

from django.urls import path

from . import views
from .comparing import views as comparing
from .rematch import views as rematch
from .weights import views as weights
from .wishes import views as wishes
from .workspace import deciding
from .workspace import views as workspace

app_name = "matching"

urlpatterns = [
    path("", views.runs, name="runs"),
    path("start/", views.start, name="start"),
    path("stop/", views.stop, name="stop"),
    path("<uuid:pk>/", views.run, name="run"),
    path("<uuid:pk>/approve/", views.approve_all, name="approve-all"),
    path("proposals/<uuid:pk>/approve/", views.approve, name="approve"),
    path("proposals/<uuid:pk>/decline/", views.decline, name="decline"),
    path("requests/<uuid:pk>/", views.for_request, name="for_request"),
    path("mentors/<uuid:pk>/", views.for_mentor, name="for_mentor"),
    path("pair/", views.assign, name="assign"),
    path("<uuid:pk>/picture/", workspace.picture, name="picture"),
    path("work/", workspace.work, name="work"),
    path("requests/<uuid:pk>/compare/", workspace.compare_mentors, name="compare-mentors"),
    path("mentors/<uuid:pk>/compare/", workspace.compare_requests, name="compare-requests"),
    path("requests/<uuid:pk>/mentors/<uuid:mentor>/why/", workspace.why, name="why"),
    path("requests/<uuid:pk>/mentors/<uuid:mentor>/lock/", deciding.lock, name="lock"),
    path("requests/<uuid:pk>/mentors/<uuid:mentor>/apart/", deciding.apart, name="apart"),
    path("requests/<uuid:pk>/mentors/<uuid:mentor>/hide/", deciding.hide, name="hide"),
    path("requests/<uuid:pk>/mentors/<uuid:mentor>/swap/", deciding.swap, name="swap"),
    path("decisions/<uuid:pk>/lift/", deciding.lift, name="lift"),
    path("weights/", weights.weights, name="weights"),
    path("weights/reset/", weights.reset, name="weights-reset"),
    path("<uuid:pk>/name/", comparing.name, name="name"),
    path("compare/", comparing.compare, name="compare"),
    path("wishes/", wishes.wishes, name="wishes"),
    path("wishes/requests/<uuid:pk>/", wishes.wish, name="wish"),
    path("wishes/requests/<uuid:pk>/act/", wishes.wish_act, name="wish-act"),
    path("wishes/mentors/<uuid:pk>/", wishes.wish_mentor, name="wish-mentor"),
    path("wishes/mentors/<uuid:pk>/act/", wishes.wish_mentor_act, name="wish-mentor-act"),
    path("review/", rematch.review, name="review"),
    path("requests/<uuid:pk>/next/", rematch.following_mentor, name="next"),
]
