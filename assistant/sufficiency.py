"""Is what was found what was asked? No evidence, no answer.

Each rule looks at the chosen figures and says, in a Chinese sentence, why they don't answer, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import patterns
from assistant.asks import unit_asked, unit_family
from assistant.clauses import clause_spans
from assistant.contrasts import classes_of, last_classes_of
from assistant.evidence import Matcher, Passage, plain
from assistant.lookup import Choice, conflicts, near_text
from assistant.patterns import has
from assistant.question import ASKING_CHARACTERS, Query, Word, word_runs
from assistant.subjects import Located, subject_of
from assistant.thesaurus import ASKING, MEASURE_NOUNS
from corpus import BODY, fold, is_han

_SAME_WORDS = 0.8  # overlap from which a passage is about the question though words are missing
_LEAST_COVERAGE, _LEAST_ENGLISH, _LEAST_MATCH, _LONG_NOUN = 0.45, 0.3, 0.4, 3
_ASKS_FIGURE = re.compile(
    r"多少|多大|多高|几[\u4e00-\u9fff]|什么时候|哪一?天|何时|文号|百分之几|how|what|when", re.IGNORECASE
)
_GROUP = re.compile(
    r"(?:总计|合计|共计|一共|共)\s*$|等(?:项目|工程|单位|学校|地|[\u4e00-\u9fff]{0,6})?(?:的)?(?:资金|经费|项目|预算|年初预算)?[^,。;]{0,8}$|(?:工程|项目)安排"
)

_JOINED = re.compile(
    r"(?P<first>[\u4e00-\u9fff]{2,8})(?:以及|[和与及])(?P<second>[\u4e00-\u9fff]{2,8})[^\u4e00-\u9fff]*$"
)  # of two things together, right before their figure
_EACH_OF_THEM = re.compile(r"均|分别|各|都")
_LIST = re.compile(
    r"(?P<members>[\u4e00-\u9fff\d()（）“”\-]{2,40}(?:、[\u4e00-\u9fff\d()（）“”\-]{2,40}){1,12})(?:[一二两三四五六七八九十]?[校家所地县区市个]?(?:总计|合计|共计)|等)"
)
_LOCALITY = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2}(?:县|镇|乡|街道)(?![\u4e00-\u9fff]?级)")
_COMPARED = r"同比|环比|[比较](?:去年|上一?年|上年|上季|上月|年初)"
_NOUN_PHRASE = re.compile(r"[\u4e00-\u9fff]{2}")
_ASKED = re.compile("|".join(sorted(map(re.escape, ASKING), key=len, reverse=True)))
_BEHIND = 6  # characters behind a figure that say what it counts
_MEMBER_END, _SHORT_MEMBER = 3, 5
SOMETHING_ELSE = "报告中没有找到与问题相符的内容。"


def head_run(ask_text: str) -> list[Word]:
    """The noun phrase that is asked about: the run right behind 多少/几 (惠及多少企业), else the last run before it."""
    match = _ASKS_FIGURE.search(ask_text)
    if match is None:
        runs = [run for run in word_runs(ask_text) if any(w.noun for w in run)]
        return runs[-1] if runs else []
    behind = ask_text[match.end() :].removeprefix(unit_asked(ask_text[match.end() :]) or "")
    phrase = re.match(r"[\u4e00-\u9fff]+", behind)
    after = word_runs(phrase.group()) if phrase else []
    if after and behind.startswith(after[0][0].text) and any(w.noun for w in after[0]):
        return after[0]
    before = [run for run in word_runs(ask_text[: match.start()]) if any(w.noun for w in run)]
    return before[-1] if before else []


def _off_subject(query: Query, matcher: Matcher, passages: Sequence[Passage]) -> str | None:
    coverage = matcher.coverage(passages)
    if not matcher.words and not _shares_character(query, passages):
        return SOMETHING_ELSE
    if query.english:
        return None if coverage >= _LEAST_ENGLISH else SOMETHING_ELSE
    if coverage >= _LEAST_COVERAGE or any(matcher.passage_overlap(p) >= _SAME_WORDS for p in passages):
        return None
    return SOMETHING_ELSE


def _standing(passage: Passage) -> str:
    """All that says what a passage is about, as plain text: what its goal says in other cells qualifies it too."""
    goal = " ".join(cell.text for cell in passage.goal.cells if cell.column in BODY)
    return (
        f"{passage.plain} {passage.context} {plain(passage.document.title)} {plain(passage.cell.label)} {plain(goal)}"
    )


def _shares_character(query: Query, passages: Sequence[Passage]) -> bool:
    """Whether what is left of a question without content words (罚了多少) stands in the passages, be it one character."""
    left = [c for c in plain(query.subject) if is_han(c) and c not in ASKING_CHARACTERS]
    text = "".join(map(_standing, passages))
    return not left or any(c in text for c in left)


def _of_other_clause(matcher: Matcher, choices: Sequence[Choice]) -> str | None:
    """A noun asked about stands in a later clause of the statement, with a figure of its own."""
    for choice in choices:
        if choice.figure.kind in ("date", "document_no"):
            continue  # of a whole statement
        near = plain(near_text(choice.passage, choice.figure))
        nouns = [w for w in head_run(fold(choice.ask.text)) if w.noun and len(w.text) >= _LONG_NOUN]
        for word in nouns:
            elsewhere = not matcher.word_match(word, near) and word.text not in choice.passage.context
            if elsewhere and _in_later_clause(word.text, choice):
                return f"报告没有给出“{word.text}”的这一数字。"
    return None


def _in_later_clause(word: str, choice: Choice) -> bool:
    passage = choice.passage
    for start, end in clause_spans(passage):
        owns = any(start <= f.start < end and f.kind not in ("period", "date") for f in passage.figures)
        if owns and start > choice.figure.start and word in plain(passage.cell.text[start:end]):
            return True
    return False


def _contrary(choices: Sequence[Choice]) -> str | None:
    """The figure is of another of things that exclude each other: 夏粮 where 秋粮 is asked."""
    for choice in choices:
        near = fold(f"{choice.passage.statement.lead} {_up_to(choice)}")
        if _EACH_OF_THEM.search(near):
            continue  # which of them a figure is of, its place in the list says
        wanted, said = classes_of(choice.ask.text), last_classes_of(near)
        if any(asked and last is not None and last not in asked for asked, last in zip(wanted, said, strict=True)):
            return "报告中只有相近的另一项的数字，没有所问的。"
    return None


def _up_to(choice: Choice) -> str:
    """What the figure's clause says, with those before that it leans on, up to the figure and the words right behind it."""
    near = near_text(choice.passage, choice.figure)
    return near[: near.rfind(choice.figure.text) + len(choice.figure.text) + _BEHIND]


