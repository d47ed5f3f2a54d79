"""The list of a visitor's conversations as HTML: found by words, opened, renamed, saved, thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from index.conversations import LONGEST_TITLE, Conversation
from ui.language import tr

SHOWN = 100  # of the conversations; a search finds the others
FILES = (("Markdown", "md"), ("Word", "docx"), ("JSON", "json"))


def history_html(conversations: Sequence[Conversation], *, words: str = "", current: str = "", note: str = "") -> str:
    """The conversations, the newest first; `words` is what they were searched for, `current` the id of the one open."""
    items = "".join(_item(conversation, current=current) for conversation in conversations[:SHOWN])
    nothing = tr("没有含“{words}”的对话", words=words) if words else tr("还没有对话；提问之后会自动保存在这里")
    more = tr("只列出最近 {count} 个，其余请搜索", count=SHOWN) if len(conversations) > SHOWN else ""
    said = note or more or ("" if items else nothing)
    return (
        f'<aside class="kp-history" aria-label="{tr("对话记录")}"><header><h2>{tr("对话记录")}</h2>'
        f'<button type="button" class="kp-quiet" data-close aria-label="{tr("关闭对话记录")}">×</button></header>'
        f'<form role="search"><input type="search" name="words" value="{escape(words)}" maxlength="100" '
        f'placeholder="{tr("搜索问题和回答")}" aria-label="{tr("搜索问题和回答")}"></form>'
        f'<p class="kp-hint" role="status">{escape(said)}</p><ul>{items}</ul></aside>'
    )


def _item(conversation: Conversation, *, current: str) -> str:
    files = "".join(
        f'<a href="conversations/{escape(conversation.id)}.{suffix}" download>{kind}</a>' for kind, suffix in FILES
    )
    is_open = ' aria-current="true"' if conversation.id == current else ""
    facts = tr("{count} 问 · {when}", count=conversation.exchanges, when=_local(conversation.changed_at))
    return (
        f'<li data-id="{escape(conversation.id)}"{is_open}>'
        f'<button type="button" class="kp-link" data-open>{escape(conversation.title)}</button><span>{facts}</span>'
        f'<form class="kp-rename" hidden><input name="title" maxlength="{LONGEST_TITLE}" value="{escape(conversation.title)}" '
        f'aria-label="{tr("对话的名称")}"><button type="submit" class="kp-quiet">{tr("保存")}</button></form>'
        f'<div class="kp-tools"><button type="button" data-rename>{tr("改名")}</button>{files}'
        f"<details><summary>{tr('删除')}</summary>"
        f'<button type="button" class="kp-danger" data-remove>{tr("确认删除")}</button></details></div></li>'
    )


def _local(moment: str) -> str:
    """An ISO time as the clock here shows it."""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
