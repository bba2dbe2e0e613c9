"""The figure beside the word of each state of a programme."""

from nastavnik.core.ui import Kind

from .rules import State

STATUS: dict[State, Kind] = {
    State.DRAFT: "rest",
    State.AGREED: "info",
    State.SENT: "wait",
    State.APPROVED: "ok",
    State.RUNNING: "ok",
    State.COMPLETED: "rest",
    State.TERMINATED: "stop",
    State.REPLACED: "rest",
    State.DROPPED: "rest",
}
