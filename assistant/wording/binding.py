"""Whether a figure of a sentence is said of what the source says it of: metric, period, scope, body, target or actual.

That a number stands in the cited span proves little: the true figure of another thing is the likeliest mistake of all. The
words that name a figure are compared as the verification of drafts compares them, with all figures of the cited spans as
rivals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.answer import AnswerFigure
from assistant.scope import place_and_body
from assistant.verification.mention import CHANGED_BY, Mention
from assistant.verification.naming import mentions
from assistant.verification.words import actions, kin, nouns, pairs_of, signs, stands_in
from assistant.wording.grounding import Grounded, Grounding, is_same_period, period_of
from assistant.wording.lexicon import DEMAND
from assistant.wording.record import Fault, Grounds, Source
from assistant.wording.sentence import Sentence
from corpus import find_periods, fold, squeeze

_SCOPE = re.compile(r"[市区县省]本级")
_WHOLE = re.compile(r"全[市区县省州国]")
_NEAR = 30  # characters before a figure's clause that may name it
_REACH = 14  # characters before a computed figure that say what it is
# What a computed figure is, by the words before it: a gap, a surplus, a share.
_RELATIONS = (
    ("gap", re.compile(r"(?:[还尚仍]?[差缺欠]|差距|不足|低于|少|未完成)[^,;。\d]{0,4}$")),
    ("over", re.compile(r"(?:超[出过额]?|高[出于]|多[出于]?)[^,;。\d]{0,4}$")),
    ("share", re.compile(r"(?:目标|任务|要求|计划)[^,;。\d]{0,3}的?\s?$|占[^,;。\d]{0,12}$|完成率[^,;。\d]{0,3}$")),
)
_BUDGET = re.compile(r"预算|安排")
_RATE = re.compile(r"(?:率|比例|占比|比重)(?:为|是|达到?|[:])?\s?$")
_SAID_DEMANDED = re.compile(r"(?:目标|任务|要求|指标|计划)(?:值|数)?(?:为|是|[:])(?!.*(?:已|实际|截至))")


def binding_faults(sentence: Sentence, grounding: Grounding, grounds: Grounds) -> Iterator[Fault]:
    """What is wrong with how the figures of a sentence are said; a figure passes if one that bears it out lets it."""
    figures = sentence.figures
    named = {m.figure: m for m in mentions(sentence.bare, figures, start=0, end=len(sentence.bare), above="")}
    chosen: list[Grounded] = []
    for figure in dict.fromkeys(g.figure for g in grounding.grounded):
        bearers = [g for g in grounding.grounded if g.figure == figure]
        tried = [(g, _first_fault(_Case(sentence, named[figure], g, grounds))) for g in bearers]
        passing = [g for g, fault in tried if fault is None]
        if passing:
            chosen.append(passing[0])
        else:
            yield tried[0][1] or Fault(f"“{figure.text}”用在了别的事情上")
    yield from _order_faults(sentence, chosen)


@dataclass(frozen=True, eq=False)
class _Case:
    """A figure as a sentence says it, and what may bear it out."""

    sentence: Sentence
    said: Mention
    grounded: Grounded
    grounds: Grounds

    @property
    def shown(self) -> str:
        """The figure as people know it."""
        return f"“{self.said.figure.text}”"

    @property
    def source(self) -> Source:
        """Where the figure that it repeats stands."""
        assert self.grounded.source is not None
        return self.grounded.source

    @property
    def mention(self) -> Mention:
        """The figure that it repeats."""
        assert self.grounded.mention is not None
        return self.grounded.mention

    @property
    def derived(self) -> AnswerFigure:
        """The computed figure that it repeats."""
        assert self.grounded.derived is not None
        return self.grounded.derived


def _first_fault(case: _Case) -> Fault | None:
    checks = _OF_DERIVED if case.grounded.derived else _OF_STATED
    messages = (check(case) for check in checks)
    return next((Fault(message) for message in messages if message), None)


def _period(case: _Case) -> str | None:
    """The months of a figure are those of the source's; left out only where that leaves no doubt."""
    said, source, mention = case.said, case.source, case.mention
    if said.figure.kind in ("date", "document_no"):
        return None
    claimed, stated = period_of(said.figure), period_of(mention.figure)
    years = {source.document.year}
    if claimed is None:
        known = [source.own_period] if source.cell.column == "cumulative_progress" or source.demands else []
        known += [found.period for found in find_periods(case.grounds.answer.question)]
        silent = not find_periods(case.grounds.answer.answer)
        if stated is None or source.is_short or silent or any(p and is_same_period(stated, p, years) for p in known):
            return None
        return f"没有写明{case.shown}的期间"
    if stated is None:
        fits = any(is_same_period(claimed, period, years) for period in source.periods) and not source.demands
        fits = fits or (source.demands and (claimed.first, claimed.last) == (1, 12))
    else:
        fits = is_same_period(claimed, stated, years)
    return None if fits else f"{case.shown}的期间与原文不符"


