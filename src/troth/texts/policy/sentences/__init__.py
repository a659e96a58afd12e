"""Every fixed sentence of the published policy, French and English side by side. Braces are filled in."""

from collections.abc import Mapping
from types import MappingProxyType

from troth.texts.policy.sentences import page, particulars, versions

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {**page.SENTENCES, **particulars.SENTENCES, **versions.SENTENCES}
)
