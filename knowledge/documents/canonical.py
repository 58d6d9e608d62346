"""Bring a text into the one form that is stored, quoted and counted in.

Canonical text is the source text as written, except for what no reader sees: it is NFC, its lines end in
LF, and control characters are gone. Folding for search and comparison is `knowledge.documents.folding`'s.
"""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# C0 and C1 controls but tab and line feed, DEL, byte order mark, bidirectional overrides and isolates,
# interlinear marks, lone surrogates, non-characters, and Unicode tags: invisible, and used to hide text.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)


def canonical_text(raw: str) -> str:
    """Give the text its canonical form; applying it twice changes nothing more.

    Args:
        raw: Text as decoded, of any length.

    Returns:
        NFC text with LF line ends and without control characters; white space is kept as written.
    """
    with_line_feeds = _LINE_ENDS.sub("\n", raw)
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", with_line_feeds))
