"""Text typed into a form is not lost when the session lapses: it waits in the session for the same account."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

KEY = "kept"
COOKIE = "account"  # signed id of the account that signed in last in this browser
MOST = 200 * 1024  # characters
NEVER = ("password", "oldpassword", "code", "secret", "csrfmiddlewaretoken")


def owner(request: HttpRequest) -> str:
    """The account that signed in last in this browser, or nothing."""
    try:
        return request.get_signed_cookie(COOKIE, default="", salt=COOKIE) or ""
    except BadSignature:
        return ""


def remember_owner(response: HttpResponse, user_id: object) -> None:
    response.set_signed_cookie(
        COOKIE, str(user_id), salt=COOKIE, httponly=True, samesite="Lax", secure=settings.HTTPS
    )


def keep(request: HttpRequest, *, owner_id: str) -> bool:
    """Put the fields of this POST aside. False if there is nothing to keep, nobody to keep for, or too much."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if not name.lower().startswith(NEVER)
        for value in values
    ]
    size = sum(len(name) + len(str(value)) for name, value in fields)
    if not owner_id or not any(value for _, value in fields) or size > MOST:
        return False
    had_files = request.content_type == "multipart/form-data" and bool(request.FILES)
    request.session[KEY] = {
        "to": request.get_full_path(),
        "fields": fields,
        "owner": owner_id,
        "files": had_files,
    }
    return True


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Where an anonymous visitor is sent; a typed form is kept on the way."""
    unsafe = request.method not in {"GET", "HEAD", "OPTIONS"}
    kept = unsafe and keep(request, owner_id=owner(request))
    target = reverse("kept_text") if kept else "/" if unsafe else request.get_full_path()
    there = redirect_to_login(target)
    if getattr(request, "htmx", None):
        return HttpResponseClientRedirect(there["Location"])
    return HttpResponseRedirect(there["Location"])
