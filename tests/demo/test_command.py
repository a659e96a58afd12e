"""`troth demo` as somebody runs it: to its end, interrupted, and where it cannot work."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from troth.cli.main import main

# No socket at all: whoever would reach for the network fails at once.
WITHOUT_NETWORK = """
import socket, sys
class Refused(socket.socket):
    def __init__(self, *_args, **_kwargs): raise AssertionError("the network was asked for")
socket.socket = socket.SocketType = Refused
from troth.cli.main import main
main(sys.argv[1:], prog_name="troth")
"""


def run(*words: str, **environ: str) -> Result:
    return CliRunner().invoke(main, ["demo", *words], env={"LANG": "C", **environ})


def started(tmp: Path, *words: str) -> subprocess.Popen[str]:
    environment = os.environ | {"TMPDIR": str(tmp), "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "troth.cli.main", "demo", *words]
    return subprocess.Popen(
        command,
        env=environment,
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=_heed_ctrl_c,
    )


def _heed_ctrl_c() -> None:
    """Whoever runs the tests in the background has them, and their children, ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_once_does_all_and_leaves_nothing_and_asks_for_no_network(tmp_path: Path) -> None:
    """The whole shop, as `make demo` runs it."""
    environment = os.environ | {"TMPDIR": str(tmp_path), "TROTH_DATABASE": "sqlite:////nowhere/at/all.db"}
    command = [sys.executable, "-c", WITHOUT_NETWORK, "demo", "--once", "--lang", "en"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "5,000 customers" in ended.stdout
    for promised in ("No error", "archived until", "held for a dispute", "until somebody decides", "Goodbye"):
        assert promised in ended.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_it_cleanly(tmp_path: Path, sent: signal.Signals) -> None:
    process = started(tmp_path, "--customers", "20")
    assert process.stdout is not None
    line = next(line for line in process.stdout if "http://" in line)
    found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
    assert found is not None
    process.send_signal(sent)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")
    assert "Goodbye" in out
    assert list(tmp_path.iterdir()) == []
    socket.create_server(("127.0.0.1", int(found[1]))).close()


def test_ctrl_c_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    process = started(tmp_path, "--customers", "2000")
    assert process.stdout is not None
    next(line for line in process.stdout if "accept" in line)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert (process.returncode, "interrupted" in err) == (130, True)
    assert list(tmp_path.iterdir()) == []


def test_a_given_folder_stays(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    ended = run("--once", "--customers", "10", "--folder", str(folder))
    assert ended.exit_code == 0
    assert f"Kept in {folder}" in ended.output
    assert (folder / "pages" / "index.html").is_file()


def test_the_shop_alone_is_where_the_tutorial_begins(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    assert run("--only-shop", "--customers", "10", "--folder", str(folder)).exit_code == 0
    names = sorted(path.name for path in (folder / "maison-tilleul").iterdir())
    assert names == ["mailing.db", "policy.yaml", "shop.db", "stores.yaml"]
    assert run("--only-shop").exit_code == 2


@pytest.mark.parametrize(
    ("lang", "words"), [("fr_FR.UTF-8", "ne peut pas être écrit"), ("en_GB.UTF-8", "cannot be written")]
)
def test_a_folder_that_cannot_be_written_is_told_in_the_language_of_the_desk(
    tmp_path: Path, lang: str, words: str
) -> None:
    (tmp_path / "file").write_text("")
    ended = run("--once", "--folder", str(tmp_path / "file" / "shop"), LANG=lang)
    assert ended.exit_code == 4
    assert words in ended.output


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    ended = run("--once", "--folder", str(tmp_path))
    assert ended.exit_code == 2
    assert "is not empty" in ended.output
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = run("--customers", "10", "--port", port, "--lang", "fr", TMPDIR=str(tmp_path))
    assert ended.exit_code == 4
    assert f"le port {port} de 127.0.0.1 ne peut pas être ouvert" in ended.output
