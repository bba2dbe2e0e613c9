"""What every page knows of the account: the theme, and the reminder of the second factor."""

from typing import Any

from django.http import HttpRequest

from nastavnik.people.models import User


def account(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    found = getattr(request, "second_factor", None)
    reminder = found if found is not None and found.missing else None
    return {"theme": user.theme, "second_factor_reminder": reminder}