def _of_other_place(query: Query, choices: Sequence[Choice]) -> str | None:
    """The question names a county or town, and the figure's statement doesn't."""
    for choice in choices:
        own = fold(choice.passage.document.organization or "") + fold(choice.passage.document.title)
        text = fold(f"{choice.passage.text} {choice.passage.statement.lead} {choice.passage.goal.name}")
        for place in _LOCALITY.findall(query.subject):
            if place not in own and place not in text:
                return f"报告没有给出“{place}”单独的数字。"
    return None


def _only_budget(query: Query, choices: Sequence[Choice]) -> str | None:
    """What was set aside is not what was spent."""
    if not has(r"实际|花了|花掉|用掉|用了|支出了", query.text):
        return None
    money = [c for c in choices if c.figure.kind == "money"]
    if money and all(c.figure.role == "budget" or c.passage.cell.column == "criteria" for c in money):
        return "报告只有预算安排，没有实际支出的数字。"
    return None


def _head_missing(query: Query, matcher: Matcher, choices: Sequence[Choice]) -> str | None:
    """A modifier counts too: the registered unemployment rate isn't the surveyed one."""
    if query.english:
        return None
    for choice in choices:
        run, text = head_run(fold(choice.ask.text)), _standing(choice.passage)
        for position, word in enumerate(run):
            required = (word.noun or 0 < position < len(run) - 1) and word.text not in MEASURE_NOUNS.get(
                choice.figure.kind, ()
            )
            near = plain(near_text(choice.passage, choice.figure))
            said = not word.noun and any(c in near for c in word.text)  # 追回 for 追发
            if required and not said and matcher.word_match(word, text) < _LEAST_MATCH:
                return f"报告中没有“{''.join(w.text for w in run)}”的数字。"
    return None


