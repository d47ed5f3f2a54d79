"""The command line in a process of its own: seconds from start to end, most memory, whether torch was imported.

A process says the last two itself, at exit, in a file: the peak that `wait` reports contains the parent's own memory
from before the program was loaded.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
UNWANTED = "torch"
END_SECONDS = 30  # that it may take to end
_PROBE = """
import atexit, json, re, sys
def tell():
    status = open("/proc/self/status").read() if sys.platform == "linux" else ""
    peak = re.search(r"VmHWM:\\s+(\\d+) kB", status)
    told = {"peak_kib": int(peak[1]) if peak else None, "unwanted": unwanted in sys.modules}
    open(path, "w").write(json.dumps(told))
path, unwanted = sys.argv.pop(1), sys.argv.pop(1)
atexit.register(tell)
from ui.cli import main
main()
"""


@dataclass(frozen=True, slots=True)
class Finished:
    """A process that ended well.

    Seconds of wall clock and of processor time, most memory in MiB (None: not told), and whether it imported torch.
    """

    seconds: float
    processor_seconds: float
    peak_mib: float | None
    imported_unwanted: bool


def run_command(*arguments: str) -> Finished:
    """Run `kaoping` with these arguments in a fresh process and wait for its end.

    Raises subprocess.CalledProcessError where it fails.
    """
    with _told_file() as told:
        before, started = os.times(), time.perf_counter()
        subprocess.run(_command(arguments, told=told), env=environment(), check=True, capture_output=True)
        seconds, after = time.perf_counter() - started, os.times()
        processor = after.children_user + after.children_system - before.children_user - before.children_system
        return _finished(told, seconds=seconds, processor_seconds=processor)


@dataclass(slots=True)
class Server:
    """`kaoping serve` at work; `imported_unwanted` is known once it has ended."""

    process: subprocess.Popen[str]
    url: str
    start_seconds: float
    imported_unwanted: bool | None = None

    def memory_mib(self) -> float | None:
        """What it holds in memory now (RSS); None where the system does not tell."""
        status = Path(f"/proc/{self.process.pid}/status")
        lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), None)


@contextmanager
def served(data: Path) -> Iterator[Server]:
    """The web server over a data folder, on a free port, from when it says its address to the end of the block."""
    with _told_file() as told:
        started = time.perf_counter()
        command = _command(("serve", "--port", "0", "--json", "--data", str(data)), told=told)
        process = subprocess.Popen(
            command, env=environment(), text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        try:
            server = Server(process, _address(process), time.perf_counter() - started)
            yield server
        finally:
            _end(process)
        server.imported_unwanted = _finished(told, seconds=0, processor_seconds=0).imported_unwanted


def environment() -> dict[str, str]:
    """The environment without settings of the product, so that its defaults are measured."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KAOPING_")}
    return kept | {"PYTHONPATH": str(ROOT)}


def _command(arguments: Sequence[str], *, told: Path) -> list[str]:
    return [sys.executable, "-c", _PROBE, str(told), UNWANTED, *arguments]


def _address(process: subprocess.Popen[str]) -> str:
    """The URL that the server writes once questions can be answered. Raises RuntimeError where it ends before that."""
    assert process.stdout
    line = process.stdout.readline()
    if not line:
        raise RuntimeError(f"kaoping serve ended with status {process.wait()} before it said its address")
    return str(json.loads(line)["url"])


def _end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def _told_file() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="kaoping-bench-") as folder:
        yield Path(folder) / "told.json"


def _finished(told: Path, *, seconds: float, processor_seconds: float) -> Finished:
    facts = json.loads(told.read_text(encoding="utf-8"))
    peak = facts["peak_kib"]
    return Finished(seconds, processor_seconds, peak / 1024 if peak else None, bool(facts["unwanted"]))
