"""What the README shows, runs: commands, their output, make targets, links and the table of settings."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from ui.cli import kaoping
from ui.settings import KEYS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md"))
PROGRAM = '#!/bin/sh\nexec "{python}" -c "from ui.cli import main; main()" "$@"\n'


@dataclass(frozen=True, slots=True)
class Shown:
    """A command of a console block and the lines shown below it; `…` stands for what is left out."""

    command: str
    output: tuple[str, ...]

    @property
    def pattern(self) -> str:
        """What the output must match: a line `…` stands for any lines, one at the end of a line for its rest."""
        lines = (re.escape(line.removesuffix("…")) + (".*" if line.endswith("…") else "") for line in self.output)
        return "".join(r"(?s:.*)" if line == ".*" else line + "\n" for line in lines)


def blocks(language: str) -> Iterator[str]:
    yield from re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)


def shown() -> Iterator[Shown]:
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *output = part.splitlines()
            yield Shown(command, tuple(output))


def commands() -> list[str]:
    """Every `kaoping …` that stands in a block or in the text."""
    prose = re.sub(r"^```.*?^```", "", README, flags=re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    found = [*(entry.command for entry in shown()), *lines, *re.findall(r"`([^`\n]+)`", prose)]
    return [match[0] for text in found if (match := re.search(r"(?<![\w./$~-])kaoping(?= ).*", text))]


def is_serve(command: str) -> bool:
    return command.startswith("kaoping serve")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A path with `kaoping` on it, and an empty data folder."""
    program = tmp_path / "bin" / "kaoping"
    program.parent.mkdir()
    program.write_text(PROGRAM.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    return {
        **os.environ,
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "KAOPING_DATA": str(tmp_path / "data"),
    }


def test_the_console_shows_what_happens(environment: dict[str, str]) -> None:
    for entry in shown():
        if is_serve(entry.command):
            continue
        result = subprocess.run(
            ["bash", "-c", entry.command], cwd=ROOT, env=environment, capture_output=True, timeout=300, check=False
        )
        assert result.returncode == 0, result.stderr.decode()
        assert re.fullmatch(entry.pattern, result.stdout.decode()), f"{entry.command}\n{result.stdout.decode()}"


@pytest.mark.parametrize("command", commands())
def test_commands_are_spelt_right(command: str) -> None:
    called, words = kaoping, shlex.split(command, comments=True)[1:]
    while isinstance(called, click.Group) and words:
        called, words = called.commands[words[0]], words[1:]
    if isinstance(called, click.Group):  # named alone
        return
    try:
        context = called.make_context(called.name, words)
    except click.exceptions.Exit:  # --help
        return
    assert not context.args


def test_every_verb_is_shown() -> None:
    assert {command.split()[1] for command in commands()} == set(kaoping.commands)


def test_the_settings_are_all_there() -> None:
    assert re.findall(r"^\| `(KAOPING_\w+)` \|", README, flags=re.MULTILINE) == list(KEYS)


def test_completion_can_be_switched_on(environment: dict[str, str]) -> None:
    (line,) = re.findall(r"`(eval .+)`", README)

    result = subprocess.run(
        ["bash", "-c", f"{line} && complete -p kaoping"], env=environment, capture_output=True, timeout=60, check=False
    )

    assert b"_kaoping_completion" in result.stdout, result.stderr.decode()


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))

    named = set(re.findall(r"(?:^|`)make ([a-z]+)", README, flags=re.MULTILINE))

    assert {"serve", "test"} <= named <= targets


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) < 150


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_architecture_names_what_there_is() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py"))

    missing = [name for name in re.findall(r"`(test_\w+)`", page) if f"def {name}(" not in tests]
    modules = re.findall(r"`((?:corpus|index|assistant|ui)\.\w+)`", page)

    assert missing == []
    paths = {name: ROOT / name.replace(".", "/") for name in modules}
    assert [name for name, path in paths.items() if not (path.is_dir() or path.with_suffix(".py").exists())] == []
