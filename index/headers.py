"""Which column an unknown header is likely to mean: the last resort after rules and content, by likeness of meaning.

It lives here and not with the rules because it needs the embedding model. What it says is a guess: a person confirms it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from corpus import Column, names_other, squeeze
from corpus.columns import column_of

Similarity = Callable[[str, Sequence[str]], list[float]]  # cosines of a text with others

LIKE = 0.9  # least cosine with a known header
APART = 0.01  # by which it must be nearer to it than to any header of what stands beside the goal
KNOWN: dict[Column, tuple[str, ...]] = {
    "goal_name": ("目标名称", "工作任务", "项目名称", "重点工作事项"),
    "criteria": ("考核内容及指标", "考核指标", "年度目标", "评分标准", "工作要求"),
    "attribute": ("指标属性", "目标类型", "指标性质"),
    "deadline": ("完成时限", "完成时间", "时间节点"),
    "quarter_progress": ("二季度完成进度", "本季度进展", "本期完成情况"),
    "cumulative_progress": ("累计完成进度", "进展情况", "完成情况", "工作成效"),
    "completion_pct": ("累计完成工作量(%)", "完成率", "完成比例"),
}
BESIDE = (
    "序号", "责任单位", "牵头领导", "备注", "存在问题", "下一步计划", "联系人", "得分", "依据文件", "所属领域",
)  # fmt: skip


def likely_columns(headers: Iterable[str], *, taken: Iterable[Column], similarity: Similarity) -> dict[str, Column]:
    """The likely column of unknown headers, by squeezed header; each column that isn't taken yet is given once.

    A header that a rule knows is not unknown, even where another header had a better claim to its column.
    """
    free = [column for column in KNOWN if column not in set(taken)]
    ranked: list[tuple[float, str, Column]] = []
    for header in headers:
        if free and column_of(header) == "other" and not names_other(header):
            score, column = max((max(similarity(header, KNOWN[column])), column) for column in free)
            if score >= max(LIKE, max(similarity(header, BESIDE)) + APART):
                ranked.append((score, squeeze(header), column))
    given: dict[str, Column] = {}
    for _, header, column in sorted(ranked, reverse=True):
        if column not in given.values():
            given[header] = column
    return given
