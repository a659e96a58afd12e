"""
Every setting that Troth reads from the environment, in one table: name, default, help.

The reference page and `--help` print this table; nothing else reads the environment. A policy's own
values (periods, deadlines, choices) are no settings: they stand in its manifest.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from troth.errors import ManifestError, Place, Problem


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table. `default` and `help` are as an operator reads them."""

    name: str
    default: str
    help: str


TABLE = (
    Setting(
        "TROTH_DATABASE",
        "`troth.db` in the folder above the sites",
        "Troth's own database: `sqlite:////path/troth.db` or `postgresql://user:password@host/name`",
    ),
    Setting(
        "TROTH_KEY",
        "",
        "the master key, 32 bytes in base64; goes before TROTH_KEY_FILE",
    ),
    Setting(
        "TROTH_KEY_FILE",
        "`troth.key` in the folder above the sites",
        "the file that holds the master key; only its owner may read it",
    ),
    Setting(
        "TROTH_CHECKPOINT",
        "`troth.checkpoint` beside the key file",
        "the file that remembers how far the audit log had come; keep it out of the database's backups",
    ),
    Setting("TROTH_BRAKE_SHARE", "0.05", "a run that destroys more than this share of a table stops"),
    Setting("TROTH_BRAKE_FACTOR", "3", "so does one this many times larger than the largest of the last ten"),
    Setting("TROTH_BRAKE_FLOOR", "50", "rows of a table that a run may always destroy"),
    Setting("TROTH_LOCK_SECONDS", "10", "how long a statement waits for a lock"),
    Setting("TROTH_STATEMENT_SECONDS", "300", "how long a statement may take"),
    Setting("TROTH_LEASE_SECONDS", "60", "how long a run is its owner's without a sign of life"),
    Setting("TROTH_PLAN_DAYS", "7", "days for which a plan that did not run is kept"),
    Setting("TROTH_CLOSURE_LIMIT", "10000", "records that one person may join before a human is asked"),
    Setting("TROTH_BATCH_SIZE", "1000", "keys or rows that go into one statement"),
    Setting("TROTH_GATE_SECONDS", "1", "how late the gate may learn of what another process records"),
    Setting("TROTH_GATE_PEOPLE", "100000", "for how many people the gate keeps its answers at hand"),
    Setting(
        "TROTH_RATE", "20", "pages that one address may ask of the server each second; a form counts four"
    ),
    Setting("TROTH_BURST", "200", "how many it may ask at once, after a while of calm"),
    Setting(
        "TROTH_PROXIES",
        "127.0.0.1",
        "addresses and networks whose `X-Forwarded-For` and `X-Forwarded-Proto` the server believes",
    ),
    Setting(
        "TROTH_HOSTS",
        "the host of each site's own address",
        "host names of each site, where one server has several: `acme=www.acme.example other=other.example`",
    ),
    Setting(
        "TROTH_ORIGINS",
        "",
        "origins whose pages may ask a server on a sibling subdomain: `https://www.acme.example`",
    ),
    Setting(
        "TROTH_COOKIE_DOMAIN",
        "",
        "the domain whose subdomains share a choice: `acme.example`; of one site: `acme=acme.example`",
    ),
)

N = TypeVar("N", int, float)

