"""The kinds of drafts: which sentences of which goals, in which order, under which headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

from assistant.attainment import Attained
from assistant.drafting.choosing import Source
from assistant.drafting.comparison import comparison_blocks
from assistant.drafting.naming import called, shared
from assistant.drafting.plan import Cited, Plan, Planned, PlannedBlock, Said, heading, marks_only
from assistant.drafting.record import Brief, Kind, Length
from assistant.drafting.sentences import (
    AIM,
    bounded,
    completion_sentence,
    is_missed,
    left_to_tell,
    open_target_sentences,
    pair_sentences,
    pairs_of,
    progress_passages,
    proofs,
    statement_sentence,
    target_sentences,
)

_ENDLESS = 100_000


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of a goal a length shows: characters of the progress, and whether by how much a target is exceeded."""

    progress: int
    with_excess: bool
    all_targets: bool


EXTENTS: Mapping[Length, Extent] = MappingProxyType(
    {
        "short": Extent(0, with_excess=False, all_targets=False),
        "medium": Extent(400, with_excess=False, all_targets=False),
        "long": Extent(_ENDLESS, with_excess=True, all_targets=True),
    }
)
_TITLES: Mapping[Kind, str] = MappingProxyType(
    {
        "summary": "目标完成情况小结",
        "topic": "目标完成情况汇报",
        "points": "目标完成情况要点",
        "comparison": "目标完成情况对比",
    }
)


def planned(brief: Brief, sources: Sequence[Source]) -> Plan:
    """The plan of a draft of the goals."""
    blocks = _BUILDERS[brief.kind](sources, brief.length)
    return Plan(_title(brief.kind, sources), tuple(blocks))


def _title(kind: Kind, sources: Sequence[Source]) -> str:
    name = shared(sources)
    goals = {source.goal.name for source in sources}
    if kind == "topic" and len(goals) == 1:
        return f"{name}“{goals.pop()}”情况汇报"
    return f"{name}{_TITLES[kind]}"


def _by_report(sources: Sequence[Source]) -> list[list[Source]]:
    return [list(group) for _, group in groupby(sources, key=lambda source: source.document.doc_id)]


def _sections(sources: Sequence[Source]) -> Iterator[tuple[Source, int, PlannedBlock | None]]:
    """Each goal with the level of its heading, and the heading of its report before the first of several reports."""
    reports = _by_report(sources)
    for group in reports:
        for source in group:
            opens = heading(called(source)) if len(reports) > 1 and source is group[0] else None
            yield source, 2 if len(reports) > 1 else 1, opens


def _block(source: Source, sentences: Sequence[Planned], *, lead: str = "") -> PlannedBlock:
    return PlannedBlock("paragraph", tuple(sentences), lead=lead, goal_id=source.goal_id)


def _summary(sources: Sequence[Source], length: Length) -> Iterator[PlannedBlock]:
    extent = EXTENTS[length]
    if len(_by_report(sources)) == 1 and len(sources) > 1 and length != "short":
        yield PlannedBlock("paragraph", tuple(_overview(sources)), lead="总体情况：")
    for source, level, opens in _sections(sources):
        if opens:
            yield opens
        results = _results(source, extent)
        yield heading(source.goal.name, level=level)
        yield _block(source, results)
        yield _block(source, _progress(source, extent), lead="主要做法和进展：" if results else "")


def _overview(sources: Sequence[Source]) -> Iterator[Planned]:
    """Which goals have reached all targets that could be compared, and which haven't: each proved by its figures."""
    found = [(source, [i for i in pairs_of(source) if i.status != "unknown"]) for source in sources]
    met = [(s, items) for s, items in found if items and not any(map(is_missed, items))]
    missed = [(s, list(filter(is_missed, items))) for s, items in found if any(map(is_missed, items))]
    if met:
        yield Planned(((*_listed(met), Said("可比对的量化指标均已达到目标")),))
    if missed:
        yield Planned(((*_listed(missed), Said("尚有量化指标未达到目标")),))


def _listed(found: Sequence[tuple[Source, Sequence[Attained]]]) -> Iterator[Said | Cited]:
    for position, (source, items) in enumerate(found):
        yield Said(f"{'、' if position else ''}{source.goal.name}")
        yield from marks_only(tuple(dict.fromkeys(proof for item in items for proof in proofs(item))))


def _results(source: Source, extent: Extent) -> list[Planned]:
    """Each target with what was done of it, and the completion; what is demanded where no figure answers."""
    found = pair_sentences(pairs_of(source), with_excess=extent.with_excess)
    if source.is_cumulative and extent.all_targets:
        found += open_target_sentences(source)
    if not found and source.is_cumulative and extent.progress:
        found = target_sentences(source, numbered_only=True, opening=AIM)[:2]
    return [*found, *filter(None, [completion_sentence(source)])]


def _progress(source: Source, extent: Extent) -> list[Planned]:
    """The statements of the progress that aren't shown yet; one at least where nothing else tells of the goal."""
    items = pairs_of(source)
    told = dict(left_to_tell(source, items))
    room = extent.progress or (0 if items else 1)
    chosen = bounded(list(told), most=room) if room else []
    return [statement_sentence(p, left=() if extent.all_targets else told[p]) for p in chosen]


def _topic(sources: Sequence[Source], length: Length) -> Iterator[PlannedBlock]:
    extent = EXTENTS[length]
    several = len(sources) > 1
    for source in sources:
        if several:
            yield heading(_topic_name(source, sources))
        for title, sentences in _topic_parts(source, extent):
            yield heading(title, level=2 if several else 1)
            yield _block(source, sentences)


def _topic_name(source: Source, sources: Sequence[Source]) -> str:
    several = len({s.document.doc_id for s in sources}) > 1
    return f"{called(source)}：{source.goal.name}" if several else source.goal.name


def _topic_parts(source: Source, extent: Extent) -> Iterator[tuple[str, list[Planned]]]:
    items = pairs_of(source)
    missed = [item for item in items if is_missed(item)]
    reached = [item for item in items if not is_missed(item)]
    yield "目标任务", target_sentences(source, numbered_only=not extent.all_targets, opening=AIM)
    done = pair_sentences(reached, with_excess=True)
    yield "完成情况", [*done, *filter(None, [completion_sentence(source)])]
    yield "主要做法和进展", _progress(source, extent)
    yield "存在差距", pair_sentences(missed, with_excess=True)


def _points(sources: Sequence[Source], length: Length) -> Iterator[PlannedBlock]:
    for source, _, opens in _sections(sources):
        if opens:
            yield opens
        yield PlannedBlock("item", tuple(_point(source, length)), lead=f"{source.goal.name}：", goal_id=source.goal_id)


def _point(source: Source, length: Length) -> list[Planned]:
    """What tells most of a goal in a sentence: what is missed, else what is reached, else the first figures."""
    items = sorted(pairs_of(source), key=lambda item: not is_missed(item))
    told = pair_sentences(items if length == "long" else items[:1], with_excess=length == "long")
    if not told:
        told = [statement_sentence(p) for p in bounded(progress_passages(source), most=1)]
    return told if length == "short" else [*told, *filter(None, [completion_sentence(source)])]


def _comparison(sources: Sequence[Source], length: Length) -> Iterator[PlannedBlock]:
    for name, blocks in comparison_blocks(sources, is_full=length != "short"):
        yield heading(name)
        yield from blocks


_BUILDERS: Mapping[Kind, Callable[[Sequence[Source], Length], Iterator[PlannedBlock]]] = MappingProxyType(
    {"summary": _summary, "topic": _topic, "points": _points, "comparison": _comparison}
)
