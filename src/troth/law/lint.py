"""PL01 to PL52: what a published policy is tested for. How grave each is, and where it stands; the tests
themselves are in manifest/rules/, their words in texts/rules/.
"""

from dataclasses import dataclass
from datetime import date

from troth.law.dated import GDPR, Entry

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lint(Entry):
    """One rule: an error keeps a policy from being published, a warning is told."""

    number: str
    severity: str
    country: str | None = None  # only where the law of that country holds
    needs_live_site: str | None = None  # "all" or "part": what only a look at the live site shows


def _rule(
    number: int,
    severity: str,
    source: str,
    since: date = GDPR,
    *,
    country: str | None = None,
    needs_live_site: str | None = None,
) -> Lint:
    return Lint(
        number=f"PL{number:02}",
        severity=severity,
        source=source,
        since=since,
        country=country,
        needs_live_site=needs_live_site,
    )


_CNIL_2020 = "CNIL délib. 2020-092"

RULES = (
    _rule(1, ERROR, "GDPR Art. 13(1)(a)"),
    _rule(2, ERROR, "GDPR Art. 12(1)", needs_live_site="part"),
    _rule(3, ERROR, "GDPR Art. 13(1)(b), 37"),
    _rule(4, ERROR, "GDPR Art. 27"),
    _rule(5, ERROR, "GDPR Art. 13(1)(c)"),
    _rule(6, ERROR, "GDPR Art. 6; EDPB 05/2020; EDPB 2/2019"),
    _rule(7, ERROR, "GDPR Art. 13(1)(d), 6(1)(f)"),
    _rule(8, ERROR, "GDPR Art. 5(1)(c), 12"),
    _rule(9, ERROR, "GDPR Art. 13(2)(e)"),
    _rule(10, WARNING, "GDPR Art. 5(1)(c); CJEU C-394/23 (Mousse); CE 31 July 2025"),
    _rule(11, ERROR, "GDPR Art. 13(1)(e); WP260"),
    _rule(12, ERROR, "CNIL; GDPR Art. 13(1)(e)"),
    _rule(13, ERROR, "GDPR Art. 5(1)(a)"),
    _rule(14, ERROR, "GDPR Art. 13(1)(f)"),
    _rule(15, ERROR, "GDPR Art. 13(1)(f), 44"),
    _rule(16, ERROR, "GDPR Art. 45-46"),
    _rule(17, ERROR, "GDPR Art. 14(2)(f)"),
    _rule(18, ERROR, "GDPR Art. 9, 10"),
    _rule(19, ERROR, "GDPR Art. 5"),
    _rule(20, ERROR, "GDPR Art. 13(2)(a); WP260"),
    _rule(21, ERROR, "WP260, annex"),
    _rule(22, ERROR, "GDPR Art. 5(1)(e)"),
    _rule(23, WARNING, "CNIL guide on periods (2020)"),
    _rule(24, ERROR, "GDPR Art. 13(2)(b)-(d)"),
    _rule(25, ERROR, "GDPR Art. 21(4)"),
    _rule(26, ERROR, "GDPR Art. 7(3), 13(2)(c)"),
    _rule(27, ERROR, "GDPR Art. 12(3)"),
    _rule(28, ERROR, "GDPR Art. 12(2), 12(5)-(6); décret 2019-536 Art. 77"),
    _rule(29, ERROR, "GDPR Art. 12(2)", needs_live_site="part"),
    _rule(30, ERROR, "GDPR Art. 12, 17(3), 15(4)"),
    _rule(31, ERROR, "GDPR Art. 13(2)(d), 77"),
    _rule(32, WARNING, "loi 78-17 Art. 48, 85", date(2019, 6, 1), country="FR"),
    _rule(33, WARNING, "GDPR Art. 8; loi 78-17 Art. 45"),
    _rule(34, ERROR, "GDPR Art. 13(2)(f), 22(3)"),
    _rule(35, ERROR, "GDPR Art. 4(11), 7(2), 7(4)"),
    _rule(36, ERROR, f"loi 78-17 Art. 82; {_CNIL_2020}"),
    _rule(37, ERROR, "GDPR Art. 4(11); CJEU C-673/17; CNIL délib. 2020-091"),
    _rule(38, ERROR, "CNIL délib. 2020-091, 2020-092"),
    _rule(39, ERROR, f"{_CNIL_2020}; loi 78-17 Art. 82"),
    _rule(40, ERROR, "GDPR recitals 26, 30; CJEU C-582/14"),
    _rule(41, ERROR, "loi 78-17 Art. 82"),
    _rule(42, ERROR, "loi 78-17 Art. 82", needs_live_site="all"),
    _rule(43, WARNING, "GDPR Art. 32, 82; C. conso Art. R212-1"),
    _rule(44, ERROR, "GDPR Art. 12, 5(2); WP260"),
    _rule(45, ERROR, "GDPR Art. 12(1); C. conso Art. L111-1; loi 94-665"),
    _rule(46, WARNING, "GDPR Art. 12(1)"),
    _rule(47, ERROR, "C. conso Art. L223-1 (loi 2025-594)", date(2026, 8, 11), country="FR"),
    _rule(48, ERROR, "CPCE Art. L34-5"),
    _rule(49, WARNING, "GDPR Art. 28"),
    _rule(50, WARNING, f"GDPR Art. 12(1); {_CNIL_2020}", needs_live_site="part"),
    _rule(51, WARNING, "GDPR Art. 13; CSI Art. L251 s."),
    _rule(52, WARNING, "GDPR Art. 12(2), 32", needs_live_site="part"),
)
