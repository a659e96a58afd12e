"""Verify: judge everything that is held, keep the verdicts, and record that it was done."""

from dataclasses import replace

from troth import audit
from troth.claims.facts import Instant
from troth.errors import Unavailable
from troth.retention.model import Failure
from troth.retention.terms import Terms, surveying
from troth.site import Site
from troth.subjects import facts_of_holds
from troth.subjects.holds import Hold, holds
from troth.verify import records
from troth.verify.gather import before, gathered
from troth.verify.model import Verdict, Verification
from troth.verify.undeclared import undeclared


def verify(site: Site, at: Instant) -> Verification:
    """
    The verdict on every table of the site: nothing is changed, and no row of a store is read but counted.

    A store that is down, or whose schema lacks something that is declared, is *unproven*; nothing is raised.
    """
    lag = site.manifest.policy.lag
    with surveying(site, at, None) as (terms, reached):
        facts = terms.facts(None, None)
        terms = replace(terms, facts=lambda _keys, _records: facts)  # read once
        old = _are_words_old(site, terms)
        found = gathered(terms, reached.connections, lag, words_are_old=old)
        lost = {name for name, failure in found.failures.items() if isinstance(failure, Unavailable)}
        beyond = undeclared(site.manifest, reached, lost)
        held = holds_in_force(site, at)
    failures = {**reached.down, **found.failures}
    made = Verification(
        at,
        site.manifest_hash,
        lag,
        found.tables,
        beyond,
        {name: Failure.of(failure) for name, failure in failures.items()},
        tuple(held),
    )
    with site.database.transaction() as tx:
        number = records.keep(tx, site.name, made)
        audit.append(tx, site.name, "verification.made", _body(number, made), at)
    return made


def holds_in_force(site: Site, at: Instant) -> list[Hold]:
    """The holds of the site."""
    with site.database.reading() as tx:
        return holds(site.manifest, facts_of_holds(tx, site.name), at)


def history(site: Site, since: Instant) -> list[records.Kept]:
    """The verdicts kept since an instant."""
    with site.database.reading() as tx:
        return records.since(tx, site.name, since)


def _are_words_old(site: Site, terms: Terms) -> bool:
    """Whether these words were verified before, longer ago than the lag: they have waited long enough."""
    with site.database.reading() as tx:
        first = records.first_seen(tx, site.name, site.manifest_hash)
    return first is not None and first <= before(terms, site.manifest.policy.lag)


def _body(number: int, made: Verification) -> audit.Body:
    broken = sum(held.counts.broken for table in made.tables for held in table.held)
    verdicts = [held.verdict for table in made.tables for held in table.held]
    return {
        "number": number,
        "verdict": made.verdict.value,
        "manifest": made.manifest_hash,
        "broken": broken,
        "items": {verdict.value: verdicts.count(verdict) for verdict in Verdict},
        "not_read": sorted(made.failures),
    }
