"""
What is pure stays pure: the rooms of MEANING, and every `model.py` and `rules.py`.

Values in, values out: no clock, no randomness, no file, no network, no framework. Imports count wherever
they stand, in a function or for types only. The direction of imports between rooms is the contract's.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "troth"
MEANING = ("claims", "errors.py", "law", "manifest", "texts")

IMPURE_MODULES = frozenset(
    {
        *("os", "io", "shutil", "tempfile", "glob", "fileinput", "mmap", "fcntl", "sys"),
        *("socket", "ssl", "http", "urllib.request", "smtplib", "imaplib", "ftplib", "select"),
        *("subprocess", "multiprocessing", "threading", "asyncio", "concurrent", "signal", "ctypes"),
        *("time", "random", "secrets", "logging", "sqlite3", "dbm", "shelve"),
        *("importlib.resources", "pkgutil"),
        *("alembic", "click", "cryptography", "psycopg", "pymysql", "sqlalchemy", "starlette"),
    }
)
IMPURE_NAMES = frozenset(
    {
        *("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today"),
        *("datetime.date.today", "uuid.uuid1", "uuid.uuid4", "pathlib.Path"),
        *("open", "input", "print", "exec", "eval", "__import__"),
    }
)
IMPURE_METHODS = frozenset({"read_text", "read_bytes", "write_text", "write_bytes"})


def impurities(source: str) -> list[str]:
    """What in this source reaches out of the program or asks the time, each with its line."""
    tree = ast.parse(source)
    names = _imported_names(tree)
    found = [(line, f"imports {module}") for line, module in _imports(tree) if _is_impure(module)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load):
            name = _full_name(node, names)
            if name in IMPURE_NAMES:
                found.append((node.lineno, f"uses {name}"))
        if isinstance(node, ast.Attribute) and node.attr in IMPURE_METHODS:
            found.append((node.lineno, f"uses .{node.attr}"))
    return [f"line {line}: {what}" for line, what in sorted(set(found))]


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _is_impure(module: str) -> bool:
    if module in IMPURE_NAMES:
        return True
    return any(module == impure or module.startswith(f"{impure}.") for impure in IMPURE_MODULES)


def _imported_names(tree: ast.Module) -> dict[str, str]:
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname: alias.name for alias in node.names if alias.asname}
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _full_name(node: ast.expr, names: dict[str, str]) -> str:
    match node:
        case ast.Name(id=name):
            return names.get(name, name)
        case ast.Attribute(value=value, attr=attribute):
            return f"{_full_name(value, names)}.{attribute}"
        case _:
            return "?"


def _pure_files() -> list[Path]:
    meaning = [path for room in MEANING for path in (SOURCE / room).rglob("*.py")]
    errors = [path for room in MEANING if (path := SOURCE / room).is_file()]
    named = [path for name in ("model.py", "rules.py") for path in SOURCE.rglob(name)]
    return sorted({*meaning, *errors, *named})


def test_the_pure_files_reach_nothing_outside() -> None:
    found = {str(path.relative_to(SOURCE)): impurities(path.read_text("utf-8")) for path in _pure_files()}
    assert {path: what for path, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime as clock\nat = clock.now()",
        "import datetime\nat = datetime.datetime.now(datetime.UTC)",
        "import datetime as dt\ntoday = dt.date.today",
        "from datetime import date\ndefault = date.today",
        "import time",
        "from time import time",
        "def late():\n    import random",
        "if TYPE_CHECKING:\n    from sqlalchemy import Table",
        "text = open('policy.yaml').read()",
        "from pathlib import Path",
        "def read(path): return path.read_text()",
        "from uuid import uuid4",
        "import urllib.request",
        "from urllib import request",
        "import importlib.resources",
    ],
)
def test_an_impure_line_is_found(source: str) -> None:
    assert impurities(source)


@pytest.mark.parametrize(
    "source",
    [
        "import datetime\nat = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)",
        "from datetime import date, timedelta\nnext_day = date(2026, 1, 1) + timedelta(days=1)",
        "import yaml\ntree = yaml.compose('a: 1')",
        "from pathlib import PurePosixPath",
        "from urllib.parse import urlsplit",
        "from uuid import UUID, uuid5",
        "from zoneinfo import ZoneInfo",
        "def open_cases(self): return self.open",
    ],
)
def test_a_pure_line_is_left_alone(source: str) -> None:
    assert impurities(source) == []
