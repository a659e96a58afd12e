"""`troth serve`: visitors' pages, the choice and the API, for one site or many."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from troth.cli import output
from troth.cli.options import format_option


@click.command(
    short_help="Serve one site or many: policy, choice, preferences, API.",
    epilog="""\b
Examples:
  troth serve sites/acme
  troth serve sites/acme sites/other --port 8080
  troth serve sites/acme --base / --host 0.0.0.0""",
)
@click.argument("sites", nargs=-1, type=click.Path(path_type=Path), metavar="[SITES]...")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="The port; 0 for a free one.",
)
@click.option("--base", default="/troth", show_default=True, help="The path before every address.")
@format_option
def serve(sites: Sequence[Path], host: str, port: int, base: str, form: str) -> None:
    """
    Serve the pages, the choice and the API of one site, or of many, until told to stop.

    One site answers below /troth; of several, each below /troth/NAME, and below /troth of its own host. Put it
    behind the web server that ends TLS. Many processes may serve one PostgreSQL. On SIGTERM what has begun is
    answered, and the exit code is 0. The log goes to stderr, one JSON object a line, and names nobody.
    """
    from troth.web.hosted import logs
    from troth.web.process import server
    from troth.web.process.app import Application
    from troth.web.process.deployment import Deployment
    from troth.web.process.sites import opened

    if base != "/" and (not base.startswith("/") or not base.isascii()):
        raise click.UsageError("--base is a path: /troth")
    with opened(sites or [Path()], os.environ) as ready:
        settings = ready[0].settings
        listener = server.listening(host, port)
        application = Application(ready, Deployment.of(settings, base))
        logs.prepare()
        at = server.address_of(listener)
        addresses = {one.site.name: f"{at}{one.base}/" for one in application.hosted}
        server.run(application, listener, settings.proxies, lambda: _tell(addresses, form))


def _tell(addresses: Mapping[str, str], form: str) -> None:
    if form == "json":
        output.tell_json(addresses)
        return
    for name, address in addresses.items():
        output.tell(f"{name}: {address}")