def _foreign_noun(query: Query, matcher: Matcher, passages: Sequence[Passage]) -> str | None:
    """A long noun that stands nowhere near isn't a way of saying something else (负责人, 工作人员)."""
    if query.english:
        return None
    text = "\n".join(map(_standing, passages))
    missing = [
        w.text
        for w in query.words
        if w.noun and len(w.text) >= _LONG_NOUN and matcher.word_match(w, text) < _LEAST_MATCH
    ]
    return f"报告中没有关于“{missing[0]}”的内容。" if missing and query.previous is None else None


def _of_group(query: Query, choices: Sequence[Choice]) -> str | None:
    """An amount of several things together doesn't answer for one of them.

    The thing asked about stands in a list (甲、乙、丙等, 甲、乙、丙总计) whose other members the question doesn't name.
    """
    asked = plain(query.text)
    if "、" in query.text or has(r"合计|总共|一共|总计", query.text):
        return None
    for choice in choices:
        if choice.figure.kind not in ("money", "count"):
            continue
        text = fold(choice.passage.text)
        if (
            query.individual
            and text.count("、")
            and _GROUP.search(text[: choice.figure.start - choice.passage.statement.start])
        ):
            return "报告只给出合计数，没有单独的数字。"
        if reason := _of_two(query, choice, asked):
            return reason
        for listed in _LIST.finditer(text):
            if any(
                listed.start() <= f.start - choice.passage.statement.start < listed.end()
                for f in choice.passage.figures
            ):
                continue  # each member has its own number
            members = [plain(member) for member in listed["members"].split("、")]
            named = [member for member in members if _named(member, asked)]
            if len(named) == 1 and len(members) > 1 and _NOUN_PHRASE.search(named[0]):
                return f"报告只给出“{listed.group().strip()}”合在一起的数字，没有单独的数字。"
    return None


def _of_two(query: Query, choice: Choice, asked: str) -> str | None:
    """The figure is of two things joined by 和, of which the question means but one."""
    own = fold(subject_of(Located(choice.passage, choice.figure)).before)
    joined = _JOINED.search(own)
    if joined is None or _EACH_OF_THEM.search(own):
        return None
    first, second = joined["first"][-2:], joined["second"][:2]
    named = [any(c in asked for c in first), any(c in asked for c in second)]
    if query.individual or (sum(named) == 1 and (first in asked or second in asked)):
        return f"报告只给出“{joined.group().strip()}”合在一起的数字，没有单独的数字。"
    return None


def _named(member: str, asked: str) -> bool:
    """Whether the question names the member of a list: all of it, how it ends, or how a short one begins."""
    if len(member) < 2:
        return False
    return member in asked or member[-_MEMBER_END:] in asked or (len(member) <= _SHORT_MEMBER and member[:2] in asked)


def _other_unit(choices: Sequence[Choice]) -> str | None:
    """Tonnes asked for are not answered by hectares, nor people by households."""
    for choice in choices:
        asked, unit = choice.ask.unit, choice.figure.unit
        if asked and choice.figure.kind == "count" and unit_family(asked) != unit_family(unit or ""):
            return f"报告中没有以“{asked}”计的数字。"
    return None


def _superlative(query: Query, choices: Sequence[Choice]) -> str | None:
    """Which of them is the largest can be said only by a report that says so, or that gives each its number."""
    if not has(patterns.SUPERLATIVE, query.wording) or not has(r"哪|谁|which", query.wording):
        return None
    if any("最" in c.passage.text for c in choices):
        return None
    return "报告没有逐一列出可以比较的数字。"


def _no_change(choices: Sequence[Choice]) -> str | None:
    """A share or a level is no growth."""
    for choice in choices:
        asked = choice.ask.change and has(_COMPARED, choice.ask.text)
        if asked and choice.figure.role != "change" and not has(_COMPARED, near_text(choice.passage, choice.figure)):
            return "报告没有给出所问的增减变化。"
    return None


def _no_budget(choices: Sequence[Choice]) -> str | None:
    """What was spent is not what was budgeted."""
    for choice in choices:
        asked = has(patterns.BUDGET_ASKED, choice.ask.text) and choice.figure.kind == "money"
        before = choice.passage.cell.text[choice.passage.statement.start : choice.figure.start]
        if asked and choice.figure.role not in ("budget", "target") and not has("预算|安排|计划", before):
            return "报告没有给出预算数。"
    return None


