"""The sentences that a goal gives: each target with what was done of it, the completion, and the report's own statements.

A sentence quotes the clauses of its figures. What stands besides them is a verdict that follows from two quoted figures,
or a word that introduces the quote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from assistant.attainment import Attained, Located, attainments
from assistant.clauses import clause_spans, trim
from assistant.drafting.choosing import Source
from assistant.drafting.plan import Cited, Planned, Said, Wording, cited, whole
from assistant.evidence import Passage, passages_of, plain
from assistant.targets.repairing import member_of, repaired
from assistant.targets.writing import verdict
from assistant.writer import Place, Writer
from corpus import Figure, find_periods, fold

_UNIT_OF_LABEL = re.compile(r"\s*[(（]\s*[%％]\s*[)）]\s*")
_NO_FIGURE = ("period", "date", "document_no")
AIM = "目标为"


def pairs_of(source: Source) -> list[Attained]:
    """The targets of a goal with the actuals that answer them; none where the months asked for are those of a quarter."""
    if not source.is_cumulative:
        return []
    found = (repaired(item, "") for item in attainments(source.document, source.goal))
    return [item for item in found if item.actual is not None]


def open_targets(source: Source) -> list[Located]:
    """The targets that no figure of the report answers."""
    found = (repaired(item, "") for item in attainments(source.document, source.goal))
    return [item.target for item in found if item.actual is None]


def pair_sentences(items: Sequence[Attained], *, with_excess: bool) -> list[Planned]:
    """`目标为…[1]；…[2]，尚未达到目标，还差 12 个`; pairs that the same clauses hold share a sentence."""
    groups: list[list[Attained]] = []
    for item in items:
        if groups and _holds(item, groups[-1][-1]):
            groups[-1].append(item)
        else:
            groups.append([item])
    return [_pair_sentence(group, with_excess=with_excess) for group in groups]


def _holds(item: Attained, other: Attained) -> bool:
    """Whether the clauses of a pair hold those of the one before: 不少于 10 个，其中联动不少于 2 个."""
    return all(
        own.place == theirs.place and own.start <= theirs.start and theirs.end <= own.end
        for own, theirs in zip(proofs(item), proofs(other), strict=True)
    )


def _pair_sentence(items: Sequence[Attained], *, with_excess: bool) -> Planned:
    target, actual = proofs(items[-1])
    start: Wording = (Said(AIM), target, Said("；"), actual)
    aim, done = whole(items[-1].target.passage), whole(_actual(items[-1]).passage)
    verdicts = _verdicts(items, with_excess=with_excess)
    said = tuple((*start, Said("，"), verdict_said) for verdict_said in verdicts)
    return Planned((*said, start, (Said(AIM), aim, Said("；"), done)))


def _verdicts(items: Sequence[Attained], *, with_excess: bool) -> list[Said]:
    """What follows from the figures, with the difference and without; nothing where the clauses hold several members."""
    statuses = {item.status for item in items}
    if len(statuses) > 1 or "unknown" in statuses:
        return []
    is_met = statuses == {"met"}
    if len(items) > 1:
        return [Said("均已达到目标" if is_met else "均未达到目标")]
    item = items[0]
    if member_of(item.target) or member_of(_actual(item)):
        return []
    writer = Writer()
    full = re.split("（", verdict(item, writer), maxsplit=1)[0]
    bare = Said(full.split("，")[0])
    return [Said(full, tuple(writer.figures)), bare] if not is_met or with_excess else [bare]


def _clause(item: Located) -> Cited:
    """The clause that states a figure, as a quote, with the months right before it."""
    return clause(item.passage, [item.figure])


def clause(passage: Passage, figures: Sequence[Figure]) -> Cited:
    """The clauses that state the figures, as a quote, with the months right before them (截至 6 月底，…)."""
    start, end = trim(passage, figures)
    before = next((span for span in clause_spans(passage) if span[1] == start), None)
    if before and _names_months_alone(passage.cell.text[slice(*before)]):
        start = before[0]
    return cited(passage, start, end)


def _names_months_alone(text: str) -> bool:
    found = find_periods(text)
    return bool(found) and not plain(text[: found[0].start]) and not plain(text[found[-1].end :])


def _actual(item: Attained) -> Located:
    assert item.actual is not None
    return item.actual


def is_missed(item: Attained) -> bool:
    """Whether a target is known not to be reached."""
    return item.status == "not_met"


def proofs(item: Attained) -> tuple[Cited, Cited]:
    """The clauses that show whether a target is reached."""
    return _clause(item.target), _clause(_actual(item))


def completion_sentence(source: Source) -> Planned | None:
    """`专项债项目储备累计完成工作量 60%[1]`; None where the report doesn't say, or the year so far isn't asked for."""
    found = completion(source) if source.is_cumulative else None
    if found is None:
        return None
    return Planned(((Said(completion_label(source)), found),))


def completion_label(source: Source) -> str:
    """The goal and the header of its completion without the unit: `专项债项目储备累计完成工作量 `."""
    cell = source.goal.cell("completion_pct")
    return f"{source.goal.name}{_UNIT_OF_LABEL.sub('', cell.label if cell else '').strip()} "


def completion(source: Source) -> Cited | None:
    """The completion that the report gives, with the sign that its header may hold instead of the cell."""
    cell = source.goal.cell("completion_pct")
    if cell is None or not any(figure.kind == "percent" for figure in cell.figures):
        return None
    text = cell.text.strip()
    start = cell.text.index(text)
    shown = text if "%" in fold(text) or len(text.split()) > 1 else f"{text}%"
    place = Place(source.document, source.goal, cell)
    return Cited(place, start, start + len(text), shown=shown)


def target_sentences(source: Source, *, numbered_only: bool, opening: str = "") -> list[Planned]:
    """The demands of the criteria, each statement whole; those with a target in figures alone where asked."""
    passages = _passages(source, "criteria")
    if numbered_only:
        passages = [p for p in passages if any(f.role == "target" for f in p.figures)] or passages[:1]
    return [Planned((_opened(p, opening),), item=p.statement.item) for p in passages]


def _opened(passage: Passage, opening: str) -> Wording:
    """The statement behind the opening, which says of its figures that they are demanded."""
    return (Said(opening), whole(passage)) if opening and measured(passage) else (whole(passage),)


def open_target_sentences(source: Source) -> list[Planned]:
    """The clauses of the targets that no figure answers."""
    clauses = dict.fromkeys(_clause(item) for item in open_targets(source))
    return [Planned(((Said(AIM), clause),)) for clause in clauses]


def progress_passages(source: Source) -> list[Passage]:
    """The statements of the progress; headings of items are left to the statement behind them."""
    cell = source.progress
    if cell is None:
        return []
    return [p for p in passages_of(source.document, source.goal, cell) if plain(p.text) and not is_lead(p)]


def is_lead(passage: Passage) -> bool:
    """Whether the statement is but the heading of its item."""
    return bool(passage.statement.lead) and plain(passage.statement.lead) == plain(passage.text)


def statement_sentence(passage: Passage, *, left: Sequence[Figure] = ()) -> Planned:
    """A statement of the progress, verbatim; with the heading of its item where that stands right before it.

    Where the draft shows the other figures of it already, only the clauses of those `left` are quoted.
    """
    alone: Wording = (whole(passage),)
    short: Wording = (clause(passage, left),) if left else alone
    lead = _lead_before(passage)
    wordings = ((lead, Said("。"), *short), short, alone) if lead else (short, alone)
    return Planned(tuple(dict.fromkeys(wordings)), item=passage.statement.item)


def _lead_before(passage: Passage) -> Cited | None:
    mates = passages_of(passage.document, passage.goal, passage.cell)
    before = next((m for m in reversed(mates) if m.statement.start < passage.statement.start), None)
    if before is None or before.statement.item != passage.statement.item or not is_lead(before):
        return None
    return whole(before)


Key = tuple[str, int, str, str, int]


def left_to_tell(source: Source, items: Sequence[Attained]) -> list[tuple[Passage, list[Figure]]]:
    """The statements of the progress that the sentences of these pairs don't show, or not in full.

    With each come the figures that are left, none where nothing of it was shown.
    """
    seen: dict[Key, list[Cited]] = {}
    for item in items:
        seen.setdefault(_actual(item).passage.key, []).append(_clause(_actual(item)))
    told = []
    for passage in progress_passages(source):
        spans = seen.get(passage.key, [])
        left = [f for f in measured(passage) if not any(s.start <= f.start < s.end for s in spans)]
        if left or not spans:
            told.append((passage, left if spans else []))
    return told


def measured(passage: Passage) -> list[Figure]:
    """The figures of a statement that measure something."""
    return [f for f in passage.figures if f.kind not in _NO_FIGURE and isinstance(f.value, Decimal)]


def bounded(passages: Sequence[Passage], *, most: int) -> list[Passage]:
    """As many statements as fit in so many characters, in their order: one of each item first, those with figures first."""
    groups = [list(group) for _, group in groupby(passages, key=lambda p: p.statement.item)]
    firsts = [next((p for p in group if measured(p)), group[0]) for group in groups if group[0].statement.item]
    kept: list[Passage] = []
    for passage in dict.fromkeys([*firsts, *sorted(passages, key=lambda p: not measured(p))]):
        if kept and sum(len(p.text) for p in kept) + len(passage.text) > most:
            break
        kept.append(passage)
    return [p for p in passages if p in kept]


def _passages(source: Source, column: str) -> list[Passage]:
    cell = source.goal.cell(column)
    if cell is None:
        return []
    return [p for p in passages_of(source.document, source.goal, cell) if plain(p.text) and not is_lead(p)]
