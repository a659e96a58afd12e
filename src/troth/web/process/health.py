"""Whether a process lives, and whether it can work: for whoever starts it and whoever sends it requests."""

from collections.abc import Iterable
from http import HTTPStatus

from troth.errors import TrothError
from troth.publication import records
from troth.site import Site
from troth.web.request import answers
from troth.web.request.answers import Answer


def alive() -> Answer:
    """The process answers."""
    return Answer(body=b"ok\n", media_type=answers.TEXT)


def ready(sites: Iterable[Site], *, is_stopping: bool) -> Answer:
    """Whether every site's database can be read, and the process is not about to stop."""
    if is_stopping:
        return answers.as_json({"ready": False, "because": ["stopping"]}, HTTPStatus.SERVICE_UNAVAILABLE)
    down = [site.name for site in sites if not _is_readable(site)]
    if down:
        because = [f"database of {name}" for name in down]
        return answers.as_json({"ready": False, "because": because}, HTTPStatus.SERVICE_UNAVAILABLE)
    return answers.as_json({"ready": True})


def _is_readable(site: Site) -> bool:
    try:
        with site.database.reading() as tx:
            records.numbers(tx, site.name)
    except TrothError:
        return False
    return True
