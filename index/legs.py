"""The two legs of the search, each brought in step with the truth before it is asked, and their fusion.

A hit is looked up among the chunks of the documents in memory, so what an index still holds of a removed or earlier
version is never returned. A leg whose index can't be mended is left out rather than failing the search.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.chunks import Chunk
from index.fusion import fuse
from index.hits import Filters, Hit
from index.lexical import Lexical
from index.mending import DamagedIndex, Mirror
from index.shelf import Shelf
from index.upkeep import Upkeep

if TYPE_CHECKING:
    from index.vectors import Vectors

POOL = 50  # least number of chunks that each leg contributes to the fusion

logger = logging.getLogger(__name__)
Ranking = list[tuple[str, float]]  # ids of chunks that are there, with the leg's score, best first


class Legs:
    """The search over both indexes; `vectors` is made when the dense leg is first asked."""

    def __init__(
        self,
        upkeep: Upkeep,
        *,
        words: Lexical,
        vectors: Callable[[], Vectors],
        query_vector: Callable[[str], Sequence[float]],
    ) -> None:
        self._upkeep = upkeep
        self._lexical = words
        self._vectors = vectors
        self._query_vector = query_vector

    def fused(self, query: str, *, filters: Filters, limit: int) -> list[Hit]:
        """Both legs, fused by reciprocal rank."""
        pool = max(POOL, 3 * limit)
        lexical = self._words(query, filters=filters, limit=pool)  # first: the query may still be being embedded
        dense = self._dense(query, filters=filters, limit=pool)
        fused = fuse([[identifier for identifier, _ in dense], [identifier for identifier, _ in lexical]])
        return self._hits(fused[: max(limit, 0)], dense=dense, lexical=lexical)

    def dense(self, query: str, *, filters: Filters, limit: int) -> list[Hit]:
        """The dense leg alone; the score is the cosine."""
        ranking = self._dense(query, filters=filters, limit=limit)
        return self._hits(ranking, dense=ranking, lexical=[])

    def lexical(self, query: str, *, filters: Filters, limit: int) -> list[Hit]:
        """The lexical leg alone; the score is BM25."""
        ranking = self._words(query, filters=filters, limit=limit)
        return self._hits(ranking, dense=[], lexical=ranking)

    def _dense(self, query: str, *, filters: Filters, limit: int) -> Ranking:
        def search(shelf: Shelf) -> Ranking:
            needed = _needed(filters, shelf=shelf)
            return self._vectors().search(self._query_vector(query), filters=needed, limit=limit)

        return self._ranking(self._vectors, query=query, search=search)

    def _words(self, query: str, *, filters: Filters, limit: int) -> Ranking:
        def search(shelf: Shelf) -> Ranking:
            return self._lexical.search(query, filters=_needed(filters, shelf=shelf), limit=limit)

        return self._ranking(lambda: self._lexical, query=query, search=search)

    def _ranking(self, mirror: Callable[[], Mirror], *, query: str, search: Callable[[Shelf], Ranking]) -> Ranking:
        """One leg: what its index finds, without what is not, or no longer, in the truth.

        An index that fails is mended once; if it fails again, the other leg must do.
        """
        if not query.strip() or self._upkeep.is_empty():
            return []
        for _ in range(2):
            shelf = self._upkeep.follow(mirror())
            try:
                return [(identifier, score) for identifier, score in search(shelf) if identifier in shelf.places]
            except DamagedIndex as exc:
                logger.warning("%s", exc)
                self._upkeep.distrust(mirror())
        return []

    def _hits(self, ranking: Ranking, *, dense: Ranking, lexical: Ranking) -> list[Hit]:
        places = self._upkeep.shelf().places
        similarities = dict(dense)
        dense_ranks, lexical_ranks = _ranks(dense), _ranks(lexical)
        return [
            _hit(
                places[identifier],
                score=score,
                dense_rank=dense_ranks.get(identifier),
                lexical_rank=lexical_ranks.get(identifier),
                similarity=similarities.get(identifier),
            )
            for identifier, score in ranking
            if identifier in places
        ]


def _needed(filters: Filters, *, shelf: Shelf) -> Filters:
    """The filters without a list of all documents: Chroma takes eight times as long over it as over none."""
    names_all = bool(filters.doc_ids) and set(filters.doc_ids) >= shelf.entries.keys()
    return replace(filters, doc_ids=()) if names_all else filters


def _ranks(ranking: Ranking) -> dict[str, int]:
    return {identifier: rank for rank, (identifier, _) in enumerate(ranking, start=1)}


def _hit(
    chunk: Chunk, *, score: float, dense_rank: int | None, lexical_rank: int | None, similarity: float | None
) -> Hit:
    place = (chunk.doc_id, chunk.goal, chunk.column, chunk.cell, chunk.statement, chunk.level)
    return Hit(*place, score, dense_rank, lexical_rank, similarity)
