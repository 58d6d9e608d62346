"""The fake Slack's own doors: its Web API over HTTP, and Socket Mode over a WebSocket, on loopback."""

import asyncio
import json
from collections.abc import Coroutine
from threading import Event, Thread
from typing import Any, Self, cast
from uuid import uuid4

from aiohttp import WSMsgType, web

from tests.fake_slack.workspace import Workspace

Json = dict[str, Any]


class FakeSlack:
    """A running fake; use it as a context manager."""

    def __init__(self) -> None:
        self.workspace = Workspace()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._run, name="fake-slack", daemon=True)
        self._ready = Event()
        self._closing: asyncio.Event | None = None
        self._sockets: list[web.WebSocketResponse] = []
        self._acks: dict[str, asyncio.Future[Json]] = {}
        self._port = 0

    def __enter__(self) -> Self:
        """Start serving."""
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop serving."""
        if self._closing is not None:
            self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join(10)
        self._loop.close()

    @property
    def api_url(self) -> str:
        """Address of the Web API."""
        return f"http://127.0.0.1:{self._port}/api/"

    @property
    def hook_url(self) -> str:
        """Address that takes responses to commands and clicks."""
        return f"http://127.0.0.1:{self._port}/response/{uuid4().hex}"

    def send(self, kind: str, payload: Json, *, connection: int = 0, within: float = 10.0) -> Json:
        """Deliver over Socket Mode and wait for the acknowledgement.

        Returns:
            The acknowledgement, with its payload when there is one.
        """
        return cast(Json, self._await(self._send(kind, payload, connection), within))

    def wait_for_connections(self, count: int, *, within: float = 10.0) -> int:
        """Wait until so many sockets are open."""
        return int(self._await(self._wait_for_connections(count), within))

    def drop_connections(self) -> None:
        """Close every socket, as Slack does now and then."""
        self._await(self._drop(), 10.0)

    def _await(self, work: Coroutine[Any, Any, Any], within: float) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(within)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        self._closing = asyncio.Event()
        app = web.Application(client_max_size=10_000_000)
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_post("/response/{name}", self._respond)
        app.router.add_get("/link", self._link)
        app.router.add_get("/files/{name}", self._download)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self._port = runner.addresses[0][1]
        self.workspace.base_url = f"http://127.0.0.1:{self._port}/"
        self._ready.set()
        await self._closing.wait()
        await self._drop()
        await runner.cleanup()

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        token = str(arguments.pop("token", "") or _bearer(request))
        self.workspace.record(method, arguments)
        fault = self.workspace.next_fault(method)
        if fault is not None:
            if fault.is_done:
                self.workspace.answer(method, arguments)
            headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
            body = {"ok": False, "error": fault.error or "internal_error"}
            return web.json_response(body, status=fault.status, headers=headers)
        if method == "apps.connections.open":
            return web.json_response({"ok": True, "url": f"ws://127.0.0.1:{self._port}/link"})
        answer = self.workspace.answer_with(method, token, arguments)
        scopes = self.workspace.grants.scopes
        headers = {} if scopes is None else {"x-oauth-scopes": ",".join(sorted(scopes))}
        return web.json_response(answer, headers=headers)

    async def _download(self, request: web.Request) -> web.Response:
        """Give a file to who shows a token; anybody else is sent to a page, as Slack does."""
        file = self.workspace.files.get(request.match_info["name"])
        tokens = self.workspace.grants.tokens
        if file is None or not _bearer(request) or (tokens and _bearer(request) not in tokens):
            return web.Response(status=302, headers={"Location": "/login"})
        return web.Response(body=file.content)

    async def _respond(self, request: web.Request) -> web.Response:
        arguments = await request.json()
        self.workspace.answer_response(arguments)
        return web.Response(text="ok")

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._sockets.append(socket)
        async for message in socket:
            if message.type != WSMsgType.TEXT:
                continue
            acknowledgement = json.loads(message.data)
            waiting = self._acks.pop(acknowledgement.get("envelope_id", ""), None)
            if waiting is not None and not waiting.done():
                waiting.set_result(acknowledgement)
        if socket in self._sockets:
            self._sockets.remove(socket)
        return socket

    async def _send(self, kind: str, payload: Json, connection: int) -> Json:
        envelope = {
            "envelope_id": uuid4().hex,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        waiting: asyncio.Future[Json] = self._loop.create_future()
        self._acks[str(envelope["envelope_id"])] = waiting
        await self._sockets[connection % len(self._sockets)].send_json(envelope)
        return await waiting

    async def _wait_for_connections(self, count: int) -> int:
        while len(self._sockets) < count:
            await asyncio.sleep(0.02)
        return len(self._sockets)

    async def _drop(self) -> None:
        for socket in list(self._sockets):
            await socket.close()


async def _arguments(request: web.Request) -> Json:
    arguments: Json = dict(request.query)
    if not request.can_read_body:
        return arguments
    if request.content_type == "application/json":
        arguments |= await request.json()
    else:
        arguments |= dict(await request.post())
    for name in ("blocks", "view", "metadata", "prompts", "chunks"):
        if isinstance(arguments.get(name), str):
            arguments[name] = json.loads(arguments[name])
    return arguments


def _bearer(request: web.Request) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
