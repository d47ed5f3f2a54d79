"""The sign-in and the change of a password as pages of their own: plain HTML that needs no script.

They are not made with Gradio: whoever isn't signed in yet must get nothing of it.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import quote

from ui.language import language, tr
from ui.people.passwords import SHORTEST

STYLE = Path(__file__).parent / "people.css"
TAGS = {"zh": "zh-CN", "en": "en"}


def sign_in_page(*, problem: str = "", name: str = "", then: str = "/") -> str:
    """Name and password; `then` is the path of the page to go to afterwards."""
    form = (
        f'<form method="post" action="login?lang={language()}">{_problem(problem)}'
        f'<input type="hidden" name="next" value="{escape(then)}">'
        f"{_field('name', tr('用户名'), 'text', 'username', value=name, focus=not name)}"
        f"{_field('password', tr('密码'), 'password', 'current-password', focus=bool(name))}"
        f'<button type="submit">{escape(tr("登录"))}</button></form>'
        f'<p class="other">{_other_language(then)}</p>'
    )
    return _page(tr("登录"), form, note=tr("没有账户，或忘了密码，请找管理员。"))


def password_page(*, name: str, problem: str = "", done: bool = False) -> str:
    """Change one's own password."""
    home = "en/" if language() == "en" else "./"
    back = f'<p class="other"><a href="{home}">{escape(tr("返回"))}</a></p>'
    if done:
        return _page(tr("修改密码"), f'<p role="status">{escape(tr("密码已修改，别处的登录都已退出。"))}</p>{back}')
    note = tr("至少 {count} 个字符。修改后，别处的登录都会退出。", count=SHORTEST)
    form = (
        f'<form method="post" action="account?lang={language()}">{_problem(problem)}'
        f'<input hidden name="username" autocomplete="username" value="{escape(name)}">'
        f"{_field('old', tr('现在的密码'), 'password', 'current-password', focus=True)}"
        f"{_field('new', tr('新密码'), 'password', 'new-password')}"
        f"{_field('again', tr('再输一次新密码'), 'password', 'new-password')}"
        f'<button type="submit">{escape(tr("修改"))}</button></form>{back}'
    )
    return _page(tr("修改密码"), form, note=note)


def _page(title: str, content: str, *, note: str = "") -> str:
    style = STYLE.read_text(encoding="utf-8")
    said = f'<p class="note">{escape(note)}</p>' if note else ""
    return (
        f'<!doctype html><html lang="{TAGS[language()]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">'
        f"<title>{escape(title)} · {escape(tr('考评'))}</title><style>{style}</style></head>"
        f'<body><main><p class="product">{escape(tr("考评"))}</p><h1>{escape(title)}</h1>{content}{said}</main></body></html>'
    )


def _problem(problem: str) -> str:
    return f'<p class="problem" role="alert">{escape(problem)}</p>' if problem else ""


def _field(name: str, label: str, kind: str, complete: str, *, value: str = "", focus: bool = False) -> str:
    given = f' value="{escape(value)}"' if value else ""
    return (
        f'<label for="{name}">{escape(label)}</label><input id="{name}" name="{name}" type="{kind}" required '
        f'autocomplete="{complete}" autocapitalize="none" spellcheck="false" maxlength="200"{given}{" autofocus" if focus else ""}>'
    )


def _other_language(then: str) -> str:
    tag, said = ("en", "English") if language() == "zh" else ("zh", "中文")
    return f'<a href="login?lang={tag}&amp;next={quote(then)}" lang="{TAGS[tag]}" hreflang="{TAGS[tag]}">{said}</a>'
