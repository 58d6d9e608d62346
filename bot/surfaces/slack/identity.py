"""Who we are in a workspace."""

import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.surfaces.slack.client import error_code, is_token_refused
from bot.surfaces.slack.config import TokenRefusedError

log = structlog.get_logger(__name__)


class Identity:
    """Who we are in the workspace, asked once; a delivery is never lost because Slack does not say."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._user = ""
        self._bot = ""
        self._team = ""

    def ask(self) -> None:
        """Ask Slack.

        Raises:
            TokenRefusedError: If Slack does not take the token.
        """
        try:
            said = self._client.auth_test()
        except SlackApiError as error:
            if is_token_refused(error):
                raise TokenRefusedError(error_code(error)) from error
            log.warning("identity_unknown", code=error_code(error))
        except OSError as error:  # Slack is down; deliveries name us too
            log.warning("identity_unknown", error=type(error).__name__)
        else:
            self._user = str(said.get("user_id") or "")
            self._bot = str(said.get("bot_id") or "")
            self._team = str(said.get("team_id") or "")

    def user(self) -> str:
        """Give our user id; empty when it is not known."""
        return self._user

    def authorize(self, enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        """Tell Bolt with which token to act: there is one workspace, so always the same."""
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id or self._team,
            bot_token=self._client.token,
            bot_id=self._bot or None,
            bot_user_id=self._user or None,
        )
