"""`troth preferences`: links and headers for messages, objections that came by mail or post, and vouching keys."""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from troth.claims.contacts import EMAIL, PHONE, Contacts
from troth.claims.keys import Key
from troth.cli import output
from troth.cli.options import (
    checked_contact,
    format_option,
    language_option,
    now,
    opened,
    site_and,
    site_argument,
    subject_options,
    subjects_of,
    subjects_option,
)
from troth.consent.model import Notice
from troth.consent.notices import text_of
from troth.consent.objecting import object_to_marketing
from troth.errors import Forbidden
from troth.site import Site
from troth.texts.language import chosen
from troth.web.preferences import links, records, ways_out
from troth.web.preferences.saying import Saying

_LAYERS = {"email": "message", "sms": "message", "post": "paper", "phone": "spoken", "counter": "spoken"}
_INLINE = re.compile(r"</?(?:span|code|b|strong)\b[^>]*>")  # tags that part no lines

address_option = click.option(
    "--address",
    default="",
    metavar="URL",
    help="Where the site's pages stand; else /troth below the controller's own address.",
)


class NoSuchKey(Forbidden):
    """No vouching key of this number is in force."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"there is no vouching key {number}, or it was ended: see `troth preferences keys`")


@click.group()
def preferences() -> None:
    """Bring people to their choices, and out: links for messages, headers, objections, vouching keys."""


@preferences.command(
    short_help="Print the link to a person's choices, for messages to that person.",
    epilog="Example: troth preferences link sites/acme --email ana@example.com",
)
@site_argument
@subject_options
@subjects_option
@address_option
@format_option
def link(site: Path, address: str, form: str, **told: Any) -> None:
    """
    Print the link to a person's choices. It shows them, lets them be changed, and works for 90 days.

    Of a list, a CSV file with one line a person: type of key, value, link.
    """
    with opened(site) as ready:
        where, sealer = links.address_of(ready.manifest, address), links.sealer_of(ready)
        _tell(
            _keys(ready, told),
            lambda key: {"link": links.choices_link(sealer, where, key, now())},
            form,
            is_list=told["subjects"] is not None,
        )


@preferences.command(
    short_help="Print the headers that let people leave with one click (RFC 8058).",
    epilog="""\b
Examples:
  troth preferences headers sites/acme --email ana@example.com --purpose newsletter
  troth preferences headers sites/acme --subjects letter.csv --purpose newsletter""",
)
@site_argument
@subject_options
@subjects_option
@click.option("--purpose", metavar="NAME", help="What the message belongs to; without it, all marketing.")
@click.option("--choice", metavar="NAME", help="The choice of the purpose that it belongs to.")
@click.option("--mailto", default="", metavar="ADDRESS", help="An address that takes the same by e-mail.")
@address_option
@format_option
def headers(
    site: Path, purpose: str | None, choice: str | None, mailto: str, address: str, form: str, **told: Any
) -> None:
    """
    Print List-Unsubscribe and List-Unsubscribe-Post for a message to a person. The link in them never expires.

    Both headers must be covered by the message's DKIM signature. Of a list, a CSV file with one line a person.
    """
    with opened(site) as ready:
        where, sealer = links.address_of(ready.manifest, address), links.sealer_of(ready)
        left = links.subscription(ready, purpose, choice, now())
        _tell(
            _keys(ready, told),
            lambda key: links.headers(links.unsubscribe_link(sealer, where, key, left), mailto),
            form,
            is_list=told["subjects"] is not None,
        )


@preferences.command(
    "object",
    short_help="Record an objection to marketing that came by mail, post or telephone.",
    epilog="""\b
