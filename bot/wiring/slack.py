"""Serve Slack: the connection between the running service and `bot.surfaces.slack`."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib import import_module

from pydantic import SecretStr

from bot.settings import Settings
from bot.speaking import Speaking
from bot.storage.notes import DatabaseNotes
from bot.surfaces.cli.desk import Progress, SlackMode
from bot.surfaces.slack.config import SlackConfig, TokenRefusedError
from bot.surfaces.slack.ports import House
from bot.wiring.bookcase import LibraryBookcase
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
    run_slack = import_module("bot.surfaces.slack.app").run_slack  # Bolt takes half a second to import
    with running_service(settings, progress, today=today) as service:
        house = House(
            inbox=service.inbox,
            memory=service.memory,
            answerer=service.conversation,
            speaker=Speaking(service.library, service.conversation.retriever),
            bookcase=LibraryBookcase(service.library),
            notes=DatabaseNotes(service.house.database),
            now=lambda: datetime.now(UTC),
            today=today,
        )
        try:
            run_slack(_config(settings), house, mode=mode, port=port, progress=progress)
        except TokenRefusedError as error:
            raise RefusedError(str(error)) from error


def _config(settings: Settings) -> SlackConfig:
    return SlackConfig(
        bot_token=settings.slack_bot_token or SecretStr(""),
        app_token=settings.slack_app_token,
        signing_secret=settings.slack_signing_secret,
        api_url=settings.slack_api_url,
        workers=settings.workers,
    )
