"""Every problem of a manifest, by name: its cause and how it is mended. The reference is made from it."""

from dataclasses import dataclass

from troth.errors import Place, Problem


@dataclass(frozen=True, slots=True)
class Entry:
    """One name: its cause in a sentence, how it is mended, and how grave it is."""

    cause: str
    mend: str
    severity: str = "error"


FILES = {
    "no-file": Entry(
        "A file that the manifest needs is not there.", "write the file, or name the right folder"
    ),
    "too-large": Entry(
        "The file is larger than any manifest; it is not read.",
        "split the site, or look whether this is the right file",
    ),
    "not-utf-8": Entry("The file is not text in UTF-8.", "save the file in the encoding UTF-8"),
    "control-character": Entry(
        "The file holds a control character, a NUL byte or half a character.", "remove the character"
    ),
    "empty-file": Entry("The file says nothing.", "write the manifest, or begin with `troth init`"),
    "yaml-syntax": Entry(
        "The text is not YAML: a colon, a quote or a bracket is missing or too many.",
        "mend the line; put a text that holds `: ` or begins with a special character in quotes",
    ),
    "tab-indent": Entry(
        "A tab stands where a line is indented; YAML allows spaces only.", "indent with spaces"
    ),
    "several-documents": Entry(
        "The file holds more than one YAML document.",
        "keep one document: remove the line `---` and what is not needed",
    ),
    "duplicate-key": Entry("A key stands twice in the same mapping.", "keep one of the two"),
    "key-not-text": Entry("A key is a list or a mapping.", "write a word before the colon"),
    "merge-key": Entry("The merge key `<<` of YAML 1.1 is not read.", "write the keys out"),
    "yaml-tag": Entry(
        "A YAML tag (`!!python/object`, `!!str`) is not read.", "remove the tag; put a text in quotes"
    ),
    "unknown-alias": Entry("An alias `*name` has no anchor `&name` above it.", "write the value out"),
    "alias-cycle": Entry("An alias stands inside the value that it names.", "write the value out"),
    "too-many-aliases": Entry("Aliases multiply the file beyond any manifest.", "write the values out"),
    "too-deep": Entry("Mappings and lists stand in one another beyond any manifest.", "write it flatter"),
}

SHAPES = {
    "unknown-key": Entry("A key is not one that this mapping has.", "write a key of this mapping"),
    "missing-key": Entry("A key that this mapping needs is missing or empty.", "write the key"),
    "wrong-type": Entry(
        "A list, mapping or text stands where something else is read.", "write what is read here"
    ),
    "wrong-value": Entry(
        "A text is not of the form that is read here.", "write it in the form that is read here"
    ),
    "unknown-word": Entry("A word is not one of those that can stand here.", "write one of the words"),
    "empty-list": Entry(
        "A list is empty where one value at least is needed.", "write a value, or leave the key out"
    ),
    "empty-condition": Entry(
        "A condition says nothing.", "write `column: value`, or leave the condition out"
    ),
    "ambiguous-value": Entry(
        "A value such as no, 012 or 1.5 is a text for one reader of YAML and something else for another.",
        "put it in quotes if it is a text; else write true, false or a plain whole number",
    ),
    "bad-name": Entry(
        "A name has characters that names cannot have.", "write the name as the database has it"
    ),
    "period-not-iso": Entry("A period is not written in ISO 8601.", "write P3Y, P6M, P30D, or PT48H"),
    "date-not-iso": Entry(
        "A date is not a day of the calendar, written year-month-day.", "write it as 2026-01-31"
    ),
    "not-true-or-false": Entry(
        "Something else than true or false stands where one of them is read.", "write true or false"
    ),
    "not-a-number": Entry(
        "Something else stands where a whole number is read.", "write a whole number in digits"
    ),
    "not-a-language": Entry(
        "A text is given for something that is no language code.", "write two letters, as fr or en"
    ),
    "not-a-country": Entry("A country is not written as its ISO 3166 code.", "write two capital letters"),
    "unknown-zone": Entry("A time zone has no such name.", "write a name such as Europe/Paris"),
    "span-without-clock": Entry("A period has no start.", "write `from` and the clock that starts it"),
    "span-without-period": Entry("A clock has no period.", "write how long"),
}

_DECLARED_IN = {
    "item": "under `items` of policy.yaml",
    "record": "under `records` of policy.yaml",
    "role": "under `roles` of a kind of record of policy.yaml",
    "purpose": "under `purposes` of policy.yaml",
    "clock": "under `clocks` of policy.yaml",
    "event": "under `events` of policy.yaml",
    "key-type": "under `keys` of policy.yaml",
    "recipient": "under `recipients` of policy.yaml",
    "channel": "under `channels` of policy.yaml",
    "marketing": "under `marketing` of policy.yaml",
    "cookie-category": "under `cookie_categories` of policy.yaml",
    "threat": "under `threats` of policy.yaml",
    "store": "under `stores` of stores.yaml",
    "table": "under `tables` of its store",
    "relation": "under `references` of its table",
    "column": "under `fields`, `impersonal`, `references`, `links` or `key` of its table",
}

NAMES = {
    f"unknown-{sort}": Entry(
        f"A {sort.replace('-', ' ')} is named that is not declared {where}.",
        f"declare it {where}, or write a name that is declared",
    )
    for sort, where in _DECLARED_IN.items()
}

MEANING = {
    "archive-of-archive": Entry(
        "A table is declared as the archive of an archive.", "name the table of the active records"
    ),
}

TABLE: dict[str, Entry] = {**FILES, **SHAPES, **NAMES, **MEANING}


def problem(name: str, place: Place, what: str, mend: str | None = None) -> Problem:
    """A problem of that name; without a particular mend, the general one."""
    entry = TABLE[name]
    return Problem(name, place, what, mend or entry.mend, entry.severity)
