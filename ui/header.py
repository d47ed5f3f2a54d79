"""The title bar: the product, what is in the library, and the ways to another language, another look and out."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from ui.language import language, tr
from ui.people.header import account_html

if TYPE_CHECKING:
    from corpus import Document
    from ui.visitors import Visitor

OTHER_LANGUAGE = {"zh": ("/en/", "en", "English"), "en": ("/", "zh-CN", "中文")}


def header_html(visitor: Visitor, documents: Sequence[Document], *, notice: str = "") -> str:
    """The title bar, and a notice below it where there is one."""
    note = f'<div class="kp-notice" role="note">{escape(notice)}</div>' if notice else ""
    return (
        f'<header class="kp-header"><h1>{tr("考评")}</h1><span class="kp-tagline">{tr("每个数字都带出处")}</span>'
        f'<span class="kp-held">{escape(_held(documents))}</span><span class="kp-ways">{_ways()}{account_html(visitor)}</span>'
        f"</header>{note}"
    )


def _held(documents: Sequence[Document]) -> str:
    if not documents:
        return tr("资料库是空的")
    if len(documents) == 1:
        return documents[0].title
    goals = sum(len(document.goals) for document in documents)
    return tr("{reports} 份报告，{goals} 项目标", reports=len(documents), goals=goals)


def _ways() -> str:
    address, tag, name = OTHER_LANGUAGE[language()]
    return (
        f'<a class="kp-link" href="{address}" lang="{tag}" hreflang="{tag}">{name}</a>'
        f'<button type="button" class="kp-link" data-look>{tr("深浅色")}</button>'
    )
