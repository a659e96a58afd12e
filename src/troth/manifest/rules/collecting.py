"""Forms, consent and marketing: what is asked of people, and how (PL09, PL10, PL35, PL47, PL48, PL50, PL51)."""

import re
from collections.abc import Iterator

from troth.law.marketing import ChannelRule
from troth.manifest.purposes import Basis, Purpose
from troth.manifest.rules import phrases
from troth.manifest.rules.examined import Examined, words_of
from troth.manifest.rules.model import Flaw, flaw


def consequences(examined: Examined) -> Iterator[Flaw]:
    """PL09: each field is mandatory or optional, and people are told what follows from leaving it empty."""
    for name, form in examined.manifest.policy.forms.items():
        for label, field in form.fields.items():
            if field.mandatory and not (field.refusal or form.refusal):
                yield flaw("consequence-unsaid", "forms", name, form=name, field=label)
                break


def needless_fields(examined: Examined) -> Iterator[Flaw]:
    """PL10: a mandatory field is needed; a title, a sex or a birth date seldom is."""
    for name, form in examined.manifest.policy.forms.items():
        for label, field in form.fields.items():
            item = examined.manifest.items.get(field.item) if field.item else None
            if field.mandatory and is_needless(label, words_of(item.title) if item else ""):
                yield flaw("needless-mandatory-field", "forms", name, "fields", label, form=name, field=label)


def is_needless(label: str, title: str) -> bool:
    """Whether a field asks for what is seldom needed: how to address somebody, sex, birth."""
    pattern = rf"\b(?:{phrases.SELDOM_NEEDED})\b"
    return re.search(pattern, f"{label.replace('_', ' ')} | {title}") is not None


def bundled(examined: Examined) -> Iterator[Flaw]:
    """PL35: consent is an act of its own, with nothing ticked beforehand."""
    for purpose in examined.rests_on(Basis.CONSENT):
        if purpose.terms.consent_default:
            yield flaw(
                "ticked-beforehand", "purposes", purpose.name, "consent", "default", purpose=purpose.name
            )
    for spoken in examined.spoken:
        if "wording" in spoken.path:  # what people answer by an act of its own
            continue
        match = re.search(phrases.BUNDLED, words_of(spoken.text))
        if match:
            yield flaw("agreed-by-doing", *spoken.path, words=match[0][:80])


def calls(examined: Examined) -> Iterator[Flaw]:
    """PL47: nobody is called for marketing without prior consent."""
    rule = examined.pack.marketing.get("phone")
    for purpose, channel in _marketing(examined, rule) if rule else ():
        is_allowed = rule is not None and rule.has_contract_exception and purpose.bases == {Basis.CONTRACT}
        if rule is not None and not is_allowed and not _rests_on(purpose, rule):
            yield flaw(
                "call-without-consent", *("purposes", purpose.name), purpose=purpose.name, channel=channel
            )


def messages(examined: Examined) -> Iterator[Flaw]:
    """PL48: e-mail, SMS and the like need consent, or the exception of a sale; each message a way out."""
    for name in ("email", "sms", "automatic_call", "push"):
        rule = examined.pack.marketing.get(name)
        for purpose, channel in _marketing(examined, rule) if rule else ():
            is_sale = rule is not None and rule.has_sale_exception and purpose.terms.similar_products
            if rule is not None and not is_sale and not _rests_on(purpose, rule):
                path = ("purposes", purpose.name)
                yield flaw("message-without-consent", *path, purpose=purpose.name, channel=channel)
            if rule is not None and examined.manifest.policy.channels[channel].opt_out is None:
                yield flaw("no-way-out", "channels", channel, channel=channel)


def _marketing(examined: Examined, rule: ChannelRule | None) -> Iterator[tuple[Purpose, str]]:
    """The purposes of direct marketing that reach people by a channel of that sort."""
    if rule is None:
        return
    pattern = re.compile(rf"(?:{rule.words})")
    for purpose in examined.pursued:
        for channel in sorted(purpose.terms.channels) if purpose.direct_marketing else ():
            title = examined.manifest.policy.channels[channel].title
            if any(pattern.fullmatch(word) for word in (channel, *(w.lower() for w in title.words.values()))):
                yield purpose, channel


def _rests_on(purpose: Purpose, rule: ChannelRule) -> bool:
    return {basis.value for basis in purpose.bases} <= rule.bases


def notices(examined: Examined) -> Iterator[Flaw]:
    """PL50: data that people give is asked for by a form that is declared, so that its notice stands there."""
    policy = examined.manifest.policy
    if policy.forms:
        for name, form in policy.forms.items():
            if form.url is None and form.spoken is None:
                yield flaw("form-without-place", "forms", name, form=name)
    elif examined.manifest.items:
        yield flaw("no-form", "items")


def cameras(examined: Examined) -> Iterator[Flaw]:
    """PL51: cameras have a notice of their own."""
    policy = examined.manifest.policy
    about = {section.about for section in policy.sections.values()}
    for purpose in examined.pursued:
        sort = examined.sorts.get(purpose.name)
        if sort and sort.row.sort == "video_surveillance" and not about & {"video_surveillance", "cctv"}:
            yield flaw("cameras-without-notice", "purposes", purpose.name, purpose=purpose.name)
