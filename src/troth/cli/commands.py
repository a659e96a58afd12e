"""The commands by name. Each stands in a file of its own, which is read when it is first asked for.

So `troth check` waits for no database driver that only `troth sweep` needs.
"""

from collections.abc import Iterator, MutableMapping
from importlib import import_module

import click

NAMES = (
    "init",
    "check",
    "scan",
    "access",
    "explain",
    "erase",
    "sweep",
    "verify",
    "accept",
    "fact",
    "consent",
    "archive",
    "hold",
    "gate",
    "preferences",
    "export",
    "publish",
    "changes",
    "compare",
    "register",
    "serve",
    "token",
    "key",
    "demo",
)


class Commands(MutableMapping[str, click.Command]):
    """What `NAMES` lists: each name is that of a file beside this one, and of the command in it."""

    def __init__(self) -> None:
        self._known: dict[str, click.Command | None] = dict.fromkeys(NAMES)

    def __getitem__(self, name: str) -> click.Command:
        command = self._known[name]
        if command is None:
            command = getattr(import_module(f"troth.cli.{name}"), name)
            assert isinstance(command, click.Command)
            self._known[name] = command
        return command

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._known[name] = command

    def __delitem__(self, name: str) -> None:
        del self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)
