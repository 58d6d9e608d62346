"""A running page with everything real but what is behind it, and a browser without a screen."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.message import Message
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode

from pydantic import SecretStr
from waitress.server import create_server

from bot.advisor.advice import Advice
from bot.advisor.meeting import PhraseReply
from bot.advisor.question import Question
from bot.advisor.saying_back_reply import CheckReply, Problem
from bot.advisor.situation import PhraseWish
from bot.digest.newsroom import Newsroom
from bot.surfaces.cli.reports import (
    DocumentDetail,
    DocumentDetails,
    DocumentList,
    DocumentSummary,
    FileReport,
    IngestReport,
    Removal,
    SectionDetail,
)
from bot.surfaces.web.app import WebApp
from bot.surfaces.web.ports import OpenedPassage, PassageRef, Progress, WebConfig
from knowledge.documents.document import EVERYONE, Shelf, SourceClass
from knowledge.documents.intake import IntakeOptions
from tests.scenarios.advices import a_citation, an_advice

SECTION = "第8条　前文である。PoCの上限は300万円とする。期間は3か月以内とする。"
SECRET = b"0" * 32
NOW = datetime(2026, 9, 15, 12, tzinfo=UTC)
TOKEN = re.compile(r'name="csrf" value="([0-9a-f]+)"')


@dataclass
class PlayedDesk:
    """Answers everything with the same words and keeps what it was asked."""

    reply: Callable[[Question], Advice] = an_advice
    title: str = "AI利用規程"
    audience: str = EVERYONE
    asked: list[Question] = field(default_factory=list)
    wishes: list[PhraseWish] = field(default_factory=list)
    put_in: list[tuple[str, bytes, IntakeOptions]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def audiences(self) -> frozenset[str]:
        return frozenset({EVERYONE, self.audience})

    def answer(self, question: Question) -> Advice:
        self.asked.append(question)
        return self.reply(question)

    def phrases(self, topic: Question, wish: PhraseWish) -> PhraseReply:
        self.wishes.append(wish)
        advice = an_advice()
        return PhraseReply(
            topic=topic.text, language="ja", phrases=advice.phrases, citations=advice.citations
        )

    def check(self, statement: Question, topic: str) -> CheckReply:
        problem = Problem(
            sentence=statement.text, kind="overclaim", reason="言い切れません。", citations=(1,)
        )
        return CheckReply(
            language="ja", verdict="wrong", problems=(problem,), corrected="上がる見込みです。",
            citations=(a_citation(1),), topic=topic,
        )  # fmt: skip

    def documents(self, *, audiences: frozenset[str]) -> DocumentList:
        return DocumentList(documents=(self._summary(),))

    def show(self, document: str, *, audiences: frozenset[str]) -> DocumentDetails:
        if document not in {"ai-use-policy", "ai-use-policy@3.0"}:
            return DocumentDetails()
        section = SectionDetail(id="A3-8", locator="第8条", language="ja", text=SECTION)
        return DocumentDetails(documents=(DocumentDetail(document=self._summary(), text=(section,)),))

    def open(self, passage: PassageRef, *, audiences: frozenset[str]) -> OpenedPassage | None:
        if passage.section != "A3-8" or self.audience not in audiences:
            return None
        return OpenedPassage(
            title=self.title, version=passage.version, locator="第8条", text=SECTION, language="ja",
            standing="in_force", effective_from=date(2026, 4, 1),
        )  # fmt: skip

    def ingest(self, paths: Sequence[Path], options: IntakeOptions, progress: Progress) -> IngestReport:
        progress("reading", 1, len(paths))
        for path in paths:
            self.put_in.append((path.name, path.read_bytes(), options))
        files = tuple(
            FileReport(file=str(path), state="ingested", documents=(self._summary(),)) for path in paths
        )
        return IngestReport(files=files, documents=len(files))

    def remove(self, document: str) -> Removal:
        self.removed.append(document)
        return Removal(removed=(document,))

    def _summary(self) -> DocumentSummary:
        return DocumentSummary(
            id="ai-use-policy", version="3.0", title=self.title, source_class=SourceClass.POLICY,
            shelf=Shelf.OWN, audience=self.audience, effective_from=date(2026, 4, 1), status="in_force",
            sections=1,
        )  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """What came back."""

    status: int
    headers: Message
    text: str


@dataclass
class Browser:
    """Keeps cookies and form tokens, follows redirects, runs no script."""

    port: int
    host: str = ""
    language: str = "ja"
    cookies: dict[str, str] = field(default_factory=dict)
    page: Seen | None = None

    def get(self, path: str, **headers: str) -> Seen:
        return self._send("GET", path, None, headers)

    def post(
        self, path: str, fields: Mapping[str, object], *, token: str | None = None, **headers: str
    ) -> Seen:
        form = {"csrf": self.token() if token is None else token, **fields}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._send(
            "POST", path, urlencode(form, doseq=True, errors="replace").encode(), {**kind, **headers}
        )

    def upload(self, path: str, fields: dict[str, str], files: Sequence[tuple[str, bytes]]) -> Seen:
        parts = [
            f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()
            for name, value in {"csrf": self.token(), **fields}.items()
        ]
        for name, content in files:
            head = f'Content-Disposition: form-data; name="files"; filename="{name}"\r\nContent-Type: x/y'
            parts.append(head.encode() + b"\r\n\r\n" + content)
        mark = "----mark17"
        body = b"".join(b"--%s\r\n%s\r\n" % (mark.encode(), part) for part in parts)
        kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        return self._send("POST", path, body + f"--{mark}--\r\n".encode(), kind)

    def token(self) -> str:
        page = self.page if self.page and TOKEN.search(self.page.text) else self.get("/")
        found = TOKEN.search(page.text)
        assert found, page.text
        return found[1]

    def _send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Seen:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        sent = {"Accept-Language": self.language, "Host": self.host or f"127.0.0.1:{self.port}"}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {**sent, **named})
        answer = connection.getresponse()
        seen = Seen(answer.status, answer.headers, answer.read().decode())
        connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        if seen.status == 303:
            return self.get(str(seen.headers["Location"]).partition("#")[0])
        self.page = seen
        return seen


@contextmanager
def open_page(
    folder: Path,
    desk: PlayedDesk,
    *,
    password: str | None = None,
    public_url: str | None = None,
    answer_within: float = 10.0,
    newsroom: Newsroom | None = None,
) -> Iterator[Browser]:
    """Run the page on a free port of the loopback."""
    config = WebConfig(
        secret=SECRET,
        uploads=folder / "uploads",
        today=lambda: date(2026, 9, 15),
        port=0,
        password=SecretStr(password) if password else None,
        public_url=public_url,
        answer_within=answer_within,
    )
    app = WebApp(config, desk, now=lambda: NOW, newsroom=newsroom)
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    ended = Event()

    def serve() -> None:  # `server.run` ends by a signal only
        while not ended.is_set():
            server.asyncore.loop(timeout=0.05, map=server._map, count=1)

    running = Thread(target=serve, daemon=True)
    running.start()
    try:
        yield Browser(int(server.effective_port))
    finally:
        ended.set()
        running.join(5)
        server.task_dispatcher.shutdown()
        server.asyncore.close_all(server._map)
        app.close()
