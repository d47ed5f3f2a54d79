"""The verb `user`: who may come in, what they may do, what their programs are known by.

A password is never an argument, which other users of the machine could read: it is asked for, or read from standard input.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import AccountError
from ui import terminal
from ui.people.passwords import check_password, hashed
from ui.people.people import group_name, user_name
from ui.usage import ChineseCommand, ChineseGroup, Choice
from ui.verbs import DONE, common, new_library, opened_library
from ui.wiring import Backend

if TYPE_CHECKING:
    from index import Library
    from index.accounts import RoleName, User
    from index.credentials import Token

ROLE_WORDS = {"reader": "读者", "editor": "编辑", "administrator": "管理员"}
NOT_THE_SAME = "两次输入的密码不一样；请重新运行"
LONGEST_LABEL = 60

role_choice = Choice(tuple(ROLE_WORDS))


@click.group(cls=ChineseGroup)
@click.help_option("-h", "--help", help="显示本帮助")
def user() -> None:
    """管理用户；有了用户，网页都要先登录。"""


@user.command(cls=ChineseCommand)
@click.argument("name", metavar="用户名")
@click.option(
    "--role",
    default="reader",
    show_default="reader",
    type=role_choice,
    metavar="角色",
    help="角色：reader 只看，editor 也导入和删除，administrator 看到全部",
)
@click.option("--group", "groups", multiple=True, metavar="分组", help="所属的分组，可写多次；看得到这些分组的报告")
@common
@click.pass_obj
def add(backend: Backend, *, name: str, role: RoleName, groups: Sequence[str], data: Path | None, as_json: bool) -> int:
    """添加用户；密码从终端或标准输入读入。"""
    name, belongs = user_name(name), [group_name(group) for group in groups]
    password = read_password(name)
    with new_library(backend, data=data) as library:
        added = library.accounts.add(name, password=hashed(password), role=role, groups=belongs)
        note(library, f"add {name}", outcome=facts_line(added))
    return show([added], as_json=as_json)


@user.command("list", cls=ChineseCommand)
@common
@click.pass_obj
def listed(backend: Backend, *, data: Path | None, as_json: bool) -> int:
    """列出用户，包括已移除的。"""
    with opened_library(backend, data=data) as library:
        return show(library.accounts.users(), as_json=as_json)


@user.command(cls=ChineseCommand)
@click.argument("name", metavar="用户名")
@common
@click.pass_obj
def remove(backend: Backend, *, name: str, data: Path | None, as_json: bool) -> int:
    """移除用户：立即退出登录，令牌作废，用户名不再给别人用。"""
    with opened_library(backend, data=data) as library:
        library.accounts.remove(user_name(name))
        note(library, f"remove {user_name(name)}")
    return told({"removed": [user_name(name)]}, f"已移除 {user_name(name)}", as_json=as_json)


@user.command(cls=ChineseCommand)
@click.argument("name", metavar="用户名")
@common
@click.pass_obj
def password(backend: Backend, *, name: str, data: Path | None, as_json: bool) -> int:
    """重设密码，从终端或标准输入读入；登录都会退出。"""
    name = user_name(name)
    with opened_library(backend, data=data) as library:
        known(library, name)
        library.accounts.set_password(name, hashed(read_password(name)))
        note(library, f"password {name}")
    return told({"changed": [name]}, f"已重设 {name} 的密码", as_json=as_json)


@user.command(cls=ChineseCommand)
@click.argument("name", metavar="用户名")
@click.argument("role", metavar="角色", type=role_choice)
@common
@click.pass_obj
def role(backend: Backend, *, name: str, role: RoleName, data: Path | None, as_json: bool) -> int:
    """改变角色：reader、editor 或 administrator。"""
    with opened_library(backend, data=data) as library:
        changed = library.accounts.set_role(user_name(name), role)
        note(library, f"role {changed.name}", outcome=facts_line(changed))
    return show([changed], as_json=as_json)


@user.command(cls=ChineseCommand)
@click.argument("name", metavar="用户名")
@click.argument("groups", metavar="[分组…]", nargs=-1)
@common
@click.pass_obj
def groups(backend: Backend, *, name: str, groups: Sequence[str], data: Path | None, as_json: bool) -> int:
    """改为只属于这些分组；不写分组则不属于任何分组。"""
    with opened_library(backend, data=data) as library:
        changed = library.accounts.set_groups(user_name(name), [group_name(group) for group in groups])
        note(library, f"groups {changed.name}", outcome=facts_line(changed))
    return show([changed], as_json=as_json)


@user.command(cls=ChineseCommand)
@click.argument("name", metavar="用户名")
@click.option("--label", default="", metavar="用途", help="写下这个令牌给谁用")
@click.option("--days", type=click.IntRange(1, 3650), metavar="天数", help="有效天数；不写则一直有效，直到作废")
@common
@click.pass_obj
def token(backend: Backend, *, name: str, label: str, days: int | None, data: Path | None, as_json: bool) -> int:
    """为用户的程序做一个令牌；只显示这一次。"""
    name, label = user_name(name), terminal.one_line(label)[:LONGEST_LABEL]
    with opened_library(backend, data=data) as library:
        known(library, name)
        lifetime = None if days is None else timedelta(days=days)
        made, secret = library.credentials.make_token(name, label=label, lifetime=lifetime)
        note(library, f"token {made.id} for {name}", outcome=label)
    if as_json:
        terminal.write_json({**token_record(made), "token": secret})
    else:
        terminal.say("令牌只显示这一次；在请求中写：Authorization: Bearer 令牌")
        terminal.write_text([secret])
    return DONE


@user.command(cls=ChineseCommand)
@common
@click.pass_obj
def tokens(backend: Backend, *, data: Path | None, as_json: bool) -> int:
    """列出令牌，不含其内容。"""
    with opened_library(backend, data=data) as library:
        made = library.credentials.tokens()
    if as_json:
        terminal.write_json({"tokens": [token_record(one) for one in made]})
    else:
        terminal.write_text(token_lines(made))
    return DONE


@user.command(cls=ChineseCommand)
@click.argument("number", metavar="编号", type=int)
@common
@click.pass_obj
def revoke(backend: Backend, *, number: int, data: Path | None, as_json: bool) -> int:
    """让令牌作废。"""
    with opened_library(backend, data=data) as library:
        revoked = library.credentials.revoke(number)
        note(library, f"revoke {revoked.id} of {revoked.name}")
    return told({"revoked": [number]}, f"令牌 {number}（{revoked.name}）已作废", as_json=as_json)


def read_password(name: str) -> str:
    """The password, asked for twice on a terminal, else the first line of standard input. Raises AccountError."""
    if sys.stdin.isatty():
        given, again = (
            click.prompt(asked, hide_input=True, err=True, prompt_suffix="：") for asked in ("密码", "再输一次")
        )
        if given != again:
            raise AccountError(NOT_THE_SAME)
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    check_password(given, name=name)
    return str(given)


def known(library: Library, name: str) -> User:
    """The user of that name. Raises AccountError."""
    found = library.accounts.user(name)
    if found is None:
        raise AccountError(f"没有用户 {name}；用 kaoping user list 查看已有的用户")
    return found


def note(library: Library, subject: str, *, outcome: str = "") -> None:
    """Put into the trail what was done at the machine itself."""
    library.trail.append("user change", name="", subject=subject, outcome=outcome)


def show(users: Iterable[User], *, as_json: bool) -> int:
    """The users on standard output."""
    if as_json:
        terminal.write_json({"users": [user_record(one) for one in users]})
    else:
        terminal.write_text([user_line(one) for one in users] or ["还没有用户。添加：kaoping user add 用户名"])
    return DONE


def told(record: dict[str, Any], line: str, *, as_json: bool) -> int:
    """What was done, on standard output."""
    if as_json:
        terminal.write_json(record)
    else:
        terminal.write_text([line])
    return DONE


def user_record(one: User) -> dict[str, Any]:
    """What the machine interface says of a user."""
    times = {"created_at": one.created_at, "removed_at": one.removed_at}
    return {"name": one.name, "role": one.role, "groups": sorted(one.groups), **times}


def token_record(one: Token) -> dict[str, Any]:
    """What the machine interface says of a token."""
    return {name: getattr(one, name) for name in ("id", "name", "label", "created_at", "expires_at")}


def facts_line(one: User) -> str:
    """Role and groups: `编辑 · 甲局、乙局`."""
    return f"{ROLE_WORDS[one.role]} · {'、'.join(sorted(one.groups)) or '不属于任何分组'}"


def user_line(one: User) -> str:
    """A user in one line."""
    return f"{one.name}  {facts_line(one)}{'（已移除）' if one.removed_at else ''}"


def token_lines(made: Iterable[Token]) -> Iterator[str]:
    """Each token, or that there is none."""
    lines = [
        f"{one.id}  {one.name}  {one.label or '—'}  {f'到 {one.expires_at[:10]}' if one.expires_at else '一直有效'}"
        for one in made
    ]
    yield from lines or ["还没有令牌。添加：kaoping user token 用户名"]
