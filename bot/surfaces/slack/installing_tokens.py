"""The token of each workspace: found, renewed before it expires, and the same for deliveries and for jobs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

import structlog
from pydantic import AwareDatetime, BaseModel, ConfigDict
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.surfaces.slack.acting import acting_team
from bot.surfaces.slack.client import error_code, make_bare_client
from bot.surfaces.slack.config import SlackConfig
from bot.surfaces.slack.installing_ports import Installations, OAuthConfig
from bot.surfaces.slack.ports import House

log = structlog.get_logger(__name__)

NOT_INSTALLED = "team_not_installed"
_RENEWED_BEFORE = timedelta(hours=2)  # of the twelve that a token lasts
_LOOKED_AT_AGAIN = timedelta(minutes=1)


class Installed(BaseModel):
    """What a workspace gave us; kept sealed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    team: str
    bot_token: str
    bot_user: str = ""
    bot_id: str = ""
    scopes: str = ""
    refresh_token: str = ""
    expires_at: AwareDatetime | None = None  # None: the token does not end


@dataclass
class Workspaces:
    """Knows every workspace's token; safe to share between threads.

    Attributes:
        config: What Slack knows us by.
        installations: Keeps what workspaces gave.
        client: Of the Web API, without a token.
        now: The time, with a zone.
    """

    config: OAuthConfig
    installations: Installations
    client: WebClient
    now: Callable[[], datetime]
    _known: dict[str, tuple[datetime, Installed]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def token_of(self, team: str) -> str:
        """Give the token to act with in a workspace.

        Raises:
            SlackApiError: With `team_not_installed`, or as Slack refuses to renew the token.
        """
        return self._installed(team).bot_token

    def bot_user_of(self, team: str) -> str:
        """Give our user id in a workspace; empty when it is not installed there."""
        try:
            return self._installed(team).bot_user
        except SlackApiError:
            return ""

    def bot_user(self) -> str:
        """Give our user id in the workspace that is acted for."""
        return self.bot_user_of(acting_team())

    def authorize(self, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        """Tell Bolt with which token to act; None for a workspace that is not ours."""
        try:
            installed = self._installed(team_id or "")
        except SlackApiError as error:
            log.warning("team_not_authorized", code=error_code(error))
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=installed.bot_token,
            bot_id=installed.bot_id or None,
            bot_user_id=installed.bot_user or None,
        )

    def keep(self, installed: Installed) -> None:
        """Keep a workspace that was just installed."""
        self.installations.keep(installed.team, installed.model_dump_json(), at=self.now())
        self.forget(installed.team)
        log.info("team_installed")

    def forget(self, team: str) -> None:
        """Look at what is kept of a workspace anew."""
        with self._lock:
            self._known.pop(team, None)

    def _installed(self, team: str) -> Installed:
        with self._lock:  # also so that a refresh token, which is good once, is used once
            now = self.now()
            looked_at, installed = self._known.get(team, (None, None))
            if installed is None or looked_at is None or now - looked_at > _LOOKED_AT_AGAIN:
                installed = self._find(team)
            if installed.expires_at is not None and installed.expires_at - now < _RENEWED_BEFORE:
                installed = self._renewed(installed, now)
            self._known[team] = (now, installed)
            return installed

    def _find(self, team: str) -> Installed:
        kept = self.installations.find(team)
        if kept is None:
            self._known.pop(team, None)
            raise _not_installed()
        return Installed.model_validate_json(kept)

    def _renewed(self, installed: Installed, now: datetime) -> Installed:
        try:
            told = self.client.oauth_v2_access(
                client_id=self.config.client_id,
                client_secret=self.config.client_secret.get_secret_value(),
                grant_type="refresh_token",
                refresh_token=installed.refresh_token,
            )
        except (SlackApiError, OSError) as error:
            if installed.expires_at is not None and installed.expires_at > now:
                log.warning("token_not_renewed", error=type(error).__name__)
                return installed
            raise
        renewed = installed.model_copy(
            update={
                "bot_token": str(told["access_token"]),
                "refresh_token": str(told.get("refresh_token") or ""),
                "expires_at": now + timedelta(seconds=int(told["expires_in"])),
            }
        )
        if not self.installations.renew(installed.team, renewed.model_dump_json()):
            raise _not_installed()
        log.info("token_renewed")
        return renewed


def _not_installed() -> SlackApiError:
    answer = {"ok": False, "error": NOT_INSTALLED}
    return SlackApiError(NOT_INSTALLED, answer)  # type: ignore[no-untyped-call]  # Slack's


def make_workspaces(config: SlackConfig, house: House) -> Workspaces | None:
    """Make what knows every workspace's token; None where there is one workspace, by its token.

    Raises:
        ValueError: If there is neither a token nor a place for those of many workspaces.
    """
    if config.oauth is None:
        if config.bot_token is None:
            raise ValueError("Slack needs SLACK_BOT_TOKEN, or SLACK_CLIENT_ID for many workspaces")
        return None
    if house.installations is None:
        raise ValueError("many workspaces need a place to keep their tokens")
    return Workspaces(config.oauth, house.installations, make_bare_client(config), house.now)
