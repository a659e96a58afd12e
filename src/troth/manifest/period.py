"""The length of time that a manifest writes: the one that laws count with (law/period.py)."""

from troth.law.period import Period

__all__ = ["Period"]
