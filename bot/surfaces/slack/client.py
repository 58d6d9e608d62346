"""Make the client of Slack's Web API: it waits when Slack says so, and repeats nothing by itself.

Slack's own handler for broken connections would send a message again that may have arrived; that decision
is `bot.surfaces.slack.posting`'s.
"""

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.surfaces.slack.acting import TeamClient
from bot.surfaces.slack.config import SlackConfig

TokenOf = Callable[[str], str]

_TOKEN_ERRORS = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "org_login_required"}
)
_PASSING_ERRORS = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited", "rate_limited"}
)


def make_client(config: SlackConfig, token_of: TokenOf | None = None) -> WebClient:
    """Make a client that may be shared between threads.

    Args:
        config: Addresses and limits.
        token_of: Gives the token of a workspace; None: the one token of the configuration is used.
    """
    return _make(config, token_of, timeout=config.web_timeout_s, retries=5)


def make_hasty_client(config: SlackConfig, token_of: TokenOf | None = None) -> WebClient:
    """Make a client for what is not worth a wait: it gives up after two seconds, and never tries again."""
    return _make(config, token_of, timeout=2, retries=0)


def make_single_client(config: SlackConfig, token_of: TokenOf | None = None) -> WebClient:
    """Make a client that never tries again by itself: the ledger of digests decides when."""
    return _make(config, token_of, timeout=config.web_timeout_s, retries=0)


def make_bare_client(config: SlackConfig) -> WebClient:
    """Make a client without a token: Bolt is told it by delivery, and installing needs none."""
    return _make(config.model_copy(update={"bot_token": None}), None, timeout=config.web_timeout_s, retries=5)


def _make(config: SlackConfig, token_of: TokenOf | None, *, timeout: int, retries: int) -> WebClient:
    options: dict[str, Any] = {
        "base_url": config.api_url,
        "timeout": timeout,
        "retry_handlers": [RateLimitErrorRetryHandler(max_retry_count=retries)] if retries else [],
    }
    if token_of is not None:
        client: WebClient = TeamClient(token_of, **options)
    else:
        token = config.bot_token
        client = WebClient(token=token.get_secret_value() if token else None, **options)
    if config.is_loopback:
        client.proxy = None  # the SDK takes a proxy from the environment even for this machine
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
