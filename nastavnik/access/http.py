"""The gate every view stands behind."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from nastavnik.core.errors import Denied

from .actor import Actor
from .kept import to_sign_in
from .permissions import Permission

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


class Request(HttpRequest):
    """A request that has passed the gate."""

    actor: Actor
    here: Any  # the current Organisation or None; organisations stand above this floor
    presence: Any  # people.queries.Presence or None
    htmx: "HtmxDetails"


View = Callable[Concatenate[Request, P], HttpResponseBase]


def requires(permission: Permission) -> Callable[[View[P]], View[P]]:
    """Anonymous → sign-in (what was typed is kept); no such right anywhere → 403; rows are then narrowed by the view's queries."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def gate(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.actor.user_id is None:
                return to_sign_in(request)
            if not request.actor.holds(permission):
                raise PermissionDenied
            try:
                return view(request, *args, **kwargs)
            except Denied as denied:
                raise PermissionDenied from denied

        gate.permission = permission  # type: ignore[attr-defined]
        return gate

    return decorate


def open_to_all(view: Callable[P, R]) -> Callable[P, R]:
    """Marks a view that anybody may open, so that openness is always on purpose."""
    view.permission = None  # type: ignore[attr-defined]
    return view
