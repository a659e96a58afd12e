"""The reference page of the server: every address, and every metric, from the lists that the server runs."""

import re

from troth.web.hosted.metrics import METRICS
from troth.web.request.ways import Guard, Way
from troth.web.routes import ROUTES

_HEAD = """\
# Addresses

<!-- Made from the list in src/troth/web/routes.py and the table in hosted/metrics.py: change it there. -->

Below the site's base, which is `/troth` unless `troth serve --base` says otherwise.
Where one server has several sites, each stands below `/troth/NAME`, and below `/troth` of its own host.
`{…}` stands for one part of the address.
A form must come from a page of the site: by `Sec-Fetch-Site` or `Origin`, else by the token in the form.

| address | method | for | what it does |
| --- | --- | --- | --- |"""

_BESIDE = """\

Beside them, at the root, and no proxy need pass them on:

| address | what it tells |
| --- | --- |
| `/healthz` | the process answers |
| `/readyz` | every site's database can be read; else 503, and which cannot |
| `/metrics` | the table below, as Prometheus reads it |
| `/.well-known/gpc.json` | the same as below the base |

## Metrics

| name | what it counts |
| --- | --- |"""

_FORM = re.compile(r":[a-z]+\}")
_WHO = {Guard.OPEN: "everybody", Guard.FORM: "pages of the site"}


def reference() -> str:
    """The page `docs/reference/addresses.md`."""
    rows = [_row(way) for way in ROUTES]
    metrics = [f"| `{name}` | {said} |" for name, said in METRICS.items()]
    return "\n".join([_HEAD, *rows, _BESIDE, *metrics, ""])


def _row(way: Way) -> str:
    who = _WHO.get(way.guard) or f"tokens with `{way.scope.value if way.scope else ''}`"
    told = (way.show.__doc__ or "").strip().splitlines()[0]
    return f"| `{_FORM.sub('}', way.path)}` | {way.method} | {who} | {told} |"
