"""What a sort of purpose may rest on, where the law leaves no choice or rules one basis out (GDPR Art. 6)."""

from dataclasses import dataclass

from troth.law.dated import Entry

CONSENT, CONTRACT, DUTY = "consent", "contract", "legal_obligation"
VITAL, TASK, INTEREST = "vital_interest", "public_task", "legitimate_interest"


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisRule(Entry):
    """The bases that purposes of these sorts may rest on."""

    sorts: frozenset[str]
    allowed: frozenset[str]


BASES = (
    BasisRule(
        sorts=frozenset({"rights_request", "accounting", "tax", "e_contract", "breach", "accountability"}),
        allowed=frozenset({DUTY}),
        source="GDPR Art. 6(1)(c), 12",
    ),
    BasisRule(
        sorts=frozenset({"objection_list", "hosting_connection", "money_laundering", "directive"}),
        allowed=frozenset({DUTY}),
        source="GDPR Art. 6(1)(c), 21(3)",
    ),
    BasisRule(
        sorts=frozenset({"account", "delivery", "card", "subscription_card", "customer_file", "contract"}),
        allowed=frozenset({CONTRACT, INTEREST, DUTY}),
        source="GDPR Art. 6(1)(b), 7(4); EDPB 2/2019",
    ),
    BasisRule(
        sorts=frozenset({"contact", "complaint", "support"}),
        allowed=frozenset({CONTRACT, INTEREST, DUTY, TASK}),
        source="GDPR Art. 6(1)(b), 6(1)(f); EDPB 05/2020",
    ),
    BasisRule(
        sorts=frozenset({"stored_card", "location"}),
        allowed=frozenset({CONSENT, CONTRACT}),
        source="CNIL délib. 2018-303; Dir. 2002/58 Art. 9",
    ),
)