_DEFAULTS = {setting.name: setting.default for setting in TABLE}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force. Prints neither the key nor the database's address, which may hold a password."""

    database: str = field(repr=False)
    key: str = field(repr=False)
    key_file: Path
    checkpoint: Path
    brake_share: float
    brake_factor: float
    brake_floor: int
    lock_seconds: float
    statement_seconds: float
    lease_seconds: float
    plan_days: int
    closure_limit: int
    batch_size: int
    gate_seconds: float
    gate_people: int
    rate: float
    burst: float
    proxies: str
    hosts: str
    origins: str
    cookie_domain: str

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], site_folder: Path) -> "Settings":
        """
        What the environment says, with defaults for a site in this folder.

        Raises:
            ManifestError: with every setting that cannot be read; a value that may be secret is not shown.
        """
        sites = site_folder.absolute().parent
        key_file = _path(environ, "TROTH_KEY_FILE", sites / "troth.key")
        numbers = _Numbers(environ)
        settings = cls(
            database=environ.get("TROTH_DATABASE") or f"sqlite:///{sites / 'troth.db'}",
            key=environ.get("TROTH_KEY", ""),
            key_file=key_file,
            checkpoint=_path(environ, "TROTH_CHECKPOINT", key_file.with_name("troth.checkpoint")),
            brake_share=numbers.share("TROTH_BRAKE_SHARE"),
            brake_factor=numbers.positive("TROTH_BRAKE_FACTOR"),
            brake_floor=numbers.count("TROTH_BRAKE_FLOOR", least=0),
            lock_seconds=numbers.positive("TROTH_LOCK_SECONDS"),
            statement_seconds=numbers.positive("TROTH_STATEMENT_SECONDS"),
            lease_seconds=numbers.positive("TROTH_LEASE_SECONDS"),
            plan_days=numbers.count("TROTH_PLAN_DAYS"),
            closure_limit=numbers.count("TROTH_CLOSURE_LIMIT"),
            batch_size=numbers.count("TROTH_BATCH_SIZE"),
            gate_seconds=numbers.positive("TROTH_GATE_SECONDS"),
            gate_people=numbers.count("TROTH_GATE_PEOPLE"),
            rate=numbers.positive("TROTH_RATE"),
            burst=numbers.positive("TROTH_BURST"),
            proxies=environ.get("TROTH_PROXIES") or "127.0.0.1",
            hosts=environ.get("TROTH_HOSTS", ""),
            origins=environ.get("TROTH_ORIGINS", ""),
            cookie_domain=environ.get("TROTH_COOKIE_DOMAIN", ""),
        )
        if numbers.problems:
            raise ManifestError(numbers.problems)
        return settings


def reference() -> str:
    """The table as the reference page `docs/reference/settings.md`."""
    rows = [f"| `{row.name}` | {row.default or '–'} | {row.help} |" for row in TABLE]
    return "\n".join([_REFERENCE_HEAD, *rows, ""])


_REFERENCE_HEAD = """\
# Settings

<!-- Made from the table in src/troth/settings.py: change it there. -->

Besides the secrets that a `stores.yaml` names, Troth reads these variables of the environment and no others.
An empty value counts as none.

| name | default | what it says |
| --- | --- | --- |"""


@dataclass(frozen=True, slots=True)
class _Variable(Place):
    """A place that is a variable of the environment, which has no lines."""

    def __str__(self) -> str:
        return self.file


class _Numbers:
    """Reads numbers and collects what is wrong with them."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.problems: list[Problem] = []

    def share(self, name: str) -> float:
        return self._read(name, float, lambda value: 0 < value <= 1, "a share between 0 and 1, like 0.05")

    def positive(self, name: str) -> float:
        return self._read(name, float, lambda value: 0 < value <= 1e9, "a number above 0")

    def count(self, name: str, least: int = 1) -> int:
        return self._read(name, int, lambda value: least <= value <= 10**9, f"a whole number from {least}")

    def _read(self, name: str, type_: type[N], is_right: Callable[[N], bool], form: str) -> N:
        text = self._environ.get(name) or _DEFAULTS[name]
        try:
            value = type_(text)
        except ValueError:
            value = None
        if value is not None and is_right(value):
            return value
        what = f"`{text[:40]}` is not {form}"
        mend = f"give it a value, or leave it out for {_DEFAULTS[name]}"
        self.problems.append(Problem("setting-malformed", _Variable(name, 1, 1), what, mend))
        return type_(0)


def _path(environ: Mapping[str, str], name: str, default: Path) -> Path:
    return Path(environ[name]).absolute() if environ.get(name) else default
