"""
A record with the fields of ISO/IEC TS 27560:2023, as JSON-LD in the words of the Data Privacy Vocabulary.

Header, processing, parties, events, as W3C's guide to 27560 lays them out. What the ledger keeps once in the manifest
(purposes, data, controllers, periods) is written out here from the manifest that was shown.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from troth.claims.facts import Instant
from troth.consent.model import Event, id_of
from troth.consent.questions import day_of
from troth.consent.records import SCHEMA, Kept
from troth.manifest.model import Manifest
from troth.manifest.names import PurposeName
from troth.manifest.policy import Party
from troth.manifest.purposes import Purpose
from troth.texts.policy.dpv import CONTEXT, in_languages, party, process, recipient
from troth.texts.policy.page import languages_of
from troth.texts.policy.telling import Telling

STANDARD = "ISO/IEC TS 27560:2023"
Node = dict[str, Any]

_STATES = {
    Event.SERVED: "dpv:ConsentRequested",
    Event.GIVEN: "dpv:ConsentGiven",
    Event.REFUSED: "dpv:ConsentRefused",
    Event.WITHDRAWN: "dpv:ConsentWithdrawn",
    Event.EXPIRED: "dpv:ConsentExpired",
}
_BY_HAND = frozenset({"signature", "typed", "spoken"})


def as_jsonld(manifest: Manifest, kept: Kept, at: Instant) -> Node:
    """
    One record.

    Args:
        manifest: the one that was shown when the decision was made.
        kept: the record.
        at: the instant as of which it is told whether a consent has run out.
    """
    body = kept.body
    telling = Telling.of(manifest, languages_of(manifest)[0], day_of(manifest, kept.at))
    purposes = dict.fromkeys(id_of(name)[0] for name in body["answers"])
    known = [purpose for name in purposes if (purpose := _purpose(manifest, name)) is not None]
    named = {name for purpose in known for name in purpose.terms.recipients}
    policy = manifest.policy
    node: Node = {
        "@context": CONTEXT,
        "@id": f"urn:troth:consent:{kept.id}",
        "@type": "dpv:ConsentRecord",
        "dct:conformsTo": STANDARD,
        "dct:hasVersion": SCHEMA,
        "dct:identifier": kept.id,
        "dpv:hasDataSubject": _subject(kept),
        "dpv:hasNotice": _notice(body["notice"]),
        "dpv:hasProcess": [_process(telling, purpose) for purpose in known],
        "dpv:hasDataController": [
            party(policy.controller, "dpv:DataController"),
            *(party(other, "dpv:JointDataControllers") for other in policy.joint_controllers),
        ],
        "dpv:hasRecipient": [
            recipient(name, found) for name, found in policy.recipients.items() if name in named
        ],
        "dpv:hasJurisdiction": policy.controller.country or policy.law.upper(),
        "dpv:hasConsentStatus": [*_events(manifest, kept, at)],
    }
    if isinstance(policy.officer, Party):
        node["dpv:hasDataProtectionOfficer"] = party(policy.officer, "dpv:DataProtectionOfficer")
    if policy.authority is not None:
        node["dpv:hasAuthority"] = party(policy.authority, "dpv:DataProtectionAuthority")
    if body.get("signal"):
        node["dpv:hasContext"] = {"@type": "dpv:Context", "dct:title": f"signal: {body['signal']}"}
    if kept.private is not None and kept.private.supersedes:
        node["dct:replaces"] = f"urn:troth:consent:{kept.private.supersedes}"
    node["dct:provenance"] = {"hash": kept.hash.hex(), "number": kept.number, "site": body["site"]}
    return node


def state_of(told: Mapping[str, Any], today: date) -> Event:
    """What befell an offer, by now: a consent whose life is over has expired."""
    event = Event(told["event"])
    until = told.get("until")
    return Event.EXPIRED if event is Event.GIVEN and until and date.fromisoformat(until) < today else event


def _subject(kept: Kept) -> Node:
    """The person, by a type and a number that says nothing; none once the record was forgotten."""
    node: Node = {"@type": "dpv:DataSubject", "dct:type": kept.body["key"]}
    if kept.key_hash is not None:
        node["dct:identifier"] = kept.key_hash.hex()
    return node


def _notice(notice: Mapping[str, Any]) -> Node:
    node: Node = {
        "@type": "dpv:ConsentNotice",
        "dct:language": notice["language"],
        "dct:type": notice["layer"],
    }
    names = {
        "version": "dct:hasVersion",
        "text": "dct:identifier",
        "artefact": "dct:hasFormat",
        "manifest": "dct:source",
    }
    return node | {term: str(notice[name]) for name, term in names.items() if name in notice}


def _process(telling: Telling, purpose: Purpose) -> Node:
    """A purpose, with where its data is kept and how the consent is withdrawn."""
    node = process(telling, purpose)
    places = sorted({party for party in [telling.manifest.policy.controller.country or ""] if party})
    node["dpv:hasStorageCondition"] += [
        {"@type": "dpv:StorageLocation", "dct:title": place} for place in places
    ]
    right = telling.manifest.policy.rights.get("withdrawal")
    node["dpv:hasConsentControl"] = {
        "@type": "dpv:WithdrawConsent",
        "dct:description": [] if right is None or right.text is None else in_languages(right.text),
    }
    act = purpose.terms.consent_act
    is_explicit = (
        any(telling.manifest.items[item].special for item in _items(telling, purpose)) or act in _BY_HAND
    )
    kind = "dpv:ExplicitlyExpressedConsent" if is_explicit else "dpv:ExpressedConsent"
    node["dpv:hasLegalBasis"] = [{"@id": kind}]
    return node


def _items(telling: Telling, purpose: Purpose) -> Iterator[Any]:
    return (item for kind, use in purpose.data.items() for item in telling.items(kind, use))


def _events(manifest: Manifest, kept: Kept, at: Instant) -> Iterator[Node]:
    today = day_of(manifest, at)
    for name, told in kept.body["answers"].items():
        node: Node = {
            "@type": _STATES[state_of(told, today)],
            "dpv:hasPurpose": {"@id": f"#purpose-{id_of(name)[0]}"},
            "dct:identifier": name,
            "dct:issued": {"@type": "xsd:dateTime", "@value": kept.body["at"]},
            "dpv:isIndicatedBy": {"@type": "dpv:DataSubject"},
            "dpv:hasIndicationMethod": kept.body["act"],
            "dct:medium": told.get("channel") or kept.body["channel"],
        }
        if told.get("until"):
            node["dct:valid"] = {"@type": "xsd:date", "@value": told["until"]}
        if told.get("wording"):
            node["dct:hasVersion"] = told["wording"]
        yield node


def _purpose(manifest: Manifest, name: PurposeName) -> Purpose | None:
    found = manifest.purposes.get(name)
    return found or next((one for one in manifest.purposes.values() if name in one.was), None)
