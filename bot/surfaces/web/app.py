"""The local page as a WSGI application: checks a request, calls one page, adds what every reply carries.

Deciding what is said is the advisor's business; pages are in `asking` and `shelving`.
"""

import signal
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from importlib.resources import files
from threading import Event
from types import FrameType
from uuid import uuid4

import structlog
from waitress.server import create_server

from bot.digest.newsroom import Newsroom
from bot.surfaces.apology import apologise
from bot.surfaces.web.asking import AskingPages
from bot.surfaces.web.digest_pages import DigestPages
from bot.surfaces.web.digest_settings_pages import DigestSettingsPages
from bot.surfaces.web.guard import SESSION, Guard, new_session
from bot.surfaces.web.links import PASSAGE_PATH
from bot.surfaces.web.ports import WebConfig, WebDesk
from bot.surfaces.web.requests import (
    BadRequestError,
    Environ,
    Reply,
    Request,
    StartResponse,
    read_request,
    redirect,
)
from bot.surfaces.web.sessions import Session, Sessions
from bot.surfaces.web.shelving import UPLOADS_PATH, ShelvingPages
from bot.surfaces.web.uploads import Uploads
from bot.surfaces.web.visit import Visit

log = structlog.get_logger(__name__)

_THREADS = 12
_MAX_BODY_BYTES = 200_000_000  # beyond this the server itself refuses; below, a page does it in words
_STATIC = {
    "/static/style.css": "text/css; charset=utf-8",
    "/static/page.js": "text/javascript; charset=utf-8",
    "/static/icon.svg": "image/svg+xml",
}
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = (
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("Cache-Control", "no-store"),
)
Handler = Callable[[Visit], Reply]


