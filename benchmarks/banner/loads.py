"""How soon a banner can be used: cold loads, each in a fresh browser context, on two profiles."""

import gzip
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser

from benchmarks.banner.peers import Peer

LOADS = 11
PATIENCE_MS = 20_000
_VIEWPORT = {"width": 1280, "height": 800}

# The first frame in which the refusal can be clicked, beside the first frame that is painted. Asked in each
# frame before it is painted, so a banner that stands in the first painted frame is usable no later than it.
_WATCHES = """(() => {
  const look = () => {
    const one = document.querySelector(%r);
    if (one) {
      const box = one.getBoundingClientRect();
      const hit = box.width && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      if (hit && (one === hit || one.contains(hit))) { globalThis.usableAt = performance.now(); return; }
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  globalThis.moved = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) moved += one.value })
    .observe({type: 'layout-shift', buffered: true});
})()"""
_SEEN = """[globalThis.usableAt ?? 0, performance.getEntriesByName('first-paint')[0]?.startTime ?? 0,
  globalThis.moved]"""


@dataclass(frozen=True, slots=True)
class Profile:
    """A machine and a network."""

    name: str
    cpu_slowdown: int = 1
    bytes_per_second: int = -1
    latency_ms: int = 0


FAST = Profile("fast")
SLOW = Profile("slow", 4, 200_000, 150)  # 4 × CPU, 1.6 Mbit/s, 150 ms


@dataclass(frozen=True, slots=True)
class Load:
    """One cold load, in milliseconds after navigation."""

    usable: float
    painted: float
    moved: float  # layout shift

    @property
    def is_in_first_frame(self) -> bool:
        """Whether the banner could be used in the first frame that was painted."""
        return self.usable <= self.painted


def load(browser: Browser, address: str, peer: Peer, profile: Profile) -> Load:
    """One cold load."""
    context = browser.new_context(viewport=_VIEWPORT)  # type: ignore[arg-type]  # a plain mapping will do
    try:
        context.add_init_script(_WATCHES % peer.refuse)
        page = context.new_page()
        if profile is not FAST:
            devtools = context.new_cdp_session(page)
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": profile.cpu_slowdown})
            network: dict[str, Any] = {"offline": False, "latency": profile.latency_ms}
            network |= {
                "downloadThroughput": profile.bytes_per_second,
                "uploadThroughput": profile.bytes_per_second,
            }
            devtools.send("Network.enable")
            devtools.send("Network.emulateNetworkConditions", network)
        page.goto(address + peer.path, timeout=PATIENCE_MS)
        for _ in range(PATIENCE_MS // 50):
            page.wait_for_timeout(50)
            usable, painted, _moved = page.evaluate(_SEEN)
            if usable and painted:
                break
        page.wait_for_timeout(100)  # whatever moves, moves now
        usable, painted, moved = page.evaluate(_SEEN)
        return Load(usable or PATIENCE_MS, painted, moved)
    finally:
        context.close()


def loads(browser: Browser, address: str, peers: list[Peer], profile: Profile) -> dict[str, list[Load]]:
    """So many loads of each, in turn, so that a noisy moment meets all of them."""
    found: dict[str, list[Load]] = {peer.name: [] for peer in peers}
    for peer in peers:
        load(browser, address, peer, profile)  # the browser and the server are warm from here on
    for _ in range(LOADS):
        for peer in peers:
            found[peer.name].append(load(browser, address, peer, profile))
    return found


def usable(found: list[Load]) -> float:
    """The median of when it could be used."""
    return median(one.usable for one in found)


def kilobytes(*parts: bytes) -> float:
    """As they travel: each gzip -9, in kB."""
    return sum(len(gzip.compress(part, 9)) for part in parts) / 1000
