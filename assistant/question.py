"""Understand a question: what is asked, about what, for which period.

Rules over the folded text, one table a concern. A classifier would need training data that speaks of one bureau; the ways
of asking are few and general.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant import patterns
from assistant.answer import Turn
from assistant.asks import LONG_UNITS, UNITS, Ask, parse_asks
from assistant.patterns import has
from assistant.thesaurus import ASKING, DEEDS, NOMINAL, chinese_of, names_a_deed, synonyms_of
from corpus import Column, Figure, Period, QuestionError, find_periods, fold, is_han, read_figures, simplified
from index import tag_words

Intent = Literal[
    "lookup",
    "text",
    "attainment",
    "list_goals",
    "starred",
    "completion",
    "unmet",
    "compare",
    "ratio",
    "total",
    "field",
    "having",
]
LONGEST_QUESTION = 2000
_LONGEST_PREAMBLE = 12
_LATEST_TURNS = 4
_LONGEST_TERM = 4  # parts
_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?!\d|\s?[多余]?[万亿元个户人家项件套名所吨亩次米平公场处座条辆台])(?!\s?[-~至]\s?(?:19|20)\d{2})"
)
_YEAR_RANGE = re.compile(r"(?:19|20)\d{2}\s?[-~至]\s?(?:19|20)\d{2}\s?年?")
_QUOTES = re.compile(r"[\"'“”‘’《》「」『』]")
_PUNCTUATION = re.compile(r"[\s,。?!;:、()<>\[\]{}—…·/\\|*_`~^=+#@&$%-]+|(?<!\d)\.|\.(?!\d)")
_NOUN_TAGS = ("n", "j", "l", "i", "eng", "vn", "an", "b")
_FUNCTION_TAGS = ("r", "m", "q", "t", "u", "y", "c", "p", "d", "x")
_ASKED_NUMBER = re.compile(
    rf"多少(?:{'|'.join(LONG_UNITS)}|[{UNITS}])?|几(?:{'|'.join(LONG_UNITS)}|[{UNITS}])|多[大高长快久](?![\u4e00-\u9fff]*数据)"
)
_DEMONSTRATIVE = re.compile(r"^[这那某]|[哪几]|多少|百分之")
_ASKING = frozenset(ASKING)
ASKING_CHARACTERS = frozenset(word for word in ASKING if len(word) == 1) | frozenset("多几何哪")


@dataclass(frozen=True, slots=True)
class Word:
    """A content word of the question; a `noun` has to stand in the evidence, other words only help to rank."""

    text: str
    noun: bool


@dataclass(frozen=True, slots=True)
class Query:
    """An understood question.

    `text` is the folded question, `wording` what says how it is asked (with the question before, where it only adds to
    that), `search_text` what is searched for, `subject` what the question is about (periods and years removed), `words` its
    content words. `columns` are those that the wording points to, best first; `years` the years named, `year_offset` -1
    for the year before the report's. A question that leans on the one before carries it as `previous`; `corrections` are the typing
    errors that were put right, as (written, meant).
    """

    text: str
    wording: str
    search_text: str
    subject: str
    intent: Intent
    asks: tuple[Ask, ...]
    words: tuple[Word, ...]
    periods: tuple[Period, ...] = ()
    years: tuple[int, ...] = ()
    year_offset: int = 0
    columns: tuple[Column, ...] = ()
    figures: tuple[Figure, ...] = ()
    english: bool = False
    quarter_only: bool = False
    individual: bool = False
    this_goal: bool = False
    previous: Query | None = None
    corrections: tuple[tuple[str, str], ...] = ()

    @property
    def quantity(self) -> bool:
        """Whether a number, date or document number is asked for."""
        return any(ask.quantity or ask.kinds or ask.difference for ask in self.asks)


def clean_question(question: str) -> str:
    """The question without control characters and surplus space.

    Raises:
        QuestionError: nothing is left to ask, or it is longer than `LONGEST_QUESTION` characters.
    """
    text = "".join(c if c.isprintable() else " " for c in question)
    text = re.sub(r" {2,}", " ", text).strip()
    if not any(c.isalnum() for c in text):
        raise QuestionError("问题是空的。请写出想问的内容，例如：民生支出花了多少？")
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(f"问题有 {len(text)} 个字，超过 {LONGEST_QUESTION} 字的上限。请只写要问的内容。")
    return text


def is_english(text: str) -> bool:
    """Whether the question is put in English: far more Latin letters than Chinese characters."""
    letters = sum(c.isascii() and c.isalpha() for c in text)
    return letters > 12 and letters > 2 * sum(map(is_han, text))


def translate(text: str) -> str:
    """Chinese terms for the English words of a question, and the Chinese it holds, joined by spaces."""
    return " ".join(dict.fromkeys([*chinese_of(text), *re.findall(r"[\u4e00-\u9fff]+", text)]))


def subject_of(text: str) -> str:
    """The folded text without periods, years, quotes and punctuation."""
    for found in reversed(find_periods(text)):
        text = text[: found.start] + " " + text[found.end :]
    text = _YEAR_RANGE.sub(" ", text)
    text = _ASKED_NUMBER.sub(" ", re.sub(r"(?:19|20)\d{2}\s?年?度?", " ", text))
    return re.sub(r"\s+", " ", _PUNCTUATION.sub(" ", _QUOTES.sub("", text))).strip()


def _is_content(text: str, tag: str) -> bool:
    if (
        len(text) < 2
        or text in _ASKING
        or _DEMONSTRATIVE.search(text)
        or all(c in ASKING_CHARACTERS for c in text)
        or not any(c.isalpha() for c in text)
    ):
        return False
    if len(text) > 3 and any(text[:i] in _ASKING and text[i:] in _ASKING for i in range(1, len(text))):
        return False
    return not tag.startswith(_FUNCTION_TAGS)


def _whole_terms(tagged: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Terms of the domain as words where the tagger cuts them up (断头 路, 充电 桩) or glues a deed to them (抗疫花 了)."""
    whole: list[tuple[str, str]] = []
    position = 0
    while position < len(tagged):
        size, glued = _term_at(tagged[position : position + _LONGEST_TERM])
        text = "".join(word for word, _ in tagged[position : position + size])
        if size > 1 or glued:
            whole.append(_one_word(tag_words(text.removesuffix(glued))))
            whole.extend([(glued, "v")] if glued else [])
        else:
            whole.append(tagged[position])
        position += size
    return whole


