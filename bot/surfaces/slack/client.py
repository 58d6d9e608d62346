"""Make the client of Slack's Web API: it waits when Slack says so, and repeats nothing by itself.

Slack's own handler for broken connections would send a message again that may have arrived; that decision
is `bot.surfaces.slack.posting`'s.
"""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.surfaces.slack.config import SlackConfig

_TOKEN_ERRORS = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "org_login_required"}
)
_PASSING_ERRORS = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited", "rate_limited"}
)


def make_client(config: SlackConfig, *, token: str | None = None) -> WebClient:
    """Make a client that may be shared between threads.

    Args:
        config: Addresses and limits.
        token: To call with; Bolt is given a client without one, since it is told the token by delivery.
    """
    client = WebClient(
        token=token,
        base_url=config.api_url,
        timeout=config.web_timeout_s,
        retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=5)],
    )
    if config.is_loopback:
        client.proxy = None  # the SDK takes a proxy from the environment even for this machine
    return client


def make_hasty_client(config: SlackConfig) -> WebClient:
    """Make a client for what is not worth a wait: it gives up after two seconds, and never tries again."""
    client = WebClient(
        token=config.bot_token.get_secret_value(), base_url=config.api_url, timeout=2, retry_handlers=[]
    )
    if config.is_loopback:
        client.proxy = None
    return client


def error_code(error: SlackApiError) -> str:
    """Give Slack's name for an error; `http_…` where it gave none."""
    response = error.response
    code = response.get("error") if hasattr(response, "get") else None
    return str(code) if code else f"http_{getattr(response, 'status_code', 0)}"


def is_passing(error: SlackApiError) -> bool:
    """Tell whether the same call may succeed later."""
    status = getattr(error.response, "status_code", 200)
    code = error_code(error)
    return status >= 500 or status == 429 or code in _PASSING_ERRORS or code.startswith("http_")


def is_token_refused(error: SlackApiError) -> bool:
    """Tell whether Slack does not take our token."""
    return error_code(error) in _TOKEN_ERRORS
