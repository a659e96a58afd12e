"""
Very many requests from one address at once: a program, so that what it takes of the processor is not the visitor's.

`python -m tests.web.process.flood HOST PORT`: prints how many answers there were of each status, as JSON.
"""

import json
import os
import re
import socket
import sys
import threading
from collections import Counter

REQUESTS, CONNECTIONS, AHEAD = 10_000, 20, 100
ADDRESS = "127.0.0.3"
HEAD = re.compile(rb"HTTP/1\.1 (\d{3})[^\0]*?\r\n\r\n")


def flood(host: str, port: int, count: int, statuses: Counter[str], lock: threading.Lock) -> None:
    """So many requests over one connection, as fast as they are answered, a hundred ahead of the answers."""
    request = f"GET /troth/choice HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode()
    own: Counter[str] = Counter()
    with socket.create_connection((host, port), source_address=(ADDRESS, 0)) as connection:
        for _ in range(0, count, AHEAD):
            connection.sendall(request * AHEAD)
            rest, seen = b"", 0
            while seen < AHEAD:
                rest += connection.recv(1 << 16)
                found = [*HEAD.finditer(rest)]
                seen += len(found)
                own.update(one[1].decode() for one in found)
                own["told to wait"] += sum(b"retry-after" in one[0].lower() for one in found)
                rest = rest[found[-1].end() :] if found else rest
    with lock:
        statuses.update(own)


def main(host: str, port: str) -> None:
    os.nice(10)  # elsewhere it would have a processor of its own
    statuses: Counter[str] = Counter()
    lock = threading.Lock()
    of_one = (host, int(port), REQUESTS // CONNECTIONS, statuses, lock)
    threads = [threading.Thread(target=flood, args=of_one) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.stdout.write(json.dumps(statuses))


if __name__ == "__main__":
    main(*sys.argv[1:])