def _scope(case: _Case) -> str | None:
    """The city's own level is not the city."""
    said, mention = case.said, case.mention
    around = mention.before + mention.own
    own = _SCOPE.findall(said.before + said.own)
    if (_SCOPE.search(mention.own) and not own) or any(word not in around for word in own):
        return f"{case.shown}的范围与原文不符"
    whole = _WHOLE.findall(said.own)
    return f"{case.shown}的范围与原文不符" if any(w not in mention.sentence for w in whole) else None


def _metric(case: _Case) -> str | None:
    """No noun that names the figure may belong to another figure, and half of them at least to its own."""
    said, source, mention = case.said, case.source, case.mention
    names = f"{source.goal.name} {source.document.organization or ''}"
    own = mention.naming | pairs_of(f"{names} {source.cell.label}" if source.is_short else names)
    rivals = [
        m.naming | (pairs_of(s.goal.name) if s.is_short else frozenset())
        for s in case.grounds.sources.values()
        for m in s.mentions
        if m is not mention and m.figure.kind != "period"
    ]
    foreign = [n for n in said.nouns if not stands_in(n, own) and any(stands_in(n, rival) for rival in rivals)]
    if foreign:
        return f"{case.shown}在原文中说的不是“{foreign[0]}”"
    borrowed = [a for a in sorted(actions(f"{said.own} {said.tail}")) if not _acts(a, mention.naming)]
    if any(_acts(action, rival) for action in borrowed for rival in rivals):
        return f"{case.shown}在原文中不是“{borrowed[0]}”的"
    whole = own | mention.nearby
    strangers = [n for n in said.nouns if not stands_in(n, whole)]
    if strangers and 2 * len(strangers) > len(said.nouns):
        return f"{case.shown}在原文中说的不是“{strangers[0]}”"
    return None


def _acts(action: str, naming: frozenset[str]) -> bool:
    return action in naming or kin(action) in naming or stands_in(action, naming)


def _head(case: _Case) -> str | None:
    """What a figure's clause says last, or the one that it leans on, it says of the figure; a goal's name is not enough."""
    said, source, mention = case.said, case.source, case.mention
    if source.is_short or mention.figure.kind in ("date", "document_no"):
        return None
    if _RATE.search(said.own) and said.figure.kind not in ("percent", "fraction"):
        return f"{case.shown}不是比率"
    near = pairs_of(said.own + said.tail + said.subject + said.before[-_NEAR:])
    leant_on = signs(CHANGED_BY.sub(" ", mention.subject)) if mention.leans else ()
    head = leant_on[-2:] or mention.head[-2:]
    if head and not any(pair in near for sign in head for pair in sign.pairs):
        return f"没有写明{case.shown}是什么的数字"
    rivals = [m.naming for m in source.mentions if m is not mention]
    subject = nouns(said.subject) if said.leans and mention.leans else ()
    foreign = [n for n in subject if not stands_in(n, mention.naming) and any(stands_in(n, r) for r in rivals)]
    return f"{case.shown}在原文中说的不是“{foreign[0]}”" if foreign else None


def _part(case: _Case) -> str | None:
    """What is named must be named as far as the source's own words tell it from its neighbours in the statement."""
    said, source, mention = case.said, case.source, case.mention
    beside = [m for m in source.mentions if m is not mention and m.sentence == mention.sentence]
    alike = [m for m in beside if (m.figure.kind, m.figure.unit) == (mention.figure.kind, mention.figure.unit)]
    telling = [n for n in mention.nouns if not any(stands_in(n, m.naming) for m in alike)]
    if alike and telling and not any(stands_in(n, said.naming | pairs_of(said.before[-24:])) for n in telling):
        return f"没有写明{case.shown}是什么的数字"
    return None


def _role(case: _Case) -> str | None:
    """A target is said to be one, and what was reached isn't."""
    said, source, mention = case.said, case.source, case.mention
    clause = re.split(r"[,;。]", said.before)[-1] + said.own + said.figure.text + said.tail
    original = mention.before[-40:] + mention.own + mention.figure.text + mention.tail
    demanded = source.demands or (mention.figure.role == "target" and DEMAND.search(original))
    if demanded and (not DEMAND.search(said.before + clause) or re.search(r"已经?|实际|累计完成|完成了", clause)):
        return f"{case.shown}是目标，不是完成数"
    if not demanded and _SAID_DEMANDED.search(clause) and not DEMAND.search(original):
        return f"{case.shown}是完成数，不是目标"
    budgeted = (
        mention.figure.kind == "money"
        and _BUDGET.search(mention.own)
        and not re.search(r"支出|拨付|执行", mention.own.split("预算")[-1])
    )
    if budgeted and not _BUDGET.search(said.own + said.subject + said.tail):
        return f"{case.shown}是预算安排"
    return None


