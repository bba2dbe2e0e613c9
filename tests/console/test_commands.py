"""The console command from outside: exit 0 done, 1 refused, 2 wrong use; JSON on standard output alone."""

import json
import re
import sys
from pathlib import Path

import pytest

from nastavnik.cli import HOMES, main, parser
from tests.installations import Installation

pytestmark = pytest.mark.django_db
SCHOOL = ("--name", "Школа № 7", "--code", "school-7", "--kind", "school", "--time-zone", "Asia/Barnaul")


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        ["unknown"],
        ["init"],
        ["init", "--name", "x"],
        ["import-people", "a.xlsx"],
        ["papers", "--json"],
        ["paper", "1"],
        ["backup"],
        ["restore"],
        ["serve", "extra"],
    ],
)
def test_wrong_use_is_two(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(wrong) == 2
    said = capsys.readouterr().err
    assert "Справка: nastavnik --help" in said
    assert not re.search(r"usage|argument|required|choose|expected", said)


def test_help_is_zero_and_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    assert [name for name in HOMES if f"    {name}" not in told] == []


def test_every_command_has_its_function() -> None:
    from importlib import import_module

    for name, home in HOMES.items():
        assert callable(getattr(import_module(f"nastavnik.console.{home}"), name.replace("-", "_")))
    assert parser().parse_args(["organisations", "--json"]).json


@pytest.mark.slow
def test_an_empty_folder_becomes_an_organisation(place: Installation) -> None:
    done = place.run("init", *SCHOOL)
    assert (done.returncode, done.stderr) == (0, "")
    listed = json.loads(place.run("organisations", "--json").stdout)
    assert listed == [
        {"code": "school-7", "name": "Школа № 7", "kind": "school", "level": "organisation"},
    ]
    again = place.run("init", *SCHOOL)
    assert (again.returncode, "уже занят" in again.stderr) == (1, True)
    assert json.loads(place.run("papers", "--organisation", "school-7", "--json").stdout) == []
    for verb in ("papers", "match"):
        assert place.run(verb, "--organisation", "school-7").stdout.strip()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changed", "value", "words"),
    [
        ("--code", "Школа 7", "латинские"),
        ("--kind", "gym", "Возможны: authority, school"),
        ("--time-zone", "Moscow", "Часового пояса"),
    ],
)
def test_a_bad_value_is_refused_with_the_next_step(
    place: Installation, changed: str, value: str, words: str
) -> None:
    arguments = [*SCHOOL]
    arguments[arguments.index(changed) + 1] = value
    done = place.run("init", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr
    assert json.loads(place.run("organisations", "--json").stdout) == []


@pytest.mark.slow
def test_acts_of_the_console_are_in_the_journal(place: Installation) -> None:
    place.run("init", *SCHOOL)
    assert place.run("createadmin", "--email", "admin@school.example").returncode == 0
    code = (
        "import django; django.setup(); from nastavnik.core.models import LogEntry;"
        "print(*sorted(set(LogEntry.objects.values_list('event', 'actor_name'))))"
    )
    told = place.python("-c", code, DJANGO_SETTINGS_MODULE="config.settings").stdout
    assert "('account.installer_added', 'администратор установки')" in told
    assert "('organisation.added', 'администратор установки')" in told


@pytest.mark.slow
def test_an_administrator_is_made_once_and_a_weak_password_is_refused(place: Installation) -> None:
    made = place.run("createadmin", "--email", "admin@school.example")
    assert (made.returncode, "Пароль: " in made.stdout) == (0, True)
    assert place.run("createadmin", "--email", "ADMIN@school.example").returncode == 1
    assert place.run("createadmin", "--email", "b@school.example", "--password", "12345678").returncode == 1
    assert place.run("createadmin", "--email", "no address").returncode == 1


@pytest.mark.slow
def test_a_folder_that_cannot_be_made_is_told_in_words(place: Installation, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = place.run("organisations", DATA_DIR=str(tmp_path / "file" / "data"))
    assert (done.returncode, "DATA_DIR" in done.stderr) == (1, True)
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_strange_or_silent_database_is_told_in_words(place: Installation) -> None:
    for address in ("mysql://x/y", "postgres://nobody@127.0.0.1:1/none"):
        done = place.run("organisations", DATABASE_URL=address)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_missing_file_or_organisation_is_refused(place: Installation) -> None:
    place.run("init", *SCHOOL)
    for arguments, words in (
        (("import-people", "none.xlsx", "--organisation", "school-7"), "none.xlsx"),
        (("import-people", "none.xlsx", "--organisation", "school-8"), "school-8"),
        (("papers", "--organisation", "school-8"), "school-8"),
        (("match", "--organisation", "school-8"), "school-8"),
        (("paper", "42", "--out", "x.docx"), "42"),
        (("restore", "none.zip"), "none.zip"),
    ):
        done = place.run(*arguments)
        assert (done.returncode, words in done.stderr) == (1, True), (arguments, done.stderr)
        assert "Traceback" not in done.stderr


STAFF = """Фамилия;Имя;Отчество;Должность
Зимин;Кирилл;Андреевич;учитель
Зимин;Кирилл;Андреевич;учитель
Мещерякова;Галина;Викторовна;учитель
Итого;3;;
"""


@pytest.mark.slow
def test_a_staff_list_comes_in_and_a_bad_file_as_a_whole_is_refused(
    place: Installation, tmp_path: Path
) -> None:
    place.run("init", *SCHOOL)
    staff, broken = tmp_path / "список.csv", tmp_path / "bad.xlsx"
    staff.write_bytes(STAFF.encode("cp1251"))
    broken.write_bytes(b"PK\x03\x04 and nothing more")
    bring = ("--organisation", "school-7", "--json")
    for extra, new, same in ((("--dry-run",), 2, 0), ((), 2, 0), ((), 0, 2)):
        done = place.run("import-people", str(staff), *bring, *extra)
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        assert (told["new"], told["changed"], told["same"]) == (new, 0, same)
        assert {tuple(error) for error in told["errors"]} == {("row", "person", "cell", "message")}
        assert [error["row"] for error in told["errors"]] == [3, 5]
    refused = place.run("import-people", str(broken), *bring)
    assert (refused.returncode, refused.stdout) == (1, "")


@pytest.mark.slow
def test_a_match_of_nobody_is_an_answer_too(place: Installation) -> None:
    place.run("init", *SCHOOL)
    told = json.loads(place.run("match", "--organisation", "school-7", "--json").stdout)
    assert told.keys() == {"run", "pairs", "left_out", "proved"}
    assert (told["pairs"], told["left_out"], told["proved"]) == ([], [], True)


@pytest.mark.slow
def test_the_doctor_answers_as_json_and_its_exit_agrees(place: Installation) -> None:
    done = place.run("doctor", "--json")
    told = json.loads(done.stdout)
    assert told.keys() == {"ok", "checks"}
    assert all(check.keys() == {"name", "ok", "say"} for check in told["checks"])
    assert told["ok"] == all(check["ok"] for check in told["checks"])
    assert done.returncode == (0 if told["ok"] else 1)
    assert {check["name"] for check in told["checks"] if not check["ok"]} <= {"worker", "static_files"}


@pytest.mark.slow
def test_why_a_file_is_not_written_is_told_in_russian(place: Installation, tmp_path: Path) -> None:
    place.run("init", *SCHOOL)
    done = place.run("backup", str(tmp_path / "absent" / "copy.zip"))
    assert (done.returncode, "такой папки нет" in done.stderr) == (1, True)


def test_a_reader_that_has_read_enough_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    from nastavnik import cli

    def told_to_nobody(_given: object) -> int:
        raise BrokenPipeError

    monkeypatch.setattr("nastavnik.console.people.organisations", told_to_nobody)
    monkeypatch.setattr("os.dup2", lambda *_: None)
    monkeypatch.setattr("sys.stdout", sys.__stdout__)
    assert cli.main(["organisations"]) == 0
