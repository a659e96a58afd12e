"""The draft as `stores.yaml`: each line with its reason and how sure it is, and what only a person can say."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from troth.manifest.draft.evidence import INSTANTS, NUMBERS, SeenColumn, SeenReference
from troth.manifest.draft.links import is_same_family
from troth.manifest.draft.model import About, Draft, DraftTable, Guess, Use
from troth.manifest.draft.rows import row
from troth.manifest.names import Column, TableName

_LONGEST = 3_500_000  # characters; `troth check` reads no file of more than five megabytes
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:[.\-][A-Za-z0-9_]+)*")
_TAKEN = row("y n yes no on off true false null none")
_REACHING = {"email": "email", "phone": "phone"}  # items that are keys of a person, too

_HEAD = """\
# Where the data is, as `troth scan` drafted it: a guess, until somebody has read every line.
# After each column: how sure the guess is (0 to 1), and why. `review` marks doubts and special categories.
# Columns under `impersonal` without a word speak of nobody, as far as their names and values tell.
# What no machine can know, and you have to add:
#   - `verified:` at each link: by what it was verified that the person holds the key; without it nobody is sure.
#   - what starts each period: `clocks:`, beside the columns that say when something happened.
#   - how a record ends, where it has to stay: `at_end: {anonymise: …}` or `archive:`.
# Then: troth check SITE --stores
"""


def stores_yaml(draft: Draft) -> str:
    """The whole file; with thousands of tables without the reasons, so that it can be read."""
    text = _file(draft)
    return text if len(text) < _LONGEST else re.sub(r"(?m)^( {6,}\S.*?)  # .*$", r"\1", text)


def _file(draft: Draft) -> str:
    lines = [_HEAD, "stores:", f"  {draft.store}:", f"    url: {_quoted(draft.url)}"]
    lines.append("    zone: UTC  # of timestamps that carry none: say which it is")
    if draft.declared():
        lines += ["    tables:", *tables_yaml(draft, draft.declared())]
    else:
        lines.append("    tables: {}")
    return "\n".join([*lines, *_left_out(draft), ""])


def tables_yaml(draft: Draft, tables: Iterable[DraftTable]) -> list[str]:
    """The lines of some tables, as they stand under `tables:`."""
    return [line for table in tables for line in _Written(draft, table).lines()]


def column_yaml(draft: Draft, table: DraftTable, column: Column) -> str:
    """How one new column would be declared: `fields: {phone: phone}`."""
    written = _Written(draft, table)
    written.sort_columns()
    for line in written.fields:
        if line[0] == column:
            return f"fields: {{{line[1]}}}"
    for name, relation, _ in written.references():
        if column in relation.columns:
            return f"references: {{{name}: {_reference(relation)}}}"
    return f"impersonal: [{_name(column)}]"


# --- one table -------------------------------------------------------------------------------------------------


@dataclass
class _Written:
    """A table on its way into lines. What cannot end by itself is a link, or goes with its record."""

    draft: Draft
    table: DraftTable
    fields: list[tuple[Column, str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    impersonal: list[tuple[Column, str]] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        table, seen = self.table, self.table.seen
        self.sort_columns()
        yield f"      {_name(seen.name)}:  # {_comment(table.reason)}"
        if seen.unread:
            yield f"        # no value was sampled: {_comment(seen.unread)}"
        if table.about is About.LINKED_THINGS:
            yield "        # a thing, not a person: see that the row may go with its person, or leave it out"
        if table.goes_with is not None:
            what = "declared because the database deletes or changes its rows with"
            yield f"        # nobody's: {what} `{_comment(table.goes_with)}`"
        yield f"        key: {_listed(seen.key)}"
        yield f"        kind: {table.kind}"
        if table.created is not None:
            yield f"        created: {_name(table.created)}"
        if self.fields:
            yield "        fields:"
            yield from (f"          {line}  # {why}" for _, line, why in self.fields)
        if self.impersonal:
            yield "        impersonal:"
            yield from (
                f"          - {_name(column)}{f'  # {why}' if why else ''}" for column, why in self.impersonal
            )
        references = list(self.references())
        if references:
            yield "        references:"
            for name, reference, by_name in references:
                why = "  # by its name only: the database has no foreign key" if by_name else ""
                yield f"          {name}: {_reference(reference)}{why}"
        if self.links:
            yield "        links:"
            yield from (f"          - {line}  # {why}" for line, why in self.links)
        yield from self._clocks()

    def _clocks(self) -> Iterator[str]:
        created = self.table.created
        if created is not None and not self.table.seen.columns[created].is_nullable:
            yield f"        clocks: {{recorded: {_name(created)}}}"

    def sort_columns(self) -> None:
        """Into fields, links and the rest."""
        self._tie()
        spoken = {column for _, reference, _ in self.references() for column in reference.columns}
        spoken |= {tie.column for tie in self.table.ties if not tie.through} | set(self.table.seen.key)
        for guess in self.table.guesses.values():
            if guess.name in spoken:
                continue
            if guess.use is Use.FIELD:
                self._field(guess)
            else:
                self._impersonal(guess, _why(guess) if guess.lookalike or guess.is_personal else "")

    # --- links

    def _tie(self) -> None:
        table, draft = self.table, self.draft
        if table.about is About.PEOPLE and len(table.seen.key) == 1:
            key = draft.keys[table.seen.name]
            self._link(table.role, key, table.seen.key[0], (), "each row is a person")
        seen: set[tuple[str, str]] = set()
        for tie in table.ties:
            key = draft.keys.get(tie.people, "")
            if key and (tie.role, str(tie.through)) not in seen:
                seen.add((tie.role, str(tie.through)))
                handled = "" if tie.is_owner else "; somebody who handles the row, and not its owner"
                self._link(_role(tie.role), key, tie.column, tie.through, f"{tie.reason}{handled}")

    def _link(self, role: str, key: str, column: Column, through: tuple[str, ...], why: str) -> None:
        path = f", through: [{', '.join(map(_quoted, through))}]" if through else ""
        self.links.append((f"{{role: {role}, key: {key}, column: {_name(column)}{path}}}", _comment(why)))

    @property
    def _owner(self) -> str:
        """The role of the person whose row it is."""
        own = [tie for tie in self.table.ties if tie.is_owner]
        if self.table.about is About.PEOPLE or not self.table.ties:
            return self.table.role
        return _role((own or list(self.table.ties))[0].role)

    def _has_several(self) -> bool:
        return len({_role(tie.role) for tie in self.table.ties} | {self._owner}) > 1

    # --- fields

    def _field(self, guess: Guess) -> None:
        column, item = guess.column, str(guess.item)
        parts = [f"item: {item}"]
        if guess.is_free_text:
            parts.append("free_text: true")
        if self._has_several():
            parts.append(f"about: {self._owner}")
        if guess.concept in _OBSERVED:
            parts.append("origin: observed")
        why = _why(guess)
        is_key = self._is_key(guess)
        if column.is_generated:
            self._impersonal(guess, f"{why}; computed from other columns, it ends with them")
            return
        if not column.is_nullable and self._is_bound(guess.name):
            what = f"personal ({item}), but NOT NULL and bound to another table: it only goes with its record"
            self._to_review(guess, why, what)
            return
        if not column.is_nullable:
            end = _constant(column)
            if column.is_unique or end is None:
                self._endless(guess, why, is_key)
                return
            parts.append(f"at_end: {{constant: {end}}}")
            why += "; NOT NULL: it ends as a constant"
        if is_key and _is_text(column):
            self._link(self._owner, _REACHING[item], column.name, (), "the person can be found by it")
        written = item if len(parts) == 1 else f"{{{', '.join(parts)}}}"
        self.fields.append((guess.name, f"{_name(guess.name)}: {written}", why))

    def _is_bound(self, column: Column) -> bool:
        """Whether the database itself lets it hold nothing but a key of another table."""
        return any(column in r.columns for r in self.table.references.values() if not r.by_name)

    def _is_key(self, guess: Guess) -> bool:
        """Whether the owner of the row is known by this address or number, and by nobody else's in the row."""
        is_people = self.table.about is About.PEOPLE
        if (
            guess.of_other
            or guess.concept not in _REACHING
            or self.table.about not in (About.PEOPLE, About.RECORDS)
        ):
            return False
        if guess.concept == "email":
            return True
        already = any(f"key: {_REACHING['phone']}," in line for line, _ in self.links)
        return not already and (is_people or not self.links)

    def _endless(self, guess: Guess, why: str, is_key: bool) -> None:
        """A column that may neither be NULL nor the same for two: it goes with its record only."""
        stays = "NOT NULL and unique" if guess.column.is_unique else "NOT NULL"
        if is_key:
            key = _REACHING[str(guess.item)]
            what = f"{why}; {stays}: it goes with its record. To make it a field, allow NULL"
            self._link(self._owner, key, guess.name, (), what)
            return
        self._to_review(guess, why, f"personal ({guess.item}), but {stays}: it only goes with its record")

    def _to_review(self, guess: Guess, why: str, what: str) -> None:
        said = why if why.startswith("review") else f"review: {why}"
        self._impersonal(guess, f"{said}; {what}")

    def _impersonal(self, guess: Guess, why: str) -> None:
        self.impersonal.append((guess.name, _comment(why)))

    # --- references

    def references(self) -> Iterator[tuple[str, SeenReference, bool]]:
        """Those to tables that are declared too, and whose columns the database can compare."""
        for name, reference in self.table.references.items():
            target = self.draft.tables.get(reference.table)
            if target is None or not target.is_declared:
                continue
            if is_same_family(self.table.seen, reference, target.seen) and _is_key(target, reference):
                yield name, reference, reference.by_name


