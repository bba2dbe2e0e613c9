"""Addresses of invitations for those who hand them out; the link itself stands in the accounts."""

from django.urls import path

from nastavnik.people.views import invitations

urlpatterns = [
    path("invitations/", invitations.invitations, name="invitations"),
    path("<uuid:pk>/invite/", invitations.invite, name="invite"),
    path("<uuid:pk>/invite/revoke/", invitations.revoke, name="invite_revoke"),
    path("<uuid:pk>/password-link/", invitations.give_password_link, name="password_link"),
]
