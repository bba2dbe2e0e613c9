"""Addresses of the import of staff."""

from django.urls import path

from nastavnik.people.views import importing

urlpatterns = [
    path("import/", importing.start, name="import"),
    path("import/sample.xlsx", importing.sample, name="import-sample"),
    path("import/<uuid:pk>/", importing.step, name="import-step"),
    path("import/<uuid:pk>/columns/", importing.columns, name="import-columns"),
    path("import/<uuid:pk>/apply/", importing.apply, name="import-apply"),
    path("import/<uuid:pk>/again/", importing.again, name="import-again"),
    path("import/<uuid:pk>/undo/", importing.undo, name="import-undo"),
    path("import/<uuid:pk>/errors.xlsx", importing.errors, name="import-errors"),
]
