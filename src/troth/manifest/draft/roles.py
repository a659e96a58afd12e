"""What a person is to a row that points at them, and where a table leads by what it points at."""

from collections.abc import Iterator, Mapping

from troth.manifest.draft.evidence import SeenReference
from troth.manifest.draft.rows import row
from troth.manifest.draft.words import raw_words, words
from troth.manifest.names import Column, TableName


def role_of(column: Column, people: str) -> tuple[str, bool]:
    """
    What a person is to the row, from the name of the column that points at them, and whether the row is theirs.

    `customer_id` is an owner; `created_by`, `assigned_to` or `approver_id` is somebody who handles the row.
    """
    raw = [
        word
        for word in raw_words(column)
        if word not in ("id", "fk", "uuid", "num", "no", "ref", "code", "key")
    ]
    said = set(words(column))
    if (_MADE_BY & said or {"by", "par"} & set(raw)) and not _AUTHORED & set(raw):
        return "_".join(raw) or people, False
    return "_".join(raw) or people, not _HANDLERS & (said | set(raw))


_MADE_BY = row("created updated changed approved assigned validated added deleted modified verified closed")
# Who did this is not who handles the row: the row is what they did.
_AUTHORED = row(
    "suggested requested submitted reported asked ordered booked reserved borrowed paid posted written reviewed"
    " commented rated invited referred"
)
_HANDLERS = row(
    "manager admin assignee approver agent operator moderator owner_internal rep sales handler editor"
    " publisher supervisor doctor valideur gestionnaire conseiller redacteur vendeur seller responsable resolver"
    " processed closer picker reviewer_internal referent praticien intervenant encadrant evaluator interviewer"
)


def up_paths(
    table: TableName, references: Mapping[TableName, Mapping[str, SeenReference]]
) -> Iterator[tuple[tuple[str, ...], TableName]]:
    """Where a table leads by its references, step by step, nearest first, at most three steps."""
    seen = {table}
    waiting: list[tuple[tuple[str, ...], TableName]] = [((), table)]
    while waiting:
        path, at = waiting.pop(0)
        for relation, reference in references.get(at, {}).items():
            if reference.table not in seen:
                seen.add(reference.table)
                step = ((*path, relation), reference.table)
                yield step
                if len(step[0]) < 3:
                    waiting.append(step)
