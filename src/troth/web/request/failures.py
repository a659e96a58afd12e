"""What a request does wrong, each with its status. What Troth itself may not or cannot do stands in errors.py."""

from http import HTTPStatus


class Refused(Exception):
    """A request that is not carried out; `name` is stable, and a sentence of texts/pages.py."""

    status = HTTPStatus.BAD_REQUEST
    name = "malformed"

    def __init__(self, why: str = "") -> None:
        self.why = why  # for programs and for the log: never a value that came with the request
        super().__init__(why or self.name)


class Malformed(Refused):
    """It cannot be read, or names what does not exist."""


class Outdated(Refused):
    """It answers what is asked no more: a new version came while the page stood open, or a cache kept the page."""

    status, name = HTTPStatus.GONE, "outdated"


class NotFound(Refused):
    """There is nothing at this address."""

    status, name = HTTPStatus.NOT_FOUND, "not_found"


class Foreign(Refused):
    """A form that did not come from a page of this site, or whose token was not made here."""

    status, name = HTTPStatus.FORBIDDEN, "foreign"


class TooLarge(Refused):
    """More bytes than this address takes."""

    status, name = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large"


class TooSlow(Refused):
    """The body did not come in time."""

    status, name = HTTPStatus.REQUEST_TIMEOUT, "too_slow"


class Unauthorised(Refused):
    """No token, or none that is good for this."""

    status, name = HTTPStatus.UNAUTHORIZED, "unauthorised"


class OutOfScope(Refused):
    """The token is good, and not for this."""

    status, name = HTTPStatus.FORBIDDEN, "out_of_scope"
