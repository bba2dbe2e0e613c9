"""The page «Помощь»: one's own guide first, the others beside it; it is open before the sign-in too."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nastavnik.access.http import Request, open_to_all

from . import guides
from .queries import roles_of


@open_to_all
@require_safe
def guide_page(request: Request) -> HttpResponse:
    ordered = guides.in_order(roles_of(request.actor))
    guide = guides.asked(request.GET.get("for", ""), ordered)
    context = {
        "guide": guide,
        "text": guides.text_of(guide),
        "tabs": [(each.label, each.url, each == guide) for each in ordered],
    }
    return render(request, "help/guide.html", context)
