"""What the database account may not do, and would have to."""

from troth.manifest.stores import FlagIn, Store
from troth.stores.against.ends import ends
from troth.stores.against.report import Report, Side
from troth.stores.live import LiveStore


def check_store(store: Store, live: LiveStore, report: Report) -> None:
    """Report a store that refuses every change."""
    if live.is_read_only:
        report.add("store-read-only", (store.name, "url"), f"store `{store.name}` refuses every change")


def check(side: Side) -> None:
    """Report the rights that access, erasure and archiving need on a table and do not have."""
    rights = side.stored.rights
    if rights.hides_rows:
        what = f"row security applies to the account: rows of {side.called} may be hidden from it"
        side.add("rows-hidden", what, None)
    if side.live.is_read_only and side.dialect == "sqlite":
        return
    if missing := _missing(side):
        wanted = ", ".join(missing)
        run = f"GRANT {wanted} ON {side.sql(side.table.name)} TO the account"
        side.add("right-missing", f"the account may not {wanted} on {side.called}", f"run: {run}")


def _missing(side: Side) -> list[str]:
    rights, columns = side.stored.rights, side.stored.columns
    changed = {column for column, _ in ends(side.table)}
    if isinstance(side.table.archive, FlagIn):
        changed.add(side.table.archive.column)
    changed -= set(side.table.key)
    unread = sorted((side.table.declared & columns.keys()) - rights.reads)
    unchanged = sorted((changed & columns.keys()) - rights.changes)
    found = []
    if unread:
        found.append(f"SELECT ({side.sql(*unread)})")
    if unchanged:
        found.append(f"UPDATE ({side.sql(*unchanged)})")
    if not rights.may_delete:
        found.append("DELETE")
    if side.table.archive_of is not None and not rights.may_insert:
        found.append("INSERT")
    return found
