"""The report that ships with the product: a real public one, read from a scan."""

from __future__ import annotations

from pathlib import Path


def sample_report() -> Path:
    """Path of the bundled sample report."""
    return Path(__file__).parent / "hangzhou-czj-2021-06.txt"
