"""The verb `eval`: a set of questions is asked of this program as it is set up, and scored.

The documents of the set go into folders made for the run and deleted after it; the user's own library is neither read nor
written. Each document is read once, and each of its passages embedded once, however many questions are asked over it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from corpus.errors import StoreError
from corpus.files import read_bytes
from corpus.reasons import reason_of
from ui import terminal
from ui.evaluation_lines import below_lines, evaluation_lines
from ui.ingesting import Intake
from ui.usage import ChineseCommand, FilePath
from ui.verbs import DONE, FAILED, common, settings_for
from ui.wiring import Backend

if TYPE_CHECKING:
    from assistant.evaluation import Opened, QuestionSet
    from corpus import Document
    from index import Library

logger = logging.getLogger(__name__)


@click.command("eval", cls=ChineseCommand)
@click.argument("folder", metavar="题集文件夹", type=FilePath())
@common
@click.pass_obj
def evaluate(backend: Backend, *, folder: Path, data: Path | None, as_json: bool) -> int:
    """用题集评测：各类题的正确率、引用、拒答和用时。

    题集文件夹里有 docs.jsonl、questions.jsonl 和所列的文件；可用 floor.json 定下限，低于下限时退出状态为 1。

    评测用临时目录，不读也不写数据目录。
    """
    from assistant.evaluation import evaluate as ask_all
    from assistant.evaluation import read_question_set

    questions = read_question_set(folder)
    with opened_bench(questions, backend=backend, data=data) as bench:
        evaluation = ask_all(questions, open_files=bench.opened, progress=told)
    if as_json:
        terminal.write_json(evaluation.to_json())
    else:
        terminal.write_text(evaluation_lines(evaluation))
    for line in below_lines(evaluation):
        terminal.say(line)
    return FAILED if evaluation.below else DONE


def told(done: int, total: int) -> None:
    """How many questions are answered, on standard error."""
    terminal.say(f"已答 {done} 题，共 {total} 题")


@contextmanager
def opened_bench(questions: QuestionSet, *, backend: Backend, data: Path | None) -> Iterator[Bench]:
    """A bench with the documents of the set, in a folder that is deleted afterwards.

    Raises KaopingError where a document can't be read: its answers would all be wrong for another reason.
    """
    with temporary_folder() as folder:
        # The settings' models, and none of their places: a run must not write where the user's documents are.
        settings = replace(settings_for(data), data=folder / "models", database_url=None, chroma_url=None)
        with closing(backend.open_library(settings)) as library:
            documents = read_documents(questions, backend=backend, library=library)
            yield Bench(documents, folder=folder, models=library, backend=backend)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that is deleted afterwards. Raises StoreError where none can be made."""
    try:
        made = TemporaryDirectory(prefix="kaoping-eval-", ignore_cleanup_errors=True)
    except OSError as exc:
        raise StoreError(f"建不了临时文件夹：{reason_of(exc)}；请检查磁盘，或用 TMPDIR 换一个位置") from exc
    with made as name:
        yield Path(name)


def read_documents(questions: QuestionSet, *, backend: Backend, library: Library) -> dict[str, Document]:
    """Every document of the set by its name there, read as `ingest` reads."""
    with closing(backend.open_reader()) as reader:
        intake = Intake(library, reader=reader, extract=backend.make_extract())
        return {
            file: _read(path or backend.sample_report(), intake=intake, name=file)
            for file, path in questions.paths.items()
        }


def _read(path: Path, *, intake: Intake, name: str) -> Document:
    terminal.say(f"正在读取 {name}")
    return intake.read(read_bytes(path), path=path, tell=logger.debug)


class Bench:
    """The documents of a set, and an assistant over any of them: each time in a new library of its own."""

    def __init__(self, documents: Mapping[str, Document], *, folder: Path, models: Library, backend: Backend) -> None:
        """`models` is the library whose models the others take over."""
        self._documents = documents
        self._folder = folder
        self._models = models
        self._backend = backend
        self._made = 0

    @contextmanager
    def opened(self, files: tuple[str, ...]) -> Iterator[Opened]:
        """An assistant over these documents alone."""
        from assistant.evaluation import Opened

        self._made += 1
        with closing(self._models.beside(self._folder / str(self._made))) as library:
            held: dict[str, Document] = {}
            for file in files:
                held[file] = library.adopt(self._documents[file])
                library.add(held[file])
            yield Opened(self._backend.make_assistant(library), held)
