"""The whole: what is declared and never used, what is only proposed, and what is not as published."""

from troth.manifest.checks.context import Context, around
from troth.manifest.departures import Departing, departures
from troth.manifest.names import ItemName, TableName
from troth.manifest.purposes import Basis
from troth.manifest.references import table_path
from troth.manifest.stores import Anonymise


def check(context: Context) -> None:
    """Report what can only be seen where nothing else is wrong."""
    _check_items(context)
    _check_kinds(context)
    _check_purposes(context)
    _check_site(context)
    _check_promised_end(context)
    _check_circles(context)
    for departing in departures(context.manifest):
        _tell(departing, context)


def _tell(departing: Departing, context: Context) -> None:
    where, departure = ".".join(departing.path), departing.departure
    says = (
        f"the published text says: {departure.stated}" if departure.stated else "the published text is silent"
    )
    if departing.is_blank and departure.because == "proposed":
        context.names.report("left-blank", f"`{where}` is blank; {says}", None, "policy", *departing.path)
    elif departure.is_open_proposal:
        what = f"`{where}` is a proposal that nobody has accepted; {says}"
        context.names.report("open-proposal", what, None, "policy", *departing.path)
    elif departure.because != "proposed":
        why = "the law is stricter" if departure.because == "law" else "the kinder reading is taken"
        what = f"`{where}` is not as published ({why}); {says}"
        context.names.report("not-as-published", what, None, "policy", *departing.path)


def _check_items(context: Context) -> None:
    manifest = context.manifest
    pursued = [purpose for purpose in manifest.purposes.values() if purpose.ended is None]
    used = {purpose.name: context.items_used(purpose) for purpose in pursued}
    fields = {field.item for table in manifest.tables() for field in table.fields.values()}
    uses_all = any(items is None for items in used.values())
    used_at_all = frozenset(item for items in used.values() for item in items or ())
    for item in manifest.items.values():
        is_used = uses_all or item.name in used_at_all
        if not is_used and not item.prohibited:
            what = f"no purpose uses `{item.name}`"
            context.names.report("item-unused", what, None, "policy", "items", item.name)
        elif context.has_stores and item.name not in fields and not item.prohibited:
            what = f"no column holds `{item.name}`"
            context.names.report("item-without-column", what, None, "policy", "items", item.name)
        for purpose in pursued if item.prohibited and is_used else ():
            if any(item.name in (use.items or ()) for use in purpose.data.values()):
                what = (
                    f"`{purpose.name}` uses `{item.name}`, which the law forbids to keep ({item.prohibited})"
                )
                context.in_purpose(purpose, "prohibited-used", what, None, "data")
    circle = around({item.name: sorted(item.derived_from) for item in manifest.items.values()})
    if circle:
        what = f"these items are derived from one another in a circle: {' → '.join([*circle, circle[0]])}"
        context.names.report("cycle", what, None, "policy", "items", circle[0], "derived_from")


def _holds(items: frozenset[ItemName] | None, item: ItemName) -> bool:
    return items is None or item in items


def _check_kinds(context: Context) -> None:
    for kind in context.manifest.kinds:
        if kind not in context.purposes_of:
            what = f"no purpose uses `{kind}`: its data would end at once"
            context.names.report("record-unused", what, None, "policy", "records", kind)
        if context.has_stores and kind not in context.tables_of:
            what = f"no table holds `{kind}`"
            context.names.report("record-without-table", what, None, "policy", "records", kind)


def _check_purposes(context: Context) -> None:
    by_cookies = {category.purpose for category in context.manifest.policy.cookie_categories.values()}
    for purpose in context.sound_purposes():
        if not purpose.data and purpose.name not in by_cookies:
            context.in_purpose(
                purpose, "purpose-without-data", f"purpose `{purpose.name}` uses no data", None
            )
        for fed in sorted(purpose.feeds):
            if context.manifest.purposes[fed].ended is not None:
                what = f"purpose `{purpose.name}` feeds `{fed}`, which has ended"
                context.in_purpose(purpose, "feeds-the-ended", what, None, "feeds", fed)


def _check_site(context: Context) -> None:
    manifest, policy = context.manifest, context.manifest.policy
    linked = {link.key for table in manifest.tables() for link in table.links}
    decided = {purpose.decided_by for purpose in manifest.purposes.values()}
    for key in policy.keys:
        if context.has_stores and key not in linked | decided:
            what = f"no table knows people by `{key}`"
            context.names.report("key-unused", what, None, "policy", "keys", key)
    named = {name for purpose in manifest.purposes.values() for name in purpose.terms.recipients}
    named |= {cookie.set_by for cookie in policy.cookies.values() if cookie.set_by}
    for recipient in policy.recipients:
        if recipient not in named:
            what = f"no purpose discloses data to `{recipient}`"
            context.names.report("recipient-unused", what, None, "policy", "recipients", recipient)
    for name, category in policy.cookie_categories.items():
        purpose = manifest.purposes[category.purpose] if category.purpose else None
        if category.consent and purpose is None:
            what = f"cookies of `{name}` wait for consent, and no purpose says to what"
            context.names.report("cookies-without-purpose", what, None, "policy", "cookie_categories", name)
        elif category.consent and purpose is not None and Basis.CONSENT not in purpose.bases:
            what = f"cookies of `{name}` wait for consent, and `{purpose.name}` does not rest on it"
            context.names.report(
                "cookies-without-consent", what, None, "policy", "cookie_categories", name, "purpose"
            )
    for name, form in policy.forms.items():
        for label, field in form.fields.items():
            used = [context.items_used(manifest.purposes[purpose]) for purpose in form.purposes]
            if field.item and not any(_holds(items, field.item) for items in used):
                what = f"the form asks for `{field.item}`, which none of its purposes uses"
                context.names.report(
                    "form-asks-too-much", what, None, "policy", "forms", name, "fields", label
                )


def _check_promised_end(context: Context) -> None:
    erasure = context.manifest.policy.rights.get("erasure")
    outcomes = erasure.outcomes if erasure else ()
    if not outcomes or any(outcome.startswith("anonymi") for outcome in outcomes):
        return
    for table in context.manifest.tables():
        if isinstance(table.at_end, Anonymise) and table.archive_of is None:
            what = f"records of `{table.name}` are anonymised, and the policy promises: {', '.join(outcomes)}"
            context.in_table(table, "end-not-promised", what, None, "at_end")


def _check_circles(context: Context) -> None:
    for store in context.manifest.stores.values():
        pointing: dict[str, list[TableName]] = {
            name: sorted({reference.table for reference in table.references.values()} - {name})
            for name, table in store.tables.items()
            if table.archive_of is None
        }
        circle = around(pointing)
        if circle:
            row = " → ".join([*circle, circle[0]])
            what = f"records of these tables point at one another in a circle: {row}"
            context.names.report(
                "reference-circle", what, None, *table_path(store.tables[TableName(circle[0])])
            )
