"""What stands in a manifest's files before anything is understood: texts, or what keeps one from being read.

Nobody opens files here. Whoever does hands over the bytes, or None where there is no such file.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property

from troth.errors import Place, Problem
from troth.manifest.problems import problem

_CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160)), "�")
LIMIT_BYTES = 5_000_000
_SECRET = re.compile(r"(?<=://)[^/@\s]*(?=@)")  # user and password in an address


def lines_of(text: str) -> list[str]:
    """The lines of a text, as YAML counts them."""
    return re.split("\r\n|[\n\r\x85\u2028\u2029]", text)


def _starred(secret: re.Match[str]) -> str:
    return "*" * len(secret[0])


@dataclass(frozen=True)
class SourceText:
    """One file as the operator wrote it. With a `problem`, there is no text to read."""

    file: str
    text: str = ""
    problem: Problem | None = field(default=None)

    @classmethod
    def of(cls, file: str, content: bytes | None) -> "SourceText":
        """The text of a file; a problem where there is no file, it is too large, or not text in UTF-8."""
        start = Place(file, 1, 1)
        if content is None:
            return cls(file, problem=problem("no-file", start, "there is no such file"))
        if len(content) > LIMIT_BYTES:
            what = f"the file has {len(content):,} bytes; at most {LIMIT_BYTES:,} are read"
            return cls(file, problem=problem("too-large", start, what))
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as failure:
            before = content[: failure.start]
            line = before.count(b"\n") + 1
            column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
            what = f"byte {failure.start + 1} is not UTF-8"
            return cls(file, problem=problem("not-utf-8", Place(file, line, column), what))
        return cls(file, text)

    @cached_property
    def lines(self) -> list[str]:
        """The lines, as YAML counts them and as they may be shown: without secrets and control characters."""
        return [line.translate(_CONTROL) for line in lines_of(_SECRET.sub(_starred, self.text))]

    def place(self, line: int, column: int, length: int = 1) -> Place:
        """A place in this file; line and column count from 1."""
        excerpt = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Place(self.file, line, column, excerpt, length)
