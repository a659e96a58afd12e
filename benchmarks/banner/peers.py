"""Each banner in its smallest documented set-up: French, one purpose, one blocked script, refuse on the first layer."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.banner.stage import INCLUDED, File
from dev import node

HERE = Path(__file__).parent
TRACKER = "document.cookie = 'tracker=1; path=/; max-age=86400'; globalThis.tracked = true"
_PAGE = (
    '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Atelier</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">{head}</head>'
    "<body>{before}<main><h1>Atelier</h1>{text}</main>{after}</body></html>"
)
_TEXT = "<p>Nous relions des livres à la main, un par un, depuis trente ans.</p>" * 12


@dataclass(frozen=True, slots=True)
class Peer:
    """A banner: what stands in the page, which files it takes, and how it is used from outside."""

    name: str
    head: str
    files: Mapping[str, bytes]  # by path; of the banner and its configuration
    root: str  # selectors: the first layer,
    refuse: str  # its controls,
    accept: str
    more: str
    panel: str  # the second layer,
    reopen: str  # and the way back that it shows by itself; "" where it shows none
    withdraw: str  # by script, or by a selector after "click "
    before: str = ""
    after: str = ""

    @property
    def path(self) -> str:
        """Its page."""
        return f"/{self.name.replace(' ', '-')}"

    def page(self) -> bytes:
        """The page with it."""
        return _PAGE.format(head=self.head, before=self.before, after=self.after, text=_TEXT).encode()


def troths() -> list[Peer]:
    """Ours, included by the server and brought by one script tag; the stage serves its files itself."""
    blocked = '<template data-troth="advertising"><script src="/tracker.js"></script></template>'
    use = {
        "files": {},
        "root": "#troth section",
        "refuse": "#troth section [value=refuse_all]",
        "accept": "#troth section [value=accept_all]",
        "more": "#troth section [name=layer]",
        "panel": "#troth dialog",
        "reopen": "#troth .open a",
        "withdraw": "click #troth .open [value=withdraw]",
        "after": blocked,
    }
    style = '<link rel="stylesheet" href="/troth/troth.css">'
    deferred = '<script defer src="/troth/troth.js"></script>'
    by_tag = '<script async fetchpriority="high" src="/troth/banner.js?lang=fr"></script>'
    return [
        Peer("troth included", style + deferred, before=INCLUDED.decode(), **use),  # type: ignore[arg-type]  # one mapping of several types
        Peer("troth by tag", by_tag, **use),  # type: ignore[arg-type]  # the same
    ]


def others() -> list[Peer]:
    """
    The best open peers, from npm as locked.

    Raises:
        NodeMissing: they cannot be installed.
    """
    modules = node.packages(HERE)

    def taken(prefix: str, package: str, *names: str) -> dict[str, bytes]:
        return {f"/{prefix}/{name}": (modules / package / name).read_bytes() for name in names}

    return [
        Peer(
            "orejime",
            '<link rel="stylesheet" href="/orejime/dist/orejime-standard.css">'
            '<script src="/orejime/config.js"></script>'
            '<script src="/orejime/dist/orejime-standard-fr.js"></script>',
            {
                **taken("orejime", "orejime", "dist/orejime-standard.css", "dist/orejime-standard-fr.js"),
                "/orejime/config.js": (HERE / "set-up" / "orejime.js").read_bytes(),
            },
            ".orejime-Banner",
            ".orejime-Banner-declineButton",
            ".orejime-Banner-saveButton",
            ".orejime-Banner-learnMoreButton",
            ".orejime-Modal",
            "",
            "orejime.manager.declineAll()",
            after='<template data-purpose="stats"><script src="/tracker.js"></script></template>',
        ),
        Peer(
            "vanilla-cookieconsent",
            '<link rel="stylesheet" href="/vcc/dist/cookieconsent.css">'
            '<script defer src="/vcc/dist/cookieconsent.umd.js"></script><script defer src="/vcc/config.js"></script>',
            {
                **taken(
                    "vcc", "vanilla-cookieconsent", "dist/cookieconsent.css", "dist/cookieconsent.umd.js"
                ),
                "/vcc/config.js": (HERE / "set-up" / "vanilla-cookieconsent.js").read_bytes(),
            },
            "#cc-main .cm",
            "#cc-main .cm [data-role=necessary]",
            "#cc-main .cm [data-role=all]",
            "#cc-main .cm [data-role=show]",
            "#cc-main .pm",
            "",
            "CookieConsent.acceptCategory([])",
            after='<script type="text/plain" data-category="stats" src="/tracker.js"></script>',
        ),
        Peer(
            "klaro",
            '<link rel="stylesheet" href="/klaro/dist/klaro.min.css">'
            '<script defer src="/klaro/config.js"></script>'
            '<script defer src="/klaro/dist/klaro-no-css.js" data-config="klaroConfig"></script>',
            {
                **taken("klaro", "klaro", "dist/klaro.min.css", "dist/klaro-no-css.js"),
                "/klaro/config.js": (HERE / "set-up" / "klaro.js").read_bytes(),
            },
            "#klaro .cookie-notice",
            "#klaro .cn-decline",
            "#klaro .cookie-notice .cm-btn-success",
            "#klaro .cn-learn-more",
            "#klaro .cookie-modal",
            "",
            "klaro.getManager().changeAll(false), klaro.getManager().saveAndApplyConsents()",
            after='<script type="text/plain" data-type="text/javascript" data-name="stats" '
            'data-src="/tracker.js"></script>',
        ),
        Peer(
            "tarteaucitron",
            '<script src="/tac/tarteaucitron.min.js"></script><script src="/tac/config.js"></script>',
            {
                **taken(
                    "tac",
                    "tarteaucitronjs",
                    "tarteaucitron.min.js",
                    "tarteaucitron.services.min.js",
                    "css/tarteaucitron.min.css",
                    "lang/tarteaucitron.fr.min.js",
                ),
                "/tac/config.js": (HERE / "set-up" / "tarteaucitron.js").read_bytes(),
            },
            "#tarteaucitronAlertBig",
            "#tarteaucitronAllDenied2",
            "#tarteaucitronPersonalize2",
            "#tarteaucitronCloseAlert",
            "#tarteaucitron",
            "#tarteaucitronIcon button",
            "tarteaucitron.userInterface.respondAll(false)",
        ),
    ]


def files(peers: list[Peer]) -> dict[str, File]:
    """Everything that the stage serves for them."""
    found = {"/tracker.js": File(TRACKER.encode(), "text/javascript")}
    for peer in peers:
        found[peer.path] = File(peer.page())
        for path, content in peer.files.items():
            found[path] = File(content, "text/css" if path.endswith(".css") else "text/javascript")
    return found
