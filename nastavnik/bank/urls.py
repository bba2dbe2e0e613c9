"""Addresses of the banks."""

from django.urls import path

from .views import enter, export, lists, mentees, mentors, shared

app_name = "bank"
urlpatterns = [
    path("", lists.mentees, name="mentees"),
    path("mentees/new/", enter.add_mentees, name="mentees-add"),
    path("mentees/register.xlsx", export.mentees, name="mentees-export"),
    path("mentees/<uuid:pk>/", mentees.mentee, name="mentee"),
    path("mentees/<uuid:pk>/edit/", mentees.edit, name="mentee-edit"),
    path("mentees/<uuid:pk>/problems/", mentees.problems, name="problems"),
    path("mentees/<uuid:pk>/leave/", mentees.leave, name="mentee-leave"),
    path("mentees/<uuid:pk>/requests/new/", mentees.add_request, name="request-add"),
    path("requests/<uuid:pk>/", mentees.edit_request, name="request-edit"),
    path("requests/<uuid:pk>/close/", mentees.close_request, name="request-close"),
    path("my-request/", mentees.my_request, name="my_request"),
    path("mentors/", lists.mentors, name="mentors"),
    path("mentors/new/", enter.add_mentors, name="mentors-add"),
    path("mentors/register.xlsx", export.mentors, name="mentors-export"),
    path("mentors/<uuid:pk>/", mentors.mentor, name="mentor"),
    path("mentors/<uuid:pk>/edit/", mentors.edit, name="mentor-edit"),
    path("mentors/<uuid:pk>/admit/", mentors.admit, name="admit"),
    path("mentors/<uuid:pk>/leave/", mentors.leave, name="mentor-leave"),
    path("mentors/<uuid:pk>/offers/new/", mentors.add_offer, name="offer-add"),
    path("offers/<uuid:pk>/remove/", mentors.remove_offer, name="offer-remove"),
    path("mentors/<uuid:pk>/evidence/new/", mentors.add_evidence, name="evidence-add"),
    path("evidence/<uuid:pk>/remove/", mentors.remove_evidence, name="evidence-remove"),
    path("evidence/<uuid:pk>/file/", mentors.evidence_file, name="evidence-file"),
    path("my-offer/", mentors.my_offer, name="my_offer"),
    path("people/<uuid:pk>/week/", shared.week, name="week"),
    path("people/<uuid:pk>/criteria/", shared.criteria, name="criteria"),
    path("people/<uuid:pk>/consent/", shared.ask_consent, name="consent"),
]
