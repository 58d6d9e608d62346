"""Read the text of Word paragraphs as a person sees it with all changes accepted."""

from collections.abc import Iterator

from docx.oxml.ns import qn
from lxml.etree import _Element

_TEXT, _TAB, _BREAK, _RETURN = qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")
_RUN, _DELETED, _MOVED, _INSERTED = qn("w:r"), qn("w:del"), qn("w:moveFrom"), qn("w:ins")
_FOOTNOTE, _ENDNOTE, _HYPHEN = qn("w:footnoteReference"), qn("w:endnoteReference"), qn("w:noBreakHyphen")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_RUBY_TEXT, _BOX, _PROPERTIES = qn("w:rt"), qn("w:txbxContent"), qn("w:pPr")
_SKIPPED = frozenset({_DELETED, _MOVED, _FALLBACK, _RUBY_TEXT, _BOX, _PROPERTIES})
_PIECES = {_TAB: "\t", _BREAK: "\n", _RETURN: "\n", _HYPHEN: "-"}


class TextReader:
    """Reads paragraphs of one document; keeps what was noticed on the way."""

    def __init__(self, hidden_styles: frozenset[str]) -> None:
        self.has_changes = False
        self.hidden_chars = 0
        self.note_ids: list[str] = []  # notes referred to, in the order of their signs
        self._hidden_styles = hidden_styles

    def text_of(self, paragraph: _Element) -> str:
        """Join the runs of a paragraph: insertions in, deletions out, hidden text out and counted."""
        return "".join(self._pieces(paragraph)).strip()

    def _pieces(self, element: _Element) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag in {_DELETED, _MOVED, _INSERTED}:
                self.has_changes = True
            if tag in _SKIPPED:
                continue
            if tag == _RUN and self._is_hidden(child):
                self.hidden_chars += sum(len(one.text or "") for one in child.iter(_TEXT))
            elif tag == _TEXT:
                yield child.text or ""
            elif tag in _PIECES:
                yield _PIECES[tag]
            elif tag in {_FOOTNOTE, _ENDNOTE}:
                yield self._sign(child)
            else:
                yield from self._pieces(child)

    def _sign(self, reference: _Element) -> str:
        kind = "footnote" if reference.tag == _FOOTNOTE else "endnote"
        self.note_ids.append(f"{kind} {reference.get(qn('w:id'), '')}")
        return f"*{len(self.note_ids)}"

    def _is_hidden(self, run: _Element) -> bool:
        properties = run.find(qn("w:rPr"))
        if properties is None:
            return False
        style = properties.find(qn("w:rStyle"))
        if style is not None and style.get(qn("w:val"), "") in self._hidden_styles:
            return True
        mark = properties.find(qn("w:vanish"))
        return mark is not None and mark.get(qn("w:val"), "1") not in {"0", "false", "off"}
