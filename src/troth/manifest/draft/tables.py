"""Whose the rows of a table are: by its name, its columns, and where it points."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from troth.manifest.draft import affixes, roles
from troth.manifest.draft.evidence import INSTANTS, Seen, SeenReference, SeenTable
from troth.manifest.draft.model import About, Tie
from troth.manifest.draft.names import Hint
from troth.manifest.draft.reading import read
from troth.manifest.draft.rows import row
from troth.manifest.draft.signs import (
    OF_PEOPLE_ALONE,
    SIGNS,
    is_named_like_firms,
    numbers_somebody,
    signs_of,
    traces_of_somebody,
)
from troth.manifest.draft.vocabulary import ANIMALS, EVENTS, ORGANISATIONS, PEOPLE, THINGS
from troth.manifest.draft.words import one, raw_words, words
from troth.manifest.names import Column, TableName

# A row of these is not its owner's because it names one.
_STAY_THINGS = (ORGANISATIONS | ANIMALS) | row(
    "product category shop warehouse carrier country city region currency brand plan role group page cms status type"
    " model tax permission department zone template promotion coupon bank feature menu theme course service skill"
    " datacenter building room dns webhook endpoint software logiciel"
)
# These make a thing of whatever stands beside them (`order_status`); a `service_request` is a request.
_HEADS = row(
    "type category model status state group setting role permission rate rating tag theme feature option queue plan"
    " template reason zone cache failed title"
)
# So do these, at the end: a `hosting_server` is no hosting, a `server_log` is a log.
_LAST = row("server serveur bot robot channel inbox campaign")
# As a table's whole name they mean people, in a column's what somebody does, or how many they have.
_CALLED = row("enfant enfants child children kid kids prof profs")
_TRACES = frozenset({"ip", "useragent", "cookie", "device", "cardholder"})
_STILL_PEOPLE = frozenset({"account", "compte", "registration", "list"})


@dataclass(frozen=True, slots=True)
class Place:
    """A table on its way to a verdict."""

    seen: SeenTable
    words: tuple[str, ...]
    hints: Mapping[Column, Hint]
    about: About
    reason: str
    ties: tuple[Tie, ...] = ()

    @property
    def is_of_people(self) -> bool:
        """Whether its rows are people, or what belongs to them."""
        return self.about in (About.PEOPLE, About.RECORDS)

    @property
    def has_contact(self) -> bool:
        """Whether its own columns reach somebody."""
        reaching = {"email", "phone", "address", "postcode", "city", "firstname", "lastname"}
        return any(h.concept in reaching and not h.of_thing for h in self.hints.values())

    @property
    def singular(self) -> str:
        """The table's name as one word for a row."""
        return "_".join(self.words) or "record"


def places(seen: Seen, references: Mapping[TableName, Mapping[str, SeenReference]]) -> dict[TableName, Place]:
    """The verdict on each table, with its ties to tables of people."""
    prefixes = affixes.common_prefixes(seen.tables)
    pointed = {r.table for by_relation in references.values() for r in by_relation.values()}
    found = {name: _alone(table, prefixes, name in pointed) for name, table in seen.tables.items()}
    for name in _targets_first(references, seen.tables):
        found[name] = _with_own_ties(found, name, references)
    for name in found:
        found[name] = _with_ties_above(found, name, references)
    pointing = _pointing(references)
    for name in found:
        found[name] = _with_ties_below(found, name, pointing.get(name, []))
    return found


def _pointing(
    references: Mapping[TableName, Mapping[str, SeenReference]],
) -> Mapping[TableName, list[tuple[TableName, str]]]:
    """By what other tables each is pointed at, and by which reference."""
    found: defaultdict[TableName, list[tuple[TableName, str]]] = defaultdict(list)
    for name, by_relation in references.items():
        for relation, reference in by_relation.items():
            found[reference.table].append((name, relation))
    return found


def _targets_first(
    references: Mapping[TableName, Mapping[str, SeenReference]], tables: Iterable[TableName]
) -> list[TableName]:
    """The tables, each after those that it points at (a guest that is a customer's is no person to others)."""
    done: dict[TableName, None] = {}
    begun: set[TableName] = set()
    waiting = list(tables)[::-1]
    while waiting:
        name = waiting[-1]
        more = [r.table for r in references.get(name, {}).values() if r.table not in begun]
        if name in begun or not more:
            begun.add(name)
            done.setdefault(waiting.pop())
            continue
        begun.add(name)
        waiting += more
    return list(done)


