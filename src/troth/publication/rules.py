"""Whether a version may be published, from which day it holds, and which of those published is in force."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from troth.errors import Forbidden
from troth.publication.model import Despite, Hindrance, Publication

LONGEST_WAIT = timedelta(days=2 * 366)


class NotPublished(Forbidden):
    """The law's rules find errors in these words, and nobody has said why they are published all the same."""

    def __init__(self, hindrances: Sequence[Hindrance]) -> None:
        self.hindrances = tuple(hindrances)
        lines = [f"{one.rule}: {one.what}" for one in hindrances]
        rules = dict.fromkeys(one.rule for one in hindrances)
        mend = f"mend them, or state for one rule why: --despite {next(iter(rules))} --because TEXT"
        super().__init__("\n  ".join(["not published, while check has errors:", *lines, mend]))


class NothingToDespise(Forbidden):
    """A rule was set aside that finds nothing."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        super().__init__(
            f"{rule} finds no error that keeps this version from being published: leave --despite out"
        )


class WrongDay(Forbidden):
    """No version can hold from that day."""


class UnknownChange(Forbidden):
    """A change was to be held material that this version does not make."""

    def __init__(self, name: str, known: Collection[str]) -> None:
        self.name, self.known = name, tuple(known)
        named = ", ".join(self.known) or "none"
        super().__init__(f"this version makes no change `{name}`; its editorial changes are: {named}")


def check_hindrances(found: Iterable[Hindrance], despite: Collection[Despite]) -> None:
    """
    Every hindrance is set aside by its rule, and no other rule is.

    Raises:
        NotPublished: with each hindrance that is not set aside.
        NothingToDespise: a rule is set aside in vain.
    """
    hindrances = list(found)
    rules = {one.rule for one in hindrances}
    for one in despite:
        if one.rule not in rules:
            raise NothingToDespise(one.rule)
    left = [one for one in hindrances if one.rule not in {set_aside.rule for set_aside in despite}]
    if left:
        raise NotPublished(left)


def effective_day(wanted: date | None, stated: date | None, today: date, last: Publication | None) -> date:
    """
    The day from which a new version holds.

    Args:
        wanted: as the person who publishes says.
        stated: as the manifest's edition says; it counts where it is still to come.
        today: in the controller's zone.
        last: the version published before.

    Raises:
        WrongDay: it has passed, lies before the last version's, or years ahead.
    """
    day = wanted or (stated if stated is not None and stated > today else today)
    if day - today > LONGEST_WAIT:
        raise WrongDay(f"{day} lies more than two years ahead: publish this version when it is nearer")
    if day < today:
        raise WrongDay(
            f"{day} has passed, and nobody could read these words on it: take today or later; the day that "
            "the text bears is `edition: {date: …}`, and stands on the page"
        )
    if last is not None and day < last.effective:
        raise WrongDay(
            f"version {last.number} holds from {last.effective} on: a later one cannot hold before it"
        )
    return day


def check_stricter(stricter: Collection[str], editorial: Collection[str]) -> None:
    """A person makes editorial changes material, never the reverse; each must be one that the version makes."""
    for name in stricter:
        if name not in editorial:
            raise UnknownChange(name, editorial)


def in_force(published: Sequence[Publication], on: date) -> Publication:
    """The version that holds on that day; before the first one does, the first."""
    begun = [one for one in published if one.effective <= on]
    return begun[-1] if begun else published[0]


def coming(published: Sequence[Publication], on: date) -> Publication | None:
    """The next version that takes effect after that day."""
    current = in_force(published, on)
    return next((one for one in published if one.effective > on and one.number > current.number), None)
