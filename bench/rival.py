"""LangChain's default retrieval, as its tutorials build it: split the raw text, embed it, take the nearest four.

The embedder is ours, so that the two sides differ in how they cut and search, not in the model.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

CHUNK_SIZE, CHUNK_OVERLAP = 1000, 200  # characters
K = 4


class DefaultRetrieval:
    """An index over the raw text of report files, in a folder of its own."""

    def __init__(self, paths: Iterable[Path], *, embedder: Embeddings, folder: Path) -> None:
        splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP)
        chunks = [chunk for path in paths for chunk in splitter.split_text(path.read_text(encoding="utf-8-sig"))]
        self._store = Chroma.from_texts(chunks, embedding=embedder, persist_directory=str(folder))

    def retrieve(self, query: str) -> list[str]:
        """The texts of the nearest chunks."""
        return [document.page_content for document in self._store.similarity_search(query, k=K)]
