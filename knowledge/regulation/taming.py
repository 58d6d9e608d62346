"""Make markup of strangers harmless to the parsers that read it; time and memory grow with its length only.

Parsers of the standard library and feedparser take quadratic time over unclosed tags, and much memory over
deep nesting. What begins like a tag and is none becomes text; what is well formed stays as it is.
"""

import re

MAX_DEPTH = 5_000
MAX_ENTRIES = 1_000
_MAX_TAG = 8_000  # characters; longer ones carry data, not markup
_TAG = re.compile(r"""<[a-zA-Z/!?](?:[^<>"']++|"[^"]{0,4000}+"|'[^']{0,4000}+')*+>""")
_TAG_OR_SECTION = re.compile(rf"<!\[CDATA\[.*?\]\]>|{_TAG.pattern}", re.DOTALL)
_ENTRY_END = re.compile(r"</(?:\w{1,20}:)?(?:item|entry)\s{0,9}>", re.IGNORECASE)


def tame_markup(text: str, *, keeps_sections: bool) -> str:
    """Turn every `<` that begins no whole tag into text, and take comments with markup in them out.

    Args:
        text: HTML, or XML of a feed.
        keeps_sections: Whether CDATA sections are kept as they are, as XML wants it.
    """
    pieces: list[str] = []
    place, ends = 0, {"-->": True, "]]>": keeps_sections}  # whether such an end may still come
    while (start := text.find("<", place)) >= 0:
        pieces.append(text[place:start])
        piece, place = _whole(text, start, ends)
        pieces.append(piece)
    pieces.append(text[place:])
    return "".join(pieces)


def depth_of(text: str) -> int:
    """Give how deep the tags of tamed markup are nested; sections of characters do not count."""
    depth = deepest = 0
    for match in _TAG_OR_SECTION.finditer(text):
        if match[0][1] == "/":
            depth = max(0, depth - 1)
        elif match[0][1] not in "!?" and not match[0].endswith("/>"):
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def first_entries(text: str) -> str:
    """Cut a feed behind its thousandth entry, and keep what stands behind the last."""
    ends = [match.end() for match in _ENTRY_END.finditer(text)]
    return text if len(ends) <= MAX_ENTRIES else text[: ends[MAX_ENTRIES - 1]] + text[ends[-1] :]


def _whole(text: str, start: int, ends: dict[str, bool]) -> tuple[str, int]:
    """Give what begins at a `<`, and where it ends."""
    for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>")):
        if ends[closing] and text.startswith(opening, start):
            end = text.find(closing, start)
            if end >= 0:
                end += len(closing)
                is_kept = closing == "]]>" or "<" not in text[start + 1 : end]
                return (text[start:end] if is_kept else " "), end
            ends[closing] = False
    match = _TAG.match(text, start)
    if match is None or len(match[0]) > _MAX_TAG:
        return "&lt;", start + 1
    return match[0], match.end()
