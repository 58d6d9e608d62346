"""Let a configured model write ways to ask for the sections of a document, and keep those that hold.

They are used to find a section, never said, quoted or cited. Code admits one only where it is plain words in
the language it is said to be in, and belongs to its section by the embedding model: what a text talks the
model into writing must not draw strangers' questions to it.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.advisor.verifying import is_plain
from bot.derived_phrasings import bears_phrasings, derive_phrasings
from bot.phrasing_writer import (
    MOST_CHARS,
    MOST_PHRASINGS,
    MOST_SECTIONS,
    NoPhrasings,
    PhrasingsRequest,
    PhrasingWriter,
    SentSection,
    WrittenPhrasing,
    WrittenPhrasings,
)
from knowledge.documents.document import Document, Language, Section
from knowledge.documents.folding import fold_string
from knowledge.documents.language import detect_language
from knowledge.documents.sentences import split_sentences
from retrieval.indexer import KnownPhrasing
from retrieval.nearness import SectionNearness

Progress = Callable[[str, int, int], None]  # what is being done, how much is done, of how much

_LEAST_CHARS = 4
_MOST_SENT = 1_500  # characters of one section
_MOST_FAILURES = 3  # in a row
_WHY = {
    "late": "it did not answer in time",
    "busy": "it was busy",
    "refused": "it refused",
    "unreadable": "it sent nothing that could be read",
    "unreachable": "it could not be reached",
    "unavailable": "it could not be used as it is configured",
    "too_much": "they were too long for it",
    "stopped": "it had failed three times in a row",
    "time": "the time for asking was over",
    "unusable": "nothing that it wrote could be used",
}


@dataclass(frozen=True)
class Generated:
    """What came of asking for one document: phrasings, and why some sections have none."""

    phrasings: tuple[KnownPhrasing, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass
class PhrasingGeneration:
    """The use case of asking a model for phrasings; one for each ingestion.

    Attributes:
        writer: Gives the model; called when it is first needed.
        clock: Seconds that only grow.
        call_seconds: For one call.
        most_seconds: For all calls of the ingestion together.
    """

    writer: Callable[[], PhrasingWriter]
    clock: Callable[[], float]
    call_seconds: float = 60.0
    most_seconds: float = 1_800.0
    _spent: float = 0.0
    _failures: int = 0

    def generate(self, document: Document, nearness: SectionNearness, progress: Progress) -> Generated:
        """Ask for the phrasings of a document; whatever goes wrong is told, and nothing is raised.

        Args:
            document: Of a class that bears phrasings; else nothing is asked.
            nearness: Of the document's sections.
            progress: Told in sections.
        """
        if not bears_phrasings(document):
            return Generated()
        asking = _Asking(document, nearness)
        waiting, size = [one for one in document.sections if one.text.strip()], MOST_SECTIONS
        total = len(waiting)
        while waiting:
            progress("Asking the model for phrasings", total - len(waiting), total)
            if (why := self._why_not()) is not None:
                asking.failed[why] += len(waiting)
                break
            batch = waiting[:size]
            reply = self._ask(document, batch)
            if isinstance(reply, NoPhrasings) and reply.reason == "too_much" and len(batch) > 1:
                size = len(batch) // 2
                continue
            del waiting[: len(batch)]
            self._take(reply, batch, asking)
        return Generated(tuple(asking.kept), tuple(_warnings(asking.failed, total)))

    def _why_not(self) -> str | None:
        if self._failures >= _MOST_FAILURES:
            return "stopped"
        return "time" if self._spent >= self.most_seconds else None

    def _ask(self, document: Document, batch: Sequence[Section]) -> WrittenPhrasings | NoPhrasings:
        labelled = enumerate(batch, start=1)
        request = PhrasingsRequest(
            document=document.title,
            sections=tuple(
                SentSection(label=f"S{number}", heading=_heading(one), text=_beginning(one.text))
                for number, one in labelled
            ),
        )
        began = self.clock()
        try:
            return self.writer().write(request, min(self.call_seconds, self.most_seconds - self._spent))
        finally:
            self._spent += self.clock() - began

    def _take(
        self, reply: WrittenPhrasings | NoPhrasings, batch: Sequence[Section], asking: "_Asking"
    ) -> None:
        if isinstance(reply, NoPhrasings):
            self._failures += 1
            asking.failed[reply.reason] += len(batch)
        else:
            self._failures = 0
            asking.take(reply.phrasings, batch)


@dataclass
class _Asking:
    """One document on its way."""

    document: Document
    nearness: SectionNearness
    kept: list[KnownPhrasing] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)  # sections by why they have none
    _seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._seen.update(fold_string(one.text) for one in derive_phrasings(self.document))

    def take(self, written: Iterable[WrittenPhrasing], batch: Sequence[Section]) -> None:
        """Keep what holds of one reply."""
        sections = {f"S{number}": one.id for number, one in enumerate(batch, start=1)}
        candidates = list(self._candidates(written, sections))
        counts: Counter[str] = Counter()
        belonging = self.nearness.belonging([(one.text, one.language, one.id) for one in candidates])
        for one, belongs in zip(candidates, belonging, strict=True):
            if belongs and counts[one.id] < MOST_PHRASINGS:
                counts[one.id] += 1
                self.kept.append(one)
        self.failed["unusable"] += sum(not counts[section] for section in sections.values())

    def _candidates(
        self, written: Iterable[WrittenPhrasing], sections: dict[str, str]
    ) -> Iterator[KnownPhrasing]:
        for one in written:
            text = unicodedata.normalize("NFKC", one.text).strip()
            folded = fold_string(text)
            section = sections.get(one.label.strip())
            if section is not None and folded not in self._seen and _is_usable(text, one.language):
                self._seen.add(folded)
                yield KnownPhrasing(id=section, language=one.language, text=text, is_generated=True)


def _is_usable(text: str, language: Language) -> bool:
    """Tell whether a text is one line of plain words, of a length and in a language."""
    is_line = _LEAST_CHARS <= len(text) <= MOST_CHARS and len(text.splitlines()) == 1 and "\t" not in text
    return is_line and is_plain(text) and detect_language(text) == language


def _heading(section: Section) -> str:
    return " > ".join(dict.fromkeys(one for one in (*section.path, section.heading) if one))


def _beginning(text: str) -> str:
    """Cut to whole sentences that fit; a first one that does not is cut."""
    ends = [one.end for one in split_sentences(text) if one.end <= _MOST_SENT]
    return text[: max(ends, default=_MOST_SENT)]


def _warnings(failed: Counter[str], total: int) -> Iterator[str]:
    for why, count in failed.items():
        if count:
            yield f"{count} of {total} sections got no phrasings from the model: {_WHY[why]}"
