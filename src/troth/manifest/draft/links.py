"""Who points at whom: foreign keys, and where they are missing, names that are those of another table's key."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import islice

from troth.manifest.draft.affixes import column_affix, common_prefixes, core
from troth.manifest.draft.evidence import Seen, SeenColumn, SeenReference, SeenTable
from troth.manifest.draft.names import CONCEPTS, hint
from troth.manifest.draft.rows import row
from troth.manifest.draft.vocabulary import META, PEOPLE, THINGS
from troth.manifest.draft.words import pieces, raw_words, words, words_apart
from troth.manifest.names import TableName

_IDENTIFIER = frozenset({"identifier", "number", "reference", "code", "fk", "foreign"})
_SAME_SORT = ({"integer", "decimal"}, {"text", "enum"}, {"uuid", "text"})
_SYNONYMS = (
    frozenset({"customer", "user", "account", "compte", "person", "member", "contact"}),
    frozenset({"employee", "admin", "user"}),
    row(
        "author owner sender recipient manager holder participant requester admin user employee person customer member"
        " contact tenant_person"
    ),
)
_NEAREST = ("user", "customer", "employee", "admin", "member", "person", "contact", "account", "compte")
_WHO = (row("user"), row("employee"), row("admin"), row("person"), row("member"))


def candidates(seen: Seen) -> list[tuple[TableName, SeenReference]]:
    """References that only names suggest; the store can be asked whether their values are found there."""
    prefixes = common_prefixes(seen.tables)
    by_words: defaultdict[frozenset[str], list[SeenTable]] = defaultdict(list)
    for table in seen.tables.values():
        if len(table.key) == 1 and not table.is_view:
            said = core(table.name, prefixes)
            by_words[frozenset(said)].append(table)
            plainer = frozenset(said) - _SAYING_LITTLE
            if plainer and plainer != frozenset(said):
                by_words[plainer].append(table)
    by_key = _by_telling_key(seen)
    by_cipher = _by_cipher(seen, prefixes)
    declared = _by_declared(seen)
    single = [table for table in seen.tables.values() if len(table.key) == 1 and not table.is_view]
    people = [table for table in single if _is_of_people(table, core(table.name, prefixes))]
    found = []
    for table in seen.tables.values():
        without = column_affix(table)
        known = {column for reference in table.references for column in reference.columns}
        for column in table.columns.values():
            if column.name in known or (column.name,) == table.key or table.is_view:
                continue
            if _is_datum(column, without) or _is_number_of_them(raw_words(column.name)):
                continue
            if column.name.lower() == "uid" and "gid" in table.columns:  # of Unix
                continue
            target = _target(table, column, without, by_words, by_key, prefixes, people)
            target = target or _ciphered(table, column, by_cipher) or _only(people, table, column, without)
            target = (
                target
                or _initial(people, table, column, prefixes)
                or _declared(seen, table, column, declared)
            )
            if target is not None:
                found.append(
                    (table.name, SeenReference(target.name, {column.name: target.key[0]}, by_name=True))
                )
    return found


def _is_datum(column: SeenColumn, without: frozenset[str]) -> bool:
    """Whether the name is that of something a row holds itself: `tel_pers`, `is_guest`."""
    suggested = hint(column.name, without)
    if raw_words(column.name)[:1] in (("is",), ("has",), ("f",)):
        return True
    concept = suggested.concept if suggested.concept in CONCEPTS else ""
    if concept in ("", "customernumber", "login", "company", "job", "family"):
        return False
    return column.family in CONCEPTS[concept].families.split()


def _by_telling_key(seen: Seen) -> Mapping[str, SeenTable]:
    """Tables by a primary key whose name says more than `id`: `cust_no` elsewhere is then the same."""
    found: defaultdict[str, list[SeenTable]] = defaultdict(list)
    for table in seen.tables.values():
        if len(table.key) == 1 and len(raw_words(table.key[0])) + (len(table.key[0]) > 4) > 1:
            found[table.key[0].lower()].append(table)
    return {
        key: tables[0] for key, tables in found.items() if len(tables) == 1 and key not in ("code", "uuid")
    }


def _by_declared(seen: Seen) -> Mapping[frozenset[str], TableName]:
    """The table that columns of a name point at where the database says it: elsewhere it only may not say so."""
    found: defaultdict[frozenset[str], set[TableName]] = defaultdict(set)
    for table in seen.tables.values():
        for reference in table.references:
            if len(reference.columns) == 1 and reference.table != table.name:
                found[frozenset(words_apart(next(iter(reference.columns))))].add(reference.table)
    return {said: min(targets) for said, targets in found.items() if len(targets) == 1 and len(said) > 1}


def _declared(
    seen: Seen, table: SeenTable, column: SeenColumn, declared: Mapping[frozenset[str], TableName]
) -> SeenTable | None:
    """Where a column of that name points by a foreign key of another table."""
    name = declared.get(frozenset(words_apart(column.name)))
    target = seen.tables.get(name) if name is not None and name != table.name else None
    return target if target is not None and _fits(column, target) else None


def _by_cipher(seen: Seen, prefixes: frozenset[str]) -> Mapping[str, SeenTable]:
    """Tables by their whole name where it is one word, and by the one with which all their columns begin."""
    found: defaultdict[str, dict[TableName, SeenTable]] = defaultdict(dict)
    for table in seen.tables.values():
        if len(table.key) != 1 or table.is_view:
            continue
        raw = [word for word in raw_words(table.name) if word not in prefixes]
        for word in {*column_affix(table), *(raw if len(raw) == 1 else ())}:
            found[word][table.name] = table
    return {word: next(iter(tables.values())) for word, tables in found.items() if len(tables) == 1}


def _only(
    people: list[SeenTable], table: SeenTable, column: SeenColumn, without: frozenset[str]
) -> SeenTable | None:
    """The one table of people that there is, for a role that no table is called after: `expediteur_id`."""
    apart = {word for word in words_apart(column.name) if word not in without}
    said = apart - _IDENTIFIER
    if len(people) != 1 or "identifier" not in apart or not said or not said <= PEOPLE:
        return None
    return people[0] if people[0].name != table.name and _fits(column, people[0]) else None


def _ciphered(table: SeenTable, column: SeenColumn, by_cipher: Mapping[str, SeenTable]) -> SeenTable | None:
    """`fac_pat` means the table `PAT`, or the one whose columns are called `pat_…`."""
    last = raw_words(column.name)[-1:]
    target = by_cipher.get(last[0]) if last and not META & set(words(column.name)) else None
    if target is None or target.name == table.name or column.family not in ("integer", "uuid"):
        return None
    return target if _fits(column, target) else None


def _initial(
    people: list[SeenTable], table: SeenTable, column: SeenColumn, prefixes: frozenset[str]
) -> SeenTable | None:
    """The one table of people with that initial: `pid` of `patients`, `cid` of `customers`."""
    name = column.name.lower()
    is_short = len(name) == 3 and name.endswith("id") and column.family in ("integer", "uuid")
    if not is_short or name in {key.lower() for key in table.columns if key in table.key}:
        return None
    found = [other for other in people if core(other.name, prefixes)[0][:1] == name[0]]
    is_other = len(found) == 1 and found[0].name != table.name and _fits(column, found[0])
    return found[0] if is_other else None


def _staff(people: list[SeenTable], table: SeenTable, column: SeenColumn) -> SeenTable | None:
    """The one table of people that is not of customers, whatever it is called: who did it is listed there."""
    found = [other for other in people if not set(words(other.name)) & _OUTSIDE]
    is_one = len(found) == 1 and found[0].name != table.name and _fits(column, found[0])
    return found[0] if is_one else None


_VAGUE = row(
    "profile profil people person contact user relative referrer recipient sender author owner holder payer"
)
_OUTSIDE = row(
    "customer patient student prospect subscriber visitor donor candidate tenant_person participant"
)


def _target(
    table: SeenTable,
    column: SeenColumn,
    without: frozenset[str],
    by_words: Mapping[frozenset[str], list[SeenTable]],
    by_key: Mapping[str, SeenTable],
    prefixes: frozenset[str],
    people: list[SeenTable],
) -> SeenTable | None:
    same = by_key.get(column.name.lower())
    same = same or _numbered(column, by_key, prefixes)
    if same is not None and same.name != table.name and _fits(column, same):
        return same
    raw = raw_words(column.name)
    last = raw[-1:]
    short = [
        t
        for key, t in by_key.items()
        if last and len(last[0]) >= 3 and key != last[0] and key.startswith(last[0])
    ]
    if len(short) == 1 and _is_of_people_by_text(column, short[0], prefixes):
        return short[0]
    apart = words(column.name)
    if "customernumber" in apart or (apart == ("messageid",) and column.family != "text"):
        apart = words_apart(column.name)  # what numbers a customer here points at one
    if last == ("uid",):
        apart = ("user", "identifier")
    every = tuple(w for w in apart if w not in without) or apart
    said = frozenset(every) - _IDENTIFIER
    if raw[:2] == ("reports", "to") or (raw[:1] == ("lead",) and _LED & set(words(table.name))):
        said = frozenset({"manager"})
    if said & _PLACES:
        return None
    is_key = column.family in ("integer", "uuid") or column.values.share("uuid") > 0.8 or column.length == 36
    is_somebody = bool({"by", "par"} & set(last)) or raw[-2:] in (("assigned", "to"), ("by", "id"))
    if is_somebody and is_key:
        named = next((t for who in _WHO for t in by_words.get(who, ()) if _fits(column, t)), None)
        return named or _staff(people, table, column)
    if not said or not (
        _IDENTIFIER & set(every) or column.family == "uuid" or _is_integer_person(column, said)
    ):
        return None
    own = set(core(table.name, prefixes))
    is_number = not {"identifier", "fk", "foreign"} & set(every)
    is_pointer = "fk" in every or ("identifier" in every and bool(said & _DONE))
    if said & PEOPLE and is_pointer:
        said = said - _DONE or said  # `fk_user_modif`, `users_id_validate`: who did it
    is_of_people = said <= PEOPLE and _is_of_people(table, tuple(own - _SAYING_LITTLE))
    if is_of_people and said <= own:  # the number of the person whose row it is, or of who made it
        return table if is_pointer and _fits(column, table) else None
    tries = [said]
    if not said & (META | THINGS):  # a `customer_group` is no customer, an `employee_grade` no employee
        others = (word for word in reversed(every) if word in said)
        tries += [
            frozenset({word}) for word in others if {word} != own or "parent" in said
        ]  # `id_child_meal`
    if said & PEOPLE and not said & META and said not in by_words and not (is_of_people and is_number):
        tries += [
            frozenset({other}) for group in _SYNONYMS if said & group for other in _NEAREST if other in group
        ]
    if said <= _OF_ITS_KIND and _is_of_people(table, core(table.name, prefixes)) and _fits(column, table):
        return table  # who leads or recommends whom
    tail = _tail(table, said, by_words) if said not in by_words else None
    if tail is not None and _fits(column, tail):
        return tail
    head = _head(table, said, by_words) if said not in by_words else None
    if head is not None and _fits(column, head):
        return head
    for words_of_table in tries:
        fitting = list(islice((o for o in by_words.get(words_of_table, ()) if _fits(column, o)), _MANY))
        if len(fitting) > 1:  # the one of the same family of tables: `wp_posts` means `wp_users`
            family = [other for other in fitting if raw_words(other.name)[:1] == raw_words(table.name)[:1]]
            bare = [other for other in fitting if len(raw_words(other.name)) == 1]
            called = [other for other in fitting if _stems(other.name) == _stems(column.name)]
            nearest = called or family or (bare if len(raw_words(table.name)) == 1 else [])
            return nearest[0] if len(nearest) == 1 else None
        if fitting and (fitting[0].name != table.name or len(said) > 1 or "parent" in column.name.lower()):
            return fitting[0]
    is_trade = column.family == "integer" and bool(said) and said <= PEOPLE - _OUTSIDE - _VAGUE
    return _staff(people, table, column) if is_trade else None


def _numbered(
    column: SeenColumn, by_key: Mapping[str, SeenTable], prefixes: frozenset[str]
) -> SeenTable | None:
    """`numlicence` is the key `licence` of the members."""
    raw = pieces(column.name)
    target = by_key.get(raw[1]) if len(raw) == 2 and raw[0] in ("num", "numero", "no", "id") else None
    return target if target is not None and _is_of_people(target, core(target.name, prefixes)) else None


def _is_number_of_them(raw: tuple[str, ...]) -> bool:
    """How many there are or may be: `num_users`, `max_clients`."""
    return raw[:1] in _HOW_MANY and len(raw) > 1 and raw[-1].endswith("s")


_HOW_MANY = tuple((word,) for word in ("num", "nb", "nbr", "max", "min", "total", "count", "nombre", "limit"))
_LED = row("team equipe project projet")
_PLACES = row("city ville country region postcode")


def _stems(name: str) -> frozenset[str]:
    """The words as they are written, without plurals: `message_id` means `messages`, not `notes`."""
    return frozenset(word.rstrip("sx") for word in raw_words(name)) - {"id", "fk"}


_DONE = row("created updated verified deleted valid enabled closed assigned sent")
_MANY = 50  # tables of one name: no more are compared, as in a store of a thousand tenants


def _tail(
    table: SeenTable, said: frozenset[str], by_words: Mapping[frozenset[str], list[SeenTable]]
) -> SeenTable | None:
    """The one table whose name ends with that word: `ticket_id` means `support_tickets`."""
    if len(said) != 1:
        return None
    (word,) = said
    ending = [other for names, tables in by_words.items() if word in names for other in tables]
    ending = [other for other in ending if words(other.name)[-1:] == (word,) and other.name != table.name]
    family = [other for other in ending if raw_words(other.name)[:1] == raw_words(table.name)[:1]]
    return family[0] if len(family) == 1 else ending[0] if len(ending) == 1 else None


def _head(
    table: SeenTable, said: frozenset[str], by_words: Mapping[frozenset[str], list[SeenTable]]
) -> SeenTable | None:
    """The one table whose name begins with that word, as French puts it: `contrat_id` means `contrats_location`."""
    if len(said) != 1 or said & (META | PEOPLE):
        return None
    (word,) = said
    begun = {
        other.name: other
        for names, tables in by_words.items()
        if word in names and len(names) == 2 and not names & (_PARTS | META | PEOPLE)
        for other in tables
        if words(other.name)[:1] == (word,) and other.name != table.name
    }
    return next(iter(begun.values())) if len(begun) == 1 else None


# What a table of two words holds that is a part of the first, and not the first itself.
_PARTS = row("line item detail log history event note comment message file image meta label translation tag")


def _is_of_people_by_text(column: SeenColumn, target: SeenTable, prefixes: frozenset[str]) -> bool:
    is_text = target.columns[target.key[0]].family == "text"
    return is_text and _is_of_people(target, core(target.name, prefixes)) and _fits(column, target)


def _is_of_people(table: SeenTable, said: tuple[str, ...]) -> bool:
    """Whether a table's name says people and nothing else, or two of its columns do."""
    if len(_OWN & {hint(name).concept for name in table.columns}) > 1:
        return True
    return bool(set(said) & PEOPLE) and all(word in PEOPLE or len(word) < 4 for word in said)


