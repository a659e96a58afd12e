"""Every problem that a comparison with the stores can find, by name: the reference is made from it."""

from troth.manifest.problems import INFORMATION, WARNING, Entry

COLUMNS = {
    "table-missing": Entry(
        "A declared table is not in its store, or the account may not see it.",
        "mend the name, or remove the table from stores.yaml",
    ),
    "table-is-view": Entry(
        "A declared table is a view: what it shows is kept elsewhere and would not end.",
        "declare the tables that the view is made from",
    ),
    "table-inherited": Entry(
        "Other tables inherit from a declared one: their rows are found with its rows and would be deleted"
        " with columns that nobody declared.",
        "take the inheritance off (`ALTER TABLE … NO INHERIT …`) and declare each table",
    ),
    "table-not-transactional": Entry(
        "A table is kept by an engine without transactions: an erasure that fails half-way cannot be undone.",
        "run `ALTER TABLE … ENGINE = InnoDB`",
    ),
    "table-keeps-history": Entry(
        "The database keeps every earlier version of the rows: what is erased stays readable.",
        "run `ALTER TABLE … DROP SYSTEM VERSIONING`",
    ),
    "table-looks-personal": Entry(
        "A table that the manifest does not declare has columns whose names are those of personal data."
        " Nothing of it is found for anybody, nor ever ends.",
        "declare it; where it holds nothing about people, with all its columns under `impersonal`",
        WARNING,
    ),
    "undeclared-table-cascades": Entry(
        "A table that the manifest does not declare goes or changes with the records of a declared one."
        " No record of the declared table is deleted while this is so.",
        "declare that table, or take its foreign key away",
    ),
    "undeclared-table-points": Entry(
        "A table that the manifest does not declare points at a declared one."
        " No record of the declared table is deleted while this is so.",
        "declare that table, or take its foreign key away",
        WARNING,
    ),
    "column-missing": Entry(
        "A column that the manifest names is not in its table.",
        "mend the name, or remove it from stores.yaml",
    ),
    "column-undeclared": Entry(
        "A table has a column of which the manifest says nothing. It is never touched, and no record of the"
        " table is deleted while this is so.",
        "declare it under `fields`, or under `impersonal` if it holds nothing about people",
        WARNING,
    ),
    "column-looks-personal": Entry(
        "A table has a column of which the manifest says nothing, and its name is one of personal data.",
        "declare it under `fields` with its item, or under `impersonal` if it holds nothing about people",
    ),
    "key-not-primary": Entry(
        "The declared key is not the primary key; it is unique all the same.",
        "write the primary key as `key`, or let it be",
        INFORMATION,
    ),
    "key-not-unique": Entry(
        "Several rows may have the same declared key, or none: records cannot be told apart.",
        "write the columns of the primary key as `key`",
    ),
    "reference-type-differs": Entry(
        "A reference compares columns of different types: records are not found, or the database refuses.",
        "mend the reference, or give both columns the same type",
    ),
    "condition-wrong-type": Entry(
        "A condition compares a column with a value that it can never hold.",
        "write a value of the column's type",
    ),
}

ENDS = {
    "field-in-primary-key": Entry(
        "A field is part of the table's primary key, which is never changed: the datum could never end.",
        "name it under `key` instead of `fields`: it goes with its record",
    ),
    "end-null-forbidden": Entry(
        "A column ends as NULL, and the table forbids NULL in it.",
        "give it another end (`at_end: {constant: …}`), or allow NULL in the column",
    ),
    "link-stays": Entry(
        "A column that ties a record to one of several people forbids NULL: it cannot be cut for one alone.",
        "allow NULL in the column, or let it be",
        WARNING,
    ),
    "end-too-long": Entry(
        "A constant is longer than the column takes.", "write a shorter constant, or make the column longer"
    ),
    "end-wrong-type": Entry(
        "An end gives a column a value that it cannot hold, or makes coarser what is of another kind.",
        "write an end that fits the column's type",
    ),
    "end-not-encodable": Entry(
        "A constant has characters that the column's character set does not have.",
        "write it with other characters, or convert the table to utf8mb4",
    ),
    "end-not-unique": Entry(
        "A column ends as a value that is the same for several people, and the table forbids two rows alike.",
        "let it end as NULL, or take the unique constraint away",
    ),
    "end-breaks-reference": Entry(
        "A column of a foreign key ends as a value: the record would point at another record, or the database"
        " refuses.",
        "let it end as NULL",
    ),
    "end-on-referenced": Entry(
        "A column that other records point at by a foreign key ends: the database refuses, or changes both.",
        "let them point at the primary key, or leave the column out of `fields`",
    ),
    "end-on-generated": Entry(
        "A column is computed by the database from others and cannot be changed by itself.",
        "name it under `impersonal`: it ends with the columns that it is computed from",
    ),
    "end-under-check": Entry(
        "A CHECK of the table reads a column that ends: the end has to satisfy it.",
        "see that the check allows it for the end, or change one of the two",
        WARNING,
    ),
    "trigger-on-act": Entry(
        "A trigger or rule runs when records are changed or deleted: it may keep a copy, or do something else"
        " instead.",
        "see that it keeps nothing about people, and lets the act happen",
        WARNING,
    ),
    "cascade-between-records": Entry(
        "The database itself deletes or changes records of one declared table with those of another. Troth"
        " keeps the one while the other is held; a record that comes in the middle of a run is not asked.",
        "make it ON DELETE NO ACTION",
        WARNING,
    ),
}

