"""
What Troth did, recorded for good: append-only, a hash per record, no personal data.

A record can be checked by whoever holds it; a checkpoint kept elsewhere tells when the database was put
back to an older state.
"""

from troth.audit.checkpoint import DatabaseBehind
from troth.audit.model import Body, Entry, Flaw, Json, Record
from troth.audit.records import append, append_all, begin_checkpoint, follow, is_behind, records, verify

__all__ = [
    "Body",
    "DatabaseBehind",
    "Entry",
    "Flaw",
    "Json",
    "Record",
    "append",
    "append_all",
    "begin_checkpoint",
    "follow",
    "is_behind",
    "records",
    "verify",
]
