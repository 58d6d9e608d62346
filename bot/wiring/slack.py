"""Serve Slack: the connection between the running service and `bot.surfaces.slack`."""

from collections.abc import Callable
from datetime import date
from importlib import import_module

from bot.settings import Settings
from bot.surfaces.cli.desk import Progress, SlackMode
from bot.wiring.refusals import RefusedError
from bot.wiring.service import running_service

_NEEDED = {
    "socket": ("slack_bot_token", "slack_app_token"),
    "http": ("slack_bot_token", "slack_signing_secret"),
}


def serve_slack(
    settings: Settings, mode: SlackMode, port: int, progress: Progress, *, today: Callable[[], date]
) -> None:
    """Own the store and answer in Slack until told to stop.

    Raises:
        RefusedError: If a token is missing, or a service runs already.
    """
    missing = [name.upper() for name in _NEEDED[mode] if getattr(settings, name) is None]
    if missing:
        raise RefusedError(f"Not set: {', '.join(missing)}. `sandan doctor` says where to find them.")
    run = import_module("bot.surfaces.slack.app").run_slack  # Bolt takes half a second: only when it serves
    with running_service(settings, progress, today=today) as service:
        run(
            settings=settings,
            mode=mode,
            port=port,
            answer=service.conversation.answer,
            inbox=service.inbox,
            memory=service.memory,
        )
