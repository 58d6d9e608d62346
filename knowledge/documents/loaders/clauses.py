"""Cut plain text at its numbered clauses: 第3条, Article 5, 3.2, (a), 附則.

One family of numbers carries a text; numbers of another family are items inside a clause and stay there.
A number counts only where a line may begin a clause and the count goes up, so that "第3条に定める" at the
head of a wrapped line is text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.documents.folding import fold_string
from knowledge.documents.loaders.draft import DraftSection
from knowledge.documents.numbering import ClauseNumber, Family, is_supplement_name, read_number

ALL_FAMILIES: tuple[Family, ...] = ("article", "named", "decimal", "letter")
_CAPTION_LINE = re.compile(r"\s*[(（\[【〔](?P<caption>[^()（）\[\]【】〔〕]{1,40})[)）\]】〕]\s*")
_ENDS_SENTENCE = re.compile(r"[。．.!?！？:：;；)）」』】](?:\s*\*\d{1,3})*\s*$")
_ENDS_CLAUSE = re.compile(r"[。．.;；、,](?:\s*\*\d{1,3})*$")  # a note's sign may follow: "。*1"
_MAY_FOLLOW = re.compile(r"\s|$|[(（\[【〔:：.．、\-–—]")
_PART_RANKS = ("編部part", "章chapter", "節", "款")
_MAX_HEADING_CHARS = 60


@dataclass(slots=True)
class _Clause:
    number: ClauseNumber | None
    heading: str
    locator: str
    rank: int
    lines: list[str] = field(default_factory=list)


def split_clauses(
    text: str, *, families: Sequence[Family] = ALL_FAMILIES, path: tuple[str, ...] = ()
) -> tuple[DraftSection, ...]:
    """Cut a text at its numbered clauses.

    Args:
        text: Canonical text without a title.
        families: Kinds of number that may carry the text, the first one found wins.
        path: Headings above, put before each section's own.

    Returns:
        Sections in reading order; what stands before the first clause is the first section, marked as
        cover. None when the text has no numbered clauses.
    """
    lines = text.split("\n")
    numbers = [read_number(line) if line.strip() else None for line in lines]
    heads = _choose_heads(lines, numbers, families)
    if not heads:
        return ()
    clauses = [_Clause(number=None, heading="", locator="", rank=-1)]
    captions = {at - 1 for at in heads if at > 0 and _CAPTION_LINE.fullmatch(lines[at - 1])}
    for at, line in enumerate(lines):
        if at in heads:
            caption = lines[at - 1] if at - 1 in captions else ""
            clauses.append(_open_clause(heads[at], line, caption, has_more=_has_more(lines, at, heads)))
        elif at not in captions:
            clauses[-1].lines.append(line)
    return tuple(_as_sections(clauses, path))


def _choose_heads(
    lines: list[str], numbers: list[ClauseNumber | None], families: Sequence[Family]
) -> dict[int, ClauseNumber]:
    fixed = {at: n for at, n in enumerate(numbers) if n is not None and _is_container(lines, at, n)}
    for family in families:
        rising = _rising(lines, numbers, family)
        if rising and (family not in {"decimal", "letter"} or len(rising) > 1):
            if family == "named":
                below = _rising(lines, numbers, "decimal", restarts=frozenset(rising))
                rising |= {at: n for at, n in below.items() if n.depth > 1}
            return dict(sorted((fixed | rising).items()))
    return fixed


def _is_container(lines: list[str], at: int, number: ClauseNumber) -> bool:
    if number.family == "part":
        return len(number.rest) <= _MAX_HEADING_CHARS and not re.search("[。．.]$", number.rest)
    if number.family == "supplement" and _may_begin(lines, at):
        is_bare = len(number.rest) <= _MAX_HEADING_CHARS and not re.search("[。．.、]$", number.rest)
        return is_supplement_name(lines[at]) or (is_bare and number.number[:1].upper() == number.number[:1])
    return False


def _rising(
    lines: list[str],
    numbers: list[ClauseNumber | None],
    family: Family,
    restarts: frozenset[int] = frozenset(),
) -> dict[int, ClauseNumber]:
    """Keep numbers of a family that go up; a chapter's or a supplement's own count may start again."""
    found: dict[int, ClauseNumber] = {}
    last: tuple[int, ...] = ()
    for at, number in enumerate(numbers):
        if number is None:
            continue
        if number.family in {"part", "supplement"} or at in restarts:
            last = ()
        elif number.family == family and _may_begin(lines, at) and _may_follow(lines[at], number):
            value = _value(number)
            if _goes_on(last, value, family):
                found[at], last = number, value
    return found


def _goes_on(last: tuple[int, ...], value: tuple[int, ...], family: Family) -> bool:
    if family in {"article", "named"} or not last:
        return value > last and (
            bool(last) or family in {"article", "named"} or value[0] <= 1 or len(value) > 1
        )
    nested = value[:-1] == last and value[-1] <= 1
    next_here = any(value == (*last[:size], last[size] + 1) for size in range(len(last)))
    return nested or next_here


def _may_begin(lines: list[str], at: int) -> bool:
    before = lines[at - 1] if at else ""
    return (
        len(before.strip()) < 20
        or _ENDS_SENTENCE.search(before) is not None
        or _CAPTION_LINE.fullmatch(before) is not None
    )


def _may_follow(line: str, number: ClauseNumber) -> bool:
    after = line.strip()[len(number.number) :]
    return number.family in {"decimal", "letter"} or _MAY_FOLLOW.match(after) is not None


def _value(number: ClauseNumber) -> tuple[int, ...]:
    folded = fold_string(number.number)
    digits = [int(run) for run in re.findall(r"\d+", folded)]
    if digits:
        return tuple(digits)
    if kanji := re.findall("[一二三四五六七八九十百〇]+", folded):
        return tuple(_kanji_value(run) for run in kanji)
    word = re.sub(r"[^a-z]", "", folded.split()[-1])
    if number.family == "letter" and len(word) == 1:
        return (ord(word) - ord("a") + 1,)
    return (_roman_value(word),)


def _kanji_value(run: str) -> int:
    units = {"十": 10, "百": 100}
    total = current = 0
    for character in run:
        if character in units:
            total += (current or 1) * units[character]
            current = 0
        else:
            current = current * 10 + "〇一二三四五六七八九".index(character)
    return total + current


def _roman_value(word: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}.get(letter, 0) for letter in word]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


def _has_more(lines: list[str], at: int, heads: dict[int, ClauseNumber]) -> bool:
    """Tell whether lines of its own, or clauses below it, follow a head."""
    following = next((i for i in range(at + 1, len(lines)) if lines[i].strip()), None)
    if following is None:
        return False
    return following not in heads or _rank(heads[following]) > _rank(heads[at])


def _open_clause(number: ClauseNumber, line: str, caption_line: str, *, has_more: bool) -> _Clause:
    """Tell the heading from the first words of the clause on the same line."""
    caption = number.caption
    if match := _CAPTION_LINE.fullmatch(caption_line):
        caption = match["caption"]
    rest = number.rest
    is_heading = (
        not caption and has_more and len(rest) <= _MAX_HEADING_CHARS and not _ENDS_CLAUSE.search(rest)
    ) or number.family == "part"
    heading = rest if is_heading else caption
    clause = _Clause(
        number=number, heading=heading or caption, locator=number.number, rank=_rank(number), lines=[]
    )
    if rest and not is_heading:
        clause.lines.append(line[line.rindex(rest) :])
    return clause


def _rank(number: ClauseNumber) -> int:
    if number.family == "part":
        folded = fold_string(number.number)
        return next((rank for rank, marks in enumerate(_PART_RANKS) if _names(folded, marks)), 0)
    if number.family == "supplement":
        return 0
    return len(_PART_RANKS) + number.depth


def _names(folded: str, marks: str) -> bool:
    word = re.sub(r"[^a-z]", "", folded)
    return any(mark in folded for mark in re.sub("[a-z]", "", marks)) or (
        word.startswith(("part", "chapter")) and word[:4] in marks
    )


def _as_sections(clauses: list[_Clause], path: tuple[str, ...]) -> list[DraftSection]:
    sections: list[DraftSection] = []
    above: list[_Clause] = []
    for clause, following in zip(clauses, [*clauses[1:], None], strict=True):
        while above and above[-1].rank >= clause.rank:
            above.pop()
        text = "\n".join(clause.lines).strip()
        is_container = following is not None and following.rank > clause.rank
        if not text and clause.number is not None and not is_container:
            text = " ".join(part for part in (clause.locator, clause.heading) if part)
        if text:
            sections.append(_as_section(clause, text, above, path))
        if clause.number is not None:
            above.append(clause)
    return sections


def _as_section(clause: _Clause, text: str, above: list[_Clause], path: tuple[str, ...]) -> DraftSection:
    supplement = next((one for one in above if one.number and one.number.family == "supplement"), None)
    is_supplement = clause.number is not None and is_supplement_name(clause.number.number)
    prefix = supplement.locator if supplement else ""
    return DraftSection(
        text=text,
        heading=clause.heading or ("" if clause.rank > 0 else clause.locator),
        path=(*path, *(" ".join(p for p in (one.locator, one.heading) if p) for one in above)),
        locator=prefix + clause.locator,
        is_cover=clause.number is None,
        is_supplement=is_supplement or (supplement is not None and is_supplement_name(supplement.locator)),
    )
