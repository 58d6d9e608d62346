"""Listen on a port for a WSGI application, in a thread of its own, until told to stop."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Thread
from typing import Any

from waitress.server import create_server
from waitress.wasyncore import close_all

_THREADS = 32
_MAX_BODY_BYTES = 200_000_000  # beyond this the server itself refuses; below, an application does it in words

WsgiApp = Callable[[dict[str, Any], Callable[..., object]], Iterable[bytes]]


@dataclass(frozen=True)
class Page:
    """The page to be served beside Slack.

    Attributes:
        app: Answers every path that is not Slack's.
        host: Where it listens when Slack does not come over HTTP.
        port: Likewise.
    """

    app: WsgiApp
    host: str
    port: int


class WsgiServer:
    """One listening server; `port` is the one that was given or chosen."""

    def __init__(self, app: WsgiApp, *, host: str, port: int) -> None:
        self._sockets: dict[int, object] = {}
        self._server = create_server(
            app,
            host=host,
            port=port,
            threads=_THREADS,
            max_request_body_size=_MAX_BODY_BYTES,
            ident=None,
            map=self._sockets,
        )
        self.port = int(self._server.effective_port)
        self._serving = Thread(target=self._server.run, name="http", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._serving.start()

    def stop(self) -> None:
        """Finish what is being answered, and close the port."""
        self._server.task_dispatcher.shutdown()
        # in its own thread, which still selects
        self._server.trigger.pull_trigger(lambda: close_all(self._sockets))
        self._serving.join()
