"""Names that lead to nothing, in either file: each with the nearest name that leads somewhere."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from troth.law.packs import COUNTRIES
from troth.manifest.condition import Absent, All, Among, AnyOf, Condition, Exists, Not, OfParent
from troth.manifest.found import Found, did_you_mean
from troth.manifest.model import Manifest
from troth.manifest.names import Relation, TableName
from troth.manifest.places import Places
from troth.manifest.problems import problem
from troth.manifest.purposes import Purpose, Span
from troth.manifest.stores import Anonymise, Clock, Down, FlagIn, Link, MoveTo, Store, Table, Up

Path = tuple[str | int, ...]


def check_references(names: "Names") -> None:
    """Report every name in the manifest that leads to nothing."""
    manifest = names.manifest
    _check_policy(manifest, names)
    for purpose in manifest.purposes.values():
        _check_purpose(purpose, names)
    for store in manifest.stores.values():
        for table in store.tables.values():
            if table.archive_of is None:
                _TableCheck(store, table, names).run()
            else:
                _check_archive(store, table, names)


@dataclass(frozen=True)
class Names:
    """Every name that is declared, sound or not, and where to report one that is not."""

    manifest: Manifest
    places: Places
    found: Found
    misread: frozenset[tuple[str, ...]]  # the paths under which something could not be read at all

    @cached_property
    def roles(self) -> Collection[str]:
        """What people are to records of any kind."""
        return dict.fromkeys(sorted({role for kind in self.manifest.kinds.values() for role in kind.roles}))

    def check(self, sort: str, name: str, *path: str | int) -> bool:
        """Whether the policy declares a thing of that sort by that name; else a problem at the path."""
        return self.check_in(sort, name, self.declared(sort), *path, name)

    def check_in(self, sort: str, name: str, known: Collection[str], *path: str | int) -> bool:
        """The same among known names; the path leads to the name itself."""
        if name in known or (sort == "role" and ("policy", "records") in self.misread):
            return True
        what = f"there is no {_IN_WORDS.get(sort, sort.replace('-', ' '))} `{name}`"
        mend = did_you_mean(name, dict.fromkeys(known), "declared are") if known else None
        self.report(f"unknown-{sort}", what, mend, *path)
        return False

    def report(self, name: str, what: str, mend: str | None, *path: str | int) -> None:
        """A problem at the end of a path."""
        self.found.add(problem(name, self.places.key(*path), what, mend), tuple(str(step) for step in path))

    def declared(self, sort: str) -> Collection[str]:
        """The names of a sort, as they are written in `policy.yaml` (`stores.yaml` for stores)."""
        if sort == "role":
            return self.roles
        if sort == "store":
            return self.places.names("stores", "stores")
        return self.places.names("policy", _SECTION.get(sort, f"{sort}s"))


_SECTION = {"marketing": "marketing", "cookie-category": "cookie_categories", "key-type": "keys"}

_IN_WORDS = {"record": "kind of record", "marketing": "category of marketing", "key-type": "key"}

# --- policy.yaml --------------------------------------------------------------------------------------------


def _check_policy(manifest: Manifest, names: Names) -> None:
    for path, sort, name in _policy_names(manifest):
        names.check(sort, name, "policy", *path)
    if manifest.policy.law not in COUNTRIES:
        what = f"there is no law pack `{manifest.policy.law}`"
        mend = did_you_mean(manifest.policy.law, COUNTRIES, "the packs are")
        names.report("unknown-law-pack", what, mend, "policy", "law")


def _policy_names(manifest: Manifest) -> Iterator[tuple[Path, str, str]]:
    """Each name used outside purposes: the path to it, the sort of thing it names, and the name."""
    policy = manifest.policy
    for item in manifest.items.values():
        yield from ((("items", item.name, "derived_from"), "item", source) for source in item.derived_from)
    for key, words in policy.keys.items():
        if words.reached_by:
            yield ("keys", key, "reached_by"), "channel", words.reached_by
    for recipient, terms in policy.recipients.items():
        yield from ((("recipients", recipient, "items"), "item", item) for item in terms.items or ())
    for name, category in policy.cookie_categories.items():
        if category.purpose:
            yield ("cookie_categories", name, "purpose"), "purpose", category.purpose
    for name, cookie in policy.cookies.items():
        yield ("cookies", name, "category"), "cookie-category", cookie.category
        yield from ((("cookies", name, "holds"), "item", item) for item in cookie.holds)
        if cookie.set_by:
            yield ("cookies", name, "set_by"), "recipient", cookie.set_by
    for name, measure in policy.measures.items():
        yield from ((("measures", name, "against"), "threat", threat) for threat in measure.against)
    for name, form in policy.forms.items():
        if form.kind:
            yield ("forms", name, "record"), "record", form.kind
        yield from ((("forms", name, "purposes"), "purpose", purpose) for purpose in form.purposes)
        for label, field in form.fields.items():
            if field.item:
                yield ("forms", name, "fields", label, "item"), "item", field.item


def _check_purpose(purpose: Purpose, names: Names) -> None:
    for path, sort, name in _purpose_names(purpose):
        names.check(sort, name, "policy", "purposes", purpose.name, *path)


def _purpose_names(purpose: Purpose) -> Iterator[tuple[Path, str, str]]:
    for kind, use in purpose.data.items():
        yield ("data",), "record", kind
        yield from ((("data", kind, "items"), "item", item) for item in use.items or ())
        if use.follows:
            yield ("data", kind, "follows"), "record", use.follows
    yield from ((("basis",), "role", role) for role in purpose.basis)
    for path, span in spans(purpose):
        if span.clock:
            yield (*path, "from"), "clock", span.clock
    if purpose.decided_by:
        yield ("consent", "decided_by"), "key-type", purpose.decided_by
    for choice in purpose.choices.values():
        yield from ((("choices", choice.name, "items"), "item", item) for item in choice.items or ())
        if choice.channel:
            yield ("choices", choice.name, "channel"), "channel", choice.channel
    yield from ((("feeds",), "purpose", other) for other in purpose.feeds)
    terms = purpose.terms
    yield from ((("recipients",), "recipient", recipient) for recipient in terms.recipients)
    yield from ((("channels",), "channel", channel) for channel in terms.channels)
    yield from ((("categories",), "marketing", category) for category in terms.categories)
    if terms.decision:
        yield from ((("decision", "items"), "item", item) for item in terms.decision.items)


def spans(purpose: Purpose) -> Iterator[tuple[Path, Span]]:
    """Every span of a purpose, with the path of keys that leads to it."""
    yield ("retention",), purpose.active
    if purpose.archive:
        yield ("archive", "retention"), purpose.archive.span
    if purpose.performance:
        yield ("performance",), purpose.performance


# --- stores.yaml --------------------------------------------------------------------------------------------


def table_path(table: Table) -> Path:
    """The path of keys that leads to a table."""
    return ("stores", "stores", table.store, "tables", table.name)


def _check_archive(store: Store, table: Table, names: Names) -> None:
    path = (*table_path(table), "archive_of")
    others = names.places.names("stores", "stores", store.name, "tables")
    if names.check_in("table", table.archive_of or "", others, *path):
        base = store.tables.get(table.archive_of or TableName(""))
        if base is not None and base.archive_of is not None:
            what = f"`{base.name}` is an archive itself"
            names.report("archive-of-archive", what, None, *path)


class _TableCheck:
    """The names used in one table."""

    def __init__(self, store: Store, table: Table, names: Names) -> None:
        self.store, self.table, self.names = store, table, names
        self.path = table_path(table)
        self.tables = names.places.names("stores", "stores", store.name, "tables")

    def run(self) -> None:
        """Report each name that leads to nothing."""
        table = self.table
        for kind, condition in table.kinds.items():
            at = "kinds" if condition or self.names.places.names(*self.path, "kinds") else "kind"
            self.names.check("record", kind, *self.path, at)
            self._condition(condition, table, "kinds", kind)
        for column, field in table.fields.items():
            path = (*self.path, "fields", column)
            self.names.check_in("item", field.item, self.names.declared("item"), *path, "item")
            for role in field.about or ():
                self.names.check("role", role, *path, "about")
        self._references()
        for index, link in enumerate(table.links):
            self._link(link, "links", index)
        for clock_name, clock in table.clocks.items():
            self.names.check("clock", clock_name, *self.path, "clocks")
            self._clock(clock, "clocks", clock_name)
        for purpose, condition in table.decisions.items():
            self.names.check("purpose", purpose, *self.path, "decisions")
            self._condition(condition, table, "decisions", purpose)
        self._ends()

    def _references(self) -> None:
        for relation, reference in self.table.references.items():
            path = (*self.path, "references", relation)
            if not self.names.check_in("table", reference.table, self.tables, *path, "table"):
                continue
            target = self.store.tables.get(reference.table)
            for mine, theirs in reference.columns.items():
                self._column(theirs, target, "references", relation, "columns", mine)

    def _link(self, link: Link, *path: str | int) -> None:
        self.names.check_in("role", link.role, self.names.declared("role"), *self.path, *path, "role")
        self.names.check_in("key-type", link.key, self.names.declared("key-type"), *self.path, *path, "key")
        downs = [number for number, step in enumerate(link.path) if isinstance(step, Down)]
        if len(downs) > 1:
            what = "the path of a link leads down more than once"
            mend = "let it lead down once at most: link the table in between, or give it the key"
            self.names.report("path-down-twice", what, mend, *self.path, *path, "through", downs[1])
        end: Table | None = self.table
        for number, step in enumerate(link.path):
            if end is None:
                return
            if isinstance(step, Up):
                end = self._up(step.relation, end, *path, "through", number)
            else:
                end = self._down(step, end, *path, "through", number)
        if link.path:
            self._column(link.column, end, *path, "column")

    def _up(self, relation: Relation, table: Table, *path: str | int) -> Table | None:
        known = self.names.places.names(*table_path(table), "references")
        if not self.names.check_in("relation", relation, known, *self.path, *path):
            return None
        reference = table.references.get(relation)
        return self.store.tables.get(reference.table) if reference else None

    def _down(self, step: Down, table: Table, *path: str | int) -> Table | None:
        if not self.names.check_in("table", step.table, self.tables, *self.path, *path):
            return None
        below = self.store.tables.get(step.table)
        if below is None:
            return None
        pointing = [name for name, reference in below.references.items() if reference.table == table.name]
        target = below.references.get(step.relation)
        leads_nowhere = target is not None and target.table not in self.tables  # told where it stands
        is_read = table_path(below) not in self.names.misread
        if is_read and not leads_nowhere and step.relation not in pointing:
            known = f"`{'`, `'.join(pointing)}`" if pointing else "nothing"
            what = f"`{step.table}` does not point at `{table.name}` by `{step.relation}`"
            self.names.report("unknown-relation", what, f"{known} points there", *self.path, *path)
        return below

    def _column(self, column: str, table: Table | None, *path: str | int) -> None:
        if table is None or table_path(table) in self.names.misread:
            return
        if column not in table.declared:
            what = f"table `{table.name}` does not declare a column `{column}`"
            mend = did_you_mean(column, table.declared, "declared are")
            self.names.report("unknown-column", what, mend, *self.path, *path)

    def _clock(self, clock: Clock, *path: str | int) -> None:
        if clock.column:
            table: Table | None = self.table
            for relation in clock.column.path:
                table = self._up(relation, table, *path, "column") if table else None
            self._column(clock.column.column, table, *path, "column")
        if clock.missing:
            self._column(clock.missing, self.table, *path, "missing")
        if clock.event:
            events = self.names.declared("event")
            self.names.check_in("event", clock.event, events, *self.path, *path, "event")
        self._condition(clock.open_while, self.table, *path, "open_while")
        for index, source in enumerate(clock.latest):
            at = (*path, "latest", index)
            if not self.names.check_in("store", source.store, self.names.declared("store"), *self.path, *at):
                continue
            tables = self.names.places.names("stores", "stores", source.store, "tables")
            if self.names.check_in("table", source.table, tables, *self.path, *at):
                store = self.names.manifest.stores.get(source.store)
                self._column(source.column, store.tables.get(source.table) if store else None, *at)

    def _condition(self, condition: Condition | None, table: Table | None, *path: str | int) -> None:
        match condition:
            case Among(column=column) | Absent(column=column):
                self._column(column, table, *path, column)
            case Not(condition=inner):
                self._condition(inner, table, *path, "not")
            case All(conditions=several) | AnyOf(conditions=several):
                for inner in several:
                    self._condition(inner, table, *path)
            case OfParent(relation=relation, condition=inner):
                at = (*path, f"parent.{relation}")
                self._condition(inner, self._up(relation, table, *at) if table else None, *at)
            case Exists(table=below, relation=relation, condition=inner):
                at = (*path, "exists", f"{below}.{relation}")
                end = self._down(Down(below, relation), table, *at) if table else None
                self._condition(inner, end, *at)
            case None:
                pass

    def _ends(self) -> None:
        table = self.table
        if isinstance(table.archive, MoveTo):
            self.names.check_in("table", table.archive.table, self.tables, *self.path, "archive", "table")
        if isinstance(table.archive, FlagIn):
            self._column(table.archive.column, table, "archive", "column")
        if isinstance(table.at_end, Anonymise):
            for column in table.at_end.group_by:
                self._column(column, table, "at_end", "anonymise", "group_by", column)
