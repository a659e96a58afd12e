"""One site as a process serves it: its addresses, its secrets, and what is kept at hand between requests."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from troth.gate import Gate
from troth.site import Site
from troth.texts.language import Language
from troth.texts.policy.page import languages_of
from troth.web.hosted.kept import KeptPolicies
from troth.web.hosted.metrics import Metrics
from troth.web.hosted.rhythm import Shown
from troth.web.hosted.writer import Writer
from troth.web.tokens.known import KnownTokens


@dataclass(frozen=True, slots=True)
class Secrets:
    """What signs what leaves this site. The same in every process that opens the same database."""

    choice: bytes = field(repr=False)  # the choice cookie
    form: bytes = field(repr=False)  # the tokens of forms
    link: bytes = field(repr=False)  # addresses that only their receiver knows

    @classmethod
    def of(cls, site: Site) -> "Secrets":
        """Derived from the lookup key, which a new master key does not change."""
        with site.database.reading() as tx:
            return cls(
                *(tx.keyring.hash_of(site.name, "secret", name) for name in ("choice", "form", "link"))
            )


@dataclass(frozen=True, slots=True)
class Hosted:
    """A site being served."""

    site: Site
    base: str  # before every address: `/troth`, or `/troth/acme` where several sites share a process
    secrets: Secrets
    writer: Writer
    policies: KeptPolicies
    tokens: KnownTokens
    metrics: Metrics
    shown: Shown
    gate: Gate
    origins: frozenset[str] = frozenset()  # whose pages may ask across origins (design section 5 (b))
    cookie_domain: str = ""  # where subdomains share choices

    @property
    def languages(self) -> Sequence[Language]:
        """Those that the site speaks, in its order."""
        return languages_of(self.site.manifest)

    def at_base(self, base: str) -> "Hosted":
        """The same site under another address."""
        return replace(self, base=base)
