"""The verdict on one figure: which figure of the reports it must be, and whether that one bears it out.

A figure is supported by one that agrees in value, period and role and whose words fit; unless another one's words fit
clearly better and it says otherwise: a true number said of the wrong thing is no support. It is contradicted by the
figure that its words fit best. Where nothing fits well enough, the reports don't hold it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.evidence import Key
from assistant.verification.candidates import Candidate
from assistant.verification.derived import attained, bears_out, derivations, targets_of
from assistant.verification.ledger import Entry, Ledger
from assistant.verification.mention import Mention, acts_otherwise, acts_rather, names_rather
from assistant.verification.record import FigureVerdict, Reason
from assistant.verification.sense import is_total, role_of, says_reached, scope_of
from assistant.verification.setting import Setting
from assistant.verification.values import comparable, is_distinctive, lies_as_said, precision, quotes, shown_like
from corpus import fold

SUPPORT, SUPPORT_DISTINCTIVE = 0.3, 0.12  # least likeness of a figure that agrees; less where chance is ruled out
CONTRADICT = 0.5  # least likeness of a figure that says otherwise
CONTRADICT_SLIP = 0.3  # the same where the draft's digits are the report's with a slip of the pen
NAMED = 0.7  # least share of the draft's words that must stand by a figure that says otherwise
ANSWERED = 0.5  # and of the report's in the draft
NEARLY = 0.65  # the same where a noun of the report's stands nowhere in it
MARGIN, MARGIN_DISTINCTIVE = 0.12, 0.2  # by how much words may fit another figure better than the one that agrees
OTHER_UNIT = 0.1  # by how much more where it is counted in another unit
ELSEWHERE = 0.08  # least likeness at which a particular value is taken to be the same one, said of something else

_PART = re.compile(r"[\s,、]*其中")
_CHANGE_WORDS = re.compile(
    r"(?:(?:同比|环比|[比较](?:上年|去年|年初|上季|上月)(?:同期|末|底)?)\s?(?:分别)?\s?)?"
    r"(?:增长|增加|上升|提高|提升|上涨|扩大|下降|减少|降低|回落|压减|压缩|下跌|缩短|延长|高于|低于|偏[多少高低]|多|少)"
    r"[^,;。\d]{0,8}$"
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a figure, the entry that decides, and what the report says instead."""

    verdict: FigureVerdict
    entry: Entry | None = None
    expected: str | None = None
    reason: Reason | None = None
    expression: str = ""


@dataclass(frozen=True)
class Case:
    """A figure of a draft with all figures that it may be, best first."""

    mention: Mention
    setting: Setting
    candidates: Sequence[Candidate]

    @cached_property
    def distinctive(self) -> bool:
        """Whether its value rules chance out."""
        return is_distinctive(self.mention.figure)

    @cached_property
    def comparable(self) -> list[Candidate]:
        """Those that measure the same kind of thing in the same kind of unit, and are what is counted."""
        return [c for c in self.candidates if c.comparable]

    @cached_property
    def rivals(self) -> list[Candidate]:
        """Those that may be meant but say otherwise."""
        likely = (c for c in self.comparable if c.fits and not c.agrees)
        return [c for c in likely if not (c.is_threshold or c.is_passing or c.narrower)]

    @cached_property
    def right(self) -> Candidate | None:
        """The one that the words fit best, of the period, role and scope that the draft speaks of."""
        fitting = [c for c in self.comparable if c.in_place and not c.is_threshold]
        return next((c for c in fitting if not (c.is_passing or c.narrower)), fitting[0] if fitting else None)


def judge(case: Case) -> Judgement:
    """The verdict on a figure of a draft, by itself."""
    return (
        _said_to_be_reached(case)
        or _supported(case)
        or _in_other_unit(case)
        or _contradicted(case)
        or _misplaced(case)
        or Judgement("not_found", _nearest(case), reason="absent")
    )


def judge_again(
    case: Case, first: Judgement, *, supported: Sequence[Entry], statements: Collection[Key], ledger: Ledger
) -> Judgement:
    """The verdict, when it is known which figures bear out the others of the sentence, and which statements hold them."""
    out_of_order = case.mention.rank is not None and first.verdict == "contradicted"
    if first.verdict == "supported" or out_of_order or _said_to_be_reached(case):
        return first
    found = _by_attainment(case, first, supported=supported, ledger=ledger) or _derived(case, supported, ledger)
    if found is None and (first.verdict == "not_found" or first.reason == "metric"):
        found = _beside(case, statements)
    return found or first


