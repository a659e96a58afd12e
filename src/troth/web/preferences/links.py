"""What a message carries: its links to the choices and out, and the headers of one-click unsubscribing (RFC 8058)."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from troth.claims.facts import Instant
from troth.claims.keys import Key
from troth.consent.questions import asked
from troth.errors import ManifestError, Place, Problem
from troth.manifest.model import Manifest
from troth.manifest.names import ChoiceName, PurposeName
from troth.site import Site
from troth.web.tokens.passes import LINK_LIFE, Pass, Scope, Sealer, Subscription

ONE_CLICK = "List-Unsubscribe=One-Click"


class LinkRefused(ManifestError):
    """A link is asked for that would not work."""

    def __init__(self, name: str, what: str, mend: str) -> None:
        super().__init__([Problem(name, _Told("a link", 1, 1), what, mend)])


class _Told(Place):
    """A place that is what somebody asks for."""

    def __str__(self) -> str:
        return self.file


def address_of(manifest: Manifest, given: str = "") -> str:
    """
    Where the site's pages stand, without a slash at the end: as given, else below the controller's own address.

    Raises:
        LinkRefused: it is no https address, which a one-click link has to be (RFC 8058 section 3.1).
    """
    own = urlsplit(manifest.policy.controller.url or "")
    text = (given or (f"{own.scheme}://{own.netloc}/troth" if own.netloc else "")).rstrip("/")
    parts = urlsplit(text)
    is_local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.netloc and (parts.scheme == "https" or (parts.scheme == "http" and is_local)):
        return text
    what = f"`{text}` is no https address" if text else "it is not said where the site's pages stand"
    raise LinkRefused("address-not-https", what, "write --address https://www.acme.example/troth")


def choices_link(sealer: Sealer, address: str, key: Key, at: Instant) -> str:
    """The link to a person's choices, for messages to that person; it works for 90 days."""
    token = sealer.sealed(Pass(Scope.CHOICES, frozenset({key}), (at + LINK_LIFE).replace(microsecond=0)))
    return f"{address}/preferences/{token}"


def unsubscribe_link(sealer: Sealer, address: str, key: Key, subscription: Subscription) -> str:
    """The link out of what a message belongs to; it works for ever."""
    return f"{address}/unsubscribe/{sealer.sealed(Pass(Scope.LEAVE, frozenset({key}), None, subscription))}"


def headers(link: str, mailto: str = "") -> Mapping[str, str]:
    """
    The two headers of a message; both must be covered by its DKIM signature (RFC 8058 section 4).

    Args:
        link: that `unsubscribe_link` made.
        mailto: an address that takes the same by e-mail (RFC 2369), where there is one.
    """
    ways = [f"<{link}>", *([f"<mailto:{mailto}?subject=unsubscribe>"] if mailto else [])]
    return {"List-Unsubscribe": ", ".join(ways), "List-Unsubscribe-Post": ONE_CLICK}


def subscription(site: Site, purpose: str | None, choice: str | None, at: Instant) -> Subscription:
    """
    What a message belongs to, as a link that leaves it names it; all marketing where no purpose is named.

    Raises:
        LinkRefused: the site sends nothing of that name, or nobody can leave it.
    """
    if purpose is None:
        return Subscription()
    known = site.manifest.purposes
    if purpose not in known:
        what = f"there is no purpose `{purpose}`"
        raise LinkRefused("link-unknown-purpose", what, f"write one of {', '.join(known)}")
    named = known[PurposeName(purpose)]
    if choice is not None and choice not in named.choices:
        what = f"purpose `{purpose}` has no choice `{choice}`"
        raise LinkRefused(
            "link-unknown-choice", what, f"its choices are: {', '.join(named.choices) or 'none'}"
        )
    if not named.direct_marketing and all(offer != purpose for offer, _ in asked(site, at)):
        what = f"nobody can unsubscribe from `{purpose}`: it rests on no consent and is no marketing"
        raise LinkRefused("link-leaves-nothing", what, "name the purpose that the message belongs to")
    return Subscription(named.name, None if choice is None else ChoiceName(choice))


def sealer_of(site: Site) -> Sealer:
    """What makes the links of a site."""
    with site.database.reading() as tx:
        return Sealer.of(tx.keyring, site.name)
