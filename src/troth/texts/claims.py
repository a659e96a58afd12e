"""A claim in words: why a datum is held, on which legal basis, from where it comes, until when."""

from collections.abc import Mapping
from types import MappingProxyType

from troth.claims.judged import Claim
from troth.claims.states import State
from troth.manifest.model import Manifest
from troth.manifest.names import RoleName
from troth.manifest.period import Period
from troth.manifest.policy import Recipient
from troth.manifest.purposes import ArchiveGround, Basis, Purpose, Span
from troth.manifest.stores import Origin
from troth.manifest.text import Text
from troth.texts.language import COLON, Language, country, day, listed, period, up_to

Both = Mapping[Language, str]


def _both(fr: str, en: str) -> Both:
    return MappingProxyType({"fr": fr, "en": en})


_BASES: Mapping[Basis, Both] = MappingProxyType(
    {
        Basis.CONSENT: _both(
            "votre consentement (RGPD, art.\xa06.1.a)", "your consent (GDPR Art.\xa06(1)(a))"
        ),
        Basis.CONTRACT: _both(
            "un contrat conclu avec vous (RGPD, art.\xa06.1.b)", "a contract with you (GDPR Art.\xa06(1)(b))"
        ),
        Basis.LEGAL_OBLIGATION: _both(
            "une obligation légale (RGPD, art.\xa06.1.c)", "a legal obligation (GDPR Art.\xa06(1)(c))"
        ),
        Basis.VITAL_INTEREST: _both(
            "la sauvegarde d’intérêts vitaux (RGPD, art.\xa06.1.d)", "vital interests (GDPR Art.\xa06(1)(d))"
        ),
        Basis.PUBLIC_TASK: _both(
            "une mission d’intérêt public (RGPD, art.\xa06.1.e)",
            "a task in the public interest (GDPR Art.\xa06(1)(e))",
        ),
        Basis.LEGITIMATE_INTEREST: _both(
            "notre intérêt légitime (RGPD, art.\xa06.1.f)", "our legitimate interest (GDPR Art.\xa06(1)(f))"
        ),
    }
)
_GROUNDS: Mapping[ArchiveGround, Both] = MappingProxyType(
    {
        ArchiveGround.LEGAL_OBLIGATION: _both(
            "une obligation légale de conservation (RGPD, art.\xa017.3.b)",
            "a legal obligation to keep it (GDPR Art.\xa017(3)(b))",
        ),
        ArchiveGround.LEGAL_CLAIMS: _both(
            "la défense de droits en justice (RGPD, art.\xa017.3.e)", "legal claims (GDPR Art.\xa017(3)(e))"
        ),
    }
)
_ORIGINS: Mapping[Origin, Both] = MappingProxyType(
    {
        Origin.PROVIDED: _both("fournies par vous", "given by you"),
        Origin.OBSERVED: _both("constatées par nous", "observed by us"),
        Origin.DERIVED: _both("déduites d’autres données", "derived from other data"),
        Origin.THIRD_PARTY: _both("reçues d’un tiers", "received from somebody else"),
    }
)


def words_of(text: Text, language: Language) -> str:
    """The operator's words."""
    return text.in_(language)


def basis(purpose: Purpose, role: RoleName | None, language: Language) -> str:
    """The legal basis for one role, with its article and the text or interest behind it."""
    found = purpose.basis.get(role) if role is not None else purpose.basis_of_all
    if found is None:
        found = next(iter(purpose.basis.values()), purpose.basis_of_all)
    if found is None:
        return ""
    behind = {
        Basis.LEGAL_OBLIGATION: purpose.terms.duty,
        Basis.LEGITIMATE_INTEREST: purpose.terms.interest,
    }.get(found)
    return _BASES[found][language] + (f"{COLON[language]}{words_of(behind, language)}" if behind else "")


def ground(purpose: Purpose, language: Language) -> str:
    """Why it is archived."""
    if purpose.archive is None:
        return ""
    because = words_of(purpose.archive.because, language)
    return _GROUNDS[purpose.archive.ground][language] + (f"{COLON[language]}{because}" if because else "")


def origin(found: Origin, language: Language) -> str:
    """Where a datum comes from."""
    return _ORIGINS[found][language]


def retention(manifest: Manifest, span: Span, language: Language) -> str:
    """How long in general: `until 2 years after the end of the order`."""
    if span.clock is None:
        if span.criterion is not None:
            return words_of(span.criterion, language)
        return {"fr": "sans terme fixé", "en": "no end is fixed"}[language]
    clock = manifest.policy.clocks.get(span.clock)
    start = words_of(clock, language) if clock else str(span.clock)
    if span.period is None or span.period == Period():
        return {"fr": up_to(start), "en": f"until {start}"}[language]
    length = period(span.period, language)
    return {"fr": f"jusqu’à {length} après {start}", "en": f"until {length} after {start}"}[language]


def until(manifest: Manifest, purpose: Purpose, claim: Claim, language: Language) -> str:
    """Until when this one datum is held by this claim: a day, a criterion, or what is still to come."""
    span = purpose.archive.span if claim.is_archive and purpose.archive else purpose.active
    if claim.state is State.FROZEN and claim.until is None and span.clock is not None:
        return {
            "fr": f"en attente\xa0: {retention(manifest, span, 'fr')}, dont la date n’est pas connue",
            "en": f"pending: {retention(manifest, span, 'en')}, whose date is not known",
        }[language]
    if claim.until is not None:
        return {"fr": f"jusqu’au {day(claim.until, 'fr')}", "en": f"until {day(claim.until, 'en')}"}[language]
    if span.clock is None:
        return retention(manifest, span, language)
    return {
        "fr": f"{retention(manifest, span, 'fr')} (cela n’a pas encore eu lieu)",
        "en": f"{retention(manifest, span, 'en')} (which has not come yet)",
    }[language]


def recipient(found: Recipient, language: Language) -> str:
    """A recipient by name, with the countries outside the Union that the data goes to."""
    name = recipient_name(found, language)
    abroad = [transfer.country for transfer in found.transfers]
    if not abroad:
        return name
    countries = listed([country(code, language) for code in abroad], language)
    return (
        name
        + {"fr": f", hors de l’Union ({countries})", "en": f", outside the Union ({countries})"}[language]
    )


def recipient_name(found: Recipient, language: Language) -> str:
    """A recipient by name."""
    title = words_of(found.title, language)
    return f"{title} ({found.body})" if found.body else title
