"""
What Troth knows of a person: every fact in force, and the keys that are remembered as one person's.

It gives the claims their facts. What a fact does to a claim is not decided here (docs/explanation/claims.md).
"""

from troth.subjects.identities import all_remembered, kept_records, remember, remembered
from troth.subjects.model import Identity, NewFact
from troth.subjects.records import (
    add_facts,
    all_facts,
    fact_of,
    facts_after,
    facts_for,
    facts_of_holds,
    forget_facts,
    forget_person,
    last_sequence,
)

__all__ = [
    "Identity",
    "NewFact",
    "add_facts",
    "all_facts",
    "all_remembered",
    "fact_of",
    "facts_after",
    "facts_for",
    "facts_of_holds",
    "forget_facts",
    "forget_person",
    "kept_records",
    "last_sequence",
    "remember",
    "remembered",
]
