"""
The log: one JSON object a line, for machines, and nothing about anybody.

A request is told by its route (`/preferences/{token}`), never by its path or query; an address, a cookie, a form
or a name of a browser is never written. A failure is told by its kind, and where in the code it happened.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import TextIO

LOGGER = logging.getLogger("troth.web")

_FIELDS = "troth_fields"


class AsJson(logging.Formatter):
    """One line, with the fields that `tell` gave."""

    def format(self, record: logging.LogRecord) -> str:
        at = (
            datetime.fromtimestamp(record.created, UTC)
            .isoformat(timespec="milliseconds")
            .replace("+00:00", "Z")
        )
        told = {"at": at, "level": record.levelname.lower()}
        fields = getattr(record, _FIELDS, None)
        if fields is None:  # another library's words; its arguments may hold an address
            fields = {"event": "library", "library": record.name, "message": str(record.msg)[:200]}
        if record.exc_info and record.exc_info[1] is not None:
            fields = fields | {"failure": as_bug(record.exc_info[1])}
        return json.dumps(told | fields, ensure_ascii=False)


def prepare(stream: TextIO | None = None) -> None:
    """Write the log to this stream, else to stderr; the HTTP server's own words go the same way."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(AsJson())
    for name, level in (("troth.web", logging.INFO), ("uvicorn", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.setLevel(level)
        logger.propagate = False


def tell(event: str, level: int = logging.INFO, /, **fields: str | float | None) -> None:
    """Write what happened. No field may say who somebody is."""
    if LOGGER.isEnabledFor(level):
        LOGGER.log(level, event, extra={_FIELDS: {"event": event} | fields})


def as_bug(error: BaseException) -> str:
    """Where it happened, and nothing of what was at hand there: a message may quote a person's data."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "troth" in frame.filename] or frames
    trail = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(ours[-4:]))
    return f"{type(error).__name__} in {trail}"
