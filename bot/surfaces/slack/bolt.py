"""Make Bolt's app: it verifies and dispatches, and asks us with which token to act."""

import logging
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

import structlog
from slack_bolt import App, BoltContext
from slack_bolt.authorization import AuthorizeResult

from bot.surfaces.slack.acting import begin_acting_for
from bot.surfaces.slack.client import make_bare_client
from bot.surfaces.slack.config import SlackConfig
from bot.surfaces.slack.installing_checkup import SeenEvents, event_kind

log = structlog.get_logger(__name__)

Body = dict[str, Any]
Authorize = Callable[[str | None, str | None], AuthorizeResult | None]

_NO_SECRET = "unused: Socket Mode requests are not signed"  # noqa: S105 - Bolt refuses an empty one


def make_bolt(config: SlackConfig, authorize: Authorize, executor: Executor, seen: SeenEvents) -> App:
    """Make the app, without listeners.

    Args:
        config: Secrets and addresses.
        authorize: Gives the token for an enterprise and a workspace; None: the workspace is not ours.
        executor: Runs listeners.
        seen: Remembers which kinds of events arrive.
    """

    def named(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        return authorize(enterprise_id, team_id)  # Bolt reads a plain function's names

    secret = config.signing_secret
    app = App(
        signing_secret=secret.get_secret_value() if secret else _NO_SECRET,
        client=make_bare_client(config),
        logger=_quiet_logger(),
        authorize=named,  # type: ignore[arg-type]  # None is what it takes for "not installed"
        listener_executor=executor,
        token_verification_enabled=False,
    )

    @app.use
    def act(context: BoltContext, body: Body, next: Callable[[], None]) -> None:  # noqa: A002 - Bolt's name
        begin_acting_for(context.team_id or "")
        kind = event_kind(body.get("event") or {})
        if seen.is_new(kind):
            executor.submit(_note, seen, kind)
        next()

    return app


def _note(seen: SeenEvents, kind: str) -> None:
    try:
        seen.note(kind)
    except Exception:  # only `sandan doctor` knows less then
        log.exception("event_not_noted")


def _quiet_logger() -> logging.Logger:
    """Give Bolt's logger: its warnings hold bodies of requests, and one about a token that is meant so."""
    logger = logging.getLogger("slack_bolt.quiet")
    logger.setLevel(logging.ERROR)
    return logger
