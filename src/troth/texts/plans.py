"""A plan in words: what goes, what stays, on which ground, until when, and what somebody has to decide."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from troth.claims.judged import Claim
from troth.claims.states import Fate, State
from troth.manifest.model import Manifest
from troth.manifest.names import ChoiceName, PurposeName, RoleName
from troth.texts import claims as words
from troth.texts.language import COLON, Language, listed, number
from troth.texts.sentences import sentence


@dataclass(frozen=True, slots=True)
class Staying:
    """Data that stays on one ground: in which columns of which table, and how many."""

    table: str
    columns: tuple[str, ...]
    ground: str
    state: State
    purpose: PurposeName | None
    choice: ChoiceName | None
    is_archive: bool
    until: date | None
    count: int
    role: RoleName | None = None  # where the purpose's basis depends on it


def goes(counts: Mapping[str, Mapping[Fate, int]], language: Language) -> Iterator[str]:
    """What becomes of records, table by table."""
    for table, fates in counts.items():
        told = [
            _fate(fate, count, language) for fate, count in sorted(fates.items(), key=lambda f: f[0].value)
        ]
        yield f"{table}{COLON[language]}{listed(told, language)}"


def _fate(fate: Fate, count: int, language: Language) -> str:
    return sentence(f"fate.{fate.value}.{_form(count)}", language, count=records(count, language))


def left(counts: Mapping[str, Mapping[str, int]], language: Language) -> Iterator[str]:
    """What was planned and not done, table by table, with the reasons."""
    for table, reasons in counts.items():
        told = [
            sentence(f"left.{why}.{_form(count)}", language, count=records(count, language))
            for why, count in sorted(reasons.items())
        ]
        yield f"{table}{COLON[language]}{listed(told, language)}"


def candidates(table: str, count: int, language: Language) -> str:
    """Records that only a key in doubt leads to."""
    counted = records(count, language)
    return sentence(f"plan.candidates.{_form(count)}", language, table=table, count=counted)


def records(count: int, language: Language) -> str:
    """`1 record`, `1,234 records`."""
    return sentence(f"page.records.{_form(count)}", language, count=number(count, language))


def _form(count: int) -> str:
    return "one" if count == 1 else "many"


def stays(manifest: Manifest, found: Iterable[Staying], language: Language) -> Iterator[str]:
    """What stays, and why."""
    for one in found:
        where = f"{one.table} ({listed(one.columns, language)})"
        yield f"{where}{COLON[language]}{_ground(manifest, one, language)}"


def _ground(manifest: Manifest, one: Staying, language: Language) -> str:
    purpose = manifest.purposes.get(one.purpose) if one.purpose is not None else None
    if purpose is None:
        return sentence(f"ground.{one.ground}", language)
    title = words.words_of(purpose.title, language)
    if one.ground == "undecided":
        return sentence("ground.undecided", language, purpose=title)
    claim = Claim(purpose.name, one.choice, one.is_archive, None, one.state, one.until)
    basis = words.ground(purpose, language) if one.is_archive else words.basis(purpose, one.role, language)
    name = "ground.archive" if one.is_archive else "ground.claim"
    until = words.until(manifest, purpose, claim, language)
    return sentence(name, language, purpose=title, basis=basis, until=until)


def undecided(manifest: Manifest, purposes: Sequence[PurposeName], language: Language) -> Iterator[str]:
    """The interests that somebody has to weigh."""
    for name in purposes:
        title = words.words_of(manifest.purposes[name].title, language)
        yield sentence("plan.decide", language, title=title, purpose=name)
