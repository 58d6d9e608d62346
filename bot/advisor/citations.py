"""Number the passages an answer rests on, with quotes cut from the stored text by code.

A quote is whole where the section is short, else the sentences around the span it was cited for. It is never
typed in: `quote == section.text[start:end]` by construction, and `check_citations` compares it again.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.advisor.advice import Citation
from bot.advisor.holdings import Holdings, Place
from knowledge.documents.document import Language, Shelf
from knowledge.documents.sentences import split_sentences

WHOLE_SECTION_CHARS = 320  # a longer section is quoted by its sentences

Span = tuple[int, int]


class CitationBook:
    """Collects citations while an answer is composed; the same quote gets the same number."""

    def __init__(self, holdings: Holdings, *, language: Language, day: date) -> None:
        self._holdings = holdings
        self._language: Language = language
        self._day = day
        self._numbers: dict[tuple[str, str, str, Span], int] = {}
        self._citations: list[Citation] = []

    def cite(
        self, section_id: str, *, document_key: str | None = None, span: Span | None = None
    ) -> tuple[int, ...]:
        """Cite a section, or the sentences around a span of it.

        Returns:
            One number; none when the section is not among the holdings.
        """
        place = self._holdings.place(section_id, self._language, document_key=document_key)
        if place is None:
            return ()
        return (self._number(place, _quoted_span(place.section.text, span)),)

    def cite_exactly(self, section_id: str, span: Span, *, document_key: str) -> tuple[int, ...]:
        """Cite a span of a section and nothing around it; no number when the section is not held."""
        place = self._holdings.place(section_id, self._language, document_key=document_key)
        return () if place is None else (self._number(place, span),)

    def cite_all(self, section_ids: Iterable[str]) -> tuple[int, ...]:
        """Cite several sections; those not held are left out."""
        return tuple(dict.fromkeys(number for one in section_ids for number in self.cite(one)))

    def place_of(self, section_id: str, document_key: str) -> Place | None:
        """Find a section in the language of the answer, as `cite` does."""
        return self._holdings.place(section_id, self._language, document_key=document_key)

    def is_cited(self, section_id: str) -> bool:
        """Tell whether the answer cites a section already."""
        return any(one.id == section_id for one in self._citations)

    def citations(self) -> tuple[Citation, ...]:
        """Give all citations so far, by number."""
        return tuple(self._citations)

    def _number(self, place: Place, quoted: Span) -> int:
        key = (place.document.key, place.section.id, place.section.language, quoted)
        if key not in self._numbers:
            self._numbers[key] = len(self._citations) + 1
            self._citations.append(self._citation(place, quoted, self._numbers[key]))
        return self._numbers[key]

    def _citation(self, place: Place, span: Span, number: int) -> Citation:
        document, section = place.document, place.section
        quote = section.text[span[0] : span[1]]
        return Citation(
            n=number,
            id=section.id,
            document=document.id,
            title=section.title or document.title,
            version=document.version,
            locator=section.locator,
            quote=quote,
            start=span[0],
            end=span[1],
            source_class=document.source_class,
            grade=section.card.grade if section.card else None,
            quote_kind="original" if section.card is None else "restated",
            status=self._holdings.standing(document, self._day),
            verified=False,
            language=section.language,
            is_excerpt=document.is_excerpt,
            is_sample=document.shelf == Shelf.SAMPLE,
        )


def check_citations(citations: Sequence[Citation], holdings: Holdings) -> tuple[Citation, ...]:
    """Compare every quote with the stored text once more, and mark those that are equal as verified."""
    return tuple(
        one.model_copy(update={"verified": _is_equal(one, holdings)}) if not one.verified else one
        for one in citations
    )


def _is_equal(citation: Citation, holdings: Holdings) -> bool:
    key = f"{citation.document}@{citation.version}"
    place = holdings.place(citation.id, citation.language, document_key=key)
    return place is not None and place.section.text[citation.start : citation.end] == citation.quote


def _quoted_span(text: str, span: Span | None) -> Span:
    """Cut to sentence bounds: the sentences a span touches, and the one after; all of a short text."""
    if len(text) <= WHOLE_SECTION_CHARS:
        return 0, len(text)
    sentences = split_sentences(text)
    wanted = span or (0, 1)
    touched = [
        number for number, one in enumerate(sentences) if one.start < wanted[1] and one.end > wanted[0]
    ] or [0]
    last = min(touched[-1] + 1, len(sentences) - 1)
    if sentences[last].end - sentences[touched[0]].start > 2 * WHOLE_SECTION_CHARS:
        last = touched[-1]
    return sentences[touched[0]].start, sentences[last].end
