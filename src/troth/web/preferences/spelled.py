"""By what people object: which addresses and numbers a site knows people by, and how what they type is read. Pure."""

import re
from collections.abc import Mapping
from datetime import date

import phonenumbers

from troth.claims.keys import Key
from troth.gate.declared import rule_of
from troth.manifest.model import Manifest
from troth.manifest.names import KeyType
from troth.web.preferences.ways_out import EMAIL, PHONE

_SORTS = {"email": EMAIL, "sms": PHONE, "phone": PHONE, "automatic_call": PHONE}
_EMAIL = re.compile(r"[^@\s<>]{1,64}@[^@\s<>.]+(?:\.[^@\s<>.]+)+")


def sorts(manifest: Manifest, today: date) -> Mapping[KeyType, str]:
    """The types of key that people can write by heart, e-mail first; every site takes an e-mail address."""
    found: dict[KeyType, str] = {}
    for type_, words in manifest.policy.keys.items():
        for channel in (words.reached_by, type_):
            rule = None if channel is None else rule_of(manifest, channel, today)
            if rule is not None and rule.channel in _SORTS:
                found.setdefault(type_, _SORTS[rule.channel])
    reached = {rule.channel for name in manifest.policy.channels if (rule := rule_of(manifest, name, today))}
    if EMAIL not in found.values():
        found[KeyType("email")] = EMAIL
    if PHONE not in found.values() and reached & {"sms", "phone", "automatic_call"}:
        found[KeyType("phone")] = PHONE
    return dict(sorted(found.items(), key=lambda one: (one[1] != EMAIL, one[0])))


def read(type_: KeyType, sort: str, typed: str, country: str) -> tuple[Key, ...] | None:
    """
    The keys that somebody means, in each spelling under which a store may hold them; none where it is no such thing.

    Args:
        type_: the type of key.
        sort: EMAIL or PHONE.
        typed: as people type it.
        country: whose numbers need no country code.
    """
    text = typed.strip()
    if sort == EMAIL:
        return (Key.of(type_, text),) if len(text) <= 254 and _EMAIL.fullmatch(text) else None
    try:
        number = phonenumbers.parse(text, country) if len(text) <= 40 else None
    except phonenumbers.NumberParseException:
        return None
    if number is None or not phonenumbers.is_possible_number(number):
        return None
    whole = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    spelled = [whole, f"00{whole[1:]}", text]
    formats = phonenumbers.PhoneNumberFormat
    for form in (formats.INTERNATIONAL, *([formats.NATIONAL] if _is_at_home(number, country) else [])):
        shown = phonenumbers.format_number(number, form)
        spelled += [shown, re.sub(r"[^\d+]", "", shown)]
    return tuple(dict.fromkeys(Key.of(type_, one) for one in spelled))


def _is_at_home(number: phonenumbers.PhoneNumber, country: str) -> bool:
    return number.country_code == phonenumbers.country_code_for_region(country)
