"""Make markup of strangers harmless to the parsers that read it; time and memory grow with its length only.

Parsers of the standard library and feedparser take quadratic time over unclosed tags, and much memory over
deep nesting. What begins like a tag and is none becomes text; what is well formed stays as it is.
"""

import re
from io import StringIO

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
    tamed = StringIO()  # a list of so many pieces would take several times as much memory
    place = kept = 0  # what stands before `kept` is written
    ends = {"-->": True, "]]>": keeps_sections}  # whether such an end may still come
    while (start := text.find("<", place)) >= 0:
        place, instead = _whole(text, start, ends)
        if instead:
            tamed.write(text[kept:start])
            tamed.write(instead)
            kept = place
    if not kept:
        return text
    tamed.write(text[kept:])
    return tamed.getvalue()


def depth_of(text: str) -> int:
    """Give how deep the tags of tamed markup are nested; sections of characters do not count."""
    depth = deepest = 0
    for match in _TAG_OR_SECTION.finditer(text):
        first = text[match.start() + 1]
        if first == "/":
            depth = max(0, depth - 1)
        elif first not in "!?" and text[match.end() - 2] != "/":
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def first_entries(text: str) -> str:
    """Cut a feed behind its thousandth entry, and keep what stands behind the last."""
    ends = [match.end() for match in _ENTRY_END.finditer(text)]
    return text if len(ends) <= MAX_ENTRIES else text[: ends[MAX_ENTRIES - 1]] + text[ends[-1] :]


def _whole(text: str, start: int, ends: dict[str, bool]) -> tuple[int, str]:
    """Give where it ends what begins at a `<`, and what to put in its place; nothing to keep it."""
    for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>")):
        if ends[closing] and text.startswith(opening, start):
            end = text.find(closing, start)
            if end >= 0:
                end += len(closing)
                is_kept = closing == "]]>" or text.find("<", start + 1, end) < 0
                return end, "" if is_kept else " "
            ends[closing] = False
    match = _TAG.match(text, start)
    if match is None or match.end() - start > _MAX_TAG:
        return start + 1, "&lt;"
    return match.end(), ""
