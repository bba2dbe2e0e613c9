"""Addresses of the floor above that appear when it is there."""

from uuid import UUID

from django.urls import NoReverseMatch, reverse


def for_request_url(pk: UUID) -> str:
    """«Подобрать наставника» for a request, or nothing."""
    return _address("matching:for_request", pk)


def for_mentor_url(pk: UUID) -> str:
    """«Найти наставляемых» for a mentor, or nothing."""
    return _address("matching:for_mentor", pk)


def _address(name: str, *arguments: object) -> str:
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