def _term_at(parts: Sequence[tuple[str, str]]) -> tuple[int, str]:
    """How many parts the longest term takes that they begin with, and the one-character deed that is glued to its end."""
    for size in range(len(parts), 0, -1):
        text, last = "".join(word for word, _ in parts[:size]), parts[size - 1][0]
        if size > 1 and synonyms_of(text) and not all(_is_content(*part) for part in parts[:size]):
            return size, ""
        if len(last) > 1 and text[-1] in DEEDS and synonyms_of(text[:-1]) and not synonyms_of(text):
            return size, text[-1]
    return 1, ""


def _one_word(parts: Sequence[tuple[str, str]]) -> tuple[str, str]:
    term = "".join(word for word, _ in parts)
    if len(parts) == 1:
        return parts[0]
    named = not names_a_deed(term) and any(not tag.startswith(("v", *_FUNCTION_TAGS)) or tag == "q" for _, tag in parts)
    return term, "n" if named else "v"


def _rejoin(tagged: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """A lone character that asks nothing belongs to the word behind it: 公 租房 → 公租房, 可 研费 → 可研费."""
    joined: list[tuple[str, str]] = []
    held = ""
    for word, tag in tagged:
        if (
            len(word) == 1
            and is_han(word)
            and word not in ASKING_CHARACTERS
            and not tag.startswith((*_FUNCTION_TAGS, "v"))
        ):
            joined.extend([(held, "x")] if held else [])
            held = word
        else:
            attach = held and is_han(word[0]) and len(word) > 1 and word not in _ASKING
            joined.append((held + word, "n") if attach else (word, tag))
            held = ""
    return joined


def word_runs(text: str) -> list[list[Word]]:
    """The content words of a text in runs that nothing interrupts: 城镇登记失业率 is one run of three."""
    return [run for phrase in subject_of(text).split(" ") for run in _phrase_runs(phrase)]


def _phrase_runs(phrase: str) -> list[list[Word]]:
    runs: list[list[Word]] = [[]]
    for word, tag in _rejoin(_whole_terms(tag_words(phrase))):
        if _is_content(word, tag):
            runs[-1].append(Word(word, tag.startswith(_NOUN_TAGS) or word in NOMINAL))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def respelled(query: Query, corrections: Sequence[tuple[str, str]]) -> Query:
    """The question with typing errors put right, given as (written, meant); how it is asked stays as understood."""

    def mend(text: str) -> str:
        for written, meant in corrections:
            text = text.replace(written, meant)
        return text

    subject = mend(query.subject)
    asks = tuple(replace(ask, text=mend(ask.text)) for ask in query.asks)
    return replace(
        query,
        text=mend(query.text),
        search_text=mend(query.search_text),
        subject=subject,
        asks=asks,
        words=_words(subject),
        corrections=tuple(corrections),
    )


def _words(subject: str) -> tuple[Word, ...]:
    return tuple(dict.fromkeys(word for run in word_runs(subject) for word in run))


def _is_completion_list(text: str) -> bool:
    extreme = has(patterns.HIGHEST, text) or has(patterns.LOWEST, text)
    limit = has(r"\d+(?:\.\d+)?\s*%|百分之|过半", text)
    if has(patterns.COMPLETION, text):
        return extreme or has(patterns.EVERY_GOAL, text) or (has(patterns.WHICH_GOALS, text) and limit)
    return has(patterns.WHICH_GOALS, text) and limit and has(r"填|完成|达到|进度|已经|到了", text)


def _intent(text: str, asks: Sequence[Ask]) -> Intent:
    """What kind of answer is asked for; the first rule that holds decides."""
    quantity = any(ask.quantity or ask.kinds or ask.difference for ask in asks)
    rules: tuple[tuple[Intent, bool], ...] = (
        ("starred", has(patterns.STARRED, text)),
        ("unmet", has(patterns.UNMET, text) and has(patterns.WHICH_GOALS, text)),
        ("completion", _is_completion_list(text)),
        ("having", has(patterns.HAVING, text)),
        ("list_goals", has(patterns.LIST_GOALS, text) and not has(patterns.COMPLETION, text)),
        ("field", has(patterns.RESPONSIBLE, text) or has(patterns.DEADLINE, text) or has(patterns.ATTRIBUTE, text)),
        ("total", has(patterns.TOTAL, text)),
        ("attainment", has(r"占(?:年度|全年|年初)?的?(?:目标|任务)", text) and quantity),
        ("ratio", has(patterns.RATIO, text)),
        (
            "attainment",
            has(patterns.TARGET_TALK, text)
            and (has(patterns.YES_NO, text) or any(a.difference for a in asks) or not quantity),
        ),
        (
            "attainment",
            has(r"任务.*(?:干|完成|做)了?|要求.*(?:现在|已经?|建成)", text) and quantity,
        ),
        ("attainment", has(r"目标|任务|要求|计划|标准", text) and any(a.difference for a in asks)),
        ("compare", has(patterns.COMPARE, text)),
        ("attainment", has(patterns.YES_NO, text) and not has(r"哪|什么|为什么|怎么", text)),
    )
    for intent, holds in rules:
        if holds:
            return intent
    return "lookup" if quantity else "text"


def columns_asked(text: str, *, periods: Sequence[Period], quarter_only: bool) -> tuple[Column, ...]:
    """The columns that the wording points to, best first; none where it points to none."""
    columns: list[Column] = []
    if has(patterns.COMPLETION, text):
        columns.append("completion_pct")
    if has(patterns.TARGET_COLUMN, text) or (has("全年", text) and has(r"全年[^,。?]*(?:任务|目标|计划|要)", text)):
        columns.append("criteria")
    if quarter_only or any(p.months == 3 and p.first > 1 for p in periods):
        columns.append("quarter_progress")
    elif any(p.first == 1 for p in periods) or has(r"累计|目前|现在|已经|至今|一共|总共|so far|by the end", text):
        columns.append("cumulative_progress")
    return tuple(columns)


def _english_periods(text: str) -> tuple[Period, ...]:
    return next(((Period(*months),) for pattern, months in patterns.ENGLISH_PERIODS if has(pattern, text)), ())


def parse(question: str) -> Query:
    """Understand a question by itself.

    Raises:
        QuestionError: there is nothing to ask, or it is too long.
    """
    text = _without_preamble(fold(simplified(clean_question(question))))
    english = is_english(text)
    base = translate(text) if english else text
    periods = tuple(p.period for p in find_periods(text)) or _english_periods(text)
    quarter_only = has(patterns.QUARTER_ONLY, text) and any(p.months == 3 for p in periods)
    subject, asks = subject_of(base), parse_asks(text)
    return Query(
        text=text,
        wording=text,
        search_text=f"{base} {text}" if english else text,
        subject=subject,
        intent=_intent(text, asks),
        asks=asks,
        words=_words(subject),
        periods=periods,
        years=tuple(dict.fromkeys(int(y) for y in _YEAR.findall(text))),
        year_offset=-1 if has(patterns.LAST_YEAR, text) and not has(r"[比较跟与和](?:去年|上一?年)", text) else 0,
        columns=columns_asked(text, periods=periods, quarter_only=quarter_only),
        figures=tuple(f for f in read_figures(text) if f.kind in ("money", "percent", "count", "fraction", "duration")),
        english=english,
        quarter_only=quarter_only,
        individual=has(patterns.INDIVIDUAL, text),
        this_goal=has(patterns.THIS_GOAL, text),
    )


def _without_preamble(text: str) -> str:
    """The question without an opening that only says why it is asked (领导要材料：…)."""
    head, colon, rest = text.partition(":")
    return (
        rest.strip()
        if colon and len(head) <= _LONGEST_PREAMBLE and len(rest) > len(head) and not _asks_something(head)
        else text
    )


def _asks_something(text: str) -> bool:
    return has(patterns.QUANTITY, text) or has(r"《|\d", text)


def understand(question: str, *, history: Sequence[Turn] = ()) -> Query:
    """Understand a question; one that leans on the question before it takes over what it leaves out.

    Raises:
        QuestionError: there is nothing to ask, or it is too long.
    """
    query = parse(question)
    turns = [turn for turn in history if any(c.isalnum() for c in turn.question)][-_LATEST_TURNS:]
    if not turns or not _leans(query):
        return query
    previous = understand(turns[-1].question[:LONGEST_QUESTION], history=turns[:-1])
    return _inherit(query, previous)


def _leans(query: Query) -> bool:
    """Whether the question can't be understood without the one before."""
    if query.this_goal:
        return True
    if query.intent in ("starred", "list_goals"):
        return False
    if not query.quantity and has(patterns.AND_THAT, query.text):
        return True
    return not any(w.noun for w in query.words) or has(patterns.LEANS, query.text)


def _inherit(query: Query, previous: Query) -> Query:
    open_ask = not query.quantity and query.intent == "text"
    kept = previous.subject if open_ask else re.sub(patterns.BUDGET, " ", previous.subject)
    asks = tuple(replace(ask, text=query.text) for ask in previous.asks) if open_ask else query.asks
    return replace(
        query,
        wording=f"{previous.wording} {query.text}" if open_ask else query.text,
        search_text=f"{kept} {query.search_text}",
        subject=f"{kept} {query.subject}".strip(),
        intent=previous.intent if open_ask else query.intent,
        asks=asks,
        words=tuple(dict.fromkeys((*query.words, *(w for w in previous.words if w.text in kept)))),
        periods=query.periods or (() if query.columns else previous.periods),
        years=query.years or tuple(year + query.year_offset for year in previous.years),
        year_offset=0 if query.years or previous.years else query.year_offset or previous.year_offset,
        columns=query.columns or (() if query.periods else previous.columns),
        previous=previous,
    )
