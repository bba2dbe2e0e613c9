"""What the council may read of a matching: words only — no levels, no ranked wishes, nobody who would lose."""

from collections.abc import Iterable, Mapping
from typing import Any

from nastavnik.bank.models import Request
from nastavnik.core.russian.wording import counted
from nastavnik.matching import showing
from nastavnik.matching.engine.labels import PART_NAMES
from nastavnik.matching.models import MatchRun
from nastavnik.matching.wording import area

# Codes of remarks that are open to the council; a wish is never told, whatever words matching has for it.
OPEN_CODES = frozenset(
    {"domain", "domains", "issue", "subject", "experience", "windows", "willingness", "workload", "distance"}
)
HIDDEN_ISSUE = "Вопрос не раскрывается"
AIMS = {
    "participation": "Сначала — чтобы наставник нашёлся для наибольшего числа запросов, затем — чтобы пары подходили друг другу как можно лучше.",
    "quality": "Сначала — чтобы пары подходили друг другу как можно лучше, затем — чтобы наставник нашёлся для наибольшего числа запросов.",
}
WISHES = ("mentee_wish", "mentor_wish")


def open_lines(stored: Iterable[Mapping[str, Any]]) -> list[str]:
    """Fits or gaps in the words that matching has for those who may not see levels."""
    return showing.lines([line for line in stored if line["code"] in OPEN_CODES], levels=False)


def issue_of(request: Request) -> str:
    """«Методика преподавания (физика)»; an issue that lists must not show is not named."""
    if request.issue.sensitive:
        return HIDDEN_ISSUE
    subject = f" ({request.subject.title.lower()})" if request.subject else ""
    return f"{request.issue.title}{subject}"


def domains_of(request: Request) -> str:
    """Areas that the request itself names, through a comma."""
    return ", ".join(area(item.title) for item in request.domains.all() if not item.sensitive)


def parameters_of(run: MatchRun) -> list[str]:
    """By what the pairs were chosen, as sentences."""
    known = run.parameters
    asked, offered = (run.certificate.get(name, 0) for name in ("requests", "mentors"))
    sizes = (
        counted(asked, "запроса,запросов,запросов"),
        counted(offered, "наставника,наставников,наставников"),
    )
    told = [
        f"Подбирали для {sizes[0]} из {sizes[1]}.",
        AIMS.get(known.get("aim", ""), AIMS["participation"]),
    ]
    if weights := known.get("budgets"):
        told.append(f"Что и насколько учитывали, из 100: {_weights(weights)}.")
    if known.get("balance", True):
        told.append("Из одинаково хороших расстановок взята та, где нагрузка наставников ровнее.")
    return told


def _weights(weights: Mapping[str, int]) -> str:
    total = sum(weights.values()) or 1
    ordered = sorted(weights.items(), key=lambda each: -each[1])
    named = [(PART_NAMES.get(code, code), round(points * 100 / total)) for code, points in ordered if points]
    return ", ".join(f"{name[:1].lower()}{name[1:]} — {share}" for name, share in named)


def proof_of(run: MatchRun) -> str:
    """The proof line: what is claimed and how it can be checked."""
    shown = showing.shown_run(run, waiting=0, left=0)
    claim = "Доказано: лучше подобрать нельзя. " if shown.proved else ""
    return f"{claim}{shown.proof}"
