"""The log: plain lines for a person at the console, one JSON object per line for machines (LOG_JSON=1)."""

import json
import logging
import re
from datetime import UTC, datetime

from .middleware import current_code

OWN = ("view", "method", "status", "ms")
# Whoever reads the log must not be able to walk in by an invitation or a reset key that stands in an address, nor read
# somebody's calendar.
_SECRET = re.compile(r"(/invitation/|/reset/key/|/news/stop/|/meetings/calendar/)[^/\s]+")


class CodeFilter(logging.Filter):
    """Puts the code of the request on every line, so that «код обращения» finds its story, and hides secrets."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.code = getattr(record, "code", None) or current_code.get()
        said = record.getMessage()
        if _SECRET.search(said):
            record.msg, record.args = _SECRET.sub(r"\1…", said), ()
        return True


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "ts": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
            "code": getattr(record, "code", ""),
            **{name: getattr(record, name) for name in OWN if hasattr(record, name)},
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
