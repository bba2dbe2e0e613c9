"""What every page knows of the account: the reminder of the second factor."""

from typing import Any

from django.http import HttpRequest


def account(request: HttpRequest) -> dict[str, Any]:
    found = getattr(request, "second_factor", None)
    reminder = found if found is not None and found.missing else None
    return {"second_factor_reminder": reminder}
