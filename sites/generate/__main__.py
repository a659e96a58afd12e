"""`python -m sites.generate SITE URL`: fill an empty database as the business would have, until today."""

import sys
from datetime import UTC, datetime

from sites.generate import GROWN, PEOPLE, SEED, fill, grown


def main(arguments: list[str]) -> int:
    """Fill the database, and say what it holds and which records a dispute would hold."""
    if not 2 <= len(arguments) <= 3 or arguments[0] not in GROWN:
        sys.stderr.write(f"python -m sites.generate {{{','.join(GROWN)}}} URL [PEOPLE]\n")
        return 2
    site, url, *rest = arguments
    life = grown(site, datetime.now(UTC).date(), SEED, int(rest[0]) if rest else PEOPLE)
    fill(url, site, life)
    for table, rows in life.tables.items():
        sys.stdout.write(f"{len(rows):>8,} {table}\n")
    for dispute in life.disputes:
        sys.stdout.write(f"dispute {dispute.name}: {dispute.table} {dispute.key} ({dispute.ground})\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
