"""
What `troth demo` shows: from `init` to what stays after an erasure, by the verbs that the commands use.

It works in a folder of its own and reads no setting of the environment: a database of Troth's that is in use
elsewhere is never touched.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeGuard
from zoneinfo import ZoneInfo

from troth.claims.facts import Instant
from troth.claims.judged import Claim
from troth.claims.keys import Key
from troth.claims.states import Fate, State
from troth.database import create_key_file, prepare_database
from troth.demo import generator
from troth.demo.telling import records, say
from troth.errors import ManifestError, Unavailable
from troth.manifest.model import Manifest
from troth.manifest.names import Column, PurposeName, RoleName, StoreName, TableName
from troth.manifest.purposes import Archive, ArchiveGround
from troth.manifest.stores import Table
from troth.requests.access import Answered, access
from troth.requests.erase import Balance, Erasure, plan_erasure
from troth.requests.explain import explain
from troth.retention import accept, run
from troth.retention.model import Ground, Outcome, Plan, Stays, TableId
from troth.settings import Settings
from troth.site import Site, open_site
from troth.stores import against
from troth.subjects import record
from troth.texts import claims as words
from troth.texts.explained import paragraph
from troth.texts.language import Language, capital, day, listed, number
from troth.texts.sentences import sentence

SITE = "maison-tilleul"
PAGES = "pages"
NAME = "Claire Fontaine"
EXPLAINED = (StoreName("shop"), TableName("invoices"), Column("address"))

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Goes:
    """How many records of one kind come to one fate."""

    where: str
    title: str
    count: int
    fate: Fate


@dataclass(frozen=True, slots=True)
class Remains:
    """What stays of some records of one kind, on one ground."""

    where: str
    title: str
    items: str
    why: str
    count: int


@dataclass(frozen=True, slots=True)
class Story:
    """What happened, for the pages."""

    manifest: Manifest
    language: Language
    today: date
    customers: int
    before: Answered
    explanation: Sequence[str]
    plan: Plan
    goes: Sequence[Goes]
    outcome: Outcome
    stays: Sequence[Remains]
    after: Answered


def told(
    folder: Path, language: Language, at: Instant, tell: Tell, customers: int = generator.CUSTOMERS
) -> Story:
    """
    Make the shop in an empty folder and live through the story, telling each step in plain words.

    Raises:
        Unavailable: the folder cannot be written.
    """
    shop = opened(folder, language, at, tell, customers)
    home, steps = folder / SITE, _Steps(language, tell)
    settings = Settings.from_environment({}, home)
    steps("init")
    prepare_database(settings.database, create_key_file(settings.key_file))
    steps.line("init.done", key=settings.key_file)
    with closing(open_site(home, {})) as site:
        record.record(site, generator.facts(shop, at))
        steps.line("init.facts", consents=number(len(shop.consents), language), holds=len(shop.holds))
        pages = folder / PAGES
        pages.mkdir()
        return _lived(site, pages, steps, at, len(shop.customers))


def opened(folder: Path, language: Language, at: Instant, tell: Tell, customers: int) -> generator.Shop:
    """
    Make the shop in an empty folder: what it promises, where its data is, and its databases.

    Raises:
        Unavailable: the folder cannot be written.
    """
    tell(say("begin", language, folder=folder))
    home = folder / SITE
    try:
        home.mkdir()
        shop = generator.make(home, at.astimezone(generator.ZONE).date(), customers=customers)
    except OSError as error:
        raise Unavailable(say("no_folder", language, folder=folder, reason=error.strerror)) from None
    counts = {
        name: number(len(getattr(shop, name)), language) for name in ("customers", "orders", "invoices")
    }
    tell(say("shop", language, **counts, subscribers=number(len(shop.subscribers), language)))
    return shop


class _Steps:
    """Tells steps by number, and what each brought."""

    def __init__(self, language: Language, tell: Tell) -> None:
        self.language, self.tell, self.count = language, tell, 0

    def __call__(self, name: str, /, **filled: object) -> None:
        self.count += 1
        self.tell(f"\n{self.count}. {say(name, self.language, **filled)}")

    def line(self, name: str, /, **filled: object) -> None:
        self.raw(say(name, self.language, **filled))

    def raw(self, text: str) -> None:
        self.tell(f"   {text}")


def _lived(site: Site, pages: Path, steps: _Steps, at: Instant, customers: int) -> Story:
    language, manifest = steps.language, site.manifest
    claire = frozenset({Key.of("email", generator.CLAIRE)})
    _check(site, steps)
    _accept(site, steps, at)
    before = _access(site, steps, claire, pages / "before", at)
    explanation = _explain(site, steps, claire, at)
    made, goes = _plan(site, steps, claire, at)
    outcome, stays = _run(site, steps, made, at)
    after = _access(site, steps, claire, pages / "after", at, before)
    today = at.astimezone(ZoneInfo(manifest.zone)).date()
    return Story(manifest, language, today, customers, before, explanation, made, goes, outcome, stays, after)


def _check(site: Site, steps: _Steps) -> None:
    steps("check")
    with site.stores.reading() as reached:
        problems = [*site.warnings, *against.problems(site.manifest, reached.live, site.place_of)]
    if any(problem.severity == "error" for problem in problems):
        raise ManifestError(problems)
    tables = len(list(site.manifest.tables()))
    steps.line("check.done", purposes=len(site.manifest.purposes), tables=tables)


def _accept(site: Site, steps: _Steps, at: Instant) -> None:
    steps("accept")
    count = sum(accept.released(site, at).values())
    steps.line("accept.found", count=number(count, steps.language))
    accept.accept(site, count, "demo", at)
    steps.line("accept.done")


def _access(
    site: Site, steps: _Steps, who: frozenset[Key], out: Path, at: Instant, before: Answered | None = None
) -> Answered:
    steps("access" if before is None else "again", name=NAME)
    answered = access(site, [who], out, at)
    where = page_of(answered, site.manifest, steps.language)
    if before is None:
        steps.line("access.done", count=records(records_of(answered), steps.language), where=where)
        for doubtful in answered.people[0].candidates.values():
            steps.line("access.doubt", count=doubtful)
    else:
        count = records(records_of(answered), steps.language)
        steps.line("again.done", count=count, before=records_of(before), where=where)
    return answered


def _explain(site: Site, steps: _Steps, who: frozenset[Key], at: Instant) -> list[str]:
    store, name, column = EXPLAINED
    table = site.manifest.table(store, name)
    steps("explain")
    invoice = generator.claires_invoice(at.astimezone(generator.ZONE).date())
    found = explain(site, who, table, column, at, (invoice,))
    paragraphs = [
        paragraph(
            site.manifest,
            table,
            column,
            (reason.state, reason.claims, reason.why.value if reason.why else None),
            len(reason.records),
            steps.language,
        )
        for reason in found.reasons
    ]
    for text in paragraphs:
        steps.raw(text)
    return paragraphs


def _plan(site: Site, steps: _Steps, who: frozenset[Key], at: Instant) -> tuple[Plan, list[Goes]]:
    """The erasure as it would be done; nothing is touched."""
    steps("plan")
    weighed = Balance(PurposeName("security"), is_upheld=True, because=say("balance", steps.language))
    made = plan_erasure(site, Erasure([who], at, balances=[weighed], by="demo"))
    goes = list(_goes(site.manifest, made, steps.language))
    steps.line(
        "plan.weighed", purpose=words.words_of(site.manifest.purposes[weighed.purpose].title, steps.language)
    )
    steps.line("plan.done", plan=made.id, count=records(made.total, steps.language))
    for one in goes:
        fate = say(f"fate.{one.fate.value}", steps.language)
        steps.raw("– " + say("goes", steps.language, title=one.title, count=one.count, fate=fate))
    return made, goes


def _run(site: Site, steps: _Steps, made: Plan, at: Instant) -> tuple[Outcome, list[Remains]]:
    """The same plan carried out, and what stays."""
    language = steps.language
    steps("run", plan=made.id)
    outcome = run.carry_out(site, made.id, at)
    done = [str(one.store) for one in outcome.stores if one.failure is None]
    steps.line("run.done", stores=listed(done, language))
    for one in outcome.stores:
        if one.failure is not None:
            steps.line("run.failed", store=one.store, failure=one.failure.words)
    stays = list(_remains(site.manifest, made.stays, language))
    steps.line("stays")
    for kept in stays:
        steps.raw("– " + say("stay", language, title=kept.title, items=kept.items, why=kept.why))
    undecided = [words.words_of(site.manifest.purposes[name].title, language) for name in made.undecided]
    if undecided:
        steps.line("decide", purposes=listed(undecided, language))
    return outcome, stays


def records_of(answered: Answered) -> int:
    """How many records were handed over."""
    return sum(answered.records.values())


def page_of(answered: Answered, manifest: Manifest, language: Language) -> Path:
    """The page of a package that is written in this language."""
    is_first = manifest.policy.languages[:1] == (language,)
    return (
        answered.folder
        / answered.people[0].person.folder
        / ("index.html" if is_first else f"{language}.html")
    )


# --- in words -----------------------------------------------------------------------------------------------


def _goes(manifest: Manifest, made: Plan, language: Language) -> Iterator[Goes]:
    for (store, name), fates in made.counts.items():
        for fate, count in sorted(fates.items(), key=lambda one: one[0].value):
            yield Goes(
                f"{store}.{name}", _title(manifest.table(store, name), manifest, language), count, fate
            )


def _remains(manifest: Manifest, stays: Sequence[Stays], language: Language) -> Iterator[Remains]:
    """What stays, the columns of one table that stay for the same reason together; keys alone are left out."""
    together: dict[tuple[TableId, frozenset[RoleName] | None, str], list[Stays]] = {}
    for stay in stays:
        field = manifest.table(*stay.table).fields.get(stay.column)
        if field is not None:
            why = _why(manifest, stay, language)
            together.setdefault((stay.table, field.about, why), []).append(stay)
    for (place, about, why), some in together.items():
        table = manifest.table(*place)
        title = _title(table, manifest, language)
        if about is not None:
            role = listed([_role(table, manifest, one, language) for one in sorted(about)], language)
            title = say("stay.as", language, title=title, role=role)
        items = dict.fromkeys(table.fields[one.column].item for one in some)
        named = listed([words.words_of(manifest.items[item].title, language) for item in items], language)
        yield Remains(f"{place[0]}.{place[1]}", title, named, why, max(one.count for one in some))


def _why(manifest: Manifest, stay: Stays, language: Language) -> str:
    if stay.ground is Ground.NEEDED and stay.state > State.ENDED:
        return sentence("ground.link", language)
    if stay.purpose is None:
        return say(f"ground.{stay.ground.value}", language)
    purpose = manifest.purposes[stay.purpose]
    claim = Claim(stay.purpose, stay.choice, stay.is_archive, None, stay.state, stay.until)
    filled: Mapping[str, str] = {
        "purpose": words.words_of(purpose.title, language),
        "until": words.until(manifest, purpose, claim, language),
        "basis": words.basis(purpose, None, language),
        "ground": words.ground(purpose, language),
    }
    if stay.ground is Ground.CLAIM and stay.is_archive:
        return say("ground.archive", language, **filled)
    if stay.ground is Ground.CLAIM and _outlives_erasure(purpose.archive):
        then = words.retention(manifest, purpose.archive.span, language)
        return say("ground.claim_then", language, **filled, then=then)
    if stay.ground is Ground.UNDECIDED and stay.until is not None:
        return say("ground.undecided", language, **{**filled, "until": day(stay.until, language)})
    return say(f"ground.{stay.ground.value}", language, **filled)


def _outlives_erasure(archive: Archive | None) -> TypeGuard[Archive]:
    """Whether an archive follows although an erasure was granted: a duty does, claims to come do not."""
    return archive is not None and archive.ground is ArchiveGround.LEGAL_OBLIGATION


def _title(table: Table, manifest: Manifest, language: Language) -> str:
    kind = manifest.kinds[next(iter(table.kinds))]
    return capital(words.words_of(kind.title, language))


def _role(table: Table, manifest: Manifest, role: RoleName, language: Language) -> str:
    title = manifest.kinds[next(iter(table.kinds))].role_titles.get(role)
    return words.words_of(title, language) if title else str(role)
