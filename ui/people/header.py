"""What the head of the page shows of the person who is signed in, and the way back when they no longer are."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ui.language import language, tr
from ui.visitors import Role

if TYPE_CHECKING:
    from ui.visitors import Visitor

ROLE_NAMES = {Role.READER: "读者", Role.EDITOR: "编辑", Role.ADMINISTRATOR: "管理员"}
# For the head of the page: whoever is no longer signed in comes to the sign-in with the next thing they do.
SIGN_IN_AGAIN = r"""<script>
const kaopingFetch = window.fetch;
window.fetch = async (...given) => {
  const reply = await kaopingFetch(...given);
  if (reply.status === 401) location.assign(location.pathname.replace(/en\/?$/, '') + 'login?next=' + encodeURIComponent(location.pathname));
  return reply;
};
</script>"""


def account_html(visitor: Visitor) -> str:
    """Who is signed in, with the ways to another password and out; "" where there are no users."""
    if not visitor.name:
        return ""
    role = tr(ROLE_NAMES[visitor.role])
    up = "../" if language() == "en" else ""  # the English page is at /en/
    return (
        f'<nav class="kp-account" aria-label="{escape(tr("账户"))}"><span title="{escape(role)}">{escape(visitor.name)}</span>'
        f'<a href="{up}account?lang={language()}">{escape(tr("修改密码"))}</a>'
        f'<form method="post" action="{up}logout?lang={language()}"><button type="submit" class="kp-quiet">'
        f"{escape(tr('退出'))}</button></form></nav>"
    )
