"""The environment is made once, and anew only when a lock has changed."""

from pathlib import Path

import pytest

import environment
import machine


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An empty project; the list fills with what the set-up would have done."""
    done: list[str] = []
    (tmp_path / "requirements").mkdir()
    for name in (*environment.SETS, "assets"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(name)
    venv = tmp_path / ".venv"

    def create() -> None:
        done.append("venv")
        venv.mkdir(exist_ok=True)
        for stamp in venv.glob("*.sha256"):
            stamp.unlink()

    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", venv)
    monkeypatch.setattr(environment, "_create", create)
    monkeypatch.setattr(environment, "_is_alive", venv.exists)
    monkeypatch.setattr(environment, "must", lambda command, _what: done.append(Path(command[-1]).stem))
    return done


def test_the_first_time_makes_the_environment_and_fills_it(steps: list[str]) -> None:
    environment.ensure("run")
    assert steps == ["venv", "run"]


def test_the_second_time_does_nothing(steps: list[str]) -> None:
    environment.ensure("run")
    steps.clear()
    environment.ensure("run")
    assert steps == []


def test_a_larger_set_is_added_and_then_serves_the_smaller_one(steps: list[str]) -> None:
    environment.ensure("run")
    environment.ensure("check")
    environment.ensure("test")
    assert steps == ["venv", "run", "check"]


def test_a_changed_lock_makes_the_environment_anew(steps: list[str]) -> None:
    environment.ensure("run")
    (environment.ROOT / "requirements" / "run.txt").write_text("newer")
    steps.clear()
    environment.ensure("run")
    assert steps == ["venv", "run"]


def test_an_installation_that_broke_off_is_done_again(
    steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_command: object, _what: str) -> None:
        raise environment.Stop("no network")

    with monkeypatch.context() as broken_network:
        broken_network.setattr(environment, "must", broken)
        with pytest.raises(environment.Stop):
            environment.ensure("run")
    steps.clear()
    environment.ensure("run")
    assert steps == ["run"]


def test_a_linked_environment_is_left_to_its_owner(steps: list[str], tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    environment.VENV.symlink_to(tmp_path / "elsewhere")
    environment.ensure("run")
    assert steps == []


def test_what_is_missing_and_may_not_be_installed_is_named_with_its_package(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    need = machine.Need("Gadget", lambda: False, ("gadget-bin",), "the journeys")
    monkeypatch.setattr(machine, "NEEDS", (need,))
    monkeypatch.setattr(environment, "is_root", lambda: False)
    assert machine.prepare() == ["Gadget"]
    said = capsys.readouterr().err
    assert "gadget-bin" in said
    assert "NOT TRIED: the journeys" in said


def test_what_is_there_is_not_installed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(machine, "NEEDS", (machine.Need("Gadget", lambda: True, ("gadget-bin",), "-"),))

    def install(*packages: str) -> bool:
        asked.append(packages)
        return True

    monkeypatch.setattr(environment, "apt_install", install)
    assert machine.prepare() == []
    assert asked == []
