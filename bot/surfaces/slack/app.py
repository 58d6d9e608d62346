"""The Slack surface as a whole: build it, run it over Socket Mode or HTTP, and stop it.

`bot.wiring` calls `build_app`. Bolt verifies and dispatches, `reception` keeps, `workers` answer.
"""

import logging
import sys
from collections.abc import Callable
from functools import partial
from signal import SIGINT, SIGTERM, signal
from threading import Event, Thread
from typing import Literal

import structlog
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.digest.delivery import Publisher
from bot.surfaces.slack.acting import TeamExecutor
from bot.surfaces.slack.anew import register_answering_anew
from bot.surfaces.slack.answering import AnswerDesk
from bot.surfaces.slack.asking import Asker
from bot.surfaces.slack.audiences_listeners import register_membership
from bot.surfaces.slack.audiences_membership import Membership
from bot.surfaces.slack.audiences_rights import Rights
from bot.surfaces.slack.bolt import make_bolt
from bot.surfaces.slack.clicks import Clicks, register_clicks
from bot.surfaces.slack.client import make_bare_client, make_client, make_hasty_client
from bot.surfaces.slack.commands import Commands, register_commands
from bot.surfaces.slack.config import SlackConfig
from bot.surfaces.slack.digest_service import DigestService
from bot.surfaces.slack.documents import Documents, register_documents
from bot.surfaces.slack.documents_desk import DocumentDesk
from bot.surfaces.slack.documents_fetching import FileFetcher
from bot.surfaces.slack.documents_people import Curators
from bot.surfaces.slack.home import Home, register_home
from bot.surfaces.slack.http import SlackEndpoint
from bot.surfaces.slack.identity import Identity
from bot.surfaces.slack.installing import InstallDoor, make_flow
from bot.surfaces.slack.installing_checkup import SeenEvents
from bot.surfaces.slack.installing_departures import Departures, register_departures
from bot.surfaces.slack.installing_tokens import make_workspaces
from bot.surfaces.slack.listeners import register_listeners
from bot.surfaces.slack.people import People
from bot.surfaces.slack.ports import House
from bot.surfaces.slack.posting import Poster
from bot.surfaces.slack.queueing import Limiter, WaitingTime
from bot.surfaces.slack.reception import Recent, Reception
from bot.surfaces.slack.sending import Sender
from bot.surfaces.slack.serving import Page, WsgiApp, WsgiServer
from bot.surfaces.slack.status import StatusLine
from bot.surfaces.slack.stopping import Stops, register_stopping
from bot.surfaces.slack.streaming import Streams
from bot.surfaces.slack.waiting import WaitingRoom
from bot.surfaces.slack.withdrawing import Withdrawals
from bot.surfaces.slack.workers import Crowd, Workers

log = structlog.get_logger(__name__)

Mode = Literal["socket", "http"]

_LISTENER_THREADS = 50  # with Bolt's 5, a command waited for 8 s behind six slow listeners
_SWITCH_S = (
    0.001  # Python's 5 ms, times as many threads as answer, is what each step of an acknowledgement waits
)
_LOOK_S = 0.2
_READY = {"socket": "Answering in Slack over Socket Mode", "http": "Answering in Slack on port {port}"}


