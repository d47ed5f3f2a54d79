"""What stands around the conversation, as HTML: the choice of reports, the composer, the help on keys."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from ui.asking.scope import FACETS, Scope, values
from ui.language import tr

if TYPE_CHECKING:
    from corpus import Document

NAMES = {"organization": ("单位", "全部单位"), "year": ("年度", "全部年度"), "period": ("期间", "全部期间")}
KEYS = (
    ("/", "输入问题"),
    ("Enter", "提问"),
    ("Shift + Enter", "换行"),
    ("Alt + N", "新对话"),
    ("[  ]", "上一条、下一条引文"),
    ("Esc", "关闭打开的面板"),
    ("?", "显示本帮助"),
)


def bar_html(documents: Sequence[Document], scope: Scope) -> str:
    """The conversations, the choice of reports where there are several, and the help."""
    return (
        f'<div class="kp-askbar"><button type="button" class="kp-quiet" data-history aria-expanded="false">{tr("对话记录")}'
        f"</button>{_choice(documents, scope) if len(documents) > 1 else ''}"
        f'<button type="button" class="kp-quiet kp-keys" data-help title="{tr("快捷键")}" aria-label="{tr("快捷键")}">?</button>'
        f"{_help()}</div>"
    )


def composer_html() -> str:
    """Where questions are typed; what is sent while an earlier one is looked up waits below (see composer.js)."""
    return (
        f'<form class="kp-composer"><textarea rows="1" placeholder="{tr("输入问题，回车提问")}" aria-label="{tr("问题")}" '
        f'aria-keyshortcuts="/" enterkeyhint="send"></textarea><button type="submit" class="kp-primary">{tr("提问")}</button>'
        f'<button type="button" class="kp-quiet" data-fresh aria-keyshortcuts="Alt+N">{tr("新对话")}</button></form>'
        f'<ul class="kp-waiting" aria-label="{tr("排队中的问题")}" data-waiting="{tr("排队中：")}" data-drop="{tr("不问了")}" hidden></ul>'
        f'<p class="kp-told" role="status" aria-live="polite" data-answered="{tr("答案：")}"></p>'
    )


def _choice(documents: Sequence[Document], scope: Scope) -> str:
    held = sum(scope.holds(document) for document in documents)
    facets = "".join(_facet(name, documents, scope) for name in FACETS)
    return (
        f'<form class="kp-scope" aria-label="{tr("在哪些报告里找")}">{facets}'
        f'<span role="status">{tr("{count} 份报告", count=held)}</span></form>'
    )


def _facet(name: str, documents: Sequence[Document], scope: Scope) -> str:
    """A facet to choose of; what no report has together with the other choices can't be chosen."""
    label, everything = NAMES[name]
    chosen = scope.chosen
    others = Scope(**{**chosen, name: ""})
    possible = set(values((document for document in documents if others.holds(document)), name))
    options = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen[name] else ""}'
        f"{'' if value in possible else ' disabled'}>{escape(tr(value))}</option>"
        for value in values(documents, name)
    )
    return (
        f'<select name="{name}" aria-label="{tr(label)}"><option value="">{tr(everything)}</option>{options}</select>'
    )


def _help() -> str:
    keys = "".join(f"<dt><kbd>{escape(key)}</kbd></dt><dd>{tr(name)}</dd>" for key, name in KEYS)
    return (
        f'<dialog class="kp-help" aria-label="{tr("快捷键")}"><h2>{tr("快捷键")}</h2><dl>{keys}</dl>'
        f'<form method="dialog"><button class="kp-quiet">{tr("关闭")}</button></form></dialog>'
    )
