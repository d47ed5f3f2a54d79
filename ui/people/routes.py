"""Where a browser signs in and out and changes its person's password.

The forms are ordinary posts, read here rather than by a library that would take files and any size. The gate has seen to
it that no other site sent them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from corpus.errors import AccessDenied, AccountError, KaopingError, TooManyAttempts
from index.credentials import LIFETIME
from ui.language import Language, speaking, tr
from ui.people.pages import password_page, sign_in_page
from ui.people.people import COOKIE, People, cookie_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

LONGEST_FORM = 8192  # bytes
PLACES = ("/", "/en", "/en/")  # where to go after signing in
Form = dict[str, str]


def people_routes(people: People) -> list[Route]:
    """`/login`, `/logout` and `/account`."""
    from starlette.concurrency import run_in_threadpool
    from starlette.routing import Route

    def answering(answer: Callable[[People, Request, Form], Response]) -> Callable[[Request], object]:
        async def respond(request: Request) -> Response:
            form = await _form(request) if request.method == "POST" else {}
            with speaking(_language(request)):
                return await run_in_threadpool(answer, people, request, form)

        return respond

    return [
        Route("/login", answering(_sign_in), methods=["GET", "POST"]),
        Route("/logout", answering(_sign_out), methods=["POST"]),
        Route("/account", answering(_account), methods=["GET", "POST"]),
    ]


def _sign_in(people: People, request: Request, form: Form) -> Response:
    then = form.get("next") or request.query_params.get("next") or "/"
    then = then if then in PLACES else "/"
    if request.method != "POST":
        return _shown(sign_in_page(then=then))
    name = form.get("name", "")
    try:
        secret = people.sign_in(name, form.get("password", ""), address=_address(request))
    except AccessDenied as error:
        status = 429 if isinstance(error, TooManyAttempts) else 401
        return _shown(sign_in_page(problem=tr(str(error)), name=name[:40], then=then), status=status)
    return _with_cookie(_to(request, then), request, secret)


def _sign_out(people: People, request: Request, form: Form) -> Response:  # noqa: ARG001 - the form is empty
    people.sign_out(request)
    response = _to(request, f"/login?lang={_language(request)}")
    response.delete_cookie(COOKIE)
    response.headers["clear-site-data"] = '"cache"'
    return response


def _account(people: People, request: Request, form: Form) -> Response:
    name = people.of(request).name
    if not name or not cookie_of(request):
        return _to(request, "/")
    if request.method != "POST":
        return _shown(password_page(name=name))
    if form.get("new") != form.get("again"):
        return _shown(password_page(name=name, problem=tr("两次输入的新密码不一样")), status=422)
    try:
        secret = people.change_password(
            name, old=form.get("old", ""), new=form.get("new", ""), address=_address(request)
        )
    except KaopingError as error:
        why = tr("现在的密码不对") if type(error) is AccessDenied else tr(str(error))
        return _shown(password_page(name=name, problem=why), status=422 if isinstance(error, AccountError) else 401)
    return _with_cookie(_shown(password_page(name=name, done=True)), request, secret)


async def _form(request: Request) -> Form:
    """The fields of a form; {} where it is larger than any of ours."""
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > LONGEST_FORM:
            return {}
    try:
        fields = parse_qs(data.decode("utf-8", "replace"), max_num_fields=10)
    except ValueError:
        return {}
    return {name: values[-1] for name, values in fields.items()}


def _language(request: Request) -> Language:
    asked = request.query_params.get("lang") or ("en" if request.query_params.get("next") in PLACES[1:] else "zh")
    return "en" if asked == "en" else "zh"


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _shown(page: str, *, status: int = 200) -> Response:
    from starlette.responses import HTMLResponse

    return HTMLResponse(page, status_code=status, headers={"cache-control": "no-store"})


def _to(request: Request, path: str) -> Response:
    from starlette.responses import RedirectResponse

    return RedirectResponse(request.scope.get("root_path", "") + path, status_code=303)


def _with_cookie(response: Response, request: Request, secret: str) -> Response:
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(LIFETIME.total_seconds()),
        path=request.scope.get("root_path", "") or "/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    return response
