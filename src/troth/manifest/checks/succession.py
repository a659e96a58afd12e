"""Two versions: what a new one may not do to the one before it. Purposes are named once for ever."""

from collections.abc import Sequence

from troth.errors import Place, Problem
from troth.manifest.model import Manifest
from troth.manifest.names import PurposeName
from troth.manifest.problems import problem
from troth.manifest.purposes import Purpose


def check_succession(before: Manifest, after: Manifest, file: str = "policy.yaml") -> Sequence[Problem]:
    """What `after` does to purposes of `before` that no version may do; places are of the file as a whole."""
    place = Place(file, 1, 1)
    return [
        problem(name, place, what)
        for purpose in before.purposes.values()
        for name, what in _wrongs(purpose, _successor(purpose.name, after))
    ]


def _successor(name: PurposeName, after: Manifest) -> Purpose | None:
    if name in after.purposes:
        return after.purposes[name]
    return next((purpose for purpose in after.purposes.values() if name in purpose.was), None)


def _wrongs(old: Purpose, new: Purpose | None) -> list[tuple[str, str]]:
    if new is None:
        return [("purpose-vanished", f"purpose `{old.name}` of the version before has vanished")]
    wrongs = []
    lost = sorted(old.was - new.was - {new.name})
    if lost:
        names = ", ".join(f"`{name}`" for name in lost)
        wrongs.append(("purpose-vanished", f"purpose `{new.name}` no longer says that it was {names}"))
    if old.ended is not None and new.ended is None:
        wrongs.append(("purpose-revived", f"purpose `{old.name}` ended on {old.ended} and is pursued again"))
    was, now = old.wording, new.wording
    if was and now and was.version == now.version and (was.text, was.since) != (now.text, now.since):
        what = f"wording `{was.version}` of purpose `{new.name}` is not what it was"
        wrongs.append(("wording-rewritten", what))
    return wrongs