def _said_to_be_reached(case: Case) -> Judgement | None:
    """A target, rightly quoted, that the draft says is reached, or isn't, where the report's figures say otherwise."""
    said = says_reached(case.mention)
    compared = case.mention.figure.comparator in ("gt", "lt") and role_of(case.mention) == "target"
    likely = (c for c in case.comparable if c.agrees and c.fits and c.entry.is_demanded)
    best = next((c for c in likely if c.support >= SUPPORT), None)
    if (said is None and not compared) or best is None:
        return None
    item = attained(best.entry)
    if item is None or item.actual is None or item.status == "unknown":
        return None
    if said is None:
        said = item.status == "met" if lies_as_said(case.mention.figure, item.actual.figure) else item.status != "met"
    if (item.status == "met") == said:
        return None
    return Judgement("contradicted", best.entry, item.actual.figure.text, "attainment")


def _by_attainment(case: Case, first: Judgement, *, supported: Sequence[Entry], ledger: Ledger) -> Judgement | None:
    """A target that the sentence sets beside the actual that answers it: 还没有完成 80 家的任务."""
    if role_of(case.mention) != "target" and not case.mention.leans:
        return None
    answered = [
        t for entry in supported for t in targets_of(entry, ledger) if comparable(case.mention.figure, t.figure)
    ]
    for target in answered:
        if quotes(case.mention.figure, target.figure):
            return Judgement("supported", target)
    if first.verdict == "not_found" and role_of(case.mention) == "target" and len(answered) == 1:
        return Judgement("contradicted", answered[0], answered[0].figure.text, "value")
    return None


def _beside(case: Case, statements: Collection[Key]) -> Judgement | None:
    """A figure that agrees with one beside others of the same sentence, though the draft says it in words of its own."""
    for candidate in case.comparable:
        if candidate.agrees and candidate.fits and candidate.entry.passage.key in statements:
            inside = [c for c in case.rivals if c.entry.passage.key == candidate.entry.passage.key]
            if not any(_is_meant_rather(rival, candidate, case, margin=MARGIN_DISTINCTIVE) for rival in inside):
                return Judgement("supported", candidate.entry)
    return None


def _derived(case: Case, supported: Sequence[Entry], ledger: Ledger) -> Judgement | None:
    found = derivations(
        case.mention, setting=case.setting, supported=supported, candidates=case.candidates, ledger=ledger
    )
    right = next((d for d in found if bears_out(case.mention, d)), None)
    if right is not None:
        return Judgement("supported", right.operands[0], None, "derived", right.expression)
    certain = [d for d in found if d.certain]
    if not certain or len({d.value for d in certain}) > 1:
        return None
    expected = shown_like(case.mention.figure, certain[0].value)
    return Judgement("contradicted", certain[0].operands[0], expected, "value", certain[0].expression)


def _supported(case: Case) -> Judgement | None:
    least = SUPPORT_DISTINCTIVE if case.distinctive else SUPPORT
    best = next((c for c in case.comparable if c.agrees and c.fits and c.support >= least), None)
    if best is None:
        return None
    bounded = case.mention.figure.comparator in ("gt", "ge", "lt", "le")
    margin = 0.0 if bounded and case.mention.figure.value != best.entry.figure.value else MARGIN
    margin = MARGIN_DISTINCTIVE if case.distinctive else margin
    if best.is_passing:
        margin = -MARGIN / 2
    if any(_is_meant_rather(rival, best, case, margin=margin) for rival in case.rivals):
        return None
    return Judgement("supported", best.entry)


def _is_meant_rather(rival: Candidate, best: Candidate, case: Case, *, margin: float) -> bool:
    """Whether the draft's words mean a figure that says otherwise rather than the one that agrees.

    They fit it clearly better, or they name all that it is and not all that the other is.
    """
    unit = case.mention.figure.unit
    if best.entry.figure.unit == unit != rival.entry.figure.unit:
        margin += OTHER_UNIT
    if is_total(case.mention) and rival.is_total and not best.is_total:
        return rival.closeness > best.closeness - margin
    if rival.entry.cell is best.entry.cell and acts_rather(case.mention, rival.entry.mention, best.entry.mention):
        return rival.likeness >= SUPPORT
    ranks = case.mention.rank, rival.entry.mention.rank, best.entry.mention.rank
    if ranks[0] and ranks[0] == ranks[1] and ranks[2] and ranks[2][1] == ranks[0][1] and ranks[2] != ranks[0]:
        return rival.closeness > best.closeness - margin
    same_statement = rival.entry.passage.key == best.entry.passage.key
    scopes = [scope_of(m) for m in (case.mention, rival.entry.mention, best.entry.mention)]
    if same_statement and scopes == ["own", "own", None]:
        return rival.likeness >= SUPPORT
    if acts_otherwise(case.mention, rival.entry.mention, best.entry.mention):
        return False
    parts = [bool(_PART.match(m.own)) for m in (rival.entry.mention, best.entry.mention)]
    is_part, is_whole = same_statement and parts == [True, False], same_statement and parts == [False, True]
    if names_rather(case.mention, rival.entry.mention, best.entry.mention, is_part=is_part, is_whole=is_whole):
        return rival.likeness >= SUPPORT
    if best.whole and not rival.whole and (case.distinctive or same_statement):
        return False
    says_it_all = rival.whole and not best.whole and rival.closeness > best.closeness - MARGIN
    return says_it_all or rival.closeness > best.closeness + margin


