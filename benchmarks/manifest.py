"""
`check` and `publish` of a policy of a thousand purposes, and of ten thousand: whole commands, as one types them.

Seconds are those of the processor, so that what else the machine does counts for little.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figure import Figure

ROOT = Path(__file__).parents[1]
GOOD = ROOT / "tests" / "rules" / "good" / "policy.yaml"
PURPOSE = """\
  answers_{number}:
    title: {{fr: Vous répondre {number}, en: To answer you {number}}}
    basis: legitimate_interest
    interest: {{fr: répondre, en: to answer}}
    data: {{message: [email, message]}}
    retention: {{period: P6Y, from: received, stated: as long as necessary, because: law}}
"""
SECONDS = {("check", 1_000): 2.0, ("publish", 1_000): 5.0, ("check", 10_000): 20.0, ("publish", 10_000): 20.0}
MEGABYTES = 600.0
GROWTH = 12.0  # ten times as much in at most so many times the seconds


@dataclass(frozen=True, slots=True)
class Spent:
    """What a command took."""

    seconds: float
    megabytes: float


def run(_server: str) -> Sequence[Figure]:
    """Each command on each size; no database server is needed."""
    with TemporaryDirectory() as folder:
        return list(_figures(Path(folder)))


def _figures(folder: Path) -> Iterator[Figure]:
    spent: dict[tuple[str, int], Spent] = {}
    for count in (1_000, 10_000):
        site = _site(folder, count)
        commands = {"check": [], "publish": ["--out", str(folder / f"pages-{count}"), "--by", "Ada"]}
        for command, options in commands.items():
            if command == "publish":
                _spent("init", str(site))
            found = spent[command, count] = _spent(command, str(site), *options)
            bar = SECONDS[command, count]
            yield Figure(f"{command} of {count:,} purposes", found.seconds, "s", at_most=bar)
            yield Figure(f"memory of that {command}", found.megabytes, "MB", at_most=MEGABYTES)
    for command in ("check", "publish"):
        ten, one = spent[command, 10_000].seconds, spent[command, 1_000].seconds
        yield Figure(f"{command}: 10,000 against 1,000", ten, "s", one, "a tenth of it", GROWTH)


def _site(folder: Path, count: int) -> Path:
    site = folder / f"shop-{count}"
    site.mkdir()
    purposes = "".join(PURPOSE.format(number=number) for number in range(count))
    text = GOOD.read_text("utf-8").replace("purposes:\n  customers:", f"purposes:\n{purposes}  customers:")
    (site / "policy.yaml").write_text(text, "utf-8")
    return site


def _spent(*words: str) -> Spent:
    """Run `troth` to its end; raises RuntimeError where it fails."""
    process = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "troth.cli.main", *words],
        {name: value for name, value in os.environ.items() if not name.startswith("TROTH_")},
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, usage = os.wait4(process, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError(f"troth {words[0]} failed")
    return Spent(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1_000)
