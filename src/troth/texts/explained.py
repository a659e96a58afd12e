"""Why a datum is held, as one paragraph to the person it is about."""

from collections.abc import Iterable, Iterator, Sequence

from troth.claims.judged import Claim
from troth.claims.states import State
from troth.manifest.model import Manifest
from troth.manifest.names import ChoiceName, PurposeName
from troth.manifest.purposes import Span
from troth.manifest.stores import FieldEnd, Generalise, SetConstant, SetNull, Table
from troth.texts import claims as words
from troth.texts.language import Language, number, period
from troth.texts.sentences import sentence


def paragraph(
    manifest: Manifest,
    table: Table,
    column: str,
    held: tuple[State, Sequence[Claim], str | None],
    count: int,
    language: Language,
) -> str:
    """Everything that there is to say about some data of one column that are held alike: state, claims, why else."""
    state, claims, why = held
    declared = next((field for name, field in table.fields.items() if name == column), None)
    title = manifest.items[declared.item].title if declared else None
    item = words.words_of(title, language) if title else sentence("explain.link", language)
    name = "page.records.one" if count == 1 else "page.records.many"
    counted = sentence(name, language, count=number(count, language))
    datum = sentence("explain.datum", language, item=item, where=f"`{table.name}.{column}`", count=counted)
    told = list(_claims(manifest, claims, language))
    if why is not None:
        told.append(sentence(f"explain.why_{why}", language))
    if not told:
        told.append(sentence("explain.link_held" if state > State.ENDED else "explain.why_nothing", language))
    semicolon = "\u202f; " if language == "fr" else "; "
    text = f"{datum} {semicolon.join(told)}."
    is_going = why == "nothing"
    return text if declared is None or is_going else f"{text} {_end(declared.at_end, language)}"


def _claims(manifest: Manifest, claims: Iterable[Claim], language: Language) -> Iterator[str]:
    """Each claim, the archive of a purpose after its active use."""
    by_purpose: dict[tuple[PurposeName, ChoiceName | None], list[Claim]] = {}
    for claim in claims:
        by_purpose.setdefault((claim.purpose, claim.choice), []).append(claim)
    for mine in by_purpose.values():
        phases = sorted(mine, key=lambda claim: claim.is_archive)
        told = [_claim(manifest, claim, language, is_first=claim is phases[0]) for claim in phases]
        yield ", ".join(told)


def _claim(manifest: Manifest, claim: Claim, language: Language, *, is_first: bool) -> str:
    purpose = manifest.purposes[claim.purpose]
    title = words.words_of(purpose.title, language)
    choice = purpose.choices.get(claim.choice) if claim.choice else None
    if choice is not None:
        title = f"{title} ({words.words_of(choice.title, language)})"
    active = words.basis(purpose, claim.role, language)
    basis = words.ground(purpose, language) if claim.is_archive else active
    span = purpose.archive.span if claim.is_archive and purpose.archive else purpose.active
    until = words.until(manifest, purpose, claim, language) + _by_law(span, language)
    name = f"explain.{claim.state.name.lower()}" if is_first else "explain.then_archived"
    return sentence(name, language, purpose=title, basis=basis, until=until)


def _by_law(span: Span, language: Language) -> str:
    """Where the law's period is applied and not the promised one: both, and who says so."""
    if span.obeys is None or span.period is None:
        return ""
    law, promised = period(span.period, language), period(span.obeys.promised, language)
    return sentence("explain.by_law", language, law=law, promised=promised, source=span.obeys.source)


def _end(end: FieldEnd, language: Language) -> str:
    match end:
        case SetNull():
            return sentence("explain.end_null", language)
        case SetConstant(value):
            return sentence("explain.end_constant", language, value=value)
        case Generalise():
            return sentence("explain.end_coarser", language)
