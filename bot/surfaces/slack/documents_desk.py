"""Put the files of a job in: fetch each, have it read and indexed, show how far it is, report what was read.

A job that was broken off is done again from the start: what is held already is left as it is.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.inbox import IncomingMessage
from bot.surfaces.cli.reports import FileReport
from bot.surfaces.intake_words import say_reason, say_warning
from bot.surfaces.slack.blocks import Post, render_parts, render_words
from bot.surfaces.slack.documents_fetching import MAX_FILE_BYTES, FetchError, FileFetcher
from bot.surfaces.slack.documents_people import Curators
from bot.surfaces.slack.documents_ports import Shelving
from bot.surfaces.slack.documents_views import describe_audience
from bot.surfaces.slack.documents_words import document_words
from bot.surfaces.slack.layout import Part, plain_line
from bot.surfaces.slack.reading import message_language
from knowledge.documents.document import Language, SourceClass
from knowledge.documents.intake import IntakeOptions, document_id_from

log = structlog.get_logger(__name__)

TASK = "add"
_SHOW_EVERY_S = 2.0
_ID_CHARS = 8
_NOT_ASSUMED = ("class ", "audience ")


@dataclass(frozen=True)
class DocumentDesk:
    """Adds documents; may be used from several threads.

    Attributes:
        shelving: Keeps documents.
        fetcher: Fetches files.
        curators: Knows who may.
        client: Of the Web API, to show progress.
        clock: Seconds that only go up.
    """

    shelving: Shelving
    fetcher: FileFetcher
    curators: Curators
    client: WebClient
    clock: Callable[[], float] = time.monotonic

    def add(self, message: IncomingMessage) -> tuple[Post, ...]:
        """Add the files that a message names, and report on each.

        Raises:
            SlackApiError: If Slack is out of order.
            OSError: Likewise, or if nothing can be written here.
        """
        language = message_language(message)
        words = document_words(language)
        if not self.curators.may_change(message.team, message.user):
            return render_words(words.not_allowed, language=language)
        files = [one for one in message.details["files"].split(",") if one]
        progress = _Progress(self, message, language, len(files))
        parts = [part for one in files for part in self._add_one(one, message, progress)]
        progress.end()
        return render_parts(parts, language=language, fallback=words.heading)

    def _add_one(self, identity: str, message: IncomingMessage, progress: "_Progress") -> Iterator[Part]:
        language = message_language(message)
        words = document_words(language)
        progress.show("Fetching", 0, 0)
        with TemporaryDirectory(prefix="sandan-") as folder:
            try:
                path = self.fetcher.fetch(identity, Path(folder))
            except FetchError as error:
                limit = MAX_FILE_BYTES // 1_000_000
                why = words.fetch_problems[error.code].format(limit=limit)
                yield Part(heading=words.failed.format(file=error.name), lines=(plain_line(why),))
                return
            options = intake_options(path, message.details)
            report = self.shelving.add([path], options, progress.show)
        for one in report.files:
            log.info("document_taken_in", state=one.state, documents=len(one.documents))
            yield self._part(one, message.details.get("audience_label", ""), language)

    def _part(self, file: FileReport, audience: str, language: Language) -> Part:
        words = document_words(language)
        name = Path(file.file).name
        if file.state == "failed":
            return Part(
                heading=words.failed.format(file=name), lines=(plain_line(say_reason(file.reason, language)),)
            )
        heading = words.added if file.state == "ingested" else words.unchanged
        lines = []
        for one in file.documents:
            extent = f" ({file.extent})" if file.extent else ""
            key = f"{one.id}@{one.version}"
            rules, open_rules = self.shelving.rules_read(key, frozenset({one.audience}))
            readers = audience or describe_audience(one.audience, language)
            lines += [
                words.sections.format(count=one.sections, extent=extent),
                words.as_class.format(name=words.classes.get(one.source_class.value, one.source_class.value)),
                words.readable_by.format(audience=readers),
                words.since.format(since=one.effective_from) if one.effective_from else "",
                words.rules.format(count=rules) if rules else "",
                words.not_understood.format(count=open_rules) if open_rules else "",
            ]
        lines += [
            words.notes.format(text=say_warning(one, language))
            for one in file.warnings
            if not one.startswith(_NOT_ASSUMED)
        ]
        return Part(heading=heading.format(file=name), lines=tuple(plain_line(one) for one in lines if one))


def intake_options(path: Path, details: Mapping[str, str]) -> IntakeOptions:
    """Make the options that bind a file to its audience, whatever it says of itself.

    Its id holds the audience, so that files of the same name for others are left alone, and a later one for
    the same audience is its next version.
    """
    audience = details["audience"]
    mark = sha256(audience.encode()).hexdigest()[:_ID_CHARS]
    values: dict[str, object] = {
        "audience": audience,
        "source_class": SourceClass(details.get("class", SourceClass.EXTERNAL.value)),
        "document": f"{document_id_from(path.stem)}-{mark}",
        "is_binding": True,
        "max_bytes": MAX_FILE_BYTES,
    }
    if details.get("since"):
        values["effective_from"] = date.fromisoformat(details["since"])
    return IntakeOptions.model_validate(values)


class _Progress:
    """The message that says how far a job is; that it cannot be changed is never worth a failure."""

    def __init__(self, desk: DocumentDesk, message: IncomingMessage, language: Language, count: int) -> None:
        self._desk = desk
        self._message = message
        self._language = language
        self._count = count
        self._shown_at = float("-inf")

    def show(self, what: str, done: int, total: int) -> None:
        """Say how far it is, now and then."""
        now = self._desk.clock()
        if now - self._shown_at < _SHOW_EVERY_S:
            return
        self._shown_at = now
        words = document_words(self._language)
        step = words.steps.get(what, what)
        share = f" {done}/{total}" if total else ""
        self._say(words.progress.format(count=self._count, step=step, share=share))

    def end(self) -> None:
        """Say that it is done."""
        audience = self._message.details.get("audience_label", "")
        said = document_words(self._language).finished.format(count=self._count, audience=audience)
        self._say(said)

    def _say(self, text: str) -> None:
        [post] = render_words(text, language=self._language)
        channel, ts = self._message.channel, self._message.ts
        try:
            self._desk.client.chat_update(channel=channel, ts=ts, text=post.text, blocks=list(post.blocks))
        except (SlackApiError, OSError, HTTPException) as error:
            log.warning("progress_not_shown", error=type(error).__name__)
