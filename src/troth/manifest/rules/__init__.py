"""The law's rules over a manifest: PL01 to PL52, on what is applied and, apart, on what was published.

    examined.py    a manifest under a law: what every rule needs, each worked out once
    table.py       the table: number, the function that judges, the keys where a published sentence counts
    parties.py … wording.py   the functions, by subject
    published.py   what a published sentence, or its silence, means for a rule
    words.py       reading sentences: periods, vagueness, hosts
    around.py      the pack itself, dates far off, waivers

Gravity and source of each rule stand in law/lint.py, its words in texts/rules/. Linear in what is declared.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from troth.law.packs import Pack
from troth.manifest.model import Manifest
from troth.manifest.rules import around, published
from troth.manifest.rules.examined import Examined
from troth.manifest.rules.model import Finding, Flaw, Rule, severity_of
from troth.manifest.rules.table import RULES

__all__ = ["Finding", "findings", "unchecked"]


def findings(manifest: Manifest, pack: Pack, on: date) -> Sequence[Finding]:
    """
    Every place where the law's rules say no, in the order of the rules.

    Args:
        manifest: what is declared, without error.
        pack: the law that it is judged by.
        on: the day on which the question is asked, for what runs out: certificates, waivers, the pack itself.
    """
    examined = Examined(manifest, pack, on)
    found = [finding for rule in RULES if rule.number in pack.rules for finding in _of(rule, examined)]
    waived = around.waived(found, manifest.policy.waivers, on)
    return [*waived, *around.findings(manifest, pack, on, waived)]


def unchecked(pack: Pack) -> Sequence[str]:
    """The rules that a look at the live site alone decides, wholly or in part; each once."""
    return [row.number for row in pack.rules.values() if row.needs_live_site]


def _of(rule: Rule, examined: Examined) -> Iterator[Finding]:
    applied = rule.judge(examined) if rule.judge else ()
    yield from (_finding(rule, flaw, examined, is_stated=False) for flaw in applied)
    yield from (_finding(rule, flaw, examined, is_stated=True) for flaw in published.flaws(examined, rule))


def _finding(rule: Rule, flaw: Flaw, examined: Examined, *, is_stated: bool) -> Finding:
    row = examined.pack.rules[rule.number]
    severity = flaw.severity or severity_of(row)
    return Finding(rule.number, flaw.case, flaw.path, severity, row.source, flaw.facts, is_stated)