def _in_other_unit(case: Case) -> Judgement | None:
    """The report has the same digits in another unit: 877.82 万元 of 877.82 亿元, 1.2% of 1.2 个百分点."""
    for candidate in case.candidates:
        if candidate.likeness >= SUPPORT and candidate.in_place and same_digits(case.mention, candidate.entry):
            kinds = {case.mention.figure.kind, candidate.entry.figure.kind}
            other_scale = kinds in ({"percent"}, {"money"}) or comparable(case.mention.figure, candidate.entry.figure)
            if (
                other_scale
                and not candidate.agrees
                and candidate.entry.figure.comparator == case.mention.figure.comparator
            ):
                return Judgement("contradicted", candidate.entry, expected_text(candidate), "unit")
    return None


def _contradicted(case: Case) -> Judgement | None:
    """By the figure that the words fit best."""
    right = case.right
    if right is not None and right.agrees and right.direction_fits:
        right = next((r for r in case.rivals if _is_meant_rather(r, right, case, margin=MARGIN_DISTINCTIVE)), None)
        return Judgement("contradicted", right.entry, expected_text(right), "metric") if right else None
    if right is None:
        return None
    slip = right.agrees or is_slip(case.mention, right.entry)
    if right.likeness < (CONTRADICT_SLIP if slip else CONTRADICT) or not (slip or _is_surely_meant(right)):
        return None
    return Judgement("contradicted", right.entry, expected_text(right), _why(case, right))


def _is_surely_meant(candidate: Candidate) -> bool:
    """Whether each names all that the other is: a figure of something near says nothing against the draft's."""
    spoken_of = candidate.named >= NAMED and candidate.answered >= ANSWERED and not candidate.missing
    worded = candidate.entry.figure.kind in ("date", "document_no")
    return spoken_of and (worded or not candidate.unnamed or candidate.answered >= NEARLY)


def _misplaced(case: Case) -> Judgement | None:
    """A figure that the reports hold, but of another period, as a target, or of something else."""
    least = ELSEWHERE if case.distinctive else SUPPORT
    found = next((c for c in case.comparable if c.agrees and c.likeness >= least), None)
    if found is None:
        return None
    right = next(
        (c for c in case.comparable if c.in_place and not c.agrees and c.support >= max(SUPPORT, found.likeness / 2)),
        None,
    )
    expected = expected_text(right) if right else None
    if not found.fits and found.likeness >= SUPPORT:
        return Judgement("contradicted", (right or found).entry, expected, found.misfit)
    if case.distinctive and right and _is_surely_meant(right):
        return Judgement("contradicted", right.entry, expected, "metric")
    return Judgement("contradicted", found.entry, None, "metric") if case.distinctive else None


def _why(case: Case, right: Candidate) -> Reason:
    """Why the draft is wrong where the report says otherwise: whose value it has instead, if anybody's."""
    if right.agrees:
        return "direction"
    taken = [c for c in case.comparable if c.agrees and c.likeness >= ELSEWHERE]
    misfits = [c.misfit for c in taken if not c.fits]
    if misfits:
        return misfits[0]
    return "metric" if taken and case.distinctive else "value"


def _nearest(case: Case) -> Entry | None:
    return next((c.entry for c in case.candidates if c.likeness >= SUPPORT), None)


def same_digits(mention: Mention, entry: Entry) -> bool:
    """Whether both show the same digits, whatever the unit."""
    return _digits(mention.figure.text) == _digits(entry.figure.text) != ""


def is_slip(mention: Mention, entry: Entry) -> bool:
    """Whether the digits differ as those of a slip do: one digit, or two that changed places, of three or more."""
    left, right = _digits(mention.figure.text), _digits(entry.figure.text)
    if len(left) != len(right) or precision(mention.figure)[1] < 3:
        return False
    differing = [i for i, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
    return len(differing) == 1 or (len(differing) == 2 and sorted(left) == sorted(right))


def _digits(text: str) -> str:
    return re.sub(r"[^\d.]", "", fold(text))


def expected_text(candidate: Candidate) -> str:
    """What the report says, verbatim; a change with the words that say in which direction."""
    entry = candidate.entry
    if entry.figure.role == "change" or not candidate.direction_fits:
        return changed_text(entry)
    return entry.figure.text


def changed_text(entry: Entry) -> str:
    """The figure with the words of its change, as the cell has them: 同比增长 64%."""
    figure, text = entry.figure, fold(entry.cell.text)
    before = text[max(entry.passage.statement.start, figure.start - 24) : figure.start]
    found = _CHANGE_WORDS.search(before)
    start = figure.start - len(before) + found.start() if found else figure.start
    return entry.cell.text[start : figure.end]
