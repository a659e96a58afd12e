"""PL01 to PL52 as one table: how each judges what is applied, and what was published."""

from troth.manifest.rules import (
    collecting,
    parties,
    periods,
    phrases,
    published,
    purposes,
    recipients,
    requests,
    tracers,
    wording,
)
from troth.manifest.rules.model import Rule

_RETENTION = ("purposes.*.retention", "purposes.*.archive.retention")
_BASIS = ("purposes.*.basis",)

RULES = (
    Rule("PL01", parties.controller, ("controller", "contacts"), phrases=phrases.EMPTY_ADDRESS),
    Rule(
        "PL02",
        parties.names,
        ("controller", "contacts", "sections", "forms"),
        published.names_a_slip,
    ),
    Rule("PL03", parties.officer, ("dpo",)),
    Rule("PL04", parties.representative, ("eu_representative",)),
    Rule("PL05", purposes.one_basis, _BASIS, published.names_no_basis),
    Rule("PL06", purposes.fitting_basis, _BASIS, published.names_another_basis),
    Rule("PL07", purposes.interests, (*_BASIS, "purposes.*.interest"), published.names_no_interest),
    Rule("PL08", purposes.closed_lists, phrases=phrases.OPEN_LIST),
    Rule("PL09", collecting.consequences, ("forms.*.fields.*.mandatory",), published.is_unmarked),
    Rule("PL10", collecting.needless_fields, ("forms.*.fields.*.mandatory",), published.is_needless_field),
    Rule(
        "PL11", recipients.named, ("recipients.*.legal_name", "recipients.*.title", "purposes.*.recipients")
    ),
    Rule(
        "PL12",
        recipients.partners,
        ("recipients.*.legal_name",),
        published.is_for_marketing,
        phrases=phrases.NO_NAMES,
    ),
    Rule("PL13", recipients.never_shared, phrases=phrases.OTHERWISE_SAID),
    Rule("PL14", recipients.transfers, ("recipients.*.countries", "recipients.*.transfers")),
    Rule(
        "PL15",
        recipients.services,
        ("recipients.*.countries", "recipients.*.transfers", "recipients.*.legal_name"),
        published.is_known_service,
    ),
    Rule("PL16", recipients.tools, phrases=phrases.GONE_TOOLS),
    Rule("PL17", purposes.sources, phrases=phrases.OTHER_SOURCES),
    Rule("PL18", purposes.special),
    Rule("PL19", purposes.sensitive, _RETENTION, published.is_sensitive),
    Rule("PL20", periods.stated_periods, _RETENTION, published.has_no_period),
    Rule("PL21", periods.open_periods, _RETENTION, published.is_open),
    Rule(
        "PL22",
        periods.within_law,
        (*_RETENTION, "cookies.*.life", "purposes.*.consent.validity", "banner.choice_kept"),
        published.contradicts,
    ),
    Rule("PL23", periods.archives, ("purposes.*.archive",), published.is_silent),
    Rule("PL24", requests.told, ("rights.*.text", "rights.*.grounds"), published.is_untold),
    Rule(
        "PL25", requests.objection, ("rights.objection", "rights.objection_to_marketing"), published.departs
    ),
    Rule("PL26", requests.withdrawal, ("rights.withdrawal", "banner.withdrawal"), published.departs),
    Rule(
        "PL27",
        requests.deadlines,
        (
            *("requests.deadline", "requests.extension", "requests.extension_when"),
            *("rights.*.deadline", "rights.*.extension"),
        ),
        published.is_late,
    ),
    Rule(
        "PL28",
        requests.proof,
        (
            "requests.identity",
            "requests.mandatory_fields",
            "requests.fee",
            "rights.*.identity",
            "rights.*.fee",
        ),
        published.is_demanded,
        phrases.PROOF,
    ),
    Rule("PL29", requests.channels, ("requests.channels", "rights.*.channels", "contacts", "forms.*.url")),
    Rule(
        "PL30",
        requests.exceptions,
        (
            *("rights.*.exceptions", "rights.*.condition", "rights.*.excluded", "rights.*.grounds"),
            *("rights.*.allowed", "rights.*.notice", "rights.*.text"),
        ),
        published.by_law,
        phrases.any_of(phrases.DETERRENT, phrases.TOO_DEAR),
    ),
    Rule("PL31", parties.authority, ("authority",)),
    Rule("PL32", requests.after_death, ("after_death", "rights.after_death")),
    Rule("PL33", requests.minors, ("minors",)),
    Rule("PL34", purposes.decisions, ("purposes.*.decision",)),
    Rule(
        "PL35",
        collecting.bundled,
        ("purposes.*.consent.act", "purposes.*.consent.default"),
        published.by_law,
        phrases.BUNDLED,
    ),
    Rule(
        "PL36",
        tracers.listed,
        ("cookies.*.set_by", "cookies.*.hosts", "cookies.*.functions"),
        phrases=phrases.NO_NAMES,
    ),
    Rule("PL37", tracers.consent_acts, ("banner.consent_act",), published.by_law, phrases.BROWSER),
    Rule(
        "PL38",
        tracers.lives,
        ("cookies.*.life", "banner.choice_kept", "purposes.*.consent.validity"),
        published.is_too_old,
    ),
    Rule(
        "PL39",
        tracers.banner,
        ("banner.actions", "banner.shown_until", "banner.choice_kept", "banner.refusal"),
        published.by_law,
    ),
    Rule(
        "PL40",
        tracers.anonymous,
        ("cookies.*.reach", "purposes.*.output"),
        published.by_law,
        phrases.ANONYMOUS,
    ),
    Rule("PL41", tracers.necessary, ("cookies.*.category", "cookie_categories.*.consent"), published.by_law),
    Rule("PL42", None),
    Rule("PL43", wording.security, phrases=phrases.EMPTY_PROMISE),
    Rule("PL44", wording.editions, ("edition", "changes")),
    Rule("PL45", wording.languages, ("languages",)),
    Rule(
        "PL46",
        wording.citations,
        ("sections", "measures", "rights", "after_death", "recipients"),
        published.cites_the_obsolete,
    ),
    Rule("PL47", collecting.calls, ("purposes.*.basis", "rights", "channels"), published.is_phone),
    Rule("PL48", collecting.messages, ("channels.*.opt_out",)),
    Rule("PL49", wording.hosted, phrases=phrases.HOSTED),
    Rule("PL50", collecting.notices, ("forms.*.url",), phrases=phrases.ELSEWHERE),
    Rule("PL51", collecting.cameras, phrases=phrases.CAMERAS),
    Rule("PL52", wording.links, ("controller", "sections", "requests"), published.names_a_bad_host),
)
BY_NUMBER = {rule.number: rule for rule in RULES}
