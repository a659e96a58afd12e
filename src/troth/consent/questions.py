"""What a site asks at an instant: the offers of the manifest in force, each under its wording."""

from collections.abc import Mapping
from datetime import date
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from troth.claims.facts import Instant
from troth.consent.model import Offer, OfferId
from troth.consent.offers import offers
from troth.database import Database
from troth.manifest.model import Manifest
from troth.publication.wordings import manifest_in_force
from troth.site import Site

_Asked = tuple[Manifest, date, Mapping[OfferId, Offer]]
_asked: WeakKeyDictionary[Database, dict[str, _Asked]] = WeakKeyDictionary()


def asked(site: Site, at: Instant) -> Mapping[OfferId, Offer]:
    """Every offer of the site by its id, as it is put at this instant."""
    manifest, day = manifest_in_force(site, at), day_of(site.manifest, at)
    known = _asked.setdefault(site.database, {})
    kept = known.get(site.name)
    if kept is None or kept[0] is not manifest or kept[1] != day:
        found = {offer.id: offer for offer in offers(manifest, day)}
        kept = known[site.name] = manifest, day, found
    return kept[2]


def day_of(manifest: Manifest, at: Instant) -> date:
    """The day of an instant in the controller's zone."""
    return at.astimezone(ZoneInfo(manifest.zone)).date()
