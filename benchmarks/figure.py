"""One measured figure, and what it is held against."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A value beside its baseline, both measured in the same run on the same machine."""

    name: str  # "access of one person"
    value: float
    unit: str  # "ms", "rows/s", "MB"
    baseline: float | None = None  # in the same unit; none where the value stands for itself
    against: str = ""  # what the baseline is
    at_most: float | None = None  # the bar: value ÷ baseline, or the value itself without a baseline

    @property
    def measured(self) -> float:
        """What is held against the bar."""
        return self.value if self.baseline is None else self.value / self.baseline

    @property
    def is_missed(self) -> bool:
        """Whether there is a bar, and it is missed."""
        return self.at_most is not None and self.measured > self.at_most

    def line(self) -> str:
        """The figure in one line."""
        said = f"{self.name}: {self.value:,.2f} {self.unit}"
        if self.baseline is not None:
            said += f"; {self.against}: {self.baseline:,.2f} {self.unit}; ratio {self.measured:.2f}"
        if self.at_most is not None:
            said += f" (bar {self.at_most:g}: {'MISSED' if self.is_missed else 'met'})"
        return said
