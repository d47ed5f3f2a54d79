"""The options that every measurement takes."""

from __future__ import annotations

import argparse
from pathlib import Path

DEFAULT_SET = Path(__file__).parent.parent / "tests" / "data" / "questions"


def add_options(parser: argparse.ArgumentParser) -> None:
    """`--set` and `--quick`."""
    parser.add_argument("--set", type=Path, default=DEFAULT_SET, metavar="FOLDER", help="folder of the questions")
    parser.add_argument("--quick", action="store_true", help="fewer runs, and the bundled report alone")


def parse_options(program: str, description: str | None) -> argparse.Namespace:
    """The options of one measurement that is run by itself."""
    parser = argparse.ArgumentParser(prog=program, description=description)
    add_options(parser)
    return parser.parse_args()
