"""What every answer of the walk carries: no inline code, no frames, no guessing of types, no cache (SEC-7, T9, T18)."""

from collections.abc import Iterable

import pytest

from .walk import Visit

pytestmark = pytest.mark.django_db

SANDBOXED = "sandbox; default-src 'none'"


def lacking(visits: Iterable[Visit], header: str, wanted: str) -> list[str]:
    return [
        f"{visit}: {visit.headers.get(header)}"
        for visit in visits
        if wanted not in visit.headers.get(header, "")
    ]


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Content-Security-Policy", "default-src"),
        ("X-Request-ID", ""),
    ],
)
def test_every_answer_carries(header: str, wanted: str, visits: list[Visit]) -> None:
    assert [str(visit) for visit in visits if header not in visit.headers] == []
    assert lacking(visits, header, wanted) == []


def test_no_answer_allows_inline_code(visits: list[Visit]) -> None:
    policies = {visit.headers["Content-Security-Policy"] for visit in visits}
    assert [policy for policy in policies if "unsafe" in policy or "*" in policy or "http" in policy] == []
    pages = {policy for policy in policies if policy != SANDBOXED}
    for directive in ("script-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert all(directive in policy for policy in pages), directive


def test_pages_of_a_signed_in_person_are_kept_by_no_cache(visits: list[Visit]) -> None:
    # Signing out answers a stranger, with an empty redirect.
    leaves = {("account_logout", "POST")}
    signed_in = [
        visit
        for visit in visits
        if visit.visitor not in {"anonymous", "deactivated"} and (visit.address, visit.method) not in leaves
    ]
    assert lacking(signed_in, "Cache-Control", "no-store") == []


def test_files_are_given_as_downloads_that_no_browser_runs(visits: list[Visit]) -> None:
    files = [
        visit
        for visit in visits
        if visit.status == "200"
        and not visit.headers["Content-Type"].startswith(("text/html", "text/plain", "application/json"))
    ]
    assert lacking(files, "Content-Disposition", "attachment") == []


def test_answers_say_which_letters_they_are_written_in(visits: list[Visit]) -> None:
    texts = [visit for visit in visits if visit.headers.get("Content-Type", "").startswith("text/")]
    assert lacking(texts, "Content-Type", "utf-8") == []
