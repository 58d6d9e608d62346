"""Work out the numbers that Word shows before paragraphs but does not store in them: 第3条, (1), ア.

The definitions stand in numbering.xml and the styles; the count goes on through the document.
"""

import re
from collections import defaultdict

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml.etree import _Element

_MAX_LEVELS = 9
_KANJI_DIGITS = "〇一二三四五六七八九"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_PLACEHOLDER = re.compile(r"%([1-9])")


class _Level:
    """How one level of a list is written."""

    def __init__(self, element: _Element | None) -> None:
        self.pattern = _value(element, "w:lvlText") or ""
        self.format = _value(element, "w:numFmt") or "decimal"
        start = _value(element, "w:start") or "1"
        self.start = int(start) if start.isdigit() else 1
        legal = None if element is None else element.find(qn("w:isLgl"))
        self.is_legal = legal is not None  # all numbers in it in Arabic digits


class Numbering:
    """Gives each paragraph its number, in document order."""

    def __init__(self, document: WordDocument) -> None:
        root = _numbering_root(document)
        self._levels: dict[str, dict[int, _Level]] = {}
        self._list_of: dict[str, str] = {}  # num to the abstract list that counts
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._styles = _style_numbers(document)
        if root is not None:
            self._read(root)

    def next_label(self, paragraph: _Element, style_id: str | None) -> str:
        """Count the paragraph and give its number as shown; empty for none and for bullets' own signs."""
        number, level = self._number_of(paragraph, style_id)
        levels = self._levels.get(number or "")
        if number is None or number == "0" or not levels or level not in levels:
            return ""
        counts = self._counts[self._list_of[number]]
        counts[level] = counts[level] + 1 if level in counts else levels[level].start
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        if levels[level].format == "bullet":
            return "・"
        return _PLACEHOLDER.sub(
            lambda match: self._shown(match, level, levels, counts), levels[level].pattern
        )

    def _shown(
        self, match: re.Match[str], level: int, levels: dict[int, _Level], counts: dict[int, int]
    ) -> str:
        wanted = int(match[1]) - 1
        if wanted not in levels:
            return ""
        form = "decimal" if levels[level].is_legal else levels[wanted].format
        return format_number(counts.get(wanted, levels[wanted].start), form)

    def _number_of(self, paragraph: _Element, style_id: str | None) -> tuple[str | None, int]:
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        number, level = _num_pr(own)
        styled_number, styled_level = self._styles.get(style_id or "", (None, None))
        chosen = number if number is not None else styled_number
        chosen_level = level if level is not None else (styled_level or 0)
        return chosen, min(chosen_level, _MAX_LEVELS - 1)

    def _read(self, root: _Element) -> None:
        lists: dict[str, dict[int, _Level]] = {}
        for abstract in root.findall(qn("w:abstractNum")):
            levels = {int(e.get(qn("w:ilvl"), "0")): _Level(e) for e in abstract.findall(qn("w:lvl"))}
            lists[abstract.get(qn("w:abstractNumId"), "")] = levels
        for num in root.findall(qn("w:num")):
            identity, abstract_id = num.get(qn("w:numId"), ""), _value(num, "w:abstractNumId") or ""
            levels = dict(lists.get(abstract_id, {}))
            starts_again = False
            for override in num.findall(qn("w:lvlOverride")):
                starts_again = True
                _override(levels, override)
            self._levels[identity] = levels
            self._list_of[identity] = identity if starts_again else f"abstract {abstract_id}"


def format_number(value: int, form: str) -> str:
    """Write a count as Word's number format of that name does; unknown formats in Arabic digits."""
    if form in {"decimalFullWidth", "decimalFullWidth2"}:
        return str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    if form in {"lowerLetter", "upperLetter"} and value > 0:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"} and 0 < value < 4_000:
        return _roman(value) if form == "lowerRoman" else _roman(value).upper()
    if form.startswith(("japaneseCounting", "chineseCounting", "ideographDigital", "japaneseLegal")):
        return _kanji(value)
    signs = {"aiueo": _AIUEO, "aiueoFullWidth": _AIUEO, "iroha": _IROHA, "irohaFullWidth": _IROHA}
    signs |= {"decimalEnclosedCircle": _CIRCLED, "decimalEnclosedCircleChinese": _CIRCLED}
    row = signs.get(form, "")
    if form == "none":
        return ""
    return row[value - 1] if 0 < value <= len(row) else str(value)


def _kanji(value: int) -> str:
    if not 0 < value < 1_000:
        return "".join(_KANJI_DIGITS[int(digit)] for digit in str(max(value, 0)))
    text = ""
    for unit, sign in ((100, "百"), (10, "十")):
        count, value = divmod(value, unit)
        text += (_KANJI_DIGITS[count] if count > 1 else "") + sign if count else ""
    return text + (_KANJI_DIGITS[value] if value else "")


def _roman(value: int) -> str:
    signs = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
    text = ""
    for unit, sign in (*signs, (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        count, value = divmod(value, unit)
        text += sign * count
    return text


def _override(levels: dict[int, _Level], override: _Element) -> None:
    at = int(override.get(qn("w:ilvl"), "0"))
    if (definition := override.find(qn("w:lvl"))) is not None:
        levels[at] = _Level(definition)
    start = _value(override, "w:startOverride") or ""
    if start.isdigit() and at in levels:
        renewed = _Level(None)
        renewed.pattern, renewed.format = levels[at].pattern, levels[at].format
        renewed.is_legal, renewed.start = levels[at].is_legal, int(start)
        levels[at] = renewed


def _numbering_root(document: WordDocument) -> _Element | None:
    related = document.part.rels.values()
    parts = [one.target_part for one in related if one.reltype.endswith("/numbering") and not one.is_external]
    root: _Element | None = parts[0].element if parts else None
    return root


def _style_numbers(document: WordDocument) -> dict[str, tuple[str | None, int | None]]:
    """Numbers that styles give their paragraphs, those of the styles they are based on included."""
    elements = {one.get(qn("w:styleId"), ""): one for one in document.styles.element.findall(qn("w:style"))}
    found: dict[str, tuple[str | None, int | None]] = {}
    for name in elements:
        number: str | None = None
        level: int | None = None
        current: str | None = name
        for _ in range(12):  # a chain of styles may be a circle
            element = elements.get(current or "")
            if element is None or number is not None:
                break
            number, own_level = _num_pr(element.find(f"{qn('w:pPr')}/{qn('w:numPr')}"))
            level = own_level if level is None else level
            current = _value(element, "w:basedOn")
        found[name] = (number, level)
    return found


def _num_pr(element: _Element | None) -> tuple[str | None, int | None]:
    level = _value(element, "w:ilvl")
    return _value(element, "w:numId"), int(level) if level and level.isdigit() else None


def _value(element: _Element | None, name: str) -> str | None:
    child = None if element is None else element.find(qn(name))
    value: str | None = None if child is None else child.get(qn("w:val"))
    return value
