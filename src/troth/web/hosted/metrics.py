"""What Prometheus may know: counts and seconds, by site and route. No address and no path of anybody."""

from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics import MetricWrapperBase

MEDIA_TYPE = CONTENT_TYPE_LATEST


SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
BATCHES = (1, 2, 4, 8, 16, 32, 64)

M = TypeVar("M", bound=MetricWrapperBase)


class Metrics:
    """The metrics of one process. METRICS below says what each means; the reference prints it."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "troth_requests",
            *_said("troth_requests"),
            ["site", "method", "route", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "troth_request_seconds",
            *_said("troth_request_seconds"),
            ["site", "route"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self.limited = Counter("troth_limited", *_said("troth_limited"), registry=self.registry)
        self.decisions = Counter(
            "troth_decisions", *_said("troth_decisions"), ["site"], registry=self.registry
        )
        self.commits = Histogram(
            "troth_commit_acts",
            *_said("troth_commit_acts"),
            ["site"],
            buckets=BATCHES,
            registry=self.registry,
        )
        self.bugs = Counter("troth_bugs", *_said("troth_bugs"), registry=self.registry)

    def text(self) -> bytes:
        """As Prometheus reads them, in the form that `MEDIA_TYPE` names."""
        return generate_latest(self.registry)


METRICS = {
    "troth_requests": "requests answered, by site, method, route and status",
    "troth_request_seconds": "seconds from the first byte of a request to its answer",
    "troth_limited": "requests refused with 429 because their address asked too much",
    "troth_decisions": "decisions committed to the ledger",
    "troth_commit_acts": "acts of people that one commit held",
    "troth_bugs": "requests that ended in a bug of Troth",
}


def _said(name: str) -> tuple[str]:
    return (METRICS[name],)
