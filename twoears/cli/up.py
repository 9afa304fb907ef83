"""`twoears up`: pages, worker, scheduler and listeners in one process group; Ctrl-C stops all of it."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from types import FrameType

from django.conf import settings

from twoears.cli.saying import err, fail, hint, say
from twoears.team.actions import first_owner, one_time_link

_READY = 60.0  # seconds that the pages may take to come up
_GRACE = 10.0  # seconds that a part may take to stop before it is ended
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG, linux/prctl.h


def up(*, port: int, host: str, open_browser: bool) -> None:
    """Start everything and stay until Ctrl-C, or until a part fails."""
    if not 0 < port < 1 << 16:
        fail(f"There is no port {port}: ports are numbers from 1 to 65535. Choose one: twoears up --port 8642", 2)
    if _taken(host, port):
        fail(f"Port {port} is in use. Stop what runs there, or choose another: twoears up --port {port + 1}")
    hint("Starting. This takes some seconds.")
    parts = {"pages": _start(_pages(host, port)), "worker": _start([sys.executable, "-m", "twoears", "work"])}
    stopping = _stop_on_signals()
    if _wait_until_ready(host, port, parts, stopping):
        _welcome(port, open_browser=open_browser)
    failed = _watch(parts, stopping)
    _stop(parts)
    if failed:
        fail(f"The {failed} stopped by itself. Its last words stand above; twoears doctor may know more.")
    hint("Stopped.")


def _pages(host: str, port: int) -> list[str]:
    where = ["--host", host, "--port", str(port)]
    how = ["--interface", "wsgi", "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "error"]
    return [sys.executable, "-m", "granian", *how, *where, "twoears.wsgi:application"]


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    die_too: Callable[[], None] | None = None
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)

        def die_too() -> None:
            # Killed hard, we cannot stop our parts; the kernel does it.
            libc.prctl(_DIE_WITH_PARENT, signal.SIGTERM)

    # A group of its own: what a part has started itself can be stopped with it, also where the part was killed.
    return subprocess.Popen(command, preexec_fn=die_too, env=os.environ, process_group=0)  # noqa: S603


def _stop_on_signals() -> list[int]:
    caught: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        caught.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, note)
    return caught


def _taken(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def _wait_until_ready(host: str, port: int, parts: dict[str, subprocess.Popen[bytes]], stopping: list[int]) -> bool:
    end = time.monotonic() + _READY
    there = "127.0.0.1" if host in ("0.0.0.0", "") else host  # noqa: S104 asked, not bound
    while time.monotonic() < end and not stopping and all(part.poll() is None for part in parts.values()):
        if _answers(there, port):
            return True
        time.sleep(0.05)
    return False


def _answers(host: str, port: int) -> bool:
    """Whether a page is given: the port is open some seconds before that."""
    asked = HTTPConnection(host, port, timeout=1.0)
    try:
        asked.request("HEAD", "/")
        asked.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        asked.close()
    return True


def _welcome(port: int, *, open_browser: bool) -> None:
    address = f"http://localhost:{port}/?once={one_time_link(first_owner())}"
    say(f"Two Ears keeps everything in {settings.DATA}")
    say("Open this link once, on this machine:")
    say(f"  {address}")
    sys.stdout.flush()
    hint("Ctrl-C stops it.")
    if open_browser and sys.stdout.isatty():
        webbrowser.open(address)


def _watch(parts: dict[str, subprocess.Popen[bytes]], stopping: list[int]) -> str:
    """Wait for a signal or for a part to end; the name of the part that ended by itself."""
    while not stopping:
        for name, part in parts.items():
            # A stop may reach the parts before us: a part may be gone before our own signal is seen.
            if part.poll() is not None:
                time.sleep(0.2)
                return "" if stopping or part.returncode in (0, -signal.SIGINT, 130) else name
        time.sleep(0.2)
    return ""


def _stop(parts: dict[str, subprocess.Popen[bytes]]) -> None:
    for part in parts.values():
        _tell(part, signal.SIGTERM)
    end = time.monotonic() + _GRACE
    for name, part in parts.items():
        try:
            part.wait(max(end - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            err.print(f"The {name} did not stop in time and was ended.")
        _tell(part, signal.SIGKILL)
        part.wait()


def _tell(part: subprocess.Popen[bytes], number: int) -> None:
    """Send a signal to a part and to whatever it has started; nothing where all of them are gone."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(part.pid, number)