def _average(query: Query, choices: Sequence[Choice]) -> str | None:
    """A total is no average."""
    if not has(patterns.AVERAGE, query.wording):
        return None
    if any(has(r"均|每", near_text(c.passage, c.figure)) for c in choices):
        return None
    return "报告没有给出平均数，也缺少可以计算的数字。"


def _other_period(query: Query, choices: Sequence[Choice]) -> str | None:
    """The figure's own period is another than the one asked for, or a target stands for what was asked as done."""
    for choice in choices:
        if conflicts(query, choice.passage, choice.figure):
            if "criteria" in query.columns:
                return "报告没有给出所问的目标。"
            if choice.passage.cell.column == "criteria":
                return "报告只有目标，没有所问期间的完成数字。"
            return f"报告中的数字是 {choice.figure.period} 的，没有所问期间的数字。"
        planned = choice.passage.cell.column == "criteria" and choice.figure.role == "target"
        if planned and "criteria" not in query.columns and has(patterns.SO_FAR, query.wording):
            return "报告只有目标，没有完成数字。"
    return None


def _other_year(query: Query, passages: Sequence[Passage]) -> str | None:
    """The report is of another year, and the statement doesn't speak of the one asked for."""
    for passage in passages if query.years else ():
        spoken = {year for year in query.years if re.search(rf"(?<!\d){year}(?!\d)", fold(passage.text))}
        if passage.document.year not in query.years and not spoken:
            years = "、".join(map(str, query.years))
            return f"报告是 {passage.document.year} 年的，没有 {years} 年的这一内容。"
    return None


def _future(query: Query, passages: Sequence[Passage]) -> str | None:
    """What is to come stands in no report, unless it says what is planned."""
    asked = re.search(patterns.FUTURE, query.wording, re.IGNORECASE)
    if asked is None or any(asked.group() in fold(p.text) for p in passages):
        return None
    return "报告只写已经发生的和当年的目标，没有以后的数字。"


def _cause(query: Query, passages: Sequence[Passage]) -> str | None:
    """Why something is so can be said only by a report that gives a reason."""
    if not has(patterns.WHY, query.wording) or any(has(patterns.CAUSE, fold(p.text)) for p in passages):
        return None
    return "报告没有说明原因。"


def no_subject(query: Query) -> str | None:
    """The question doesn't say what it is about: nothing is left of it but words of asking."""
    if has(patterns.ORDER, query.text) and not has(patterns.QUANTITY_WORD, query.text):
        return "这是给助手的指令，不是关于报告内容的问题；助手只按报告回答。"
    left = _ASKED.sub("", plain(query.subject))
    if any(map(is_han, left)) or query.words or query.figures or query.previous:
        return None
    return "问题没有说明要查什么，请写出目标或指标的名称。"


_RULES = (_future, _other_year, _cause)


def why_not(query: Query, matcher: Matcher, choices: Sequence[Choice]) -> str | None:
    """The reason why the chosen figures don't answer the question, or None where they do."""
    passages = [c.passage for c in choices]
    return (
        _off_subject(query, matcher, passages)
        or _head_missing(query, matcher, choices)
        or _foreign_noun(query, matcher, passages)
        or _only_budget(query, choices)
        or _contrary(choices)
        or _of_other_place(query, choices)
        or _of_other_clause(matcher, choices)
        or _of_group(query, choices)
        or _other_unit(choices)
        or _no_change(choices)
        or _no_budget(choices)
        or _superlative(query, choices)
        or _average(query, choices)
        or _other_period(query, choices)
        or _of_any(query, passages)
    )


def why_not_text(query: Query, matcher: Matcher, passages: Sequence[Passage]) -> str | None:
    """The same for an answer without figures."""
    return _off_subject(query, matcher, passages) or _foreign_noun(query, matcher, passages) or _of_any(query, passages)


def _of_any(query: Query, passages: Sequence[Passage]) -> str | None:
    """What holds of any answer."""
    return next((reason for rule in _RULES if (reason := rule(query, passages))), None)
