"""Why a datum is frozen: what is not known about it, or not decided yet."""

from enum import IntEnum


class Unknown(IntEnum):
    """
    One reason each. Of several claims the greatest state counts, of the parts of a claim the least; between
    equal ones the same order decides which reason is told, so that each frozen datum has exactly one.
    """

    CLOCK_MISSING = 1  # the column that starts the period is NULL, or the record it is read from is not there
    CLOCK_IMPLAUSIBLE = 2  # it holds an instant that stands for nothing (zeros, 9999-12-31)
    CLOCK_UNDECLARED = 3  # the table has no clock of that name
    CONDITION = 4  # whether the event has come cannot be said: a column of `open_while` is NULL
    NOTED = 5  # it was unknown already when an act noted what the clock showed
    PROPOSED = 6  # the period is only proposed
    LEDGER = 7  # no decision is recorded, and the ledger of consents is not declared complete
    NO_KEY = 8  # the record has no key of the type that decides over the consent
    DECISION = 9  # the column that keeps the decision is NULL
    OUTGROWN = 10  # the wording was outgrown, and may be asked again
    UNDECIDED = 11  # an objection, or the balance that an erasure opened, is being weighed
    CREATED = 12  # nobody can say whether the record existed when an erasure was granted
    NO_SUBJECT = 13  # the record is tied to nobody, and no clock of its own ends the claim
    DOUBT = 14  # whose it is, is in doubt
    KIND = 15  # of which kind the record is cannot be said
    NO_KIND = 16  # it is of no declared kind
    UNSETTLED = 17  # what its kind is for is not settled
    STORE_DOWN = 18  # a store is down that would tell
    RESTRICTED = 19  # the person had its use restricted: known, and meant (GDPR Art. 18)
    BEHIND = 20  # Troth's own database was put back from an older copy
    WORDS = 21  # it is ended by words that nobody accepted yet
