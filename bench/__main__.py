"""`python -m bench`: all measurements; Markdown tables to standard output, progress to standard error."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.options import add_options
from corpus import KaopingError


def main() -> int:
    """Measure what is asked for; 1 where the set of questions can't be used."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure speed, memory and retrieval.")
    add_options(parser)
    parser.add_argument(
        "--only", choices=("speed", "load", "folder", "retrieval", "verifying", "figures"), help="measure this alone"
    )
    parser.add_argument("--suites", type=Path, metavar="FILE", help="number and period cases of other projects")
    chosen = parser.parse_args()
    try:
        _measure(chosen)
    except (OSError, KaopingError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _measure(chosen: argparse.Namespace) -> None:
    from bench import (
        figure_suites,
        folder,
        load,
        retrieval,
        speed,
        verifying,
    )  # load seconds of libraries, which --help must not wait for

    if chosen.only in (None, "speed"):
        speed.run(chosen.set, quick=chosen.quick)
    if chosen.only in (None, "load"):
        load.run(chosen.set, quick=chosen.quick)
    if chosen.only in (None, "folder"):
        folder.run(quick=chosen.quick)
    if chosen.only in (None, "retrieval"):
        retrieval.run(chosen.set, quick=chosen.quick)
    if chosen.only in (None, "verifying"):
        verifying.run()
    if chosen.only == "figures" or chosen.suites:
        figure_suites.run(chosen.suites)


if __name__ == "__main__":
    sys.exit(main())
