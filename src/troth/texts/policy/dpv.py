"""
The policy for machines: JSON-LD in the words of the W3C Data Privacy Vocabulary (DPV 2, https://w3id.org/dpv).

Purposes, items and recipients have addresses within the file, so that each stands once and is pointed at.
"""

from typing import Any

from troth.manifest.policy import Party, Recipient, RecipientRole
from troth.manifest.purposes import Basis, Purpose, Span
from troth.manifest.text import ANY_LANGUAGE, Text
from troth.texts import claims
from troth.texts.language import typeset
from troth.texts.policy.page import Stamp, languages_of, site_name
from troth.texts.policy.purposes import purpose_anchor, recipient_anchor
from troth.texts.policy.telling import Telling, say

Node = dict[str, Any]

CONTEXT = {
    "dpv": "https://w3id.org/dpv#",
    "dct": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_BASES = {
    Basis.CONSENT: "dpv:Consent",
    Basis.CONTRACT: "dpv:ContractPerformance",
    Basis.LEGAL_OBLIGATION: "dpv:LegalObligation",
    Basis.VITAL_INTEREST: "dpv:VitalInterest",
    Basis.PUBLIC_TASK: "dpv:PublicInterest",
    Basis.LEGITIMATE_INTEREST: "dpv:LegitimateInterest",
}
_ROLES = {
    RecipientRole.INTERNAL: "dpv:Recipient",
    RecipientRole.PROCESSOR: "dpv:DataProcessor",
    RecipientRole.JOINT_CONTROLLER: "dpv:JointDataControllers",
    RecipientRole.CONTROLLER: "dpv:DataController",
    RecipientRole.AUTHORITY: "dpv:Authority",
}


def policy_as_jsonld(telling: Telling, stamp: Stamp) -> Node:
    """The whole policy; the telling's language matters to nothing in it."""
    manifest = telling.manifest
    policy, languages = manifest.policy, languages_of(manifest)
    titles = {one: say("title", one, name=site_name(manifest)) for one in languages}
    node: Node = {
        "@context": CONTEXT,
        "@id": f"policy-{stamp.number}.jsonld",
        "@type": ["dpv:PrivacyNotice", "dpv:LayeredNotice"],
        "dct:title": [{"@language": language, "@value": title} for language, title in titles.items()],
        "dct:language": list(languages),
        "dct:identifier": str(stamp.number),
        "dct:valid": {"@type": "xsd:date", "@value": stamp.effective.isoformat()},
        "dpv:hasDataController": party(policy.controller, "dpv:DataController"),
        "dpv:hasProcess": [process(telling, purpose) for purpose in telling.in_force()],
        "dpv:hasPersonalData": [
            {
                "@id": f"#item-{item.name}",
                "@type": "dpv:SpecialCategoryPersonalData" if item.special else "dpv:PersonalData",
                "dct:title": in_languages(item.title),
            }
            for item in manifest.items.values()
        ],
        "dpv:hasRecipient": [recipient(name, found) for name, found in policy.recipients.items()],
    }
    if isinstance(policy.officer, Party):
        node["dpv:hasDataProtectionOfficer"] = party(policy.officer, "dpv:DataProtectionOfficer")
    if policy.authority is not None:
        node["dpv:hasAuthority"] = party(policy.authority, "dpv:DataProtectionAuthority")
    if policy.eu_representative is not None:
        node["dpv:hasRepresentative"] = party(policy.eu_representative, "dpv:Representative")
    if policy.measures:
        node["dpv:hasTechnicalOrganisationalMeasure"] = [
            {"@type": "dpv:TechnicalOrganisationalMeasure", "dct:title": in_languages(measure.title)}
            for measure in policy.measures.values()
        ]
    return node


def process(telling: Telling, purpose: Purpose) -> Node:
    """One purpose with its basis, data, recipients and periods."""
    items = dict.fromkeys(item for kind, use in purpose.data.items() for item in telling.items(kind, use))
    found = purpose.bases
    node: Node = {
        "@type": "dpv:PersonalDataProcess",
        "dpv:hasPurpose": {
            "@id": f"#{purpose_anchor(purpose.name)}",
            "@type": "dpv:DirectMarketing" if purpose.direct_marketing else "dpv:Purpose",
            "dct:title": in_languages(purpose.title),
        },
        "dpv:hasLegalBasis": [{"@id": _BASES[basis]} for basis in Basis if basis in found],
        "dpv:hasPersonalData": [{"@id": f"#item-{item}"} for item in items],
        "dpv:hasRecipient": [
            {"@id": f"#{recipient_anchor(name)}"} for name in sorted(purpose.terms.recipients)
        ],
        "dpv:hasStorageCondition": [_storage(telling, purpose.active)],
    }
    if purpose.archive is not None:
        node["dpv:hasStorageCondition"].append(_storage(telling, purpose.archive.span))
    if purpose.terms.decision is not None:
        node["dpv:hasAutomationLevel"] = {"@id": "dpv:FullAutomation"}
        node["dpv:hasAlgorithmicLogic"] = {
            "@type": "dpv:AlgorithmicLogic",
            "dct:description": in_languages(purpose.terms.decision.logic),
        }
    return node


def _storage(telling: Telling, span: Span) -> Node:
    words = [
        {"@language": one, "@value": typeset(claims.retention(telling.manifest, span, one), one)}
        for one in languages_of(telling.manifest)
    ]
    node: Node = {"@type": "dpv:StorageDuration", "dct:description": words}
    if span.period is not None:
        node["dpv:hasDuration"] = {"@type": "xsd:duration", "@value": str(span.period)}
    return node


def recipient(name: str, found: Recipient) -> Node:
    """Somebody to whom data is disclosed."""
    node: Node = {
        "@id": f"#{recipient_anchor(name)}",
        "@type": _ROLES[found.role],
        "dct:title": in_languages(found.title),
    }
    if found.legal_name:
        node["dpv:hasName"] = found.legal_name
    if found.countries:
        node["dpv:hasCountry"] = list(found.countries)
    if found.transfers:
        node["dpv:hasThirdCountry"] = [transfer.country for transfer in found.transfers]
    return node


def party(found: Party, class_: str) -> Node:
    """Somebody with a name, an address and ways to be reached."""
    node: Node = {"@type": class_}
    if found.name:
        node["dpv:hasName"] = found.name
    if found.address:
        node["dpv:hasAddress"] = found.address
    contacts = [contact for contact in (found.email, found.phone, found.url) if contact]
    if contacts:
        node["dpv:hasContact"] = contacts
    return node


def in_languages(text: Text) -> Any:
    """A text in its languages; without a tag where nobody said in which one it is."""
    return [
        words if language == ANY_LANGUAGE else {"@language": language, "@value": words}
        for language, words in text.words.items()
    ]