# --- by itself -------------------------------------------------------------------------------------------------


def _alone(table: SeenTable, prefixes: frozenset[str], is_pointed_at: bool) -> Place:
    said = affixes.core(table.name, prefixes)
    without = affixes.column_affix(table)
    hints = {name: read(column, table, without) for name, column in table.columns.items()}
    about, reason = _verdict(table, said, hints, is_pointed_at)
    return Place(table, said, hints, about, reason)


def _verdict(
    table: SeenTable, said: tuple[str, ...], hints: Mapping[Column, Hint], is_pointed_at: bool
) -> tuple[About, str]:
    people = [word for word in said if word in PEOPLE]
    things = [word for word in said if word in THINGS or word == said[-1] == "campaign"]
    firms = [word for word in said if word in ORGANISATIONS]
    events = [word for word in said if word in EVENTS and word not in PEOPLE]
    signs = signs_of(table, hints, frozenset(said))
    alone = sorted(signs & OF_PEOPLE_ALONE)
    if set(said) & ANIMALS:
        alone = [sign for sign in alone if sign != "birthdate"]
    if len(alone) >= 2 and not (set(events) - _STILL_PEOPLE):
        return About.PEOPLE, f"its columns describe a person: {', '.join(alone)}"
    is_head = bool(set(things) & _HEADS) or bool(set(said[-1:]) & _LAST)
    names = {h.concept for h in hints.values()} & {"firstname", "lastname", "birthdate"}
    if names and set(raw_words(table.name)) <= _CALLED:
        return About.PEOPLE, "its name and its columns say that a row is a person"
    if not alone and not people and _is_mail_server(table):
        return About.THINGS, "its columns say how a mail server is reached"
    if things and not alone and (not events or is_head):
        return About.THINGS, f"its name says that a row is {one(things[0])}"
    if firms and not alone and any(set(raw_words(name)) == {"is", "company"} for name in table.columns):
        return About.PEOPLE, "a row is a person or a company, as a column says"
    if firms and not alone and len(traces_of_somebody(hints)) > 1:
        return About.RECORDS, f"its columns are traces of somebody: {', '.join(traces_of_somebody(hints))}"
    if firms and not alone:
        return About.ORGANISATIONS, f"its name says that a row is {one(firms[0])}"
    if people and not alone and is_named_like_firms(table, hints):
        return About.ORGANISATIONS, f"its name says {people[0]}, but its rows are named like companies"
    if people and not set(events) - _STILL_PEOPLE:
        return About.PEOPLE, f"its name says that a row is {one(people[0])}"
    if signs <= {"phone"} and not events:
        signs = set()
    is_subject = is_pointed_at and len(table.key) == 1
    is_door = signs == {"password"} and any(
        {"desc", "description"} & set(raw_words(c)) for c in table.columns
    )
    if is_door:  # of a forum, a room
        signs = set()
    if "password" in signs and is_subject and set(events) <= _STILL_PEOPLE | {"login"}:
        return About.PEOPLE, "people sign in with its rows"
    if len(signs) >= 2 and is_subject and set(events) <= _STILL_PEOPLE:
        return About.PEOPLE, f"its columns describe a person: {', '.join(sorted(signs))}"
    if signs and events:
        return About.RECORDS, f"its own columns name somebody: {', '.join(sorted(signs))}"
    if signs:
        return About.RECORDS, f"its own columns name somebody: {', '.join(sorted(signs))}"
    named = next((name for name, h in hints.items() if numbers_somebody(name, h)), "")
    if events and named:
        return About.RECORDS, f"`{named}` says by a number whose a row is"
    places = {h.concept for h in hints.values()} & {"address", "city", "postcode", "region", "country"}
    if "address" in said and len(places) > 1:
        return About.RECORDS, "its rows are addresses, and nothing says of whom"
    if events and any(h.concept == "name" and h.of_person and not h.of_thing for h in hints.values()):
        return About.RECORDS, "its own columns name somebody"
    if "session" in said and len(table.key) == 1 and table.columns[table.key[0]].family == "text":
        return About.RECORDS, "a row is what somebody's browser is known by"
    traces = sorted({h.concept for name, h in hints.items() if _is_trace(name, h, said)})
    if traces and set(events) - {"token"}:  # a key to an interface says from where it may be used
        return About.RECORDS, f"its columns are traces of somebody: {', '.join(traces)}"
    return About.NOBODY, "neither its name nor its columns say whose its rows are"


