"""Serve Slack: the connection between the running service and `bot.surfaces.slack`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from importlib import import_module

from bot.settings import Settings, variable_of
from bot.speaking import Speaking
from bot.storage.erasure import DatabaseEraser
from bot.storage.installations import DatabaseInstallations
from bot.storage.notes import DatabaseNotes
from bot.storage.open_questions import DatabaseOpenQuestions
from bot.storage.sealing import Sealer
from bot.surfaces.cli.desk import Progress, SlackMode
from bot.surfaces.slack.config import SlackConfig, TokenRefusedError
from bot.surfaces.slack.installing_ports import OAuthConfig
from bot.surfaces.slack.ports import House, SourceRef
from bot.surfaces.slack.serving import Page
from bot.surfaces.web.links import sign_link
from bot.surfaces.web.ports import PassageRef
from bot.wiring.bookcase import LibraryBookcase, Signer
from bot.wiring.news_slack import make_newsroom, run_news_of
from bot.wiring.newsroom import HouseNewsroom
from bot.wiring.refusals import RefusedError
from bot.wiring.service import Service, running_service
from bot.wiring.slack_shelving import ServiceShelving
from bot.wiring.web import Doors, as_refusal, make_page, web_secret

_LINKS_LAST = timedelta(days=7)
_MODEL_S = 10.0  # of a model; then the answer of the rules, so that nobody waits twenty seconds for words
SLACK_MODES: tuple[SlackMode, ...] = ("socket", "http")
_NEEDED: dict[SlackMode, tuple[str, ...]] = {
    "socket": ("slack_app_token",),
    "http": ("slack_signing_secret",),
}


def serve_slack(
    settings: Settings, mode: SlackMode, doors: Doors, progress: Progress, *, today: Callable[[], date]
) -> None:
    """Own the store and answer in Slack until told to stop; with a public address, serve the page too.

    Raises:
        RefusedError: If a token is missing, an address is taken, or a service runs already.
    """
    needed = needed_settings(settings, mode)
    missing = [variable_of(name) for name in needed if getattr(settings, name) is None]
    if missing:
        raise RefusedError(f"Not set: {', '.join(missing)}. `sandan doctor` says where to find them.")
    settings = settings.model_copy(update={"model_deadline": min(settings.model_deadline, _MODEL_S)})
    run_slack = import_module("bot.surfaces.slack.app").run_slack  # Bolt takes half a second to import
    with running_service(settings, progress, today=today) as service:
        room = make_newsroom(service, today)
        house = _house(service, room, today)
        try:
            with _page(service, doors, room, today) as page:
                run_slack(
                    slack_config(settings), house, mode=mode, port=doors.port, progress=progress, page=page
                )
        except TokenRefusedError as error:
            raise RefusedError(str(error)) from error
        except OSError as error:
            raise as_refusal(error, doors) from error


def _house(service: Service, room: HouseNewsroom, today: Callable[[], date]) -> House:
    return House(
        inbox=service.inbox,
        memory=service.memory,
        eraser=DatabaseEraser(service.house.database),
        answerer=service.conversation,
        speaker=Speaking(service.library, service.conversation.retriever),
        bookcase=LibraryBookcase(service.library, _signer(service)),
        shelving=ServiceShelving(service, today),
        open_questions=DatabaseOpenQuestions(service.house.database),
        notes=DatabaseNotes(service.house.database),
        now=lambda: datetime.now(UTC),
        today=today,
        installations=_installations(service),
        newsroom=room,
        run_news=run_news_of(room),
    )


def needed_settings(settings: Settings, mode: SlackMode) -> tuple[str, ...]:
    """List the settings that serving Slack needs, for one workspace or, with a client id, for many."""
    if settings.slack_client_id is None:
        return ("slack_bot_token", *_NEEDED[mode])
    return (*_NEEDED[mode], "slack_client_secret", "slack_token_key", "public_url")


def _installations(service: Service) -> DatabaseInstallations | None:
    settings = service.settings
    if settings.slack_client_id is None or settings.slack_token_key is None:
        return None
    sealer = Sealer(settings.slack_token_key.get_secret_value())
    return DatabaseInstallations(service.house.database, sealer)


@contextmanager
def _page(
    service: Service, doors: Doors, room: HouseNewsroom, today: Callable[[], date]
) -> Iterator[Page | None]:
    """Make the page that links of citations lead to; None while nobody could reach it."""
    if service.settings.public_url is None:
        yield None
        return
    app = make_page(service, doors, room, today=today)
    try:
        yield Page(app, doors.host, doors.port)
    finally:
        app.close()


def _signer(service: Service) -> Signer:
    public_url = service.settings.public_url
    if public_url is None:
        return lambda *_: ""
    secret = web_secret(service)

    def sign(source: SourceRef, audiences: frozenset[str]) -> str:
        passage = PassageRef.model_validate(source.model_dump())
        until = datetime.now(UTC) + _LINKS_LAST
        return sign_link(passage, audiences, until=until, public_url=public_url, secret=secret)

    return sign


def slack_config(settings: Settings) -> SlackConfig:
    """Take out of the settings what the surface needs to be told."""
    return SlackConfig(
        bot_token=settings.slack_bot_token if settings.slack_client_id is None else None,
        oauth=_oauth(settings),
        named_audiences=_named_audiences(settings.slack_audiences),
        may_add=tuple(one.strip() for one in settings.slack_may_add.split(",")),
        app_token=settings.slack_app_token,
        signing_secret=settings.slack_signing_secret,
        api_url=settings.slack_api_url,
        may_stream=settings.public_url is None,
        questions_an_hour=settings.questions_an_hour,
        workers=settings.workers,
    )


def _oauth(settings: Settings) -> OAuthConfig | None:
    client_id, secret, public_url = (
        settings.slack_client_id,
        settings.slack_client_secret,
        settings.public_url,
    )
    if client_id is None or secret is None or public_url is None:
        return None
    return OAuthConfig(client_id=client_id, client_secret=secret, public_url=public_url)


def _named_audiences(written: str) -> dict[str, tuple[str, ...]]:
    pairs = (one.split("=", 1) for one in written.split(";") if one.strip())
    return {name.strip(): tuple(part.strip() for part in ids.split(",")) for name, ids in pairs}
