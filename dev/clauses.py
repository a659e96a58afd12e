"""
Write `promises.yaml` of each site: its clauses in our words, their lines in the text, the keys that carry them.

    python -m dev.clauses FOLDER    where FOLDER holds the lists with the lines of each clause

The texts themselves are not ours to publish; only the numbers of their lines are written here.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from dev.coverage import POLICIES, SITES, clauses

HEAD = "# The clauses of the published policy, in our words. Made by `python -m dev.clauses` for `troth compare`.\n"


def entries(policy: str, folder: Path) -> Iterator[dict[str, Any]]:
    """Each clause of a policy."""
    listed = yaml.load((folder / f"{policy}.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    lines = {entry["id"]: entry["lines"] for entry in listed}
    for clause in clauses(policy):
        yield {
            "id": clause.id,
            "lines": lines[clause.id],
            "promise": clause.promise,
            "keys": [key.partition(" ~ ")[0] for key in clause.keys],
        }


def written(policy: str, folder: Path) -> str:
    """The file as it is written."""
    listed = list(entries(policy, folder))
    return HEAD + yaml.safe_dump(
        listed, allow_unicode=True, sort_keys=False, default_flow_style=None, width=118
    )


def main(words: list[str]) -> int:
    """Write the files of all sites."""
    if len(words) != 1:
        print(__doc__)
        return 2
    for policy in POLICIES:
        (SITES / policy / "promises.yaml").write_text(written(policy, Path(words[0])), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
