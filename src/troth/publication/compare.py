"""What changed between two versions: of those published, or from the last one to the words in force."""

from dataclasses import dataclass

from troth.claims.diff import Change, changes, not_asked_again, outgrown
from troth.errors import Forbidden
from troth.manifest.model import Manifest
from troth.manifest.names import PurposeName
from troth.publication import records
from troth.publication.model import Publication
from troth.publication.publish import manifest_of
from troth.site import Site


class NoVersion(Forbidden):
    """No such version was published."""

    def __init__(self, number: int | None, count: int) -> None:
        self.number = number
        known = f"versions 1 to {count} are" if count > 1 else "version 1 is" if count else "none is"
        wanted = "no version was published yet" if number is None else f"there is no version {number}"
        super().__init__(f"{wanted}: {known} kept")


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions and every change between them; `to` is none where the words in force are meant."""

    from_: Publication
    to: Publication | None
    before: Manifest
    after: Manifest
    changes: tuple[Change, ...]

    @property
    def material(self) -> frozenset[PurposeName]:
        """The purposes that change materially."""
        return frozenset(one.purpose for one in self.changes if one.is_material and one.purpose is not None)

    @property
    def concerns_everybody(self) -> bool:
        """Whether something material changes that belongs to no purpose: a right, the controller."""
        return any(one.is_material and one.purpose is None for one in self.changes)

    @property
    def outgrown(self) -> frozenset[PurposeName]:
        """The purposes whose consents no longer suffice."""
        return outgrown(self.after, self.changes)

    @property
    def not_asked_again(self) -> frozenset[PurposeName]:
        """Of these, the ones whose wording stays, so that nobody would be asked."""
        return not_asked_again(self.before, self.after, self.changes)


def difference(site: Site, from_: int | None, to: int | None) -> Difference:
    """
    The changes from one version to another.

    Args:
        site: whose versions.
        from_: a number; none: the last one published.
        to: a number; none: the words in force.

    Raises:
        NoVersion: one of them was never published.
    """
    with site.database.reading() as tx:
        published = records.all_publications(tx, site.name)
    one = _found(published, len(published) if from_ is None and published else from_)
    other = None if to is None else _found(published, to)
    before, after = manifest_of(one), site.manifest if other is None else manifest_of(other)
    return Difference(one, other, before, after, changes(before, after))


def _found(published: list[Publication], number: int | None) -> Publication:
    if number is None or not 1 <= number <= len(published):
        raise NoVersion(number, len(published))
    return published[number - 1]