CLOCKS = {
    "clock-moves-on-update": Entry(
        "A clock reads a column that the database sets to now whenever the row is changed: the act would move"
        " the clock.",
        "take ON UPDATE CURRENT_TIMESTAMP from the column, or read another one",
    ),
    "clock-nullable": Entry(
        "A clock reads a column that may be NULL, and nothing says what NULL means: such records freeze.",
        "write `open_while:` and what is true until then, or `missing:` and another column",
    ),
    "missing-nullable": Entry(
        "What a clock reads where nothing is known may be NULL itself: such records stay frozen.",
        "name a column that is never NULL under `missing`, or let it be",
        WARNING,
    ),
    "latest-nullable": Entry(
        "A clock reads the latest of a person's records, and one of them may be NULL: nothing ends then.",
        "name a column that is never NULL, or let it be",
        WARNING,
    ),
    "clock-wrong-type": Entry(
        "A clock reads a column that holds no instant in the way that is declared.",
        "read a date or timestamp, or write `stored_as: epoch` for whole seconds since 1970",
    ),
    "created-nullable": Entry(
        "The column that says when a record came into being may be NULL: after an erasure such records stay"
        " frozen.",
        "name a column that is never NULL, or let it be",
        WARNING,
    ),
}

IDENTITY = {
    "identity-wrong-type": Entry(
        "People are to be found by a column that holds neither text nor whole numbers.",
        "name the column that holds the key",
    ),
    "key-type-differs": Entry(
        "The same key of people is a number in one table and a text in another: `7` is not `007`.",
        "give the columns the same type, or see that they are written alike",
        WARNING,
    ),
    "identity-collation": Entry(
        "The column takes different texts for equal (jose@x.fr and josé@x.fr). Troth compares keys byte by"
        " byte and tells them apart; the application may not.",
        "let it be, or give the column a binary collation",
        INFORMATION,
    ),
    "no-index": Entry(
        "Records are looked up by columns for which there is no index: each request reads the whole table.",
        "create the index",
        WARNING,
    ),
}

ARCHIVES = {
    "archive-column-missing": Entry(
        "An archive table lacks a column of the table whose records move there.", "add the column"
    ),
    "archive-column-differs": Entry(
        "A column of an archive table is shorter, of another type or stricter than the one whose values move"
        " there.",
        "give both columns the same type",
    ),
    "archive-column-required": Entry(
        "An archive table has a column of its own that needs a value: nothing can be moved there.",
        "give the column a default, or take it away",
    ),
    "flag-wrong-type": Entry(
        "Archived records are to be marked by a value that the column cannot hold.",
        "write `value:` and one that fits the column",
    ),
}

RIGHTS = {
    "right-missing": Entry(
        "The database account lacks a right that access, erasure or archiving needs.", "grant the right"
    ),
    "rows-hidden": Entry(
        "Row security hides rows from the database account: people's records would not be found.",
        "give the account BYPASSRLS, or a policy that shows it every row",
    ),
    "store-read-only": Entry(
        "The store refuses every change.",
        "name the server that writes in the store's URL; for an SQLite file, give the account the right to"
        " write the file and its folder",
    ),
}

EXPLANATIONS: dict[str, Entry] = {**COLUMNS, **ENDS, **CLOCKS, **IDENTITY, **ARCHIVES, **RIGHTS}