def _is_mail_server(table: SeenTable) -> bool:
    """Whether a row is a mailbox that the firm reads, by `smtp_host` or `mail_port`; not a message that waits."""
    said = [set(raw_words(name)) for name in table.columns]
    is_reached = any(
        raw & {"smtp", "imap", "pop", "mail"} and raw & {"host", "server", "port"} for raw in said
    )
    return is_reached and not any(raw & {"to", "recipient", "destinataire"} for raw in said)


def _is_trace(name: Column, suggested: Hint, said: tuple[str, ...]) -> bool:
    """What a browser leaves behind: an address, and the session of a cart."""
    is_session = "session" in said or bool({"session", "sess"} & set(raw_words(name)))
    return suggested.concept in _TRACES or (suggested.concept == "token" and is_session)


# --- where it points -------------------------------------------------------------------------------------------


def _with_own_ties(
    found: Mapping[TableName, Place],
    name: TableName,
    references: Mapping[TableName, Mapping[str, SeenReference]],
) -> Place:
    """The table with its references to tables of people."""
    place = found[name]
    ties = []
    for reference in references.get(name, {}).values():
        target = found.get(reference.table)
        if target is None or target.about is not About.PEOPLE or len(reference.columns) != 1:
            continue
        if reference.table == name:
            continue  # who leads whom: the row is not the leader's
        column = next(iter(reference.columns))
        role, is_owner = roles.role_of(column, target.singular)
        how = "by its name" if reference.by_name else "by a foreign key"
        ties.append(
            Tie(
                role, reference.table, column, (), is_owner, f"`{column}` points at `{reference.table}` {how}"
            )
        )
    if not ties:
        return place
    return _tied(place, tuple(ties))


def _tied(place: Place, ties: tuple[Tie, ...]) -> Place:
    owners = [tie for tie in ties if tie.is_owner]
    if place.about is About.PEOPLE:  # who made a person's row is not whose it is
        owners = [tie for tie in owners if not _MAKERS & set(words(tie.column))]
    why = (owners or list(ties))[0].reason
    if place.about is About.PEOPLE and (not owners or _names_itself(place) or _describes_itself(place)):
        about, reason = About.PEOPLE, place.reason
    elif (
        (set(place.words) & _STAY_THINGS or set(place.words[-1:]) & _LAST)
        and not _is_pivot(place)
        and not _names_owner(place, owners)
        and not _is_written(place, owners)
    ):
        about, reason = About.LINKED_THINGS, f"{place.reason}; {why}"
    elif owners or place.about is About.RECORDS:
        about, reason = About.RECORDS, f"a row is somebody's: {why}"
    else:
        about, reason = About.LINKED_THINGS, f"a row only names who handles it: {why}"
    return Place(place.seen, place.words, place.hints, about, reason, ties)


_MAKERS = row("requester author")  # `creator` is one of the former


def _names_itself(place: Place) -> bool:
    """Whether a row tells who it is, beside whose it is: a dependant does, the IP address of a customer does not."""
    naming = {"email", "firstname", "lastname", "fullname", "name", "login"}
    return any(h.concept in naming and not h.of_thing for h in place.hints.values())


def _describes_itself(place: Place) -> bool:
    """Whether a table is called after people and nothing else, and tells more than one thing of them: a `tenant`."""
    describing = {h.concept for h in place.hints.values()} & (
        SIGNS | {"passport", "address", "city", "profession"}
    )
    return len(describing) >= 3 and not set(place.words) - PEOPLE | {"profile"} & set(place.words)


def _is_pivot(place: Place) -> bool:
    """Whether a row only joins others: few columns, most of them references."""
    plain = [
        c for c in place.seen.columns.values() if c.family not in INSTANTS and c.name not in place.seen.key
    ]
    pointing = {column for reference in place.seen.references for column in reference.columns}
    return len([c for c in plain if c.name not in pointing]) <= 1


def _is_written(place: Place, owners: list[Tie]) -> bool:
    """Whether what is called a status is what somebody told the others: it has an author and a text."""
    is_told = any(h.is_text and not h.of_thing for h in place.hints.values())
    stays = (_STAY_THINGS - {"status"}) | _LAST
    return bool(owners) and is_told and not set(place.words) & stays


