"""Find the title of a Word file that marks none: what stands above the text in larger letters or centred."""

import re
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml.etree import _Element

from knowledge.documents.folding import fold_string
from knowledge.documents.loaders.text import reads_like_title
from knowledge.documents.numbering import read_number

_LOOKED_AT = 8  # paragraphs at the beginning
_HALF_POINTS = 26  # 13 points: above what running text is set in
_NAMES_RULES = re.compile(
    r"(?:規程|規則|規定|規約|基準|細則|要領|要綱|綱領|ガイドライン|指針|方針|マニュアル|手順書?|心得|内規"
    r"|polic(?:y|ies)|standards?|guidelines?|procedures?|rules|manual|handbook|code of conduct|charter)"
    r"[\s(\[]*(?:第.{1,6}版|抜粋|案|v(?:er(?:sion)?)?\.?\s*[\d.]+|[\d.]+)?[)\]]*$"
)


@dataclass(frozen=True)
class _Candidate:
    text: str
    size: int  # in half points; 0 where the paragraph says none
    is_centred: bool

    @property
    def names_rules(self) -> bool:
        return _NAMES_RULES.search(fold_string(self.text)) is not None

    @property
    def stands_out(self) -> bool:
        return self.size >= _HALF_POINTS or self.is_centred


class TitleFinder:
    """Looks at the first paragraphs as they come, up to the first heading or numbered clause."""

    def __init__(self) -> None:
        self._candidates: list[_Candidate] = []
        self._seen = 0

    def look(self, paragraph: _Element, text: str, *, is_heading: bool) -> None:
        """Take a paragraph into account."""
        self._seen += 1
        if is_heading or read_number(text) is not None:
            self._seen = _LOOKED_AT
        elif self._seen <= _LOOKED_AT and reads_like_title(text):
            self._candidates.append(_Candidate(text, _size(paragraph), _is_centred(paragraph)))

    def title(self) -> str | None:
        """Give what stands out and names rules, else what stands out most, else a first name of rules."""
        outstanding = [one for one in self._candidates if one.stands_out]
        best = max(outstanding, key=lambda one: (one.names_rules, one.size, one.is_centred), default=None)
        if best is None:
            best = next((one for one in self._candidates if one.names_rules), None)
        return best.text if best else None


def _size(paragraph: _Element) -> int:
    sizes = [one.get(qn("w:val"), "") for one in paragraph.iter(qn("w:sz"))]
    return max((int(one) for one in sizes if one.isdigit() and len(one) < 5), default=0)


def _is_centred(paragraph: _Element) -> bool:
    properties = paragraph.find(qn("w:pPr"))
    mark = None if properties is None else properties.find(qn("w:jc"))
    return mark is not None and mark.get(qn("w:val")) == "center"
