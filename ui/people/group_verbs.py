"""The verb `group`: which groups of people see which reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from index import EVERYONE
from ui import terminal
from ui.people.people import group_name
from ui.people.user_verbs import note
from ui.terminal import one_line
from ui.usage import ChineseCommand, ChineseGroup
from ui.verbs import DONE, common, opened_library
from ui.wiring import Backend

if TYPE_CHECKING:
    from index import Library


@click.group(cls=ChineseGroup)
@click.help_option("-h", "--help", help="显示本帮助")
def group() -> None:
    """决定哪些分组看得到哪些报告；“公共”是所有登录的人。"""


@group.command("list", cls=ChineseCommand)
@common
@click.pass_obj
def listed(backend: Backend, *, data: Path | None, as_json: bool) -> int:
    """列出各分组的用户和报告。"""
    with opened_library(backend, data=data) as library:
        return show(library, as_json=as_json)


@group.command(cls=ChineseCommand)
@click.argument("name", metavar="分组")
@click.argument("doc_ids", metavar="编号…", nargs=-1, required=True)
@common
@click.pass_obj
def add(backend: Backend, *, name: str, doc_ids: Sequence[str], data: Path | None, as_json: bool) -> int:
    """让分组看得到这些报告，分组的编辑也可更改它们。"""
    with opened_library(backend, data=data) as library:
        return change(library, group_name(name), doc_ids, belongs=True, as_json=as_json)


@group.command(cls=ChineseCommand)
@click.argument("name", metavar="分组")
@click.argument("doc_ids", metavar="编号…", nargs=-1, required=True)
@common
@click.pass_obj
def remove(backend: Backend, *, name: str, doc_ids: Sequence[str], data: Path | None, as_json: bool) -> int:
    """让分组不再看到这些报告；报告本身留在资料库中。"""
    with opened_library(backend, data=data) as library:
        return change(library, group_name(name), doc_ids, belongs=False, as_json=as_json)


def change(library: Library, name: str, doc_ids: Sequence[str], *, belongs: bool, as_json: bool) -> int:
    """Let the reports belong to the group, or no longer: all of them, or, where one is unknown, none."""
    groups = {doc_id: library.groups_of(doc_id) for doc_id in dict.fromkeys(doc_ids)}
    for doc_id, before in groups.items():
        library.assign(doc_id, groups=before | {name} if belongs else before - {name})
    note(library, f"{'add to' if belongs else 'remove from'} group {name}", outcome=" ".join(groups))
    return show(library, as_json=as_json)


def show(library: Library, *, as_json: bool) -> int:
    """All groups on standard output."""
    record = listing(library)
    if as_json:
        terminal.write_json(record)
        return DONE
    titles = {document.doc_id: one_line(document.title) for document in library.documents()}
    for found in record["groups"]:
        everyone = "所有登录的人" if found["group"] == EVERYONE else "、".join(found["users"]) or "还没有用户"
        terminal.write_text(
            [f"{found['group']}：{everyone}", *(f"  {one}  {titles[one]}" for one in found["documents"])]
        )
    if record["ungrouped"]:
        terminal.write_text(["只有管理员看得到：", *(f"  {one}  {titles[one]}" for one in record["ungrouped"])])
    return DONE


def listing(library: Library) -> dict[str, Any]:
    """The record of `group list --json`."""
    users = [user for user in library.accounts.users() if user.removed_at is None]
    belonging = {document.doc_id: library.groups_of(document.doc_id) for document in library.documents()}
    names = {name for user in users for name in user.groups}.union(*belonging.values())
    return {
        "groups": [
            {
                "group": name,
                "users": [user.name for user in users if name in user.groups],
                "documents": [doc_id for doc_id, groups in belonging.items() if name in groups],
            }
            for name in sorted(names)
        ],
        "ungrouped": [doc_id for doc_id, groups in belonging.items() if not groups],
    }