class SlackApp:
    """A running Slack surface."""

    def __init__(self, config: SlackConfig, house: House, page: Page | None = None) -> None:
        self._config = config
        self._house = house
        self._page = page
        self._stopping = Event()
        self._ended = Event()
        self._workspaces = workspaces = make_workspaces(config, house)
        token_of = workspaces.token_of if workspaces else None
        self._client = make_client(config, token_of)
        self._hasty = make_hasty_client(config, token_of)
        self._identity = Identity(self._client)
        self._digest = DigestService(config, house, token_of, self._stopping)
        self._executor = TeamExecutor(_LISTENER_THREADS, thread_name_prefix="listener")
        sender = Sender(self._client, config.is_loopback)
        streams = Streams(self._hasty, is_on=config.may_stream)
        poster = Poster(self._client, sender, streams, self._stopping, config.longest_pause_s)
        self._stops = Stops()
        self.waiting = waiting = WaitingTime(config.workers)
        self._membership = Membership(self._hasty)
        self._rights = Rights(self._membership, house.shelving.audiences, config.named_audiences)
        self._people = People(self._client)
        self._curators = Curators(self._people, self._membership, config.may_add)
        status = StatusLine(self._hasty)
        desk = AnswerDesk(
            house, self._rights, self._document_desk(), poster, status, self._stops, config.answer_within
        )
        self._room = WaitingRoom(house, sender, waiting, note_after_s=config.note_after_s)
        self._workers = Workers(config, house, desk, self._stopping, Crowd(self._room, waiting))
        forget = workspaces.forget if workspaces else lambda _: None
        self._departures = Departures(house, house.installations, forget)
        authorize = workspaces.authorize if workspaces else self._identity.authorize
        seen = SeenEvents(house.notes, house.today)
        self._bolt = make_bolt(config, authorize, self._executor, seen)
        limiter = Limiter(an_hour=config.questions_an_hour)
        reception = Reception(house, poster, self._executor.submit, self._room, limiter)
        self._register(reception, sender)
        self._socket: SocketModeHandler | None = None
        self.port = 0

    def run_socket(self, *, started: Event | None = None) -> None:
        """Receive over Socket Mode until `stop` is called.

        Raises:
            TokenRefusedError: If Slack does not take the token.
            ValueError: If there is no app-level token.
        """
        if self._config.app_token is None:
            raise ValueError("Socket Mode needs SLACK_APP_TOKEN")
        self._begin()
        handler = SocketModeHandler(
            self._bolt, self._config.app_token.get_secret_value(), web_client=self._client, concurrency=20
        )
        if self._config.is_loopback:
            handler.client.proxy = None
        self._socket = handler
        page = self._page
        beside = self._beside()
        server = WsgiServer(beside, host=page.host, port=page.port) if page and beside else None
        handler.connect()  # type: ignore[no-untyped-call]  # Bolt's
        self._serve_until_ended(server, started)

    def run_http(self, port: int, *, host: str = "0.0.0.0", started: Event | None = None) -> None:  # noqa: S104
        """Receive signed requests on a port until `stop` is called; everything unsigned is refused.

        Raises:
            TokenRefusedError: If Slack does not take the token.
            ValueError: If there is no signing secret.
        """
        if self._config.signing_secret is None:
            raise ValueError("HTTP needs SLACK_SIGNING_SECRET")
        self._begin()
        secret = self._config.signing_secret.get_secret_value()
        beside = self._beside()
        endpoint = SlackEndpoint(self._bolt, self._house, signing_secret=secret, beside=beside)
        self._serve_until_ended(WsgiServer(endpoint, host=host, port=port), started)

    def stop(self) -> None:
        """Receive no more, finish what is being posted, and leave the rest open for the next start."""
        self._stopping.set()
        if self._socket is not None:
            self._socket.close()  # type: ignore[no-untyped-call]  # Bolt's
        self._room.stop()
        self._workers.join()
        self._digest.join()
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._ended.set()

    @property
    def publisher_for(self) -> Callable[[str], Publisher | None]:
        """What gives the platform of a digest's channel."""
        return self._digest.publisher_for

    def _register(self, reception: Reception, sender: Sender) -> None:
        house, wake, client = self._house, self._workers.wake, self._client
        people = self._people
        asker = Asker(house, reception, client, wake, Recent())
        clicks = Clicks(house, client, sender, people, self._rights, asker)
        withdrawals = Withdrawals(house, reception.poster, self._executor.submit)
        bot_user = self._identity.user
        if self._workspaces is not None:
            bot_user = self._workspaces.bot_user
        register_listeners(self._bolt, house, reception, withdrawals, wake=wake, bot_user=bot_user)
        register_departures(self._bolt, self._departures)
        register_membership(self._bolt, self._membership)
        register_clicks(self._bolt, clicks)
        register_stopping(self._bolt, house, self._stops, self._hasty)
        register_answering_anew(self._bolt, clicks, withdrawals)
        documents = Documents(
            clicks, self._curators, self._membership, serves_many=self._workspaces is not None
        )
        register_documents(self._bolt, documents)
        register_commands(self._bolt, Commands(clicks, documents, self._digest.register(self._bolt, clicks)))
        register_home(self._bolt, Home(clicks, documents))

    def _beside(self) -> WsgiApp | None:
        """Give what answers beside Slack's address: the page, and the addresses of installing before it."""
        app = self._page.app if self._page else None
        oauth, workspaces = self._config.oauth, self._workspaces
        if oauth is None or workspaces is None:
            return app
        return InstallDoor(make_flow(oauth, workspaces, make_bare_client(self._config)), app)

    def _document_desk(self) -> DocumentDesk:
        config, client = self._config, self._client
        fetcher = FileFetcher(client, lambda: client.token or "", config.api_url, config.is_loopback)
        return DocumentDesk(self._house.shelving, fetcher, self._curators, client)

    def _begin(self) -> None:
        if self._workspaces is None:
            self._identity.ask()
        self._executor.submit(self._departures.finish)
        self._room.start()
        self._workers.start()
        self._digest.start()

    def _serve_until_ended(self, server: WsgiServer | None, started: Event | None) -> None:
        if server is not None:
            self.port = server.port
            server.start()
        log.info("slack_ready", port=self.port)
        if started is not None:
            started.set()
        self._ended.wait()
        if server is not None:
            server.stop()


def build_app(config: SlackConfig, house: House, page: Page | None = None) -> SlackApp:
    """Build the surface; nothing is sent or received before it runs.

    Args:
        config: Secrets, addresses and limits.
        house: Inbox, memory, answerer and clock.
        page: What is served beside Slack's own address; None: nothing.
    """
    return SlackApp(config, house, page)


def run_slack(
    config: SlackConfig,
    house: House,
    *,
    mode: Mode,
    port: int,
    progress: Callable[[str, int, int], None],
    page: Page | None = None,
) -> None:
    """Run the surface until the process is told to end, by Ctrl-C or SIGTERM.

    Args:
        config: Secrets, addresses and limits.
        house: Inbox, memory, answerer and clock.
        mode: How Slack reaches us.
        port: For HTTP.
        progress: Told once that we are ready.
        page: Served beside Slack: on the same port with HTTP, else on its own.

    Raises:
        OSError: If the address cannot be listened on.
        TokenRefusedError: If Slack does not take the token.
    """
    sys.setswitchinterval(_SWITCH_S)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns of every request that waits
    app = build_app(config, house, page)
    started = Event()
    run = app.run_socket if mode == "socket" else partial(app.run_http, port)
    failures: list[BaseException] = []

    def serve() -> None:
        try:
            run(started=started)
        except BaseException as error:  # noqa: BLE001 - raised again below
            failures.append(error)
            app.stop()

    serving = Thread(target=serve, name="slack", daemon=True)
    ended = Event()
    signal(SIGTERM, lambda *_: ended.set())
    signal(SIGINT, lambda *_: ended.set())
    serving.start()
    has_told = False
    while serving.is_alive() and not ended.wait(_LOOK_S):
        if started.is_set() and not has_told:
            progress(_READY[mode].format(port=app.port), 0, 0)
            has_told = True
    app.stop()
    serving.join()
    if failures:
        raise failures[0]
