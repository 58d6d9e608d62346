"""Say on which pages each section of a PDF stands, and part at page ends what has no number of its own."""

from collections.abc import Sequence

from knowledge.documents.canonical import canonical_text
from knowledge.documents.loaders.draft import DraftSection
from knowledge.documents.loaders.pdf_layout import PagedBlock
from knowledge.documents.numbering import read_number


class PageFinder:
    """Finds texts again in the order they were read in."""

    def __init__(self, blocks: Sequence[PagedBlock]) -> None:
        self._text = ""
        self._pages: list[int] = []
        pieces = []
        for one in blocks:
            squeezed = _squeeze(canonical_text(one.block.text))
            pieces.append(squeezed)
            self._pages += [one.page] * len(squeezed)
        self._text = "".join(pieces)
        self._cursor = 0

    def pages_of(self, text: str) -> list[int]:
        """Give the page of every character of a text that is not white space."""
        squeezed = _squeeze(text)
        found = self._text.find(squeezed, self._cursor)
        start = found if found >= 0 else self._cursor
        end = min(start + len(squeezed), len(self._pages))
        self._cursor = end if found >= 0 else self._cursor
        pages = self._pages[start:end] or self._pages[-1:] or [1]
        return pages + [pages[-1]] * (len(squeezed) - len(pages))


def locate_pages(sections: Sequence[DraftSection], blocks: Sequence[PagedBlock]) -> tuple[DraftSection, ...]:
    """Name the page in each locator: "第8条 (p.5)" for what has a number, else "p.5".

    A numbered clause stays whole across pages; other text is parted where a page ends.
    """
    finder = PageFinder(blocks)
    placed: list[DraftSection] = []
    for section in sections:
        pages = finder.pages_of(section.text)
        is_named = section.locator in {"", section.heading} and read_number(section.locator) is None
        if not is_named:
            where = f"p.{pages[0]}" if pages[0] == pages[-1] else f"p.{pages[0]}–{pages[-1]}"
            placed.append(section.model_copy(update={"locator": f"{section.locator} ({where})"}))
        else:
            placed += _parted(section, pages)
    return tuple(placed)


def _parted(section: DraftSection, pages: list[int]) -> list[DraftSection]:
    parts: list[tuple[int, str]] = []
    at = 0
    for character in section.text:
        page = pages[min(at, len(pages) - 1)]
        if not parts or (parts[-1][0] != page and not character.isspace()):
            parts.append((page, ""))
        parts[-1] = (parts[-1][0], parts[-1][1] + character)
        at += not character.isspace()
    kept = [(page, text.strip()) for page, text in parts if text.strip()]
    return [
        section.model_copy(
            update={"text": text, "locator": f"p.{page}", "is_cover": section.is_cover and at == 0}
        )
        for at, (page, text) in enumerate(kept)
    ]


def _squeeze(text: str) -> str:
    return "".join(text.split())
