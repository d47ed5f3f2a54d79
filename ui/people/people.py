"""Who sent a request: by the cookie of a browser or the token of a program, and what they may see.

What visitors work with (a view of the library, an assistant and a verifier over it) hangs on their groups alone, so
people of the same groups share it. Without users there is one person, whoever is at this machine; with the first user
that ends, and it doesn't come back when users are removed.
"""

from __future__ import annotations

import logging
import unicodedata
from collections import OrderedDict
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from threading import Lock
from typing import TYPE_CHECKING, Any

from corpus.errors import AccessDenied, AccountError, StoreError
from ui.people.passwords import check_password, fits, hashed
from ui.people.throttle import Throttle
from ui.visitors import Kind, Role, Versions, Visitor, Visitors

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

    from assistant import Assistant
    from assistant.verification import Verifier
    from index import Library
    from index.accounts import User

COOKIE = "kaoping_session"
ROLES = {"reader": Role.READER, "editor": Role.EDITOR, "administrator": Role.ADMINISTRATOR}
MOST_WORKBENCHES = 64  # sets of groups whose assistants are kept
LONGEST_NAME = 40
SIGN_IN = "请先登录"
WRONG = "用户名或密码不对"

logger = logging.getLogger(__name__)
Workbench = tuple["Library", "Assistant", "Verifier"]


class People(Visitors):
    """The visitors of a page; `assistant` is that of the whole library. Safe to share between threads.

    `is_private` asks for a sign-in even where there are no users.
    """

    def __init__(
        self,
        library: Library,
        *,
        assistant: Assistant,
        make_assistant: Callable[[Library], Assistant],
        make_verifier: Callable[[Library], Verifier],
        is_private: bool,
        throttle: Throttle | None = None,
    ) -> None:
        self._library = library
        self._accounts = library.accounts
        self._credentials = library.credentials
        self._trail = library.trail
        self._make_assistant = make_assistant
        self._make_verifier = make_verifier
        self._is_private = is_private
        self._throttle = throttle or Throttle()
        self._whole: Workbench = (library, assistant, make_verifier(library))
        self._workbenches: OrderedDict[frozenset[str], Workbench] = OrderedDict()
        self._lock = Lock()

    def of(self, request: HTTPConnection) -> Visitor:
        """The visitor who sent it. Raises AccessDenied where nobody is signed in."""
        if not self._is_private and not self._accounts.any_ever():
            return self._visitor("", role=Role.ADMINISTRATOR, groups=None)
        name = self._name_of(getattr(request, "request", request))  # Gradio wraps the request
        user = self._accounts.user(name) if name else None
        if user is None:
            raise AccessDenied(SIGN_IN)
        role = ROLES[user.role]
        return self._visitor(user.name, role=role, groups=None if role is Role.ADMINISTRATOR else user.groups)

    def sign_in(self, name: str, password: str, *, address: str) -> str:
        """Let somebody in; returns the secret for the cookie. Raises AccessDenied."""
        user = self._checked(name, password, address=address)
        secret = self._credentials.sign_in(user.name)
        self.record("sign-in", name=user.name, outcome=address)
        return secret

    def sign_out(self, request: HTTPConnection) -> None:
        """Let the browser in no longer."""
        secret = cookie_of(request)
        name = self._credentials.signed_in(secret) if secret else None
        if name:
            self._credentials.sign_out(secret)
            self.record("sign-out", name=name)

    def change_password(self, name: str, *, old: str, new: str, address: str) -> str:
        """Change somebody's own password, which ends all their sign-ins but a new one, whose secret is returned.

        Raises:
            AccessDenied: the old one is wrong.
            AccountError: the new one won't do.
        """
        check_password(new, name=name)
        user = self._checked(name, old, address=address)
        self._accounts.set_password(user.name, hashed(new))
        self.record("user change", name=user.name, subject=f"password {user.name}")
        return self._credentials.sign_in(user.name)

    def record(self, kind: Kind, *, name: str, subject: str = "", versions: Versions = (), outcome: str = "") -> None:
        """Append to the trail; where the store fails, that is logged and what was done stands."""
        try:
            self._trail.append(kind, name=name, subject=subject, versions=versions, outcome=outcome)
        except StoreError as error:
            logger.error("not in the trail: %s %s: %s", name, kind, error)  # noqa: TRY400 - the line says it all

    def _checked(self, name: str, password: str, *, address: str) -> User:
        """The user whose password that is. Raises AccessDenied."""
        spelled = unicodedata.normalize("NFKC", name).strip().casefold()[:LONGEST_NAME]
        self._throttle.attempt(name=spelled, address=address)
        user = self._accounts.user(spelled)
        if not fits(password, user.password if user else None) or user is None:
            known = user.name if user else ""  # what was typed may be a password
            self.record("failed sign-in", name=known, outcome=address)
            raise AccessDenied(WRONG)
        self._throttle.succeeded(name=spelled, address=address)
        return user

    def _name_of(self, connection: HTTPConnection) -> str | None:
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self._credentials.token_of(token.strip())
        secret = cookie_of(connection)
        return self._credentials.signed_in(secret) if secret else None

    def _visitor(self, name: str, *, role: Role, groups: frozenset[str] | None) -> Visitor:
        return Visitor(name, role, *self._workbench(groups), recorder=self.record)

    def _workbench(self, groups: frozenset[str] | None) -> Workbench:
        """What people of these groups work with; None is whoever sees everything."""
        if groups is None:
            return self._whole
        with self._lock:
            if groups not in self._workbenches:
                library = self._library.within(groups)
                self._workbenches[groups] = (library, self._make_assistant(library), self._make_verifier(library))
                while len(self._workbenches) > MOST_WORKBENCHES:
                    self._workbenches.popitem(last=False)
            self._workbenches.move_to_end(groups)
            return self._workbenches[groups]


def cookie_of(connection: HTTPConnection) -> str:
    """The secret that the browser shows, "" where it shows none."""
    try:
        found: Any = SimpleCookie(connection.headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return str(found.value) if found else ""


def user_name(text: str) -> str:
    """A user's name as it is kept: small letters, half-width. Raises AccountError where it can't be one."""
    name = unicodedata.normalize("NFKC", text).strip().casefold()
    if not name or len(name) > LONGEST_NAME or not all(sign.isalnum() or sign in "._-@" for sign in name):
        raise AccountError(f"用户名只能是 1–{LONGEST_NAME} 个汉字、字母、数字或 . _ - @")
    return name


def group_name(text: str) -> str:
    """A group's name as it is kept. Raises AccountError where it can't be one."""
    name = " ".join(unicodedata.normalize("NFKC", text).split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise AccountError(f"分组名应是 1–{LONGEST_NAME} 个字")
    return name
