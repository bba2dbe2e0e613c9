"""What the repository promises: no foreign code, no addresses of registries, honest requirement marks."""

import ast
import csv
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 400
# Put together here, so that this file does not find itself.
HOSTS = re.compile(
    "|".join(re.escape(host) for host in ("pypi" + ".org", "python" + "hosted.org", "registry.npm" + "js"))
)
FOREIGN_NAMES = re.compile(
    r"(?:bootstrap|htmx|tom-select|popper|golos)[^/]*\.(?:js|css|map|woff2?|svg)$", re.IGNORECASE
)
FOREIGN_TEXTS = (b"getbootstrap" + b".com", b"htmx" + b".version", b"Bootstrap  " + b"v5")


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """Every file of the repository that stands in the working copy."""
    found = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.skip("not a git working copy")
    return [ROOT / name for name in found.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    """The list of requirements."""
    with (ROOT / "docs" / "requirements.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_no_tracked_file_names_a_package_registry(tracked: list[Path]) -> None:
    assert [_name(file) for file in tracked if HOSTS.search(file.read_text(errors="ignore"))] == []


def test_the_front_end_lock_keeps_hashes_and_no_addresses() -> None:
    lock = (ROOT / "frontend" / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert lock.count('"integrity": "sha512-') >= 4


@pytest.mark.parametrize("name", ["run", "test", "check", "assets"])
def test_a_python_lock_has_a_hash_for_every_package_and_no_address(name: str) -> None:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
    pinned = [number for number, line in enumerate(lines) if line and not line.startswith((" ", "#"))]
    assert pinned
    assert [lines[number] for number in pinned if "--hash=sha256:" not in lines[number + 1]] == []
    assert [line for line in lines if "://" in line or "file:" in line] == []


@pytest.mark.parametrize(("smaller", "larger"), [("run", "test"), ("test", "check")])
def test_a_larger_lock_holds_the_smaller_one_whole(smaller: str, larger: str) -> None:
    assert _pins(smaller) <= _pins(larger)


def test_every_dependency_has_its_reason_beside_it() -> None:
    naked = [
        line
        for file in sorted((ROOT / "requirements").glob("*.in"))
        for line in file.read_text().splitlines()
        if "==" in line and file.stem != "assets" and not re.search(r"\s# \S", line)
    ]
    assert naked == []


def test_no_code_of_others_is_committed(tracked: list[Path]) -> None:
    by_name = [_name(file) for file in tracked if FOREIGN_NAMES.search(file.name)]
    by_text = [_name(file) for file in tracked if any(text in file.read_bytes() for text in FOREIGN_TEXTS)]
    assert by_name + by_text == []


def test_no_file_of_the_product_is_longer_than_one_can_read() -> None:
    files = [file for file in (ROOT / "nastavnik").rglob("*.py") if "migrations" not in file.parts]
    lengths = {_name(file): len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_the_list_of_requirements_is_whole(rows: list[dict[str, str]]) -> None:
    assert [row["id"] for row in rows] == [f"R{number:03}" for number in range(1, 383)]
    assert [row["id"] for row in rows if not (row["area"].strip() and row["must"].strip())] == []


def test_musts_are_in_our_own_words(rows: list[dict[str, str]]) -> None:
    foreign = re.compile(r"«|\bseed\b|№ \d+-|\b(?:МКОУ|МБОУ|МОУ|ГБОУ)\b|\b(?:край|района|области)\b")
    assert [row["id"] for row in rows if foreign.search(row["must"])] == []


def test_marks_name_only_requirements_that_exist(rows: list[dict[str, str]]) -> None:
    known = {row["id"] for row in rows}
    assert {(name, each) for name, each, _ in _marks() if each not in known} == set()


def test_a_partial_mark_tells_which_part() -> None:
    assert [(name, each) for name, each, what in _marks() if what is not None and len(what) < 3] == []


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def _pins(name: str) -> set[str]:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()
    return {
        line.split(";")[0].strip(" \\") for line in lines if "==" in line and not line.startswith((" ", "#"))
    }


def _marks() -> Iterator[tuple[str, str, str | None]]:
    """(file, requirement, the named part or None for a whole mark) of every mark in the tests."""
    for file in sorted((ROOT / "tests").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                given = [each.value for each in node.args if isinstance(each, ast.Constant)]
                if node.func.attr == "req":
                    yield from ((_name(file), str(each), None) for each in given)
                elif node.func.attr == "req_part":
                    yield _name(file), str(given[0]), str(given[1]) if len(given) > 1 else ""
