"""The drill: copy, an empty machine, restore, and everything is as it was."""

import json
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

import pytest

from tests.installations import Installation

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def copy(place: Installation, tmp_path: Path) -> Path:
    settled = place.script("settle.py")
    assert settled.returncode == 0, settled.stderr
    done = place.run("backup", str(tmp_path / "copy.zip"))
    assert done.returncode == 0, done.stderr
    return tmp_path / "copy.zip"


def tell(place: Installation) -> dict[str, Any]:
    told = place.script("tell.py")
    assert told.returncode == 0, told.stderr
    answer: dict[str, Any] = json.loads(told.stdout)
    return answer


def test_everything_comes_back_on_an_empty_machine(
    place: Installation, another_place: Installation, copy: Path
) -> None:
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    before = tell(place)
    done = another_place.run("restore", str(copy))
    assert done.returncode == 0, done.stderr
    after = tell(another_place)
    assert after["tables"] == before["tables"]
    assert before["tables"]["people.Person"][0] == 6
    assert after["files"] == before["files"]
    assert len(after["files"]) == 2
    assert after["secret"] == before["secret"]
    assert after["signed_in"]
    assert after["journal_is_closed"]
    secret = another_place.data / "secrets" / "secret_key"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert another_place.run("createadmin", "--email", "a@b.example").returncode == 0


def test_a_copy_moves_between_the_two_databases(place: Installation, copy: Path, tmp_path: Path) -> None:
    on_sqlite = Installation(tmp_path / "moved", "")
    assert on_sqlite.run("restore", str(copy)).returncode == 0
    assert tell(on_sqlite)["tables"] == tell(place)["tables"]


def test_nothing_is_put_over_what_is_there(place: Installation, copy: Path) -> None:
    before = tell(place)
    done = place.run("restore", str(copy))
    assert (done.returncode, "пустую папку" in done.stderr) == (1, True)
    assert tell(place) == before


def _other_version(copy: Path) -> None:
    _rewrite(copy, "manifest.json", lambda data: data.replace(b'"0.1.0"', b'"0.0.9"'))


def _other_format(copy: Path) -> None:
    _rewrite(copy, "manifest.json", lambda data: data.replace(b'"format": 1', b'"format": 2'))


def _other_schema(copy: Path) -> None:
    _rewrite(copy, "manifest.json", lambda data: data.replace(b"core.0001_initial", b"core.0001_other"))


def _changed_row(copy: Path) -> None:
    _rewrite(
        copy, "tables/people.Person.jsonl", lambda data: data.replace("Галина".encode(), "Полина".encode())
    )


def _changed_file(copy: Path) -> None:
    with ZipFile(copy) as archive:
        name = next(name for name in archive.namelist() if name.startswith("files/"))
    _rewrite(copy, name, lambda data: data + b"0")


def _lost_table(copy: Path) -> None:
    _rewrite(copy, "tables/people.Person.jsonl", None)


def _leads_outside(copy: Path) -> None:
    with ZipFile(copy, "a") as archive:
        archive.writestr("files/../../evil", b"0")


def _link(copy: Path) -> None:
    entry = ZipInfo("files/link")
    entry.external_attr = 0o120777 << 16
    with ZipFile(copy, "a") as archive:
        archive.writestr(entry, "/etc/passwd")


def _outside_by_manifest(copy: Path) -> None:
    """The manifest agrees with the evil name."""
    with ZipFile(copy, "a") as archive:
        archive.writestr("files/../../evil", b"")
    empty = b"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    _rewrite(
        copy,
        "manifest.json",
        lambda d: d.replace(b'"files": {', b'"files": {"../../evil": "' + empty + b'",'),
    )


def _cut(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:-200])


def _foreign(copy: Path) -> None:
    with ZipFile(copy, "w") as archive:
        archive.writestr("a.txt", "a")


def _rewrite(copy: Path, name: str, change: Callable[[bytes], bytes] | None) -> None:
    fresh = copy.with_suffix(".new")
    with ZipFile(copy) as old, ZipFile(fresh, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
            elif change is not None:
                changed = change(old.read(entry))
                assert changed != old.read(entry)
                new.writestr(entry, changed)
    shutil.move(fresh, copy)


BAD = {
    _other_version: "версией 0.0.9",
    _other_format: "здесь не прочесть",
    _other_schema: "состав базы не совпадает",
    _changed_row: "people.Person",
    _changed_file: "повреждена",
    _lost_table: "состав не совпадает",
    _leads_outside: "за пределы",
    _link: "за пределы",
    _outside_by_manifest: "за пределы",
    _cut: "не читается",
    _foreign: "не резервная копия",
}


def test_a_bad_copy_is_refused_and_changes_nothing(
    another_place: Installation, copy: Path, tmp_path: Path
) -> None:
    for spoil, words in BAD.items():
        spoilt = tmp_path / f"{spoil.__name__}.zip"
        shutil.copy(copy, spoilt)
        spoil(spoilt)
        done = another_place.run("restore", str(spoilt))
        assert (done.returncode, words in done.stderr) == (1, True), (spoil.__name__, done.stderr)
        assert not (another_place.data / "files").exists()
    assert not (tmp_path / "evil").exists()
    assert another_place.run("restore", str(copy)).returncode == 0


def test_a_restore_killed_before_its_end_can_be_done_again(
    place: Installation, another_place: Installation, copy: Path
) -> None:
    killed = another_place.run("restore", str(copy), CRASH_AT="restore.before_commit")
    assert killed.returncode == 137
    again = another_place.run("restore", str(copy))
    assert again.returncode == 0, again.stderr
    before, after = tell(place), tell(another_place)
    assert (after["tables"], after["files"]) == (before["tables"], before["files"])


def test_a_copy_is_never_overwritten_and_a_killed_one_leaves_no_file(place: Installation, copy: Path) -> None:
    assert place.run("backup", str(copy)).returncode == 1
    target = copy.with_name("second.zip")
    assert place.run("backup", str(target), CRASH_AT="backup.before_rename").returncode == 137
    assert not target.exists()
    assert place.run("backup", str(target)).returncode == 0
