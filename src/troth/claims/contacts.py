"""
Addresses and numbers as people write them: what is one, and under which spellings a store may hold it. Pure.

The one place that judges an address. It is asked wherever a decision is recorded under one or marketing to one is
barred, so that no word mistyped counts for nobody in silence. What only looks somebody up takes any value: a store
may hold one that is no address, and that person has rights too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import phonenumbers

from troth.claims.channels import rule_of
from troth.claims.keys import Key
from troth.manifest.model import Manifest
from troth.manifest.names import KeyType

EMAIL, PHONE = "email", "phone"
IN_WORDS: Mapping[str, str] = {EMAIL: "e-mail address", PHONE: "telephone number"}

_SORTS = {"email": EMAIL, "sms": PHONE, "phone": PHONE, "automatic_call": PHONE}
_EMAIL = re.compile(r"[^@\s<>]{1,64}@[^@\s<>.]+(?:\.[^@\s<>.]+)+")


@dataclass(frozen=True, slots=True)
class Contacts:
    """Which types of a site's keys are addresses that people are reached by, and how each is read."""

    sorts: Mapping[KeyType, str]  # EMAIL or PHONE; e-mail first
    country: str  # whose numbers need no country code

    @classmethod
    def of(cls, manifest: Manifest, today: date) -> "Contacts":
        """Those of a site; an e-mail address is one of every site, whether it keeps any or not."""
        policy = manifest.policy
        return cls(_sorts(manifest, today), policy.controller.country or policy.law.upper())

    def read(self, type_: KeyType, written: str) -> tuple[Key, ...] | None:
        """
        The keys that somebody means, in each spelling that a store may have; none where it is no such thing.

        Of a key that is no address (an account, a browser): what is written.
        """
        match self.sorts.get(type_):
            case "email":
                return (Key.of(type_, written),) if _is_email(written.strip()) else None
            case "phone":
                return _numbers(type_, written.strip(), self.country)
            case _:
                return (Key.of(type_, written),)

    def wrong(self, key: Key) -> str | None:
        """What is wrong with a key under which something is to be recorded, in words that do not show it."""
        if self.read(key.type, key.value) is not None:
            return None
        return f"the value of key `{key.type}` is no {IN_WORDS[self.sorts[key.type]]}"


def _sorts(manifest: Manifest, today: date) -> Mapping[KeyType, str]:
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


def _is_email(text: str) -> bool:
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None


def _numbers(type_: KeyType, text: str, country: str) -> tuple[Key, ...] | None:
    try:
        number = phonenumbers.parse(text, country) if len(text) <= 40 else None
    except phonenumbers.NumberParseException:
        return None
    if number is None or not phonenumbers.is_possible_number(number):
        return None
    formats = phonenumbers.PhoneNumberFormat
    whole = phonenumbers.format_number(number, formats.E164)
    spelled = [whole, f"00{whole[1:]}", text]
    for form in (formats.INTERNATIONAL, *([formats.NATIONAL] if _is_at_home(number, country) else [])):
        shown = phonenumbers.format_number(number, form)
        spelled += [shown, re.sub(r"[^\d+]", "", shown)]
    return tuple(dict.fromkeys(Key.of(type_, one) for one in spelled))


def _is_at_home(number: phonenumbers.PhoneNumber, country: str) -> bool:
    return number.country_code == phonenumbers.country_code_for_region(country)
