"""What the Slack surface needs to be told; `bot.wiring` fills it from the settings."""

from datetime import timedelta
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from bot.surfaces.slack.installing_ports import OAuthConfig

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class TokenRefusedError(Exception):
    """Slack does not take our token."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Slack refused SLACK_BOT_TOKEN ({code}); reinstall the app and set its new token")
        self.code = code


class SlackConfig(BaseModel):
    """Addresses, secrets and limits of the surface."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bot_token: SecretStr | None  # of the one workspace; None where workspaces install by OAuth
    oauth: OAuthConfig | None = None
    app_token: SecretStr | None = None  # for Socket Mode
    signing_secret: SecretStr | None = None  # for HTTP
    api_url: str = "https://slack.com/api/"  # ends with a slash
    named_audiences: dict[str, tuple[str, ...]] = {}  # audience of documents: Slack ids that belong to it
    questions_an_hour: int = Field(default=6_000, ge=1)  # of one workspace
    may_add: tuple[str, ...] = ("admins",)  # who adds documents: admins, everyone, ids of people and groups
    workers: int = Field(default=8, ge=1, le=64)  # questions answered at the same time
    lease: timedelta = timedelta(seconds=60)  # a job that is not renewed for so long is taken over
    answer_within: timedelta = timedelta(seconds=15)  # afterwards the asker gets an apology
    may_stream: bool = True  # into direct messages; a stream cannot forbid previews of links
    note_after_s: float = Field(default=13.0, gt=0)  # hundreds of notes are posted within 20 s
    web_timeout_s: int = Field(default=10, ge=1)  # of one call to Slack
    longest_pause_s: float = Field(default=30.0, gt=0)  # between attempts while Slack is down

    @property
    def is_loopback(self) -> bool:
        """Tell whether the Web API is on this machine, where no proxy stands between."""
        return urlsplit(self.api_url).hostname in _LOOPBACK
