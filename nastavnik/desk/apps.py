"""The top floor: home pages, search, help and the page of components."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Home pages and what belongs to no other package."""

    name = "nastavnik.desk"
