"""How a draft is told: every column for programs, a few lines for people."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from troth.cli.output import Json
from troth.manifest.draft.difference import Difference
from troth.manifest.draft.model import Draft, DraftTable, Guess, Use
from troth.manifest.draft.render import column_yaml, tables_yaml


def draft_json(draft: Draft) -> dict[str, Json]:
    """Every table and column that was looked at, personal or not, with its reason."""
    return {
        "store": draft.store,
        "url": draft.url,
        "tables": [table_json(draft, table) for table in draft.tables.values()],
    }


def table_json(draft: Draft, table: DraftTable) -> Json:
    """One table. `declared` says whether the drafted stores.yaml speaks of it."""
    return {
        "name": table.seen.name,
        "about": table.about.value,
        "personal": table.is_personal,
        "declared": table.is_declared,
        "reason": table.reason,
        "kind": table.kind,
        "rows_sampled": table.seen.sampled,
        "not_sampled_because": table.seen.unread or None,
        "belongs_to": [
            {"role": tie.role, "table": tie.people, "column": tie.column, "through": list(tie.through)}
            for tie in table.ties
        ],
        "columns": [_column_json(guess) for guess in table.guesses.values()],
    }


def _column_json(guess: Guess) -> Json:
    return {
        "name": guess.name,
        "type": guess.column.written or guess.column.family,
        "personal": guess.is_personal,
        "item": guess.item,
        "concept": guess.concept or None,
        "use": guess.use.value,
        "confidence": guess.confidence,
        "reason": guess.reason,
        "review": guess.is_doubtful or bool(guess.special),
        "special": guess.special or None,
        "free_text": guess.is_free_text,
        "lookalike": guess.lookalike or None,
        "inside": dict(guess.inside),
    }


def summary(
    draft: Draft, variable: str, written: Sequence[str], out: Path | None, policy: Path | None
) -> Iterator[str]:
    """What was found, and what to do next."""
    guesses = [guess for table in draft.tables.values() for guess in table.guesses.values()]
    fields = [guess for guess in guesses if guess.is_personal and guess.use is not Use.LINK]
    review = [guess for guess in fields if guess.is_doubtful or guess.special]
    yield (
        f"{len(draft.tables)} tables looked at: {len(draft.declared())} hold data of people, in {len(fields)} columns"
        f"; {len(review)} of them to review"
    )
    unread = [table for table in draft.tables.values() if table.seen.unread and not table.seen.is_view]
    if unread:
        shown = ", ".join(f"{table.seen.name} ({table.seen.unread})" for table in unread[:5])
        yield f"judged by names alone: {shown}{f' and {len(unread) - 5} more' if len(unread) > 5 else ''}"
    if variable:
        yield f"the file says ${{{variable}}} instead of the URL: put the URL into {variable} of the environment"
    yield from (f"written: {path}" for path in written)
    if out is not None:
        site = out.parent
        yield f"next: read every line, add what it asks for; then: troth check {site} --stores"
        if policy is None and not (site / "policy.yaml").exists():
            yield f"there is no {site / 'policy.yaml'}: --policy begins one with the items and kinds named here"


def difference_words(draft: Draft, differs: Difference) -> Iterator[str]:
    """What differs, as lines to put into the file by hand."""
    if differs.is_empty:
        yield f"store `{draft.store}` is as declared"
        return
    if differs.new_tables:
        yield f"# new tables: put these under `tables:` of store `{draft.store}`"
        yield from tables_yaml(draft, differs.new_tables)
    for table, guess in differs.new_columns:
        yield f"# new column of `{table.seen.name}`: {guess.name} – {guess.confidence:.2f} {guess.reason}"
        yield f"#   {column_yaml(draft, table, guess.name)}"
    for name, column in differs.gone_columns:
        yield f"# gone: column `{column}` of `{name}`"
    for name in differs.gone_tables:
        yield f"# gone: table `{name}`"
    for name, what in differs.changed:
        yield f"# changed: table `{name}`: {what}"


def difference_json(differs: Difference) -> Json:
    """The same for programs."""
    return {
        "new_tables": [table.seen.name for table in differs.new_tables],
        "new_columns": [
            {
                "table": table.seen.name,
                "column": guess.name,
                "personal": guess.is_personal,
                "item": guess.item,
            }
            for table, guess in differs.new_columns
        ],
        "gone_columns": [{"table": name, "column": column} for name, column in differs.gone_columns],
        "gone_tables": list(differs.gone_tables),
        "changed": [{"table": name, "what": what} for name, what in differs.changed],
    }
