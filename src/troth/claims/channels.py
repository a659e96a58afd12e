"""What the law of a site says of the channels by which it reaches people."""

import re
from datetime import date
from functools import lru_cache

from troth.law.marketing import ChannelRule
from troth.law.packs import COUNTRIES, Pack, pack
from troth.manifest.model import Manifest


def law_of(manifest: Manifest, today: date) -> Pack:
    """The law that the site names, as of a day; that of France where it names one that Troth has not."""
    law = manifest.policy.law
    return _law(law if law in COUNTRIES else "fr", today)


def rule_of(manifest: Manifest, channel: str, today: date) -> ChannelRule | None:
    """What the law of the site says of marketing by a declared channel on a day; none where it says nothing."""
    declared = manifest.policy.channels.get(channel)
    titles = [] if declared is None else [words.lower() for words in declared.title.words.values()]
    for rule in law_of(manifest, today).marketing.values():
        pattern = re.compile(rf"(?:{rule.words})")
        if any(pattern.fullmatch(words) for words in (channel, *titles)):
            return rule
    return None


@lru_cache(maxsize=16)
def _law(name: str, today: date) -> Pack:
    return pack(name, today)
