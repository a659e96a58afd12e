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
        f"A name of the sort `{sort}` is used that is not declared {where}.",
        f"declare it {where}, or write a name that is declared",
    )
    for sort, where in _DECLARED_IN.items()
}

NAMES["unknown-law-pack"] = Entry(
    "A site is to be judged by the law of a country that Troth has no pack of.",
    "write one that there is, or add the country (docs/how-to/add-a-country.md)",
)

WARNING, INFORMATION = "warning", "information"

PURPOSES = {
    "duty-without-text": Entry(
        "A purpose rests on a legal obligation, and no text is named that obliges.",
        "write `duty:` and the article",
    ),
    "performance-without-contract": Entry(
        "A purpose says until when it is performed, and rests on no contract.",
        "remove `performance`, or write contract as the basis of the role that has one",
        WARNING,
    ),
    "basis-for-nobody": Entry(
        "A basis is given for a role that no kind of record of the purpose has.",
        "remove the role, or add the kind of record that has it under `data`",
        WARNING,
    ),
    "no-basis-for-record": Entry(
        "A purpose uses a kind of record and has no basis for any of its roles.",
        "write the basis for one of the roles at least, or remove the kind of record from `data`",
        WARNING,
    ),
    "consent-without-key": Entry(
        "A purpose rests on consent, and nothing says under which key a decision is recorded.",
        "write `consent: {decided_by: …}` and one of the keys",
    ),
    "consent-not-asked": Entry(
        "A purpose says how consent is given, and rests on another basis.",
        "remove `consent`, or write consent as its basis",
        WARNING,
    ),
    "key-not-linked": Entry(
        "Consent is given under a key to which no link of the table leads: nothing there is ever covered.",
        "add a link to that key",
    ),
    "earlier-without-effect": Entry(
        "An earlier period is given for a period that is not a maximum: it binds nothing.",
        "remove `earlier`, or write `limit: max`",
        WARNING,
    ),
    "no-end": Entry(
        "A purpose has neither a clock nor a criterion: it keeps its data for ever.",
        "write `retention: P3Y from last_contact`, or in words `retention: {criterion: …}`",
        WARNING,
    ),
    "clock-not-in-table": Entry(
        "A purpose counts from a clock that a table of its records does not have.",
        "add the clock to the table",
    ),
    "hours-not-rounded": Entry(
        "A period in hours is counted from a clock that is rounded to the end of a financial year.",
        "write the period in days, or remove `rounded_to`",
    ),
    "choice-of-unused": Entry(
        "A choice names an item that its purpose does not use.",
        "remove the item, or add it under `data`",
        WARNING,
    ),
    "item-outside-choices": Entry(
        "A purpose offers choices, and an item that it uses is in none of them: it never holds that item.",
        "add the item to the choices that need it, or remove it from `data`",
        WARNING,
    ),
    "follows-unused": Entry(
        "A kind of record follows one that the purpose does not use.", "add that kind of record under `data`"
    ),
    "follows-a-follower": Entry(
        "A kind of record follows one that follows another itself; what is followed lives by its own clocks.",
        "let both follow the same kind, or give the one in the middle clocks of its own",
    ),
    "follows-nothing": Entry(
        "A kind of record is held while another points at it, and no table of the other does.",
        "add the reference to the table of the other, or remove `follows`",
    ),
    "renamed-and-kept": Entry(
        "A name was given up (`was`) and still stands as a purpose.", "keep one of the two names as a purpose"
    ),
    "renamed-twice": Entry("Two purposes claim the same earlier name.", "keep it at one of the two"),
    "cycle": Entry("Things lead on from one to the next and back to the first.", "remove one of the steps"),
}

