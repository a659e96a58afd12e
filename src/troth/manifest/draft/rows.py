"""Tables of words are written as rows, not as lists of quoted strings."""


def row(text: str) -> frozenset[str]:
    """The words of a row."""
    return frozenset(text.split())
