"""Tables: kinds, fields, links, archives, how records end."""

import re

from troth.manifest.checks.context import Context, quoted, uses
from troth.manifest.names import Column
from troth.manifest.purposes import ArchiveGround, Basis
from troth.manifest.references import table_path
from troth.manifest.stores import (
    Anonymise,
    Down,
    FlagIn,
    Generalise,
    MoveTo,
    SetConstant,
    SetNull,
    Store,
    Table,
    Up,
)


def check(table: Table, context: Context) -> None:
    """Report what cannot be meant in one table."""
    _check_kinds(table, context)
    _check_fields(table, context)
    if context.knows_roles and table.kinds:
        _check_roles(table, context)
    _check_links(table, context)
    _check_decisions(table, context)
    _check_archive(table, context)
    if isinstance(table.at_end, Anonymise):
        _check_anonymise(table, table.at_end, context)


def check_store(store: Store, context: Context) -> None:
    """Report a secret that stands in the manifest."""
    if re.search(r"://[^/@]*:(?!\$\{)[^/@]+@", store.url):
        what = f"the address of store `{store.name}` holds a password"
        context.names.report("secret-in-file", what, None, "stores", "stores", store.name, "url")


def _check_kinds(table: Table, context: Context) -> None:
    places = context.names.places
    written = places.names(*table_path(table))
    if "kind" in written and "kinds" in written:
        what = f"table `{table.name}` has both `kind` and `kinds`"
        context.in_table(table, "kind-and-kinds", what, None, "kind")
    if not table.kinds and table.fields:
        what = f"nothing says of which kind the records of table `{table.name}` are"
        context.in_table(table, "table-without-kind", what, None)


def _check_fields(table: Table, context: Context) -> None:
    for column in table.fields:
        path = ("fields", column)
        if column in table.key:
            what = f"`{column}` is part of the primary key of `{table.name}`, which is never changed"
            context.in_table(table, "field-in-key", what, None, *path)
        if column in table.impersonal:
            what = f"`{column}` is declared as personal data and as impersonal"
            context.in_table(table, "declared-twice", what, None, *path)
        if column in context.tying(table) and not _ties_to_nobody(table, column):
            what = f"`{column}` ties records to people, and would tie them to somebody who is nobody"
            context.in_table(table, "link-column-must-end-null", what, None, *path, "at_end")
        if context.knows_purposes:
            _check_claimed(table, column, context)


def _ties_to_nobody(table: Table, column: Column) -> bool:
    """Whether a link column is no key any more once it has ended: NULL, or the empty text where it is no reference."""
    end = table.fields[column].at_end
    is_reference = any(column in reference.columns for reference in table.references.values())
    return isinstance(end, SetNull) or (end == SetConstant("") and not is_reference)


def _check_claimed(table: Table, column: Column, context: Context) -> None:
    item = context.manifest.items.get(table.fields[column].item)
    if item is None or item.prohibited or not table.kinds:
        return
    claiming = [p for kind in table.kinds for p in context.purposes_of.get(kind, ())]
    if not any(uses(purpose, table.kinds, item.name) for purpose in claiming):
        what = f"no purpose uses `{item.name}` of {quoted(table.kinds)}: column `{column}` would end at once"
        context.in_table(table, "field-without-purpose", what, None, "fields", column)


def _check_roles(table: Table, context: Context) -> None:
    roles = context.roles_of(table)
    linked = {link.role for link in table.links}
    mend = f"its roles are {quoted(roles)}"
    for column, field in table.fields.items():
        for role in sorted((field.about or frozenset()) - roles):
            what = f"`{column}` is about `{role}`, which no kind of record of `{table.name}` has"
            context.in_table(table, "role-not-of-record", what, mend, "fields", column, "about", role)
    for index, link in enumerate(table.links):
        if link.role not in roles:
            what = f"no kind of record of `{table.name}` has the role `{link.role}`"
            context.in_table(table, "role-not-of-record", what, mend, "links", index, "role")
    for role in sorted(roles - linked) if linked else ():
        what = f"no link of table `{table.name}` leads to its `{role}`"
        context.in_table(table, "role-not-linked", what, None, "links")


