"""Trying what is quicker where it succeeds, and ever less often where it does not."""

_MOST_FAILURES = 8  # that are counted: then it is tried once in 256


class Trial:
    """Whether to try it: each failure in a row lets more occasions go by."""

    def __init__(self) -> None:
        self._failures = 0
        self._to_pass = 0

    def is_due(self) -> bool:
        """Whether to try it now."""
        self._to_pass -= 1
        return self._to_pass < 0

    def succeeded(self) -> None:
        """It did."""
        self._failures = 0

    def failed(self) -> None:
        """It did not."""
        self._failures = min(self._failures + 1, _MOST_FAILURES)
        self._to_pass = 2**self._failures - 1
