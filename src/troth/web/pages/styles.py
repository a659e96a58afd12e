"""The stylesheet of every page of ours, under an address that carries its hash."""

import hashlib

from troth.texts.style import BASE, SERVED

CONTENT = (BASE + SERVED).encode()
NAME = f"style-{hashlib.sha256(CONTENT).hexdigest()[:8]}.css"
