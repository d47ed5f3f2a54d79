"""Reciprocal-rank fusion of ranked lists (Cormack, Clarke and Büttcher, SIGIR 2009).

Ranks are fused rather than scores, because a cosine and a BM25 score have no common scale and need no tuning this way.
"""

from __future__ import annotations

from collections.abc import Sequence

RANK_CONSTANT = 60  # the paper's k: how little the very first ranks stand out


def fuse(rankings: Sequence[Sequence[str]], *, rank_constant: int = RANK_CONSTANT) -> list[tuple[str, float]]:
    """Ids with the sum of `1 / (rank_constant + rank)`, best first; ties go to the better rank, then to the id."""
    scores: dict[str, float] = {}
    best: dict[str, int] = {}
    for ranking in rankings:
        for rank, identifier in enumerate(dict.fromkeys(ranking), start=1):
            scores[identifier] = scores.get(identifier, 0.0) + 1 / (rank_constant + rank)
            best[identifier] = min(rank, best.get(identifier, rank))
    return sorted(scores.items(), key=lambda item: (-item[1], best[item[0]], item[0]))
