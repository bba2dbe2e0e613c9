"""Addresses of consents: the curator's list, one consent, one's own."""

from django.urls import path

from nastavnik.people.views import consents, own_consents

urlpatterns = [
    path("consents/", consents.consents, name="consents"),
    path("consents/papers/", consents.mark, name="consents-mark"),
    path("consents/<uuid:pk>/", consents.consent, name="consent"),
    path("consents/<uuid:pk>/paper/", consents.receive, name="consent-receive"),
    path("consents/<uuid:pk>/basis/", consents.other_basis, name="consent-basis"),
    path("consents/<uuid:pk>/scan/", consents.scan, name="consent-scan"),
    path("consents/<uuid:pk>/withdraw/", own_consents.withdraw, name="consent-withdraw"),
    path("consents/<uuid:pk>/yes/", own_consents.express, name="consent-express"),
    path("my-consents/", own_consents.mine, name="my_consents"),
    path("<uuid:pk>/consents/new/", consents.ask, name="consent-ask"),
    path("<uuid:pk>/esign/", consents.esign, name="esign"),
]
