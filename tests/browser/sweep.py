"""Which screens there are to look at: every address, every visitor, one page of each shape; and how to look at one."""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access.addresses import Address, addresses

from .conftest import RULES, WIDTHS, Watched

OBJECTS = (
    (r"people:job-edit", "people.Employment"),
    (r"people:role-(end|leave)", "people.Appointment"),
    (r"people:representative-end", "people.Representative"),
    (r"people:consent-ask", "people.Person"),
    (r"people:consent", "people.Consent"),
    (r"people:import", "people.StaffImport"),
    (r"pairs:order", "documents.Paper"),
    (r"pairs:answer", "pairs.Participation"),
    (r"pairs:", "pairs.Mentorship"),
    (r"meetings:hours", "people.Person"),
    (r"meetings:(of_pair|plan|record_new|task_add|diary|diary_add|visit_add)$", "pairs.Mentorship"),
    (r"meetings:task", "meetings.Task"),
    (r"meetings:room", "meetings.Room"),
    (r"meetings:diary", "meetings.DiaryEntry"),
    (r"meetings:visit", "meetings.LessonVisit"),
    (r"meetings:", "meetings.Meeting"),
    (r"organisations:holiday", "organisations.SchoolHoliday"),
    (r"documents:act", "documents.LegalAct"),
    (r"documents:", "documents.Paper"),
    (r"diagnostics:care", "diagnostics.CareRequest"),
    (r"bank:(week|criteria|consent)", "people.Person"),
    (r"bank:(mentee|problems|request-add)", "bank.Mentee"),
    (r"bank:request", "bank.Request"),
    (r"bank:offer-remove", "bank.Offer"),
    (r"bank:evidence-(remove|file)", "bank.Evidence"),
    (r"bank:", "bank.Mentor"),
    (r"organisations:list", "organisations.ListItem"),
    (r"organisations:body", "organisations.CollegialBody"),
    (r"organisations:holidays", "organisations.SchoolHoliday"),
    (r"organisations:", "organisations.Organisation"),
    (r"matching:(approve|decline)$", "matching.Proposal"),
    (r"matching:(for_request|compare-mentors|why|lock|apart|hide|swap|wish|wish-act|next)$", "bank.Request"),
    (r"matching:(for_mentor|compare-requests|wish-mentor|wish-mentor-act)$", "bank.Mentor"),
    (r"matching:lift$", "matching.Decision"),
    (r"matching:", "matching.MatchRun"),
    (r"council:ask$", "matching.MatchRun"),
    (r"council:care-one$", "council.Care"),
    (r"council:(letter|letter-print|letter-handed|own-letter)$", "council.Letter"),
    (r"council:", "council.Question"),
    (r"notifications:", "core.OutgoingMessage"),
    (r"conversations:(thread|chat_add)$", "pairs.Mentorship"),
    (r"conversations:(edit|delete|report)$", "conversations.Message"),
    (r"conversations:complaint", "conversations.Complaint"),
    (r"conversations:file$", "conversations.Attachment"),
    (r"conversations:chat_remove", "conversations.ChatLink"),
    (r"conversations:board_file", "conversations.AnnouncementFile"),
    (r"conversations:announcement", "conversations.Announcement"),
    (r"programmes:(programme|start|results|project_add)$", "pairs.Mentorship"),
    (r"programmes:frame$", "programmes.Frame"),
    (r"programmes:(template|line_add)$", "programmes.Template"),
    (r"programmes:", "programmes.Programme"),
    (r"(people|diagnostics|desk):", "people.Person"),
)
# Further keys of an address, by their names.
INNER = {
    "row": "pairs.Mentorship",
    "change": "pairs.MentorshipChange",
    "person": "people.Person",
    "mentor": "bank.Mentor",
    "member": "people.Person",
}
PARTS: dict[str, tuple[Any, ...]] = {
    "name": ("issue", "criterion", "deadline"),
    "year": (2026,),
    "day": ("2026-11-04",),
    "secret": ("made-up",),
    "channel": ("max",),
    "month": ("2026-09",),
    "uidb36": ("0",),
    "key": ("made-up",),
    "kind": ("consent_processing",),
}
# They end the session, hand out a file, or tell machines how we are.
NOT_SCREENS = re.compile(
    r"account_logout$|desk:(alive|ready|ui|my_data_download|session_end)$|export$|sample$|errors$|"
    r"meetings:(ics|feed|file)$"
)
MOST_OF_A_KIND = 3  # objects of one model that are tried
EMPTY_POST = {"csrfmiddlewaretoken": "typed by nobody"}
SHAPES = {"GET": 2, "POST": 1}  # pages of one address that are looked at
FORMS = re.compile(r"<form[^>]*>")
MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
TAGS = re.compile(r"<[a-z0-9]+(?: class=\"[^\"]*\")?")
UNIQUE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32,}|value=\"[^\"]*\"")
# What people of schools read in Latin letters anyway.
LATIN = re.compile(
    r"[\w.+-]+@[\w.-]+|https?://\S+|localhost:\d+|[\w.-]+\.example\b|\{code\}|\b(Excel|LibreOffice|Word|PDF|CSV|QR|SMS|Google|Authenticator|"
    r"Chrome|Chromium|Headless\w*|Linux|Mozilla|Windows|Python|Django|SQLite|PostgreSQL|Tab|Esc|Enter|HTTP\w*|ICT|"
    r"DATA_DIR|JSON|school-7|[\w-]+\.(?:xlsx|docx|txt|csv|zip)|xlsx|docx|pdf|jpe?g|png|csv|ods|xls|txt|zip|odt|ics|MAX)\b",
    re.IGNORECASE,
)
TECHNICAL = re.compile(
    r"desk:system|mfa_activate_totp"
)  # folders and switches of the machine; a secret to be typed
STRANGE = (
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{20,}", re.IGNORECASE), "UUID"),
    (re.compile(r"\bNone\b|\bTrue\b|\bFalse\b|\bundefined\b|\bNaN\b|\[object|\{\{|\{%"), "leaked value"),
    (re.compile(r"[A-Za-z]{3,}"), "Latin word"),
)


