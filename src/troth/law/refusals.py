"""The codes under which a request is refused or answered in part: nothing is refused in free text alone."""

from dataclasses import dataclass

from troth.law.dated import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal(Entry):
    """One ground; `words` are those by which policy.yaml may name it as an exception of a right."""

    code: str
    record: str  # what must be recorded when it is used
    term: str | None = None  # of the DPV's EU-GDPR extension
    words: tuple[str, ...] = ()


_PREFIX = "eu-gdpr:Justification"

REFUSALS = (
    Refusal(
        code="R-ID",
        source="GDPR Art. 12(6), 12(2)",
        record="the doubt, what was asked, when",
        term=_PREFIX + "A12IdentityFailure",
        words=("identity_not_shown", "identity"),
    ),
    Refusal(
        code="R-NOID",
        source="GDPR Art. 11(2)",
        record="the log of what was searched, per store",
        term=_PREFIX + "A12InformationRequired",
        words=("not_identifiable",),
    ),
    Refusal(
        code="R-UNF",
        source="GDPR Art. 12(5)",
        record="the facts; the burden is the controller's",
        term=_PREFIX + "A12ManifestlyUnfounded",
        words=("manifestly_unfounded",),
    ),
    Refusal(
        code="R-EXC",
        source="GDPR Art. 12(5); CJEU C-526/24",
        record="both elements, and the officer's agreement",
        term=_PREFIX + "A12ManifestlyExcessive",
        words=("manifestly_excessive", "excessive", "excessive_or_repetitive"),
    ),
    Refusal(
        code="R-OTHERS",
        source="GDPR Art. 15(4), 20(4), recital 63",
        record="what was blackened, per datum; never a whole refusal",
        words=("rights_of_others", "other_persons_data", "trade_secrets", "third_parties"),
    ),
    Refusal(
        code="R-LAW",
        source="GDPR Art. 23 and the national text",
        record="the text and its scope",
        words=("restricted_by_law", "legal_privilege"),
    ),
    Refusal(
        code="R-ACC",
        source="GDPR Art. 16, a contrario",
        record="what shows that the data is accurate",
        words=("accurate",),
    ),
    Refusal(
        code="R-FREE",
        source="GDPR Art. 17(3)(a)",
        record="the balance",
        term=_PREFIX + "A17FreedomOfExpression",
        words=("freedom_of_expression",),
    ),
    Refusal(
        code="R-DUTY",
        source="GDPR Art. 17(3)(b)",
        record="the text, its period and its end",
        term=_PREFIX + "A17LegallyRequired",
        words=("legal_obligation", "legal_duty"),
    ),
    Refusal(
        code="R-PUB",
        source="GDPR Art. 17(3)(b)-(c)",
        record="the text",
        term=_PREFIX + "A17PublicInterest",
        words=("public_task", "public_interest", "public_health"),
    ),
    Refusal(
        code="R-ARCH",
        source="GDPR Art. 17(3)(d), 89",
        record="why erasure would ruin it",
        term=_PREFIX + "A17Archiving",
        words=("archiving", "research", "statistics"),
    ),
    Refusal(
        code="R-CLAIMS",
        source="GDPR Art. 17(3)(e), 21(1), 18(2)",
        record="the hold; a mere possibility is not enough for the active base",
        term=_PREFIX + "A17LegalClaims",
        words=("legal_claims",),
    ),
    Refusal(
        code="R-NEEDED",
        source="GDPR Art. 17(1), a contrario",
        record="the purpose and its end",
        words=("still_necessary", "running_contract", "contract"),
    ),
    Refusal(
        code="R-COMP",
        source="GDPR Art. 21(1)",
        record="the balance, in writing, and the officer's opinion",
        words=("compelling_grounds",),
    ),
    Refusal(
        code="R-BASIS",
        source="GDPR Art. 20(1)",
        record="the purpose and its basis",
        words=("other_basis", "not_automated", "criteria_not_met"),
    ),
    Refusal(code="R-NOCASE", source="GDPR Art. 18(1)", record="none of the four cases", words=("no_case",)),
    Refusal(
        code="R-NOADM",
        source="GDPR Art. 22(1)",
        record="that no decision is taken without a person",
        words=("no_automated_decision",),
    ),
)

# What never refuses anything, however it is worded (law: EDPB 01/2022; CJEU C-307/22).
NEVER_GROUNDS = (
    "cost",
    "already_in_account",
    "possible_lawsuit",
    "ask_processor",
    "own_policy",
    "open_invoice",
    "no_identity_copy",
)
