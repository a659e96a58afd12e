"""Texts and services that policies still cite and that no longer hold, each with what is in force in its place."""

from dataclasses import dataclass
from datetime import date

from troth.law.dated import GDPR, Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Obsolete(Entry):
    """A reference that says nothing any more since `since`."""

    words: str  # a pattern
    instead: str


OBSOLETE = (
    Obsolete(
        words=r"declar\w+ (made |filed )?(to|with) the (french data protection authority|cnil)"
        r"|déclar\w+ (à|auprès de) la cnil|récépissé de déclaration|cnil (declaration|receipt) n",
        instead="the record of processing (GDPR Art. 30)",
        since=GDPR,
        source="GDPR Art. 30; loi 2018-493",
    ),
    Obsolete(
        words=r"articles? 40-1\b",
        instead="loi 78-17 Art. 85",
        since=date(2019, 6, 1),
        source="ordonnance 2018-1125",
    ),
    Obsolete(
        words=r"articles? (6|32|38|39|40)\b( et suivants)? (of|de) "
        r"(the |la )?(french )?(data protection act|loi (n.|informatique|du 6 janvier))",
        instead="GDPR Art. 5, 13 to 22",
        since=date(2019, 6, 1),
        source="ordonnance 2018-1125",
    ),
    Obsolete(
        words=r"2013-378|2019-093",
        instead="CNIL délib. 2020-091 and 2020-092",
        since=date(2020, 10, 1),
        source="CNIL délib. 2020-091",
    ),
    Obsolete(
        words=r"google ?\+|google plus",
        instead="nothing: the service is closed",
        since=date(2019, 4, 2),
        source="closed",
    ),
    Obsolete(
        words=r"internet explorer|windows vista",
        instead="the choices on the page itself",
        since=date(2022, 6, 15),
        source="no longer maintained",
    ),
    Obsolete(
        words=r"privacy shield|bouclier de protection|safe harbou?r",
        instead="Decision 2023/1795, or standard contractual clauses",
        since=date(2020, 7, 16),
        source="CJEU C-311/18",
    ),
    Obsolete(
        words=r"bloctel",
        instead="prior consent to calls (C. conso Art. L223-1)",
        since=date(2026, 8, 11),
        source="loi 2025-594",
    ),
)