Examples:
  troth preferences object sites/acme --by post --phone '06 12 34 56 78'
  troth preferences object sites/acme --by email --email ana@example.com --lang fr""",
)
@site_argument
@click.option("--by", "channel", type=click.Choice(list(_LAYERS)), required=True, help="How it came.")
@click.option("--email", "emails", metavar="ADDRESS", multiple=True, help="An e-mail address.")
@click.option("--phone", "phones", metavar="NUMBER", multiple=True, help="A telephone number, as written.")
@language_option
@format_option
def object_(
    site: Path, channel: str, emails: Sequence[str], phones: Sequence[str], language: str | None, form: str
) -> None:
    """
    Record an objection to marketing, from this instant on, and print its receipt: number, effect, duration.

    No reason and no proof of identity is needed (GDPR Art. 21(2), (3)). It also ends the consents to marketing
    under the same address, and stays on the suppression list when the person is erased.
    """
    with opened(site) as ready:
        people = [
            *(_spelled(ready, EMAIL, text) for text in emails),
            *(_spelled(ready, PHONE, text) for text in phones),
        ]
        if not people:
            raise click.UsageError("nobody is named: write --email or --phone")
        spoken = chosen([language] if language else ready.manifest.policy.languages)
        notice = Notice(spoken, _LAYERS[channel])
        done = object_to_marketing(ready, people, notice, now(), channel)
        if form == "json":
            output.tell_json({"receipt": done.number, "effective": done.at.isoformat(), "until": None})
            return
        receipt = ways_out.objected(Saying(ready.manifest, spoken), done.keys, done.at, done.number)
        output.tell(text_of(_INLINE.sub("", "".join(receipt))))


@preferences.command(
    short_help="Make a key by which the site's application vouches for who is signed in.",
    epilog="Example: troth preferences key sites/acme",
)
@site_argument
@format_option
def key(site: Path, form: str) -> None:
    """
    Make a vouching key and print it, once. Your application signs with it; keep it where its other secrets are.

    Several may be in force, so that one can take the place of another without a gap.
    """
    with opened(site) as ready, ready.database.transaction() as tx:
        number, text = records.make_key(tx, ready.name, now())
    if form == "json":
        output.tell_json({"kid": str(number), "key": text})
        return
    output.tell(f"kid {number}: {text}")


@preferences.command(
    short_help="List the vouching keys that are in force.",
    epilog="Example: troth preferences keys sites/acme",
)
@site_argument
@format_option
def keys(site: Path, form: str) -> None:
    """List the numbers of the vouching keys in force. The keys themselves are not shown again."""
    with opened(site) as ready, ready.database.reading() as tx:
        known = sorted(int(kid) for kid in records.keys_in_force(tx, ready.name))
    if form == "json":
        output.tell_json([str(number) for number in known])
        return
    for number in known:
        output.tell(f"kid {number}")
    if not known:
        output.tell("no vouching key is in force")


@preferences.command(
    "end-key",
    short_help="End a vouching key: what it signed counts no more.",
    epilog="Example: troth preferences end-key sites/acme 1",
)
@site_and("number", "NUMBER", click.IntRange(1))
@format_option
def end_key(site: Path, number: int, form: str) -> None:
    """End the vouching key of this NUMBER, at once and for good."""
    with opened(site) as ready, ready.database.transaction() as tx:
        if not records.end_key(tx, ready.name, number, now()):
            raise NoSuchKey(number)
    if form == "json":
        output.tell_json({"ended": str(number)})
        return
    output.tell(f"vouching key {number} is ended")


def _keys(site: Site, told: Mapping[str, Any]) -> list[Key]:
    """The key of each person, by which the message goes out."""
    people = subjects_of(site.manifest, told["emails"], told["accounts"], told["keys"], told["subjects"])
    if any(len(person) != 1 for person in people):
        raise click.UsageError("a message goes to one address: name each person by one key")
    return [checked_contact(site.manifest, next(iter(person))) for person in people]


def _spelled(site: Site, sort: str, text: str) -> tuple[Key, ...]:
    """An address or number in each form under which a store may hold it."""
    contacts = Contacts.of(site.manifest, now().date())
    type_ = next((one for one, found in contacts.sorts.items() if found == sort), None)
    found = None if type_ is None else contacts.read(type_, text)
    if found is None:
        word = "e-mail address" if sort == EMAIL else "telephone number that this site calls"
        raise click.UsageError(f"what was written is no {word}")
    return found


def _tell(
    people: Sequence[Key], made: Callable[[Key], Mapping[str, str]], form: str, *, is_list: bool
) -> None:
    told = [(key, made(key)) for key in people]
    if form == "json":
        output.tell_json([{"type": key.type, "value": key.value, **parts} for key, parts in told])
        return
    if not is_list:
        for _, parts in told:
            lines = [value if name == "link" else f"{name}: {value}" for name, value in parts.items()]
            output.tell("\n".join(lines))
        return
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["type", "value", *(told[0][1] if told else ())])
    rows.writerows([key.type, key.value, *parts.values()] for key, parts in told)
    output.tell(out.getvalue().rstrip("\n"))
