"""Let workspaces install the app: the two addresses of OAuth, and what comes of them.

The token that Slack gives is kept by `installing_tokens`; leaving is `installing_departures`' business.
"""

import logging
import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import structlog
from slack_bolt.error import BoltError
from slack_bolt.oauth.oauth_flow import OAuthFlow
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import Installation, InstallationStore
from slack_sdk.oauth.state_store import OAuthStateStore

from bot.surfaces.slack.installing_ports import Installations, OAuthConfig
from bot.surfaces.slack.installing_tokens import Installed, Workspaces
from bot.surfaces.slack.manifest_scopes import bot_scopes
from bot.surfaces.slack.serving import WsgiApp

log = structlog.get_logger(__name__)

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
_STATE_LASTS = timedelta(minutes=10)
_QUIET = logging.getLogger("slack_bolt.quiet")


def make_flow(config: OAuthConfig, workspaces: Workspaces, client: WebClient) -> OAuthFlow:
    """Make Slack's flow over our own stores.

    Args:
        config: What Slack knows us by.
        workspaces: Keeps what comes of it.
        client: Of the Web API, without a token.
    """
    settings = OAuthSettings(
        client_id=config.client_id,
        client_secret=config.client_secret.get_secret_value(),
        scopes=bot_scopes(),
        redirect_uri=f"{config.public_url.rstrip('/')}{REDIRECT_PATH}",
        install_path=INSTALL_PATH,
        redirect_uri_path=REDIRECT_PATH,
        install_page_rendering_enabled=False,
        authorization_url=config.authorize_url,
        installation_store=_Store(workspaces),
        state_store=_States(workspaces.installations, workspaces.now),
        logger=_QUIET,
    )
    return OAuthFlow(client=client, logger=_QUIET, settings=settings)


class InstallDoor:
    """A WSGI application with the two addresses of installing; `beside` answers all others."""

    def __init__(self, flow: OAuthFlow, beside: WsgiApp | None = None) -> None:
        self._flow = flow
        self._beside = beside

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        """Answer one request."""
        path, method = str(environ.get("PATH_INFO") or ""), environ.get("REQUEST_METHOD")
        if path not in {INSTALL_PATH, REDIRECT_PATH} or method != "GET":
            if self._beside is not None:
                return self._beside(environ, start_response)
            is_healthy = path == "/healthz"
            response = BoltResponse(status=200 if is_healthy else 404, body="ok" if is_healthy else "")
        else:
            response = self._answer(path, environ)
        return _send(response, start_response)

    def _answer(self, path: str, environ: dict[str, Any]) -> BoltResponse:
        headers: dict[str, str | Sequence[str]] = {"cookie": [str(environ.get("HTTP_COOKIE") or "")]}
        request = BoltRequest(body="", query=str(environ.get("QUERY_STRING") or ""), headers=headers)
        if path == INSTALL_PATH:
            return self._flow.handle_installation(request)
        return self._flow.handle_callback(request)


class _Store(InstallationStore):
    """Takes in what Slack's flow brings; nothing is read through it."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    @property
    def logger(self) -> logging.Logger:
        return _QUIET

    def save(self, installation: Installation) -> None:
        if installation.is_enterprise_install or not (installation.team_id and installation.bot_token):
            raise BoltError("only single workspaces install this app")
        ends = installation.bot_token_expires_at
        self._workspaces.keep(
            Installed(
                team=installation.team_id,
                bot_token=installation.bot_token,
                bot_user=installation.bot_user_id or "",
                bot_id=installation.bot_id or "",
                scopes=",".join(installation.bot_scopes or ()),
                refresh_token=installation.bot_refresh_token or "",
                expires_at=datetime.fromtimestamp(ends, self._workspaces.now().tzinfo) if ends else None,
            )
        )


class _States(OAuthStateStore):
    """Installations under way, each ended once."""

    def __init__(self, installations: Installations, now: Callable[[], datetime]) -> None:
        self._installations = installations
        self._now = now

    @property
    def logger(self) -> logging.Logger:
        return _QUIET

    def issue(self, *_args: object, **_kwargs: object) -> str:
        state, now = secrets.token_urlsafe(32), self._now()
        self._installations.keep_state(state, now=now, expires_at=now + _STATE_LASTS)
        return state

    def consume(self, state: str) -> bool:
        return self._installations.take_state(state, now=self._now())


def _send(response: BoltResponse, start_response: Callable[..., object]) -> Iterable[bytes]:
    body = (response.body or "").encode()
    headers = [(name, value) for name, values in response.headers.items() for value in values]
    headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
    safe = [("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"), ("X-Frame-Options", "DENY")]
    status = f"{response.status} {HTTPStatus(response.status).phrase}"
    start_response(status, [*headers, *safe, ("Content-Length", str(len(body)))])
    return [body]
