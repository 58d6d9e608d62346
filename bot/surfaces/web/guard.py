"""Decide whether a request may be made: by the host it names, its form token and the password.

The page acts as the owner of all documents. A foreign page that a browser of the owner has open must
therefore neither read (DNS rebinding: the Host header) nor write (forged forms: the token) through it.
"""

import hmac
import ipaddress
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from urllib.parse import urlsplit

from bot.surfaces.web.ports import WebConfig
from bot.surfaces.web.requests import BadRequestError, Request

SESSION = "sandan_session"
TOKEN = "csrf"  # noqa: S105 - the name of a form field
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_TRIES, _WINDOW_S = 10, 60.0  # wrong passwords a minute, from everybody together


def is_loopback(host: str) -> bool:
    """Tell whether an address to listen on is reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@dataclass
class Guard:
    """Checks requests; safe to share between threads."""

    config: WebConfig
    clock: Callable[[], float] = time.monotonic
    _failures: deque[float] = field(default_factory=deque)
    _lock: Lock = field(default_factory=Lock)

    @property
    def needs_password(self) -> bool:
        """Tell whether strangers may reach the page, so that the owner must say who he is."""
        config = self.config
        return bool(config.password or config.public_url or not is_loopback(config.host))

    def check_host(self, request: Request) -> None:
        """Let only requests pass that name us.

        Raises:
            BadRequestError: If the host is a name that is not ours.
        """
        if not self._is_ours(_host_name(request.headers.get("host", ""))):
            raise BadRequestError(421, "foreign_host")

    def check_form(self, request: Request) -> None:
        """Let only forms pass that we have written for this browser.

        Raises:
            BadRequestError: If the token is missing or another browser's.
        """
        session = request.cookies.get(SESSION, "")
        sent = request.form.get(TOKEN, "")
        site = request.headers.get("sec-fetch-site", "same-origin")
        if site not in {"same-origin", "none"} or not session:
            raise BadRequestError(403, "stale_form")
        if not hmac.compare_digest(sent.encode(), self.token(session).encode()):
            raise BadRequestError(403, "stale_form")

    def token(self, session: str) -> str:
        """Give the token that the forms of a session carry."""
        return hmac.new(self.config.secret, b"form\x00" + session.encode(), sha256).hexdigest()

    def accepts_password(self, given: str) -> bool:
        """Tell whether the password is right.

        Raises:
            BadRequestError: If too many wrong ones came lately.
        """
        now = self.clock()
        with self._lock:
            while self._failures and now - self._failures[0] > _WINDOW_S:
                self._failures.popleft()
            if len(self._failures) >= _TRIES:
                raise BadRequestError(429, "too_many_tries")
            password = self.config.password
            if password is not None and hmac.compare_digest(
                given.encode(), password.get_secret_value().encode()
            ):
                return True
            self._failures.append(now)
            return False

    def is_https(self, request: Request) -> bool:
        """Tell whether the browser reached us by the public https address."""
        public = urlsplit(self.config.public_url or "")
        return public.scheme == "https" and _host_name(request.headers.get("host", "")) == public.hostname

    def _is_ours(self, name: str) -> bool:
        if name in _LOOPBACK_NAMES or name == urlsplit(self.config.public_url or "").hostname:
            return True
        if is_loopback(self.config.host):
            return False
        return name == self.config.host.lower() or _is_address(name)


def new_session() -> str:
    """Make the name of a session that nobody can guess."""
    return secrets.token_urlsafe(32)


def _is_address(name: str) -> bool:
    """Tell whether a host is written in numbers: rebinding needs a name."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _host_name(header: str) -> str:
    try:
        return (urlsplit(f"//{header}").hostname or "").lower()
    except ValueError:
        return ""
