"""Documents that are cited with two numbers: 《…意见》（杭财监督〔2021〕9号） in one place and 〔2021〕19号 in another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.audit.record import Finding
from assistant.audit.remark import Remark
from assistant.audit.report import Report, Sentence
from assistant.evidence import plain

_CITED = re.compile(
    r"《(?P<title>[^《》\n]{4,60})》\s?[(\[]\s?(?P<number>[\u4e00-\u9fff]{1,12}\s?[〔\[(]\s?(?:19|20)\d{2}\s?[〕\])]\s?第?\d{1,5}\s?号)"
)


def two_numbers(report: Report) -> Iterator[Finding]:
    """Titles that bear one number in one place and another in another."""
    first: dict[str, tuple[str, str, Sentence, int, int]] = {}
    for sentence in report.sentences:
        for match in _CITED.finditer(sentence.folded, sentence.statement.start, sentence.statement.end):
            title, number = plain(match["title"]), "".join(match["number"].split())
            known = first.setdefault(title, (number, match["number"], sentence, match.start(), match.end()))
            if known[0] != number:
                remark = Remark("mismatch", "warning")
                left = remark.mark(known[2].place, known[3], known[4])
                right = remark.mark(sentence.place, match.start(), match.end())
                yield remark.finding(f"《{match['title']}》文号不一致：{known[1]}{left} ≠ {match['number']}{right}")
