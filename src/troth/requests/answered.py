"""That an access was answered, for the audit log: to how many people, with how many records, and none of them."""

from collections.abc import Iterable
from math import inf

from troth import audit
from troth.claims.facts import Instant
from troth.manifest.names import StoreName
from troth.site import Site


def record_answer(site: Site, people: int, records: int, down: Iterable[StoreName], at: Instant) -> None:
    """Record that so many people were told of so many records, and which stores gave no answer."""
    body: audit.Body = {"people": people, "records": records, "down": sorted(down)}
    # An answer decides nothing: whoever loses its record in a power cut, or puts a database back from before it,
    # lacks no decision. So neither the commit waits for the disk nor the checkpoint, which costs as much.
    with site.database.transaction(awaits_disk=False) as tx:
        audit.append_all(tx, site.name, [audit.Entry("access.answered", at, body)], checkpoint_seconds=inf)
