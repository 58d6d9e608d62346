"""What installing needs from whoever keeps things: a sealed place for tokens, and for installs under way."""

from datetime import datetime
from typing import Protocol

from pydantic import BaseModel, ConfigDict, SecretStr


class OAuthConfig(BaseModel):
    """What Slack knows the app by, where workspaces install it by themselves."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    client_id: str
    client_secret: SecretStr
    public_url: str  # ends with a slash; Slack sends people back there
    authorize_url: str = "https://slack.com/oauth/v2/authorize"


class Installations(Protocol):
    """Workspaces that installed the app; safe to share between threads."""

    def keep(self, team: str, body: str, *, at: datetime) -> None:
        """Keep what a workspace's installation brought, in place of an earlier one."""

    def renew(self, team: str, body: str) -> bool:
        """Put other tokens in place of an installation's; False when the workspace has gone meanwhile."""

    def find(self, team: str) -> str | None:
        """Give what is kept of a workspace; None when it is not installed there."""

    def installed_at(self, team: str) -> datetime | None:
        """Tell when a workspace was last installed."""

    def teams(self) -> tuple[str, ...]:
        """List the workspaces that are installed."""

    def keep_state(self, state: str, *, now: datetime, expires_at: datetime) -> None:
        """Remember that an installation has begun, under a name nobody can guess."""

    def take_state(self, state: str, *, now: datetime) -> bool:
        """End an installation under way; False when there was none, it took too long, or it was taken."""
