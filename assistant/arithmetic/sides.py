"""How a question parts its sides: the members of a list, what is said of all of them, and what a part is about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.arithmetic import wording
from assistant.arithmetic.record import Side
from assistant.arithmetic.wording import trimmed
from assistant.question import subject_of
from corpus import find_periods, read_figures

_JOINT = re.compile(r"、|以及|[和与跟及同]|加上?|还是|减去|\band\b")
_CLAUSE = re.compile(r"[,;。?:]")
_CONTEXT = re.compile(r"(?:里面|里头|之中|当中|其中|里|(?<=[\u4e00-\u9fff]{2})中(?![央小心学医等介长期国]))[,的]?")
TAIL = re.compile(
    rf"{wording.SUM.pattern}|{wording.LARGER.pattern}|{wording.DIFFERENCE.pattern}|{wording.COMPARED.pattern.split('|')[1]}|相比|比起来|比较|对比|分别|各(?:是|有|为)|哪|谁|(?:一|总|合)?共",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:这|那)?[两三四五六]大?[类项种个家方者](?P<rest>[^,;?。]{2,})$")
_YEAR = re.compile(r"(?:19|20)\d{2}\s?年?度?")


def without_periods(text: str) -> str:
    """The text without its periods and years."""
    for found in reversed(find_periods(text)):
        text = text[: found.start] + text[found.end :]
    return _YEAR.sub("", text)


def topic(text: str) -> str:
    """What a text is about: without periods, years, figures, and the words that ask for arithmetic."""
    text = wording.CHECKED.sub(" ", without_periods(text))
    for figure in reversed(read_figures(text)):
        if figure.kind in ("money", "percent"):
            text = f"{text[: figure.start]} {text[figure.end :]}"
    parts = wording.ASKING.sub(" ", TAIL.sub(" ", subject_of(text))).split()
    return " ".join(part for part in map(trimmed, parts) if len(part) > 1)


def context_of(text: str) -> tuple[str, str]:
    """What is said before the last comma or 里, and the rest."""
    *before, last = _CLAUSE.split(text)
    cuts = list(_CONTEXT.finditer(last))
    if cuts and cuts[-1].end() < len(last) - 1:
        return " ".join([*before, last[: cuts[-1].start()]]), last[cuts[-1].end() :]
    return " ".join(before), last


def in_brackets(text: str) -> tuple[str, list[tuple[Side, ...]]]:
    """The Chinese names that an English question gives in brackets."""
    names = re.findall(r"[(“]([\u4e00-\u9fff][^()“”]*)[)”]", text)
    return "", [tuple(Side(name, name) for name in names)] if len(names) > 1 else []


def members_of(text: str) -> tuple[str, list[tuple[Side, ...]]]:
    """What holds for all members of a list, and the ways to part it: by every joint, by 、 and the last one, by 、."""
    head = TAIL.split(text)[0] if not text.startswith(("哪", "谁")) else text
    clauses = [clause for clause in _CLAUSE.split(head) if clause.strip()]
    position = next((i for i in range(len(clauses) - 1, -1, -1) if _JOINT.search(clauses[i])), None)
    if position is None:
        return "", []
    context, listed = context_of(clauses[position])
    if not _JOINT.search(listed):
        context, listed = "", clauses[position]
    ways = [_JOINT.split(listed), re.split("、", listed), _last_joint(listed)]
    found = [_sides(way) for way in ways]
    readings = [reading for _, reading in found if reading]
    of = next((of for of, reading in found if reading), "")
    both = wording.ASKED_OF_BOTH.search(text)
    said = [*clauses[:position], context, of, both["of"] if both else ""]
    return " ".join(part for part in said if part).strip(), list(dict.fromkeys(readings))


def _last_joint(listed: str) -> list[str]:
    found = list(_JOINT.finditer(listed))
    return [listed[: found[-1].start()], listed[found[-1].end() :]] if found else [listed]


def _sides(members: Iterable[str]) -> tuple[str, tuple[Side, ...]]:
    """What the last or the first member says of all (新建和改造提升的养老中心: 养老中心; 平台一期和二期: 平台), and the members."""
    names = [trimmed(member) for member in members]
    names = [name for name in names if name]
    if len(names) < 2:
        return "", ()
    counted = _COUNTED.search(names[-1])
    if counted:  # 食品、药品两类案件的罚没款
        return topic(counted["rest"]), tuple(Side(name, name) for name in [*names[:-1], names[-1][: counted.start()]])
    own, of, rest = names[-1].rpartition("的")
    if of and len(own) > 1 and all("的" not in name for name in names[:-1]):
        return rest, tuple(Side(name, name) for name in [*names[:-1], own])
    size = len(names[1])
    if size < len(names[0]) - 1 and names[0][-1] == names[1][-1] and size < 4:
        first = names[0][-size:]
        return names[0][:-size], tuple(Side(name, name) for name in [first, *names[1:]])
    return "", tuple(Side(name, name) for name in names)