def _names_owner(place: Place, owners: list[Tie]) -> bool:
    """`user_plan`, `customer_group_history`: the name itself says whose it is."""
    return bool(owners) and bool(set(place.words) & (PEOPLE | EVENTS))


def _with_ties_above(
    found: Mapping[TableName, Place],
    name: TableName,
    references: Mapping[TableName, Mapping[str, SeenReference]],
) -> Place:
    """The table with the ties of what it belongs to (a line of an order, an agent's note on somebody's ticket)."""
    place = found[name]
    if any(tie.is_owner for tie in place.ties) or place.about is About.PEOPLE:
        return place
    handled_by = {tie.column for tie in place.ties}
    for path, above in roles.up_paths(name, references):
        parent = found.get(above)
        if parent is None or not parent.is_of_people or _leads_elsewhere(found, name, path, references):
            continue
        if handled_by & set(references[name][path[0]].columns):
            continue
        ties = _inherited(found, name, path, parent, references)
        belongs = set(place.words) & EVENTS or not set(place.words) & _STAY_THINGS
        if belongs and (ties or parent.has_contact):
            reason = f"a row belongs to one of `{above}`, which is somebody's"
            return Place(place.seen, place.words, place.hints, About.RECORDS, reason, (*place.ties, *ties))
    return place


def _inherited(
    found: Mapping[TableName, Place],
    name: TableName,
    path: tuple[str, ...],
    parent: Place,
    references: Mapping[TableName, Mapping[str, SeenReference]],
) -> tuple[Tie, ...]:
    """The ties of the table above, at the end of the path that leads there."""
    above = parent.seen.name
    reason = f"a row belongs to `{above}`"
    if parent.about is About.PEOPLE:
        at = name
        for relation in path[:-1]:
            at = references[at][relation].table
        columns = references[at][path[-1]].columns
        column = next(iter(columns)) if len(columns) == 1 else None
        return (Tie(parent.singular, above, column, path[:-1], True, reason),) if column else ()
    own = tuple(tie for tie in parent.ties if not tie.through and tie.is_owner)
    return tuple(Tie(tie.role, tie.people, tie.column, path, True, reason) for tie in own)


def _leads_elsewhere(
    found: Mapping[TableName, Place],
    name: TableName,
    path: tuple[str, ...],
    references: Mapping[TableName, Mapping[str, SeenReference]],
) -> bool:
    """Whether a step of the path passes through a table of things: a product is not its last buyer's."""
    at = name
    for relation in path[:-1]:
        at = references[at][relation].table
        if not found[at].is_of_people and found[at].about is not About.NOBODY:
            return True
    return False


def _with_ties_below(
    found: Mapping[TableName, Place], name: TableName, pointing: Iterable[tuple[TableName, str]]
) -> Place:
    """A table that reaches somebody and that people's rows point at: an address they share."""
    place = found[name]
    if (
        place.ties
        or place.about in (About.PEOPLE, About.THINGS, About.ORGANISATIONS)
        or not place.has_contact
    ):
        return place
    ties = tuple(_ties_from(found, name, pointing))[:3]
    if not ties:
        return place
    reason = f"rows of `{ties[0].through[0].rpartition('.')[0]}` point at it, and it reaches somebody"
    return Place(place.seen, place.words, place.hints, About.RECORDS, reason, ties)


def _ties_from(
    found: Mapping[TableName, Place], name: TableName, pointing: Iterable[tuple[TableName, str]]
) -> Iterator[Tie]:
    for other, relation in pointing:
        parent = found[other]
        if not parent.is_of_people or other == name:
            continue
        step = (f"{other}.{relation}",)
        if parent.about is About.PEOPLE and len(parent.seen.key) == 1:
            yield Tie(parent.singular, other, parent.seen.key[0], step, True, f"`{other}` points here")
            continue
        for tie in parent.ties:
            if tie.is_owner and not tie.through:
                yield Tie(tie.role, tie.people, tie.column, step, True, f"`{other}` points here")


def relation_name(reference: SeenReference, table: SeenTable) -> str:
    """A name for a reference, from its column: `customer_id` is `customer`."""
    column = next(iter(reference.columns))
    kept = [word for word in raw_words(column) if word not in ("id", "fk")]
    return "_".join(kept) or "_".join(words(reference.table)) or "parent"
