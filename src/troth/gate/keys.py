"""By which types of key a site knows people."""

from troth.manifest.model import Manifest


def key_types(manifest: Manifest) -> list[str]:
    """Those that its tables are linked by, those it declares, and those under which a consent counts."""
    linked = {link.key for table in manifest.tables() for link in table.links}
    decide = {purpose.decided_by for purpose in manifest.purposes.values() if purpose.decided_by}
    return sorted({*linked, *manifest.policy.keys, *decide})
