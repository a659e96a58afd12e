"""Where and how sites are served: what the settings say, per site where they name one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from troth.settings import Settings
from troth.site import Site

BASE = "/troth"


@dataclass(frozen=True, slots=True)
class Deployment:
    """The deployment of one process. Values are by site; under "" stand those of every site."""

    base: str = BASE  # before every address of ours; "" where a host serves nothing else
    rate: float = 20.0
    burst: float = 200.0
    body_seconds: float = 30.0  # in which the whole body of a request must come
    hosts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    origins: Mapping[str, frozenset[str]] = field(default_factory=dict)
    cookie_domains: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: Settings, base: str = BASE) -> "Deployment":
        """As the settings say; `base` is without a slash at its end."""
        return cls(
            base.rstrip("/"),
            settings.rate,
            settings.burst,
            hosts=_by_site(settings.hosts),
            origins=_by_site(settings.origins),
            cookie_domains=_by_site(settings.cookie_domain),
        )

    def hosts_of(self, site: Site) -> frozenset[str]:
        """The host names that lead to this site where several share a process."""
        named = _of(self.hosts, site)
        host = urlsplit(site.manifest.policy.controller.url or "").hostname
        return named or (frozenset([host]) if host else frozenset())

    def origins_of(self, site: Site) -> frozenset[str]:
        """The origins whose pages may ask across origins."""
        return _of(self.origins, site)

    def cookie_domain_of(self, site: Site) -> str:
        """The domain whose subdomains share a choice; "" where each host has its own."""
        return next(iter(sorted(_of(self.cookie_domains, site))), "")


def _of(values: Mapping[str, frozenset[str]], site: Site) -> frozenset[str]:
    return values.get(site.name, frozenset()) | values.get("", frozenset())


def _by_site(text: str) -> Mapping[str, frozenset[str]]:
    """`acme=www.acme.example, *.other`: each value with the site before `=`, or for every site."""
    found: dict[str, frozenset[str]] = {}
    for site, value in _entries(text):
        found[site] = found.get(site, frozenset()) | {value}
    return found


def _entries(text: str) -> Iterator[tuple[str, str]]:
    for entry in text.replace(",", " ").split():
        before, equals, after = entry.partition("=")
        yield (before, after) if equals else ("", before)
