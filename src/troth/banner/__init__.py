"""
What a visitor is asked about trackers: two layers as HTML, the script and style around them.

layer.py    the question, and the way back to it, on every page
panel.py    the choice per purpose
embed.py    what stands in place of content from elsewhere
notice.py   what a form says was shown
assets.py   the built files
script/     their source: TypeScript and CSS (built by dev/banner.py)

It is a low room: it knows the manifest and the texts, no visitor and no server, so that the ledger can
render again what was shown.
"""

from troth.banner.assets import assets, whole_script
from troth.banner.embed import Embed, placeholder
from troth.banner.layer import answered, cached_layer, cookie_names, first_layer, partners, waiting_layer
from troth.banner.model import Addresses, Asked, Assets, offer_name
from troth.banner.panel import panel

__all__ = [
    "Addresses",
    "Asked",
    "Assets",
    "Embed",
    "answered",
    "assets",
    "cached_layer",
    "cookie_names",
    "first_layer",
    "offer_name",
    "panel",
    "partners",
    "placeholder",
    "waiting_layer",
    "whole_script",
]