class WebApp:
    """The page; safe to call from several threads."""

    def __init__(
        self,
        config: WebConfig,
        desk: WebDesk,
        *,
        now: Callable[[], datetime],
        newsroom: Newsroom | None = None,
    ) -> None:
        self.config = config
        self.guard = Guard(config)
        self.sessions = Sessions()
        self.asking = AskingPages(desk, config, self.sessions)
        self.uploads = Uploads(config.uploads, desk.ingest)
        self.shelving = ShelvingPages(desk, config, self.uploads, now)
        self._pages: dict[tuple[str, str], Handler] = {
            ("GET", "/"): self.asking.show_thread,
            ("POST", "/ask"): self.asking.ask,
            ("POST", "/forget"): self.asking.forget,
            ("GET", "/phrases"): self.asking.show_phrases,
            ("POST", "/phrases"): self.asking.suggest_phrases,
            ("GET", "/check"): self.asking.show_check,
            ("POST", "/check"): self.asking.check,
            ("GET", "/documents"): self.shelving.show_list,
            ("GET", "/document"): self.shelving.show_document,
            ("POST", "/documents/add"): self.shelving.add,
            ("GET", "/documents/remove"): self.shelving.ask_removal,
            ("POST", "/documents/remove"): self.shelving.remove,
            ("GET", "/source"): self.shelving.show_source,
            ("POST", "/logout"): self._log_out,
            **(DigestPages(newsroom).handlers() if newsroom else {}),
            **(DigestSettingsPages(newsroom).handlers() if newsroom else {}),
        }

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        reply = self._reply(environ)
        headers = [("Content-Type", reply.content_type), ("Content-Length", str(len(reply.body)))]
        start_response(reply.status_line, [*headers, *_HEADERS, *reply.headers])
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [reply.body]

    def close(self) -> None:
        """Finish what is being put in."""
        self.asking.close()
        self.uploads.close()

    def _reply(self, environ: Environ) -> Reply:
        bare = Request(method="GET", path="/", headers=_language_headers(environ))
        try:
            request = bare
            request = read_request(environ)
            return self._answer(request)
        except BadRequestError as error:
            log.info("page_refused", status=error.status, why=error.words)
            return self._stranger(request).refuse(error.words, status=error.status)
        except Exception as error:  # the one place where a failed page becomes words
            reference = uuid4().hex[:12]
            log.exception("page_failed", trace_id=reference, error=type(error).__name__)
            visit = self._stranger(request)
            words = apologise(error, request.language, reference=reference)
            return visit.page("message.html", visit.words.sorry, {"problem": words}, status=500)

    def _answer(self, request: Request) -> Reply:
        if request.path == "/healthz":
            return Reply(b"ok", content_type="text/plain; charset=utf-8")
        self.guard.check_host(request)
        if request.path in _STATIC:
            return Reply(_static(request.path), content_type=_STATIC[request.path])
        name = request.cookies.get(SESSION, "")
        is_new = not _is_session_name(name)
        name = new_session() if is_new else name
        session = self.sessions.get(name)
        is_open = not self.guard.needs_password or session.is_owner
        reply = self._page(Visit(request, name, session, self.guard, is_open))
        return self._with_cookies(reply, request, name if is_new else None)

    def _page(self, visit: Visit) -> Reply:
        request = visit.request
        method = "GET" if request.method == "HEAD" else request.method
        if method == "POST":
            self.guard.check_form(request)
        if method == "GET" and request.path.startswith(PASSAGE_PATH):
            return self.shelving.show_linked(visit)
        if not visit.is_open:
            return self._log_in(visit)
        if method == "GET" and request.path.startswith(UPLOADS_PATH):
            return self.shelving.show_upload(visit)
        handler = self._pages.get((method, request.path))
        if handler is not None:
            return handler(visit)
        is_known = any(path == request.path for _, path in self._pages)
        return visit.refuse("not_allowed" if is_known else "not_found", status=405 if is_known else 404)

    def _log_in(self, visit: Visit) -> Reply:
        if self.config.password is None:
            return visit.refuse("no_password_set", status=403)
        heading = visit.words.password_title
        if (visit.request.method, visit.request.path) != ("POST", "/login"):
            return visit.page("login.html", heading, status=401)
        if not self.guard.accepts_password(visit.request.form.get("password", "")):
            problem = visit.words.refusals["wrong_password"]
            return visit.page("login.html", heading, {"problem": problem}, status=401)
        name = new_session()  # a name that was known before the password is worth nothing after it
        self.sessions.make_owner(name)
        return self._with_cookies(redirect("/"), visit.request, name)

    def _log_out(self, visit: Visit) -> Reply:
        self.sessions.drop(visit.name)
        return redirect("/")

    def _with_cookies(self, reply: Reply, request: Request, name: str | None) -> Reply:
        rules = f"; Path=/; SameSite=Strict{'; Secure' if self.guard.is_https(request) else ''}"
        cookies = [("Set-Cookie", f"{SESSION}={name}{rules}; HttpOnly")] if name else []
        if request.query.get("lang") in {"ja", "en"}:
            cookies.append(("Set-Cookie", f"sandan_lang={request.query['lang']}{rules}; Max-Age=31536000"))
        if not cookies:
            return reply
        return Reply(reply.body, reply.status, reply.content_type, (*reply.headers, *cookies))

    def _stranger(self, request: Request) -> Visit:
        """Make the visit of a browser of which nothing is known, for a page with nothing but words."""
        return Visit(request, "", Session(), self.guard, is_open=False)


def run_web(
    app: WebApp,
    *,
    ready: Callable[[str], None],
    started: Event | None = None,
) -> None:
    """Serve the page until the process is told to end, by Ctrl-C or SIGTERM.

    Args:
        app: Closed in the end.
        ready: Told the address of the page.
        started: Set once requests are taken.

    Raises:
        OSError: If the address cannot be listened on.
    """
    server = create_server(
        app,
        host=app.config.host,
        port=app.config.port,
        threads=_THREADS,
        max_request_body_size=_MAX_BODY_BYTES,
        ident=None,
    )
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        host = f"[{app.config.host}]" if ":" in app.config.host else app.config.host
        ready(f"http://{host}:{server.effective_port}/")
        if started is not None:
            started.set()
        server.run()  # returns on KeyboardInterrupt and SystemExit
    finally:
        signal.signal(signal.SIGTERM, before)
        server.close()
        app.close()


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _is_session_name(name: str) -> bool:
    return len(name) == len(new_session()) and name.replace("-", "").replace("_", "").isalnum()


def _language_headers(environ: Environ) -> dict[str, str]:
    names = {"HTTP_ACCEPT_LANGUAGE": "accept-language", "HTTP_COOKIE": "cookie"}
    return {name: str(environ[key]) for key, name in names.items() if key in environ}


@cache
def _static(path: str) -> bytes:
    return files("bot.surfaces.web").joinpath(path.lstrip("/")).read_bytes()