def _check_links(table: Table, context: Context) -> None:
    if not table.links:
        if table.fields:
            what = f"no link ties the records of `{table.name}` to people: nobody is found in it"
            context.in_table(table, "no-links", what, None)
        return
    seen = set()
    for index, link in enumerate(table.links):
        same = (link.role, link.key, link.column, link.path)
        if same in seen:
            context.in_table(table, "link-twice", "the same link stands above", None, "links", index)
        seen.add(same)
    if not any(link.is_sure for link in table.links):
        what = f"no link of `{table.name}` is verified and for one person: whose its records are is in doubt"
        context.in_table(table, "no-sure-link", what, None, "links")
    _check_created(table, context)


def _check_created(table: Table, context: Context) -> None:
    purposes = [p for kind in table.kinds for p in context.purposes_of.get(kind, ())]
    ended_by_erasure = {Basis.CONTRACT, Basis.LEGITIMATE_INTEREST}
    matters = any(
        ended_by_erasure & purpose.bases
        or (purpose.archive is not None and purpose.archive.ground is ArchiveGround.LEGAL_CLAIMS)
        for purpose in purposes
    )
    if table.created is None and matters:
        what = f"table `{table.name}` does not say when a record came into being"
        context.in_table(table, "no-created", what, None)
    elif table.created in table.fields:
        what = f"`{table.created}` says when a record came into being, and could not end as a field"
        context.in_table(table, "created-on-field", what, None, "created")


def _check_decisions(table: Table, context: Context) -> None:
    for name in table.decisions:
        purpose = context.manifest.purposes.get(name)
        if purpose is None or purpose.ended is not None:
            continue
        if Basis.CONSENT not in purpose.bases:
            what = f"consent to `{name}` is read here, and it rests on none"
            context.in_table(table, "decisions-unused", what, None, "decisions", name)
        elif not purpose.data.keys() & table.kinds.keys():
            what = f"consent to `{name}` is read here, and it uses no kind of record of `{table.name}`"
            context.in_table(table, "decisions-unused", what, None, "decisions", name)


def _check_archive(table: Table, context: Context) -> None:
    store = context.manifest.stores[table.store]
    if isinstance(table.archive, MoveTo):
        target = store.tables.get(table.archive.table)
        if target is not None and target.archive_of != table.name:
            what = f"`{table.archive.table}` is not declared as the archive of `{table.name}`"
            mend = f"write it as `{table.archive.table}: {{archive_of: {table.name}}}`"
            context.in_table(table, "not-an-archive", what, mend, "archive", "table")
    if isinstance(table.archive, FlagIn) and table.archive.column in {
        *table.fields,
        *table.key,
        *table.link_columns,
    }:
        what = (
            f"`{table.archive.column}` cannot mark what is archived: it is a field, a link or part of the key"
        )
        context.in_table(table, "flag-not-free", what, None, "archive", "column")
    for other in [each for each in store.tables.values() if each.archive_of == table.name]:
        if not isinstance(table.archive, MoveTo) or table.archive.table != other.name:
            what = f"`{other.name}` is the archive of `{table.name}`, and nothing moves there"
            mend = f"write `archive: {{table: {other.name}}}` at `{table.name}`, if records are to move"
            context.in_table(other, "archive-unused", what, mend, "archive_of")


def _check_anonymise(table: Table, end: Anonymise, context: Context) -> None:
    path = ("at_end", "anonymise")
    if end.k < 2:
        what = f"k is {end.k}: a group of one person is that person"
        context.in_table(table, "k-too-small", what, None, *path, "k")
    for column in end.group_by:
        goes = column in table.fields and not _remains(table, column)
        if goes or column in table.link_columns:
            what = f"records are compared by `{column}`, which says the same for all afterwards"
            context.in_table(table, "group-by-nothing", what, None, *path, "group_by", column)
    for link in table.links:
        first = link.path[0] if link.path else None
        reference = table.references.get(first.relation) if isinstance(first, Up) else None
        columns = set(reference.columns) if reference else {link.column} if first is None else set[Column]()
        kept = columns & set(table.key)
        if columns and kept == columns:
            what = f"{quoted(kept)} ties the records of `{table.name}` to people and is its key, which stays"
            context.in_table(table, "anonymise-keeps-link", what, None, *path)
        elif isinstance(first, Down):
            what = f"`{first.table}` ties records of `{table.name}` to people by pointing at them, and goes on to"
            context.in_table(table, "anonymise-keeps-link", what, None, *path)


def _remains(table: Table, column: Column) -> bool:
    return isinstance(table.fields[column].at_end, Generalise)
