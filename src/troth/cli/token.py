"""`troth token`: let a program call the API, see which may, and end it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from troth.cli import output
from troth.cli.options import format_option, now, opened, site_and, site_argument
from troth.manifest.period import Period
from troth.web.tokens import records
from troth.web.tokens.model import Scope, Token

LONGEST = Period(months=24)  # a token that nobody renews should not outlive whoever made it


class Length(click.ParamType[Period]):
    """An ISO 8601 period of days, months or years."""

    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        if isinstance(value, Period):
            return value
        try:
            period = Period.parse(str(value))
        except ValueError:
            self.fail(f"`{value}` is not an ISO 8601 period: write P90D or P1Y", param, ctx)
        if period.is_exact or not period.months + period.days:
            self.fail(f"`{value}` is no number of days, months or years: write P90D or P1Y", param, ctx)
        return period


@click.group()
def token() -> None:
    """Let programs call the API, each with a token of its own."""


@token.command(
    short_help="Make a token and print it, once.",
    epilog="""\b
Examples:
  troth token add sites/acme 'newsletter tool' --scope gate
  troth token add sites/acme 'shop counter' --scope consents --for P90D""",
)
@site_and("name", "NAME", click.STRING)
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([scope.value for scope in Scope]),
    multiple=True,
    required=True,
    help="What it may do: ask the gate, or record consents.",
)
@click.option(
    "--for",
    "life",
    type=Length(),
    default="P1Y",
    show_default=True,
    metavar="PERIOD",
    help="How long it is good; two years at most.",
)
@format_option
def add(site: Path, name: str, scopes: Sequence[str], life: Period, form: str) -> None:
    """
    Make a token for a program and print it. Only a keyed hash of it is kept: it cannot be shown again.

    The program sends it as `Authorization: Bearer …`.
    """
    at = now()
    if life.after(at.date()) > LONGEST.after(at.date()):
        raise click.UsageError(f"--for {life} is longer than {LONGEST}: renew the token meanwhile")
    expires = datetime.combine(life.after(at.date()), at.timetz())
    with opened(site) as ready, ready.database.transaction() as tx:
        made, secret = records.add(tx, ready.name, name, [Scope(scope) for scope in scopes], expires, at)
    if form == "json":
        output.tell_json({**_as_json(made, at), "token": secret})
        return
    output.tell(secret)
    output.say(f"token {made.id}, good until {made.expires:%Y-%m-%d}: it is not shown again")


@token.command("list", short_help="List the tokens.", epilog="Example: troth token list sites/acme")
@site_argument
@format_option
def list_(site: Path, form: str) -> None:
    """List every token that was made: what it is for, what it may do, and whether it is still good."""
    at = now()
    with opened(site) as ready, ready.database.reading() as tx:
        found = list(records.all_tokens(tx, ready.name).values())
    if form == "json":
        output.tell_json([_as_json(one, at) for one in found])
        return
    for one in found:
        scopes = ", ".join(sorted(scope.value for scope in one.scopes))
        output.tell(f"{one.id}  {_state(one, at)}  {scopes}  {one.name}")
    if not found:
        output.tell("there is no token")


@token.command(short_help="End a token at once.", epilog="Example: troth token revoke sites/acme 3f9a1c20")
@site_and("id_", "ID", click.STRING)
@format_option
def revoke(site: Path, id_: str, form: str) -> None:
    """End a token at once. A server that runs refuses it within five seconds."""
    with opened(site) as ready, ready.database.transaction() as tx:
        records.revoke(tx, ready.name, id_, now())
    if form == "json":
        output.tell_json({"id": id_, "is_good": False})
    else:
        output.tell(f"token {id_} opens nothing any more")


def _state(one: Token, at: datetime) -> str:
    if one.revoked is not None:
        return f"revoked {one.revoked:%Y-%m-%d}"
    return f"good until {one.expires:%Y-%m-%d}" if one.is_good(at) else f"expired {one.expires:%Y-%m-%d}"


def _as_json(one: Token, at: datetime) -> dict[str, output.Json]:
    return {
        "id": one.id,
        "name": one.name,
        "scopes": sorted(scope.value for scope in one.scopes),
        "created": one.created.isoformat(),
        "expires": one.expires.isoformat(),
        "revoked": None if one.revoked is None else one.revoked.isoformat(),
        "is_good": one.is_good(at),
    }
