"""The same rows as plain Django would show them: one query or two, a small template, no rights, no frame."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.views.decorators.csrf import csrf_exempt

from nastavnik.organisations.models import Organisation
from nastavnik.pairs.models import Mentorship
from nastavnik.people.models import Person

PAGE = "<!doctype html><html lang=ru><head><title>Наставник</title></head><body><main>{body}</main></body></html>"
PAIRS = (
    "{% for p in pairs %}<article><a href='/pairs/{{ p.pk }}/'>{% for t in p.participations.all %}{{ t.person.full_name }} "
    "{% endfor %}</a><p>{{ p.issue.title }} {{ p.form.title }} {{ p.get_state_display }} {{ p.starts_on|date:'d.m.Y' }} "
    "{{ p.ends_on|date:'d.m.Y' }}</p></article>{% endfor %}"
)
CARD = (
    "<h1>{{ person.full_name }}</h1><dl>{% for j in person.employments.all %}<dt>{{ j.position }}</dt><dd>{{ j.subjects }}"
    "</dd>{% endfor %}{% for a in person.appointments.all %}<dt>{{ a.get_role_display }}</dt><dd>{{ a.starts_on }}</dd>"
    "{% endfor %}</dl>"
)


def _page(body: str, **context: object) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(PAGE.format(body=body)).render(context))


def _shown(number: int) -> object:
    rows = Mentorship.objects.select_related("issue", "form").prefetch_related("participations__person")
    return rows.order_by("-created_at")[:number]


def pairs(request: HttpRequest) -> HttpResponse:
    return _page(PAIRS, pairs=_shown(50), total=Mentorship.objects.count())


def card(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = Person.objects.prefetch_related("employments", "appointments").get(pk=pk)
    return _page(CARD, person=person)


def home(request: HttpRequest) -> HttpResponse:
    return _page(PAIRS, pairs=_shown(5), school=Organisation.objects.order_by("-path").first())


@csrf_exempt
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = Person.objects.get(pk=pk)
    person.phone = request.POST["phone"]
    person.save()
    return redirect(f"/people/{pk}/")
