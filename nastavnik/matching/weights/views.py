"""What matters in matching: one page of selects, with a preview of what a change would do before it is saved."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from nastavnik.access.http import Request, requires
from nastavnik.access.permissions import Permission
from nastavnik.core.acting import carried_out
from nastavnik.core.errors import Refusal
from nastavnik.organisations.models import Organisation

from . import preview, rules, services, showing
from .forms import WeightsForm
from .queries import settings_of
from .rules import Settings

P = Permission


def _here(request: Request) -> Organisation:
    if request.here is None:
        raise Http404
    organisation: Organisation = request.here
    return organisation


def _about(request: Request) -> str:
    about = request.GET.get("for", rules.COMMON)
    if about not in (rules.COMMON, *rules.SPECIAL):
        raise Http404
    return about


@requires(P.MATCH_RUN)
def weights(request: Request) -> HttpResponse:
    here, about = _here(request), _about(request)
    request.actor.require(P.MATCH_RUN, here)
    settings = settings_of(here)
    form = WeightsForm(
        request.POST or None, settings=settings, about=about, version=services.version_of(here)
    )
    shown, seen = settings, None
    if request.method == "POST" and form.is_valid():
        shown = form.chosen()
        if request.POST.get("act") == "preview":
            seen = _foreseen(request, form, here)
        elif carried_out(
            form,
            lambda: services.save(here, shown, about, seen=form.cleaned_data["version"], by=request.actor),
        ):
            messages.success(request, "Сохранено. Следующий подбор пойдёт по этим важностям.")
            return redirect(request.get_full_path())
    return render(request, "matching/weights.html", _context(here, about, shown, form, seen))


def _foreseen(request: Request, form: WeightsForm, here: Organisation) -> showing.ForeseenShown | None:
    try:
        found = preview.foresee(here, form.chosen(), today=timezone.localdate(), by=request.actor)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    return showing.foreseen(found)


def _context(
    here: Organisation,
    about: str,
    settings: Settings,
    form: WeightsForm,
    seen: showing.ForeseenShown | None,
) -> dict[str, object]:
    return {
        "form": form,
        "title": showing.title_of(about, showing.titles_of(here)),
        "rows": showing.rows(form, settings, about),
        "goals": [form[name] for name in ("aim", "cut_off", "keep") if name in form.fields],
        "sets": showing.sets(here, settings, about),
        "seen": seen,
        "about": about,
        "own": bool(settings.words.get(about)),
        "reset_url": reverse("matching:weights-reset") + (f"?for={about}" if about else ""),
    }


@requires(P.MATCH_RUN)
@require_POST
def reset(request: Request) -> HttpResponse:
    here, about = _here(request), _about(request)
    services.reset(here, about, by=request.actor)
    messages.success(request, "Важности снова такие, как в модели.")
    return redirect(reverse("matching:weights") + (f"?for={about}" if about else ""))
