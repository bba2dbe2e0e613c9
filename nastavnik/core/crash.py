"""Named points at which the chaos tests kill the process, to see that nothing half-done stays."""

import os

_AT = os.environ.get("CRASH_AT", "")
KILLED = 137  # the exit code of a process that got SIGKILL


def crash(point: str) -> None:
    """Do nothing, unless the environment says CRASH_AT=point: then die at once, without any clean-up."""
    if _AT and point == _AT:
        os._exit(KILLED)