TABLES = {
    "kind-and-kinds": Entry("A table has both `kind` and `kinds`.", "write them all under `kinds`"),
    "table-without-kind": Entry(
        "A table holds personal data and no kind of record: all of it stays undeclared.",
        "write `kind:` and the kind of record that every row is, or `kinds:` with conditions",
    ),
    "field-in-key": Entry(
        "A column of the primary key is declared as a field; it can never end by itself.",
        "leave it out of `fields`: it goes with its record",
    ),
    "declared-twice": Entry("A column is declared both as a field and as impersonal.", "keep one of the two"),
    "link-column-must-end-null": Entry(
        "A column by which people are found ends as something else than NULL or the empty text.",
        'write `at_end: null`, or `at_end: {constant: ""}` where the column may not be NULL',
    ),
    "role-not-of-record": Entry(
        "A link or a field speaks of a role that the records of the table do not have.",
        "write a role of one of its kinds of record, or add the role to the kind in policy.yaml",
    ),
    "role-not-linked": Entry(
        "No link leads to a role of the records: what they hold about it is found for nobody.",
        "add a link for the role, or remove the role from the kind of record",
        WARNING,
    ),
    "no-links": Entry(
        "A table holds personal data, and nothing ties it to people: it only ends by its clocks.",
        "add `links:`, if need be by `through`",
        WARNING,
    ),
    "link-twice": Entry("Two links of a table are the same.", "remove one of the two", WARNING),
    "no-sure-link": Entry(
        "No link of a table is both verified and for one person: every request about it is a"
        " question for a human.",
        "write `verified:` and by what, where the key was verified",
        WARNING,
    ),
    "no-created": Entry(
        "A table does not say when a record came into being, and an erasure speaks of records that existed:"
        " what rests on contract or interest stays frozen after one, unless the plan of that erasure saw it.",
        "write `created:` and its column",
        WARNING,
    ),
    "decisions-unused": Entry(
        "Consents are read from a column for a purpose that does not ask for them here.",
        "remove the line, or mend the name of the purpose",
        WARNING,
    ),
    "not-an-archive": Entry(
        "A table's records are to move to a table that is not declared as its archive.",
        "declare the other table with `archive_of`",
    ),
    "archive-unused": Entry(
        "Nothing moves to a table that is declared as an archive.", "name it as archive", WARNING
    ),
    "archive-of-archive": Entry(
        "A table is declared as the archive of an archive.", "name the table of active records"
    ),
    "flag-not-free": Entry(
        "The column that marks archived records is itself a field, a link or part of the key.",
        "mark them in a column that serves nothing else",
    ),
    "k-too-small": Entry(
        "Records are anonymised in groups of fewer than two people.", "write 2 at least; 5 is usual"
    ),
    "group-by-nothing": Entry(
        "Anonymous records are compared by a column that is emptied.",
        "compare them by columns that remain",
        WARNING,
    ),
    "path-down-twice": Entry(
        "The path of a link leads down more than once, to records that point at records that point here.",
        "let it lead down once at most: link the table in between, or give it the key",
    ),
    "anonymise-keeps-link": Entry(
        "Records are anonymised, and what ties them to people stays: their primary key, or records that point at them.",
        "write `at_end: delete`, or let the table's own columns say whose its records are, none of them in its key",
    ),
    "field-without-purpose": Entry(
        "No purpose uses what a column holds: nobody has a claim on it, and it would end at once.",
        "add the item to the purpose that needs it, under `data`",
        WARNING,
    ),
    "secret-in-file": Entry(
        "The address of a store holds a password.",
        "write `url: ${NAME}` and put the address into the environment",
    ),
}

CLOCKS = {
    "clock-reads-nothing": Entry(
        "A clock names no column, no latest, no event.",
        "write `column:` and the column that holds the instant",
    ),
    "clock-may-be-null": Entry(
        "A clock reads a column that may be NULL, and nothing says what that means.",
        "write `open_while:` and what is true until then, or `missing:` and another column",
        WARNING,
    ),
    "created-on-field": Entry(
        "The column that says when a record came into being is a field; it is never changed while its record"
        " stays.",
        "declare it as impersonal, or read another column",
        WARNING,
    ),
    "clock-on-field": Entry(
        "A clock reads a column that ends as a field or link; from then on the instant stands in Troth only.",
        "read a column that is impersonal, or let it be",
        WARNING,
    ),
    "latest-unreadable": Entry(
        "A clock reads the latest record of a person where records lead surely to nobody.",
        "add a verified link for one person to both tables, or remove it from `latest`",
    ),
    "condition-on-field": Entry(
        "A condition reads a field: what a condition reads is never changed while its record stays, so that"
        " the field could not end.",
        "read a column that is impersonal",
    ),
    "condition-on-flag": Entry(
        "A condition reads the column by which archived records are marked: what a condition"
        " reads is never changed, so that nothing could be marked.",
        "read a column that serves nothing else",
    ),
    "condition-on-link": Entry(
        "A condition reads a column by which people are found: what a condition reads is never changed while"
        " its record stays, so that the record stays tied to them.",
        "read a column that is impersonal, or leave it if the record goes together with the link",
        WARNING,
    ),
}

