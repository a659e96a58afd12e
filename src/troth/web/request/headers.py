"""The headers of every answer: what a browser may do with it, which is little."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from troth.web.request.answers import HTML, Answer

# No script on any page of ours: where there is none, none can be smuggled in.
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
NOTHING_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

ALWAYS: Mapping[str, str] = MappingProxyType(
    {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        # `no-referrer` would make browsers send `Origin: null` with our own forms.
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-site",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    }
)


def headers(answer: Answer) -> Iterator[tuple[str, str]]:
    """Those of an answer, its own first; a handler's word goes before the house's."""
    own = {name.lower() for name, _ in answer.headers}
    yield from answer.headers
    if answer.body:
        yield "Content-Type", answer.media_type
    if "cache-control" not in own:
        yield "Cache-Control", answer.cache
    if "content-security-policy" not in own:
        yield "Content-Security-Policy", PAGE_POLICY if answer.media_type == HTML else NOTHING_POLICY
    yield from ((name, value) for name, value in ALWAYS.items() if name.lower() not in own)
