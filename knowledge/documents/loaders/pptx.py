"""Read PowerPoint files: one section a slide, its notes beside it; hidden slides are left out and named."""

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import pptx

from knowledge.documents.canonical import canonical_text
from knowledge.documents.language import detect_language
from knowledge.documents.loaders.blocks import table_row
from knowledge.documents.loaders.draft import Draft, DraftSection, Particulars

_NOT_CONTENT = frozenset({"DATE", "FOOTER", "SLIDE_NUMBER"})
_MAX_DEPTH = 20


def read(file: BinaryIO) -> Draft:
    """Read a PowerPoint file.

    Returns:
        A draft with locators such as `スライド3`, in English where the slide is; slides without text are
        named in a warning.
    """
    slides = list(pptx.Presentation(file).slides)
    sections: list[DraftSection] = []
    hidden: list[str] = []
    silent: list[str] = []
    for number, slide in enumerate(slides, start=1):
        if slide.element.get("show") in {"0", "false"}:
            hidden.append(str(number))
            continue
        found = _sections(slide, number)
        if not found:
            silent.append(str(number))
        sections += found
    warnings = [f"hidden slides were left out: {', '.join(hidden)[:200]}"] if hidden else []
    warnings += [f"slides without text: {', '.join(silent)[:200]}"] if silent else []
    return Draft(
        particulars=Particulars(),
        found_title=_heading(slides[0])[:200] or None if slides else None,
        sections=tuple(sections),
        warnings=tuple(warnings),
        extent=f"{len(slides)} slides" if len(slides) != 1 else "1 slide",
    )


def _sections(slide: Any, number: int) -> list[DraftSection]:
    heading = _heading(slide)
    text = canonical_text("\n".join(_lines(slide.shapes, depth=0))).strip() or heading
    notes = canonical_text(_notes(slide)).strip()
    language = detect_language(f"{heading}\n{text}\n{notes}")
    where = f"スライド{number}" if language == "ja" else f"slide {number}"
    sections = []
    if text:
        sections.append(DraftSection(text=text, heading=heading, locator=where, is_cover=number == 1))
    if notes:
        below = f"{where} ノート" if language == "ja" else f"{where}, notes"
        sections.append(DraftSection(text=notes, heading=heading, locator=below))
    return sections


def _heading(slide: Any) -> str:
    title = slide.shapes.title
    return " ".join(canonical_text(title.text_frame.text).split()) if title is not None else ""


def _lines(shapes: Iterable[Any], depth: int) -> Iterator[str]:
    title = getattr(shapes, "title", None)
    for shape in shapes:
        if title is not None and shape.shape_id == title.shape_id:
            continue
        if shape.is_placeholder and shape.placeholder_format.type.name in _NOT_CONTENT:
            continue
        if hasattr(shape, "shapes") and depth < _MAX_DEPTH:
            yield from _lines(shape.shapes, depth + 1)
        elif getattr(shape, "has_table", False) and shape.has_table:
            yield from (table_row([cell.text for cell in row.cells]) for row in shape.table.rows)
        elif shape.has_text_frame:
            yield from filter(None, (_paragraph(one) for one in shape.text_frame.paragraphs))
        elif getattr(shape, "has_chart", False) and shape.has_chart:
            yield from _chart(shape.chart)


def _paragraph(paragraph: Any) -> str:
    text = paragraph.text.replace("\x0b", "\n").strip()
    return f"{'  ' * (paragraph.level - 1)}- {text}" if text and paragraph.level else text


def _chart(chart: Any) -> Iterator[str]:
    """A chart's figures are what it says; without them the slide would be a heading only."""
    for plot in chart.plots:
        names = [str(name) for name in plot.categories]
        for series in plot.series:
            pairs = zip(names, series.values, strict=False)
            yield f"{series.name}: " + ", ".join(f"{name} {value}" for name, value in pairs)


def _notes(slide: Any) -> str:
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    return frame.text if frame is not None else ""