def _is_integer_person(column: SeenColumn, said: frozenset[str]) -> bool:
    """`client`, not the flag `admin`."""
    is_flag = bool({"admin", "administrator", "administrateur", "moderator"} & set(raw_words(column.name)))
    is_of_people = not is_flag and bool(said & PEOPLE) and said <= PEOPLE | _WHICH_ONE
    if said <= _OF_ITS_KIND and column.values.count >= 5:  # whether it points there, the values will tell
        return True
    return column.family == "integer" and is_of_people


_OWN = frozenset({"firstname", "lastname", "birthdate", "nir"})
_SAYING_LITTLE = row("profile profil detail master record info information entity")
_OF_ITS_KIND = frozenset({"manager", "referrer", "relative"})
_WHICH_ONE = row("first second third main primary new old current last principal other")


def _fits(column: SeenColumn, target: SeenTable) -> bool:
    key = target.columns.get(target.key[0]) if len(target.key) == 1 else None
    if key is None:
        return False
    families = {column.family, key.family}
    return len(families) == 1 or any(families <= sort for sort in _SAME_SORT) or "any" in families


def is_same_family(table: SeenTable, reference: SeenReference, target: SeenTable) -> bool:
    """Whether the database can compare the columns of a reference as they are."""
    return all(
        mine in table.columns
        and theirs in target.columns
        and table.columns[mine].family == target.columns[theirs].family
        for mine, theirs in reference.columns.items()
    )