@dataclass(frozen=True)
class Screen:
    """A page worth a look: who opens it and where; `wrong` says that its form is then sent empty."""

    who: str
    address: str
    path: str
    wrong: bool = False

    def __str__(self) -> str:
        return f"{self.who} {self.path} ({self.address}{', sent empty' if self.wrong else ''})"


@dataclass
class Finder:
    """Opens every address without a browser and keeps one page of each shape, so that the browser sees each once."""

    seen: set[tuple[str, str]] = field(default_factory=set)
    troubles: list[str] = field(default_factory=list)
    heaviest: list[tuple[int, str]] = field(default_factory=list)
    sends: bool = True  # forms are sent empty too

    def screens(self, who: str, user: Any, organisation: Any) -> Iterator[Screen]:
        client = Client(raise_request_exception=False)
        if user:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        for address in addresses():
            if NOT_SCREENS.search(address.name):
                continue
            for number, path in enumerate(_paths(address, organisation)):
                yield from self._of(client, who, address, path, more=number > 0)

    def _of(self, client: Client, who: str, address: Address, path: str, *, more: bool) -> Iterator[Screen]:
        shown = self._new(client, "GET", who, address, path)
        if shown:
            yield Screen(who, address.name, path)
        if not shown or more or not self.sends or not _posts_here(shown, path):
            return
        if self._new(client, "POST", who, address, path):
            yield Screen(who, address.name, path, wrong=True)

    def _new(self, client: Client, method: str, who: str, address: Address, path: str) -> str:
        """The page, if it is one and of a shape not yet seen at this address; acts are rolled back."""
        with transaction.atomic():
            answer = client.get(path) if method == "GET" else client.post(path, EMPTY_POST)
            transaction.set_rollback(True)
        if answer.status_code >= 500:
            self.troubles.append(f"{who} {method} {path}: {answer.status_code}")
        if answer.status_code not in {200, 422} or not answer.headers["Content-Type"].startswith("text/html"):
            return ""
        text = answer.content.decode()
        self.heaviest.append((len(answer.content), f"{who} {path}"))
        main = MAIN.search(text)
        if main is None:
            return ""
        shape = hashlib.sha256(repr(TAGS.findall(UNIQUE.sub("", main[0]))).encode()).hexdigest()
        key = (f"{method} {address.name}", shape)
        alike = sum(name == key[0] for name, _ in self.seen)
        if key in self.seen or alike >= SHAPES[method]:
            return ""
        self.seen.add(key)
        return main[0]


def _posts_here(shown: str, path: str) -> bool:
    """Is there a form that is sent to the very page it stands on?"""
    forms = [form for form in FORMS.findall(shown) if 'method="post"' in form]
    return any('action="' not in form or f'action="{path}"' in form for form in forms)


def _paths(address: Address, organisation: Any) -> list[str]:
    names = list(address.takes)
    choices = [_keys(address, name, organisation) for name in names]
    return [
        reverse(address.name, kwargs=dict(zip(names, keys, strict=True)))
        for keys in list(product(*choices))[:MOST_OF_A_KIND]
    ]


def _keys(address: Address, name: str, organisation: Any) -> list[Any]:
    if name in PARTS:
        return list(PARTS[name])
    label = INNER.get(name) or _model(address)
    model = apps.get_model(label)
    if label == "organisations.Organisation":
        return (
            [pk for pk in (organisation.pk, organisation.parent_id) if pk] if organisation else [UUID(int=1)]
        )
    rows = (
        model._base_manager.filter(organisation_id=organisation.pk)
        if organisation
        else model._base_manager.all()
    )
    states = [f.name for f in model._meta.fields if f.name in {"state", "kind", "role"}]
    order = [*states, "pk"]
    found = list(rows.order_by(*order).values_list("pk", *states)[:400])
    firsts = {tuple(row[1:]): row[0] for row in reversed(found)}  # one of each state and kind
    rest = [row[0] for row in found if row[0] not in firsts.values()]
    return [*firsts.values(), *rest][:MOST_OF_A_KIND]