_OBSERVED = frozenset({"ip", "useragent", "device", "cookie", "location"})


def _is_key(target: DraftTable, reference: SeenReference) -> bool:
    declared = {guess.name for guess in target.guesses.values()}
    return set(reference.columns.values()) <= declared


def _is_text(column: SeenColumn) -> bool:
    return column.family in ("text", "any", "integer", "uuid", "decimal")


def _role(words: str) -> str:
    kept = re.sub(r"[^a-z0-9_]+", "_", words.lower()).strip("_")
    return kept if kept[:1].isalpha() else "person"


def _constant(column: SeenColumn) -> str | None:
    """A value that says nothing, for a column that may not be NULL; None where none can be known."""
    if column.family in NUMBERS:
        return "0"
    if column.family in INSTANTS:
        return '"1900-01-01"'
    if column.family == "enum":
        return _quoted(column.among[0]) if column.among else None
    return {
        "text": '""',
        "any": '""',
        "boolean": "false",
        "json": '"{}"',
        "uuid": '"00000000-0000-0000-0000-000000000000"',
    }.get(column.family)


def _why(guess: Guess) -> str:
    review = f"review ({guess.special}): " if guess.special else "review: " if guess.is_doubtful else ""
    like = f" [looks like {guess.lookalike.replace('_', ' ')}, and is not]" if guess.lookalike else ""
    return _comment(f"{review}{guess.confidence:.2f} {guess.reason}{like}")


