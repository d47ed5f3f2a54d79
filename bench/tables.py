"""Markdown tables, and the facts of the machine that figures must be read with."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the first column is aligned left, the others right."""
    rule = ["---", *["---:"] * (len(header) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in (header, rule, *rows))


def write(*paragraphs: str) -> None:
    """Write paragraphs to standard output, a blank line after each."""
    sys.stdout.write("".join(f"{paragraph}\n\n" for paragraph in paragraphs))
    sys.stdout.flush()


def report_progress(line: str) -> None:
    """Say on standard error what is being measured."""
    sys.stderr.write(f"… {line}\n")
    sys.stderr.flush()


def machine() -> str:
    """One line: processor, cores, memory, Python and the load average of the last minute."""
    facts = (
        _processor(),
        f"{usable_cores()} 核",
        f"内存 {_memory_gib():.0f} GiB" if _memory_gib() else "",
        f"{platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}",
        f"1 分钟平均负载 {os.getloadavg()[0]:.1f}",
    )
    return "机器：" + "，".join(fact for fact in facts if fact)


def usable_cores() -> int:
    """Cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def share(part: int, whole: int) -> str:
    """`12/31（39 %）`."""
    return f"{part}/{whole}（{100 * part / whole:.0f} %）" if whole else "—"


def _processor() -> str:
    """Name of the processor, "" where the system does not tell."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def _memory_gib() -> float:
    """Memory of the machine in GiB, 0 where the system does not tell."""
    names = os.sysconf_names
    if "SC_PHYS_PAGES" not in names or "SC_PAGE_SIZE" not in names:
        return 0.0
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
