"""What stands in place of content from elsewhere until a visitor wants it, once or always."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from troth.banner.layer import fields, hidden, site_name, unreachable, words
from troth.banner.model import Addresses, Asked, offer_name
from troth.banner.notice import written
from troth.manifest.canonical import fingerprint
from troth.manifest.model import Manifest
from troth.texts import html
from troth.texts.choice import say, template
from troth.texts.language import Language


@dataclass(frozen=True, slots=True)
class Embed:
    """Content from elsewhere: what it is, where people may see it themselves, and the HTML that shows it."""

    title: str
    address: str  # its page on the web: where "once" leads without script
    markup: str  # safe HTML of the operator's own; it stays in a <template> until there is consent


def placeholder(
    manifest: Manifest, language: Language, offer: Asked, addresses: Addresses, embed: Embed
) -> str:
    """
    A box that says what is missing and why, with two ways to see it; the content itself is inert in it.

    Without script, *once* goes to the content's own page and *always* sends the choice.
    """
    mark = written("embed", language, fingerprint(manifest), [offer.print])
    host = html.name(urlsplit(embed.address).hostname or site_name(manifest))
    purpose = words(offer.title, language)
    text = html.text(template("embed.text", language)).format(host=host, purpose=purpose)
    return (
        f'<div class="troth-embed" lang="{language}" data-troth="{html.text(offer_name(offer))}">'
        f'<form method="post" action="{html.text(addresses.choice)}">'
        f"{fields(language, addresses.back, mark)}"
        f"{hidden(f'offer.{html.text(offer_name(offer))}', 'granted')}"
        f"<p><strong>{html.text(say('embed.title', language, title=embed.title))}</strong></p><p>{text}</p>"
        f'<p class="acts"><a href="{_safe(embed.address)}">{html.text(say("embed.once", language))}</a>'
        f'<button name="act" value="always">{html.text(say("embed.always", language))}</button></p>'
        f"{unreachable(language)}</form><template>{embed.markup}</template></div>"
    )


def _safe(address: str) -> str:
    """An address on the web or within the site; nothing else may stand behind a link."""
    is_within = address.startswith("/") and not address.startswith("//")
    return html.text(address) if address.startswith(("https://", "http://")) or is_within else "#"