def _model(address: Address) -> str:
    for pattern, label in OBJECTS:
        if re.match(pattern, address.name):
            return label
    raise AssertionError(f"{address.name}: say in OBJECTS whose key it takes")


LOOK = """async ([rules, axe]) => {
  if (!window.axe) (0, eval)(axe);
  const found = await window.axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  const root = document.documentElement;
  return {
    axe: found.violations.map(v => v.id + ": " + v.nodes[0].html.slice(0, 160)),
    broad: root.scrollWidth > root.clientWidth ? root.scrollWidth : 0,
  };
}"""
WORDS = """() => {
  const said = [document.title, document.body.innerText];
  for (const name of ["aria-label", "title", "placeholder", "alt", "data-label"])
    for (const each of document.querySelectorAll("[" + name + "]")) said.push(each.getAttribute(name));
  return said.join("\\n");
}"""
# Something of the thing, its label or its parent has to change when it takes the focus.
FOCUS = """() => {
  const mark = el => [el, el.parentElement, el.nextElementSibling, el.labels && el.labels[0], el.closest("label,li,tr,article,fieldset")]
    .filter(Boolean).flatMap(one => ["", "::after", "::before"].map(part => { const s = getComputedStyle(one, part || null);
      return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderColor, s.backgroundColor].join(); })).join("|");
  const bad = [];
  const all = [...document.querySelectorAll("a[href],button,input:not([type=hidden]),select,textarea,summary")]
    .filter(el => el.checkVisibility({visibilityProperty: true}) && !el.disabled).slice(0, 60);
  for (const el of all) {
    document.activeElement && document.activeElement.blur();
    const before = mark(el);
    el.focus({focusVisible: true, preventScroll: true});
    if (document.activeElement !== el || mark(el) === before) bad.push(el.outerHTML.slice(0, 120));
  }
  return bad;
}"""
EMPTY = """() => {
  const forms = [...document.querySelectorAll("main form[method=post]")];
  const here = forms.filter(f => !f.getAttribute("action") || f.getAttribute("action") === location.pathname);
  const form = here.find(f => f.querySelector(".btn-primary")) || here[0];
  for (const el of form.elements) {
    if (el.type === "hidden" || el.type === "submit") continue;
    if (el.type === "checkbox" || el.type === "radio") el.checked = false;
    else if (el.tagName === "SELECT") el.selectedIndex = [...el.options].findIndex(o => !o.value);
    else el.value = "";
  }
  form.noValidate = true;
  (form.querySelector(".btn-primary") || form.querySelector("button")).click();
}"""


def axe_source() -> str:
    from axe_playwright_python.sync_playwright import Axe

    return str(Axe().axe_script)


def enter(watched: Watched, user: Any) -> None:
    watched.page.context.clear_cookies()
    if user is None:
        return
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": watched.home}
    watched.page.context.add_cookies([cookie])


def look_at(watched: Watched, screen: Screen, axe: str) -> list[str]:
    """Everything that is wrong with the screen, in words."""
    page, wrong = watched.page, []
    watched.wide(WIDTHS[1])
    watched.at(screen.path)
    if screen.wrong:
        with page.expect_navigation(timeout=15_000):
            page.evaluate(EMPTY)
    for width in reversed(WIDTHS):
        watched.wide(width)
        found = page.evaluate(LOOK, [RULES, axe])
        wrong += [f"{width}: {each}" for each in found["axe"]]
        wrong += [f"{width}: as wide as {found['broad']}"] if found["broad"] else []
        _picture(page, screen, width)
    wrong += _words(page, screen)
    wrong += [f"no focus to see: {each}" for each in page.evaluate(FOCUS)]
    wrong += [f"console: {said}" for said in watched.complaints if "status of 4" not in said]
    wrong += [f"foreign: {url}" for url in watched.foreign]
    watched.complaints.clear()
    watched.foreign.clear()
    return [f"{screen}: {each}" for each in wrong]


def _words(page: Any, screen: Screen) -> list[str]:
    wrong = []
    if page.locator("h1").count() != 1:
        wrong.append(f"{page.locator('h1').count()} headings of the first level")
    # A form that takes emptiness leads to another page, without an error.
    refused = screen.wrong and path_of(page) == screen.path
    if refused != page.title().startswith("Ошибка: "):
        wrong.append(f"title «{page.title()}»")
    text = LATIN.sub("", page.evaluate(WORDS))
    for pattern, name in STRANGE[: 2 if TECHNICAL.search(screen.address) else 3]:
        if found := sorted(set(pattern.findall(text))):
            wrong.append(f"{name}: {', '.join(found[:8])}")
    return wrong


def _picture(page: Any, screen: Screen, width: int) -> None:
    """Into the folder of $SCREENS, if it is named."""
    if folder := os.environ.get("SCREENS"):
        ending = "-error" if screen.wrong else ""
        name = f"{screen.address.replace(':', '.')}-{screen.who}{ending}"
        number = len({each.stem for each in Path(folder).glob(f"{name}*-{width}.png")})
        page.screenshot(path=str(Path(folder) / f"{name}{number or ''}-{width}.png"), full_page=True)


def path_of(page: Any) -> str:
    return str(urlsplit(page.url).path)