WHOLE = {
    "item-unused": Entry(
        "No purpose uses a data item.", "add it under `data` of a purpose, or remove it from `items`", WARNING
    ),
    "item-without-column": Entry(
        "No column holds a data item.", "declare the column in stores.yaml", INFORMATION
    ),
    "prohibited-used": Entry("A purpose uses an item that the law forbids to keep.", "remove it from `data`"),
    "record-unused": Entry(
        "No purpose uses a kind of record: nobody has a claim on its data, and it would end at once.",
        "add it under `data` of a purpose, or remove it from `records`",
        WARNING,
    ),
    "record-without-table": Entry(
        "No table holds a kind of record.", "declare the table in stores.yaml", WARNING
    ),
    "purpose-without-data": Entry(
        "A purpose uses no data.", "write `data:` and the kinds of record that it uses", WARNING
    ),
    "feeds-the-ended": Entry(
        "A purpose prepares data for one that has ended.", "remove it from `feeds`", WARNING
    ),
    "key-unused": Entry(
        "No table and no consent knows people by a key.", "remove it from `keys`", INFORMATION
    ),
    "recipient-unused": Entry(
        "No purpose discloses data to a recipient.",
        "add it under `recipients` of a purpose, or remove it",
        INFORMATION,
    ),
    "cookies-without-purpose": Entry(
        "Cookies wait for consent, and no purpose says to what: nothing ever opens them.",
        "write `purpose:`",
        WARNING,
    ),
    "cookies-without-consent": Entry(
        "Cookies wait for consent, and their purpose does not rest on it.",
        "write consent as the basis of the purpose, or `consent: false` where the law exempts the cookies",
    ),
    "form-asks-too-much": Entry(
        "A form asks for an item that none of its purposes uses.",
        "add the item to the purpose that needs it, or remove the field",
        WARNING,
    ),
    "end-not-promised": Entry(
        "Records are anonymised, and the policy promises only that data is deleted.",
        "write `at_end: delete`, or promise anonymisation under `rights: {erasure: {outcomes: …}}`",
        WARNING,
    ),
    "reference-circle": Entry(
        "Records of several tables point at one another in a circle: none can be deleted first.",
        "make sure that one of the columns may be NULL, and that it ends first",
        WARNING,
    ),
    "open-proposal": Entry(
        "A value is proposed and nobody has accepted it: it may refuse a use, and destroys nothing.",
        "accept it with `accepted: {by: …, on: …}`, or write another value",
        INFORMATION,
    ),
    "left-blank": Entry(
        "A value that people must be told is blank, as in the published text.",
        "write the value",
        WARNING,
    ),
    "not-as-published": Entry(
        "Another value is applied than the published text states.",
        "publish the text as it is applied",
        INFORMATION,
    ),
}

SUCCESSION = {
    "purpose-vanished": Entry(
        "A purpose of the version before is neither there, nor renamed, nor ended.",
        "keep it with `ended:` and a day, or name it under `was` of the purpose that it became",
    ),
    "purpose-revived": Entry(
        "A purpose that had ended is pursued again: what people decided then would count again.",
        "give it a new name",
    ),
    "wording-rewritten": Entry(
        "The text of a wording is not the one that people answered under that version.",
        "give the new text a new `version`; `covers` names those whose consents still count",
    ),
}

TABLE: dict[str, Entry] = {**FILES, **SHAPES, **NAMES, **PURPOSES, **TABLES, **CLOCKS, **WHOLE, **SUCCESSION}


def problem(name: str, place: Place, what: str, mend: str | None = None) -> Problem:
    """A problem of that name; without a particular mend, the general one."""
    entry = TABLE[name]
    return Problem(name, place, what, mend or entry.mend, entry.severity)
