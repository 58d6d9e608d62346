"""Serve the local page: the connection between the running service and `bot.surfaces.web`."""

import errno
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from bot.advisor.advice import Advice
from bot.advisor.meeting import PhraseReply
from bot.advisor.question import Question
from bot.advisor.saying_back_reply import CheckReply
from bot.advisor.situation import PhraseWish
from bot.digest.newsroom import Newsroom
from bot.settings import Settings
from bot.speaking import Speaking
from bot.surfaces.cli.desk import Progress
from bot.surfaces.cli.reports import DocumentDetails, DocumentList, IngestReport, Removal
from bot.surfaces.web.app import WebApp, run_web
from bot.surfaces.web.guard import is_loopback
from bot.surfaces.web.ports import OpenedPassage, PassageRef, WebConfig
from bot.wiring.news_slack import make_newsroom
from bot.wiring.refusals import RefusedError
from bot.wiring.service import Service, running_service
from bot.wiring.shelf import list_documents, show_documents
from knowledge.documents.document import Shelf
from knowledge.documents.intake import IntakeOptions
from retrieval.interface import ChunkRecord

_SECRET = "web_secret"  # noqa: S105 - value of the record: signs links and forms of the page
_SECRET_BYTES = 32


@dataclass
class ServiceDesk:
    """The running service as the page needs it; safe to share between threads."""

    service: Service
    today: Callable[[], date]

    @cached_property
    def speaking(self) -> Speaking:
        """The use cases of speaking."""
        return Speaking(self.service.library, self.service.conversation.retriever)

    def audiences(self) -> frozenset[str]:
        """List all audiences of the documents held: what the owner may read."""
        return self.service.library.audiences()

    def answer(self, question: Question) -> Advice:
        """Answer one question."""
        return self.service.conversation.answer(question)

    def phrases(self, topic: Question, wish: PhraseWish) -> PhraseReply:
        """Suggest sentences for a meeting."""
        return self.speaking.phrases(topic, wish)

    def check(self, statement: Question, topic: str) -> CheckReply:
        """Hold a statement against the sources."""
        return self.speaking.check(statement, topic)

    def documents(self, *, audiences: frozenset[str]) -> DocumentList:
        """List the document versions that these audiences may read."""
        return list_documents(self._record, audiences, self.today())

    def show(self, document: str, *, audiences: frozenset[str]) -> DocumentDetails:
        """Show all versions of a document, or the one named `id@version`; none when it is not held."""
        return show_documents(self._record, document, audiences, self.today())

    def open(self, passage: PassageRef, *, audiences: frozenset[str]) -> OpenedPassage | None:
        """Give the section; None when it is no longer held, or not for these audiences."""
        library = self.service.library
        holdings = library.holdings(audiences, library.shelves("all", audiences))
        key = f"{passage.document}@{passage.version}"
        place = holdings.place(passage.section, passage.language, document_key=key)
        if place is None:
            return None
        document, section = place.document, place.section
        return OpenedPassage(
            title=section.title or document.title,
            version=document.version,
            locator=section.locator or section.id,
            heading=section.heading,
            text=section.text,
            language=section.language,
            standing=holdings.standing(document, self.today()),
            effective_from=document.effective_from,
            effective_to=document.effective_to,
            is_restated=section.card is not None,
            is_sample=document.shelf == Shelf.SAMPLE,
            is_excerpt=document.is_excerpt,
        )

    def ingest(self, paths: Sequence[Path], options: IntakeOptions, progress: Progress) -> IngestReport:
        """Read files and make them searchable; a bad file does not stop the others."""
        return self.service.owner.ingest(paths, options, progress)

    def remove(self, document: str) -> Removal:
        """Remove all versions of a document, or the one named `id@version`, with everything made of it."""
        return self.service.owner.remove(document, lambda *_: None)

    @property
    def _record(self) -> ChunkRecord:
        return self.service.house.record


@dataclass(frozen=True)
class Doors:
    """Where the page is reached; `ready` is told its address once it is."""

    host: str
    port: int
    ready: Callable[[str], None]


def serve_web(settings: Settings, doors: Doors, progress: Progress, *, today: Callable[[], date]) -> None:
    """Own the store and serve the local page until told to stop.

    Raises:
        RefusedError: If the page would stand open to strangers, its address is taken, or a service runs.
    """
    if not is_loopback(doors.host) and settings.web_password is None:
        raise RefusedError(
            f"The page reads every document held, and {doors.host} can be reached by others. Set "
            "SANDAN_WEB_PASSWORD first, or leave out --host."
        )
    with running_service(settings, progress, today=today) as service:
        app = make_page(service, doors, make_newsroom(service, today), today=today)
        try:
            run_web(app, ready=doors.ready)
        except OSError as error:
            raise as_refusal(error, doors) from error


def as_refusal(error: OSError, doors: Doors) -> Exception:
    """Turn an address that cannot be listened on into words; any other error stays as it is."""
    if error.errno not in {errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL}:
        return error
    return RefusedError(f"{doors.host}:{doors.port} cannot be used: {error.strerror}. Choose another --port.")


def make_page(service: Service, doors: Doors, room: Newsroom, *, today: Callable[[], date]) -> WebApp:
    """Make the page over a running service; nothing listens yet.

    Args:
        service: Answers and holds documents.
        doors: Where it will listen; decides, with the settings, whether a password is asked for.
        room: The digest, the same as every other surface of this process has.
        today: Which day it is.
    """
    settings = service.settings
    config = WebConfig(
        secret=web_secret(service),
        uploads=settings.home / "uploads",
        today=today,
        host=doors.host,
        port=doors.port,
        password=settings.web_password,
        public_url=settings.public_url,
    )
    return WebApp(config, ServiceDesk(service, today), now=lambda: datetime.now(UTC), newsroom=room)


def web_secret(service: Service) -> bytes:
    """Give what signs links and forms; made once, kept in the record."""
    record = service.house.record
    held = record.value(_SECRET)
    if held is None:
        held = secrets.token_hex(_SECRET_BYTES)
        record.keep_value(_SECRET, held)
    return bytes.fromhex(held)