def _reference(reference: SeenReference) -> str:
    pairs = list(reference.columns.items())
    mine, theirs = pairs[0]
    is_short = len(pairs) == 1 and all(_PLAIN.fullmatch(name) for name in (mine, reference.table, theirs))
    if is_short:
        return f"{mine} -> {reference.table}.{theirs}"
    columns = ", ".join(f"{_name(one)}: {_name(other)}" for one, other in pairs)
    return f"{{table: {_name(reference.table)}, columns: {{{columns}}}}}"


# --- what is not declared ----------------------------------------------------------------------------------------


def _left_out(draft: Draft) -> Iterator[str]:
    personal = [t for t in draft.tables.values() if t.is_personal and not t.is_declared]
    nobody = [t for t in draft.tables.values() if not t.is_personal]
    if personal:
        yield "\n# Personal, and not declared above:"
        for table in personal:
            why = (
                "a view: declare the tables that it shows"
                if table.seen.is_view
                else "no primary key: add one"
            )
            yield f"#   {_comment(table.seen.name)}: {why}"
    if nobody:
        yield "\n# Looked at, and nobody's:"
        yield from (f"#   {_comment(table.seen.name)}: {_comment(table.reason)}" for table in nobody)
    if draft.is_partly_named_only:
        yield "\n# The time was over before every table was sampled: the rest was judged by names alone."


# --- YAML --------------------------------------------------------------------------------------------------------


def _name(name: Column | TableName) -> str:
    return _quoted(name)


def _quoted(text: str) -> str:
    """A text as YAML, plain where it can stand so."""
    if _PLAIN.fullmatch(text) and text.lower() not in _TAKEN:
        return text
    return text if re.fullmatch(r"\$\{[A-Z_][A-Z0-9_]*\}", text) else json.dumps(text, ensure_ascii=False)


def _listed(names: tuple[Column, ...]) -> str:
    return _name(names[0]) if len(names) == 1 else f"[{', '.join(map(_name, names))}]"


def _comment(text: str) -> str:
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
