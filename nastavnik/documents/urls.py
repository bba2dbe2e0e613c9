"""Addresses of papers, of sheets that are only printed, and of the catalogue of acts."""

from django.urls import path

from .views import acts, papers, sheets

app_name = "documents"

urlpatterns = [
    path("", papers.papers, name="list"),
    path("acts/", acts.acts, name="acts"),
    path("acts/new/", acts.add, name="act-add"),
    path("acts/<uuid:pk>/", acts.edit, name="act-edit"),
    path("sheets/", sheets.many, name="sheets"),
    path("sheets/<slug:kind>/<uuid:pk>/", sheets.one, name="sheet"),
    path("<uuid:pk>/", papers.paper, name="paper"),
    path("<uuid:pk>/docx/", papers.docx, name="docx"),
    path("<uuid:pk>/pdf/", papers.pdf, name="pdf"),
    path("<uuid:pk>/scan/", papers.scan, name="scan"),
    path("<uuid:pk>/scan/new/", papers.add_scan, name="scan-add"),
]
