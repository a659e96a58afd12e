"""`troth demo`: an embedded shop, from `init` to what stays after an erasure, and a page that shows it."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from troth.cli import output
from troth.cli.options import now
from troth.demo import generator, page, story
from troth.demo.telling import say
from troth.errors import Unavailable
from troth.texts.language import Language


@click.command(epilog="Example: troth demo --lang fr")
@click.option("--once", is_flag=True, help="Do everything and end, instead of leaving the page open.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="An empty folder to work in, which stays. Without it: a temporary one, which goes at the end.",
)
@click.option("--keep", is_flag=True, help="Keep the temporary folder, too.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="The port of the page; else a free one."
)
@click.option(
    "--customers",
    type=click.IntRange(3, 100_000),
    default=generator.CUSTOMERS,
    show_default=True,
    help="How many customers the shop has.",
)
@click.option("--only-shop", is_flag=True, help="Make the shop in --folder and stop: the tutorial begins so.")
@click.option(
    "--lang", type=click.Choice(["fr", "en"]), help="French or English; else as LANG says, or English."
)
def demo(
    once: bool,
    folder: Path | None,
    keep: bool,
    port: int,
    customers: int,
    only_shop: bool,
    lang: Language | None,
) -> None:
    """
    Show what Troth does, on a made-up shop with ten years of history. Needs no network and touches nothing of yours.

    It checks the shop's policy, hands one customer her data, explains a datum, plans and carries out her
    erasure, and shows what stays and why; then leaves a page open at an address of this machine.
    """
    language = lang or _language(os.environ.get("LANG", ""))
    stays = folder is not None or keep
    if only_shop and folder is None:
        raise click.UsageError(say("shop_where", language))
    with _interruptible():
        with _folder(folder, keep, language) as place:
            if only_shop:
                story.opened(place, language, now(), output.tell, customers)
                return
            told = story.told(place, language, now(), output.tell, customers)
            page.write(told, place / story.PAGES)
            output.tell("")
            if not once:
                _show(place, port, language, now())
        output.tell(say("kept", language, folder=place) if stays else say("bye", language))


def _show(place: Path, port: int, language: Language, at: datetime) -> None:
    """Leave the shop open until somebody ends it."""
    from troth.web import shop
    from troth.web.process import server

    try:
        listener = server.listening("127.0.0.1", port)
    except server.PortTaken as taken:
        raise Unavailable(say("no_port", language, port=taken.port, reason=taken.reason)) from None
    with shop.opened(place / story.SITE, place / story.PAGES, at) as application:
        told = say("page", language, address=f"{server.address_of(listener)}/")
        server.run(application, listener, ready=lambda: output.tell(told))
        output.tell("")


def _language(lang: str) -> Language:
    return "fr" if lang.lower().startswith("fr") else "en"


@contextmanager
def _folder(given: Path | None, keep: bool, language: Language) -> Iterator[Path]:
    """The folder to work in: the given one, which must be empty, or a temporary one, which goes unless kept."""
    try:
        place = Path(tempfile.mkdtemp(prefix="troth-demo-")) if given is None else given
        place.mkdir(parents=True, exist_ok=True)
        is_empty = not any(place.iterdir())
    except OSError as error:
        where = given or "TMPDIR"
        raise Unavailable(say("no_folder", language, folder=where, reason=error.strerror)) from None
    if not is_empty:
        raise click.UsageError(say("not_empty", language, folder=place))
    try:
        yield place
    finally:
        if given is None and not keep:
            shutil.rmtree(place)


@contextmanager
def _interruptible() -> Iterator[None]:
    """A request to end, as `kill` sends it, is Ctrl-C: nothing is left behind."""

    def ended(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, ended)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
