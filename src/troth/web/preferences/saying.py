"""One language's view of a site, for the pages of the preference centre. Whatever it gives is safe in HTML."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from troth.claims.facts import Instant
from troth.claims.keys import Key
from troth.manifest.model import Manifest
from troth.manifest.text import ANY_LANGUAGE, Text
from troth.texts import html, preferences
from troth.texts.language import Language, day, listed, typeset
from troth.texts.policy.page import site_name

_MASK = "…"


@dataclass(frozen=True, slots=True)
class Saying:
    """Sentences of ours filled in, and the operator's own words."""

    manifest: Manifest
    language: Language

    def say(self, name: str, /, **filled: object) -> str:
        """A sentence of ours; what is filled in is no HTML."""
        return html.text(preferences.say(name, self.language, **filled))

    def put(self, name: str, /, **filled: str) -> str:
        """A sentence of ours; what is filled in is safe HTML already."""
        return html.text(preferences.template(name, self.language)).format(**filled)

    def words(self, text: Text) -> str:
        """The operator's words, marked where they are in another language."""
        spoken = text.language(self.language)
        told = html.text(typeset(text.in_(self.language), "fr" if spoken == "fr" else self.language))
        is_marked = spoken not in (self.language, ANY_LANGUAGE)
        return f'<span lang="{html.text(spoken)}">{told}</span>' if is_marked else told

    def listed(self, parts: list[str]) -> str:
        """Parts that are safe HTML, in a row."""
        return listed(parts, self.language)

    def site(self) -> str:
        """How the controller calls itself."""
        return html.text(site_name(self.manifest))

    def day(self, at: Instant | date) -> str:
        """The day, in the controller's zone."""
        on = at.astimezone(ZoneInfo(self.manifest.zone)).date() if isinstance(at, Instant) else at
        return html.text(day(on, self.language))

    def hour(self, at: Instant) -> str:
        """The time of day in the controller's zone, which is named."""
        local = at.astimezone(ZoneInfo(self.manifest.zone))
        told = f"{local:%H}\xa0h\xa0{local:%M}" if self.language == "fr" else f"{local:%H:%M}"
        return html.text(f"{told} ({self.manifest.zone})")

    def key(self, key: Key) -> str:
        """By what somebody is known: enough to know one's own address again, too little for another to learn it."""
        words = self.manifest.policy.keys.get(key.type)
        title = html.text(key.type) if words is None else self.words(words.title)
        return f"{title} {html.name(_masked(key))}"

    def channel(self, name: str) -> str:
        """A way of reaching people."""
        found = self.manifest.policy.channels.get(name)
        return html.text(name) if found is None else self.words(found.title)


def _masked(key: Key) -> str:
    local, at, host = key.value.rpartition("@")
    if at:
        return f"{local[:1]}{_MASK}@{host}"
    return f"{_MASK}{key.value[-2:]}"
