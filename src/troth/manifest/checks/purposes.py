"""Purposes: bases, consent, periods, choices, what feeds and follows what."""

from troth.manifest.checks.context import Context, around, items_of, quoted
from troth.manifest.names import KindName, PurposeName, RoleName
from troth.manifest.purposes import Basis, Limit, Purpose, Span
from troth.manifest.references import spans
from troth.manifest.stores import Rounding, Table


def check(purpose: Purpose, context: Context) -> None:
    """Report what cannot be meant in one purpose."""
    _check_bases(purpose, context)
    _check_consent(purpose, context)
    for path, span in spans(purpose):
        _check_span(purpose, path, span, context)
    _check_choices(purpose, context)
    for kind, use in purpose.data.items():
        if use.follows is not None:
            _check_follows(purpose, kind, use.follows, context)


def check_names(context: Context) -> None:
    """Report names that were given up and used again, and purposes that feed one another in a circle."""
    holders: dict[PurposeName, PurposeName] = {}
    for purpose in context.manifest.purposes.values():
        for old in purpose.was:
            if old in context.manifest.purposes:
                what = f"`{old}` was renamed to `{purpose.name}` and stands here still"
                context.in_purpose(purpose, "renamed-and-kept", what, None, "was", old)
            elif old in holders:
                what = f"both `{holders[old]}` and `{purpose.name}` were called `{old}`"
                context.in_purpose(purpose, "renamed-twice", what, None, "was", old)
            holders[old] = purpose.name
    circle = around({purpose.name: sorted(purpose.feeds) for purpose in context.manifest.purposes.values()})
    if circle:
        what = f"these purposes feed one another in a circle: {' → '.join([*circle, circle[0]])}"
        context.names.report("cycle", what, None, "policy", "purposes", circle[0], "feeds")


def _roles(kinds: "list[KindName]", context: Context) -> set[RoleName]:
    known = context.manifest.kinds
    return {role for kind in kinds if kind in known for role in known[kind].roles}


def _check_bases(purpose: Purpose, context: Context) -> None:
    bases = purpose.bases
    if Basis.LEGAL_OBLIGATION in bases and purpose.terms.duty is None:
        what = f"purpose `{purpose.name}` rests on a legal obligation and names no text"
        context.in_purpose(purpose, "duty-without-text", what, None, "basis")
    if purpose.performance and Basis.CONTRACT not in bases:
        what = f"purpose `{purpose.name}` has a time of performance and rests on no contract"
        context.in_purpose(purpose, "performance-without-contract", what, None, "performance")
    for role in sorted(set(purpose.basis) - _roles(list(purpose.data), context)):
        what = f"no kind of record that `{purpose.name}` uses has the role `{role}`"
        context.in_purpose(purpose, "basis-for-nobody", what, None, "basis", role)
    used = [kind for kind in purpose.data if kind in context.manifest.kinds]
    for kind in used:
        if not context.manifest.kinds[kind].roles & purpose.basis.keys():
            roles = quoted(context.manifest.kinds[kind].roles)
            what = f"purpose `{purpose.name}` has no basis for anybody in `{kind}` (its roles: {roles})"
            context.in_purpose(purpose, "no-basis-for-record", what, None, "data", kind)


def _check_consent(purpose: Purpose, context: Context) -> None:
    consenting = {role for role, basis in purpose.basis.items() if basis is Basis.CONSENT}
    if Basis.CONSENT not in purpose.bases:
        if purpose.decided_by is not None:
            what = f"purpose `{purpose.name}` says how consent is given and rests on none"
            context.in_purpose(purpose, "consent-not-asked", what, None, "consent")
        return
    if purpose.decided_by is None:
        what = f"purpose `{purpose.name}` rests on consent and no key says under which it is given"
        context.in_purpose(purpose, "consent-without-key", what, None, "basis")
        return
    for kind, use in purpose.data.items():
        for table in context.tables_of.get(kind, ()) if use.follows is None else ():
            if table.archive_of is None and context.is_sound(table):
                _check_key(purpose, kind, consenting, table, context)


