"""The files that a browser takes, as they were built: made from `script/`, checked to be equal by the tests."""

from functools import cache
from pathlib import Path

from troth.banner.model import Assets

BUILT = Path(__file__).with_name("built")


@cache
def assets() -> Assets:
    """The built script and style, and the inline script of pages that a cache keeps."""
    return Assets(*((BUILT / name).read_bytes() for name in ("troth.js", "troth.css", "head.js")))