def _body(case: _Case) -> str | None:
    """The body and goal that are named last before the figure are its own; of several, one must be named."""
    said, source = case.said, case.source
    position = said.figure.start
    before = squeeze(case.sentence.bare[:position])
    for name_of, what in ((_organization, "单位"), (_goal, "目标")):
        names = {name_of(s) for s in case.grounds.sources.values()} - {""}
        at, _, last = max(((before.rfind(name), len(name), name) for name in names), default=(-1, 0, ""))
        if at >= 0 and name_of(source) not in last:
            return f"{case.shown}不是“{last}”的数字"
        if len(names) > 1 and at < 0 and (what == "单位" or source.is_short):
            return f"没有写明{case.shown}是哪个{what}的"
        before = before[before.rfind(_organization(source)) + 1 :] if at >= 0 else before
    return None


def _organization(source: Source) -> str:
    place, body = place_and_body(source.document.organization or "")
    return squeeze(body or place)


def _goal(source: Source) -> str:
    return squeeze(source.goal.name)


def _relation(case: _Case) -> str | None:
    """A gap stays a gap: the words before a computed figure say the same as in the model-free answer."""
    text = fold(case.grounds.answer.answer)
    at = text.find(fold(case.derived.text))
    stated = _relation_of(text[max(0, at - _REACH) : at]) if at >= 0 else None
    claimed = _relation_of((case.said.before + case.said.own)[-_REACH:])
    return None if claimed == stated else f"{case.shown}与推算所说的不是一回事"


def _relation_of(before: str) -> str | None:
    return next((name for name, pattern in _RELATIONS if pattern.search(before)), None)


def _derived_period(case: _Case) -> str | None:
    """A computed figure is of the period that is asked for."""
    claimed = period_of(case.said.figure)
    asked = [found.period for found in find_periods(case.grounds.answer.question)]
    if claimed is None:
        return None
    known = asked or [found.period for found in find_periods(case.grounds.answer.answer)]
    years = {source.document.year for source in case.grounds.sources.values()}
    return None if any(is_same_period(claimed, p, years) for p in known) else f"{case.shown}的期间与推算不符"


def _derived_metric(case: _Case) -> str | None:
    """The nouns that name a computed figure are those of the figures that it is computed from."""
    expression = squeeze(case.derived.expression or "")
    everyone = [m for s in case.grounds.sources.values() for m in s.mentions if m.figure.kind != "period"]
    numbers = [re.sub(r"[^\d.]", "", squeeze(m.figure.text)) for m in everyone]
    operands = [m for m, number in zip(everyone, numbers, strict=True) if number and number in expression]
    own = frozenset().union(
        *(m.naming for m in operands), *(pairs_of(s.goal.name) for s in case.grounds.sources.values())
    )
    foreign = [n for n in case.said.nouns if not stands_in(n, own) and any(stands_in(n, m.naming) for m in everyone)]
    return f"{case.shown}不是从“{foreign[0]}”推算的" if foreign else None


_OF_STATED: tuple[Callable[[_Case], str | None], ...] = (_period, _scope, _body, _metric, _head, _part, _role)
_OF_DERIVED: tuple[Callable[[_Case], str | None], ...] = (_relation, _derived_period, _derived_metric)


def _order_faults(sentence: Sentence, chosen: Sequence[Grounded]) -> Iterator[Fault]:
    """Figures given side by side, respectively, or from one to another, keep the order that they have in the source."""
    listed = re.search(r"分别|依次|[由从][^,;。]*(?:到|至|为)", sentence.folded)
    stated = [g for g in chosen if g.source is not None and g.mention is not None]
    for first, second in pairwise(stated):
        between = sentence.folded[first.figure.end : second.figure.start]
        if (listed or not re.search(r"[,;。]", between)) and _turned_round(first, second):
            yield Fault("各个数字的次序与原文不符")
            return


def _turned_round(first: Grounded, second: Grounded) -> bool:
    """Whether two figures of one statement stand the other way round in it."""
    assert first.mention is not None
    assert second.mention is not None
    same = first.source is second.source and first.mention.sentence == second.mention.sentence
    return same and first.mention.figure.start > second.mention.figure.start