def _check_key(
    purpose: Purpose, kind: KindName, consenting: set[RoleName], table: Table, context: Context
) -> None:
    roles = context.manifest.kinds[kind].roles if kind in context.manifest.kinds else frozenset()
    for role in sorted(consenting & roles):
        keys = {link.key for link in table.links if link.role == role}
        if keys and purpose.decided_by not in keys:
            what = (
                f"consent to `{purpose.name}` is given under `{purpose.decided_by}`, and no link of table"
                f" `{table.name}` leads to that key of its `{role}`: it can never be found there"
            )
            mend = f"add a link of role `{role}` and key `{purpose.decided_by}`, if need be by `through`"
            context.in_table(table, "key-not-linked", what, mend, "links")


def _check_span(purpose: Purpose, path: tuple[str | int, ...], span: Span, context: Context) -> None:
    if span.earlier and span.limit is not Limit.MAX:
        what = f"an earlier period binds only where the limit is max; here it is {span.limit.value}"
        context.in_purpose(purpose, "earlier-without-effect", what, None, *path, "earlier")
    if span.clock is None:
        _check_endless(purpose, path, span, context)
        return
    is_for_contract = path[0] == "performance"
    if is_for_contract and Basis.CONTRACT not in purpose.bases:
        return
    for kind, use in purpose.data.items():
        if use.follows is not None:
            continue
        for table in context.tables_of.get(kind, ()):
            if table.archive_of is None and context.is_sound(table):
                _check_clock(purpose, path, span, table, context)


def _check_endless(purpose: Purpose, path: tuple[str | int, ...], span: Span, context: Context) -> None:
    lives_by_consent = purpose.bases == {Basis.CONSENT} and path[0] == "retention"
    if span.criterion is None and not lives_by_consent and purpose.data:
        part = "the archive" if path[0] == "archive" else "the data"
        what = f"nothing says when {part} of `{purpose.name}` ends"
        context.in_purpose(purpose, "no-end", what, None, *path)


def _check_clock(
    purpose: Purpose, path: tuple[str | int, ...], span: Span, table: Table, context: Context
) -> None:
    clock = table.clocks.get(span.clock) if span.clock else None
    if clock is None:
        what = f"table `{table.name}` has no clock `{span.clock}`, from which `{purpose.name}` counts"
        mend = f"add `{span.clock}:` and its column under `clocks` of the table"
        context.in_table(table, "clock-not-in-table", what, mend, "clocks")
    elif span.period is not None and span.period.is_exact and clock.rounded_to is not Rounding.NONE:
        what = f"`{span.period}` is counted in hours, and table `{table.name}` rounds `{span.clock}`"
        context.in_purpose(purpose, "hours-not-rounded", what, None, *path)


def _check_choices(purpose: Purpose, context: Context) -> None:
    used = items_of(purpose)
    if not purpose.choices or not purpose.data:
        return
    listed = [choice.items for choice in purpose.choices.values()]
    if used is not None:
        for choice in purpose.choices.values():
            for item in sorted((choice.items or frozenset()) - used):
                what = f"purpose `{purpose.name}` does not use `{item}`, which the choice names"
                context.in_purpose(
                    purpose, "choice-of-unused", what, None, "choices", choice.name, "items", item
                )
    if None not in listed:
        chosen = frozenset(item for items in listed for item in items or ())
        left = (used if used is not None else frozenset(context.manifest.items)) - chosen
        if left:
            what = f"no choice of `{purpose.name}` lists {quoted(left)}, which it then never holds"
            context.in_purpose(purpose, "item-outside-choices", what, None, "choices")


def _check_follows(purpose: Purpose, kind: KindName, leader: KindName, context: Context) -> None:
    if leader not in purpose.data:
        what = f"`{kind}` follows `{leader}`, which purpose `{purpose.name}` does not use"
        context.in_purpose(purpose, "follows-unused", what, None, "data", kind, "follows")
        return
    if purpose.data[leader].follows is not None:
        what = f"`{kind}` follows `{leader}`, which follows `{purpose.data[leader].follows}` itself"
        context.in_purpose(purpose, "follows-a-follower", what, None, "data", kind, "follows")
        return
    pointing = {
        (table.store, reference.table)
        for table in context.tables_of.get(leader, ())
        for reference in table.references.values()
    }
    for table in context.tables_of.get(kind, ()):
        if table.archive_of is None and context.is_sound(table) and (table.store, table.name) not in pointing:
            what = (
                f"records of `{kind}` in table `{table.name}` are held while `{leader}` points at them,"
                f" and no table of `{leader}` has a reference to it"
            )
            context.in_purpose(purpose, "follows-nothing", what, None, "data", kind, "follows")
