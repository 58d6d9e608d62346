"""Give the commands their running objects, made of the environment when they are first needed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from bot.observability import set_up_logging
from bot.settings import Settings, process_environment, read_settings
from bot.surfaces.cli.desk import Launcher, Progress, SlackMode
from bot.surfaces.cli.reports import DoctorReport
from bot.wiring.care import HomeCare
from bot.wiring.desk import HouseDesk, open_desk
from bot.wiring.doctor import diagnose
from bot.wiring.news_desk import NewsDesk, open_news_desk
from bot.wiring.slack import serve_slack
from bot.wiring.web import Doors, serve_web


def make_launcher(removed_variables: tuple[str, ...]) -> Launcher:
    """Make what the commands start from.

    Args:
        removed_variables: Tracing variables that were taken out of the environment; `doctor` tells.
    """

    @contextmanager
    def open_it(progress: Progress) -> Iterator[HouseDesk]:
        settings = _ready_settings()
        with open_desk(settings, progress, today=_today(settings)) as desk:
            yield desk

    @contextmanager
    def open_digest_it(progress: Progress) -> Iterator[NewsDesk]:
        with open_news_desk(_ready_settings(), progress) as desk:
            yield desk

    def diagnose_it() -> DoctorReport:
        return diagnose(process_environment(), removed_variables)

    def serve_it(mode: SlackMode, host: str, port: int, progress: Progress) -> None:
        settings = _ready_settings()
        doors = Doors(host, port, lambda _: None)
        serve_slack(settings, mode, doors, progress, today=lambda: _today(settings))

    def serve_web_it(host: str, port: int, progress: Progress, ready: Callable[[str], None]) -> None:
        settings = _ready_settings()
        doors = Doors(host, port, ready)
        serve_web(settings, doors, progress, today=lambda: _today(settings))

    return Launcher(
        open_desk=open_it,
        open_digest_desk=open_digest_it,
        today=lambda: _today(read_settings()),
        diagnose=diagnose_it,
        serve_slack=serve_it,
        serve_web=serve_web_it,
        open_care=lambda: HomeCare(_ready_settings()),
    )


def _ready_settings() -> Settings:
    settings = read_settings()
    set_up_logging(level=settings.log_level, secrets=settings.secrets)
    return settings


def _today(settings: Settings) -> date:
    return datetime.now(settings.zone).date()
